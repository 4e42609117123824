"""The server: SPARQL and the explorer over HTTP, read-only, each query in a process that can be ended."""
