"""The server: one graph over HTTP, read-only: SPARQL, a JSON API, and pages for people."""
