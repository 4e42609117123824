"""The graph as an Obsidian vault: a page a paper and a page for each thing that papers name, linked both ways."""
