"""The store: a graph on disk or in memory, its queries, projections and exports."""
