"""Text to page: tells HTML from Markdown by what it holds, and bounds what is looked at."""

from __future__ import annotations

import re
from functools import lru_cache

from kg.sources import html, markdown
from kg.sources.blocks import Page

LONGEST_PAGE = 2_000_000
"""Characters; a longer file is no page that somebody reads."""
MOST_LINES = 100_000

_COMMENTS = re.compile(r"(?:\s+|<!--(?:(?!-->).)*-->|<\?xml[^>]*>)*", re.DOTALL)
_WHOLE = re.compile(r"<(?:!doctype\s+html|html|head|body)\b", re.IGNORECASE)
_TAG = re.compile(r"</?[a-z][\w-]*[\s>/]", re.IGNORECASE)
_MARKDOWN = re.compile(r"^(?:#{1,6} |[-*+] |\|.*\||:   |> )|\]\(|\*\*|\[\[", re.MULTILINE)


@lru_cache(maxsize=1)  # a file is looked at by several kinds of source, one after the other
def parse(text: str) -> Page:
    """The page that a text is, as HTML or as Markdown; never raises."""
    if is_longer_than_a_page(text):
        size = f"{len(text):,} characters in {text.count(chr(10)) + 1:,} lines"
        return Page(complaint=f"has {size}, more than a page of notes has")
    return html.parse(text) if is_html(text) else markdown.parse(text)


def is_longer_than_a_page(text: str) -> bool:
    """Whether a text has more characters or lines than a page that somebody reads."""
    return len(text) > LONGEST_PAGE or text.count("\n") > MOST_LINES


def is_html(text: str) -> bool:
    """Whether a text is HTML: it says so, or begins with a tag and has nothing of Markdown."""
    comments = _COMMENTS.match(text)
    start = comments.end() if comments else 0
    if _WHOLE.match(text, start):
        return True
    return bool(_TAG.match(text, start)) and not _MARKDOWN.search(text)
