"""Pages of the web as sources: asked for politely, kept on disk, never at a private address unless that is allowed.

`crawling` is the door. httpx2 is imported with it, so only where a URL is a source.
"""
