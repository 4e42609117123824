"""The explorer: one HTML page that shows a graph, works without a network, and runs nothing a note says."""
