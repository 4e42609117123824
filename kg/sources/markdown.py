"""Markdown to blocks: front matter, then CommonMark with tables, definition lists, formulas and wikilinks.

It is rendered as HTML and read as such, which also takes in the HTML that people write into Markdown. Formulas stay as
they are written.
"""

from __future__ import annotations

import re
from dataclasses import replace

import pyromark
from lxml.html import defs

from kg.sources import frontmatter, html
from kg.sources.blocks import Page
from kg.sources.words import meaning

_OPTIONS = (
    pyromark.Options.ENABLE_TABLES
    | pyromark.Options.ENABLE_MATH
    | pyromark.Options.ENABLE_DEFINITION_LIST
    | pyromark.Options.ENABLE_WIKILINKS
    | pyromark.Options.ENABLE_STRIKETHROUGH
    | pyromark.Options.ENABLE_TASKLISTS
)
_FENCE = "\ue000"  # stands within dollars where \( and \) stood: to Markdown these are but escaped parentheses
_MARKS = (
    (r"\(", f'<span class="math math-inline">{_FENCE}'),
    (r"\)", f"{_FENCE}</span>"),
    (r"\(", f"${_FENCE}"),  # in code
    (r"\)", f"{_FENCE}$"),
)
# A pattern that begins with a letter of its own is searched for several times as fast as one that looks behind first.
_PARENTHESES = re.compile(r"\\(?<!\\\\)\(((?:[^$\n\\]|\\[^()\n]){1,500})\\\)")
_QUOTES = re.compile(r">[ \t]?(?:>[ \t]?){19,}")  # nobody quotes that deep; each level would cost memory
_COMMENT = re.compile(r"^[ \t]*%%[ \t]*\n.*?^[ \t]*%%[ \t]*$|%%[^\n%]+%%", re.DOTALL | re.MULTILINE)
_CALLOUT = re.compile(r"^((?:[ \t]{0,3}>)+[ \t]?)\[![\w-]+\][+-]?[ \t]*(.*)$", re.MULTILINE)
_BRACKETED_LINK = re.compile(r"\[\[([^\[\]\n]{1,200})\]\](?=\()")  # a link called "[paper]", no wikilink
_LABEL = re.compile(r"^([^\W_][^\n:：]{0,30})[:：].*$", re.MULTILINE)
_TAG = re.compile(r"<(/?)([A-Za-z][\w-]*)")


def parse(text: str) -> Page:
    """The page that some Markdown is; never raises."""
    front, body, complaint = frontmatter.split(text)
    body = _COMMENT.sub("", body) if "%%" in body else body
    body = _QUOTES.sub("> ", body)
    body = _CALLOUT.sub(r"\1\2\n\1", body)
    body = _BRACKETED_LINK.sub(r"[\[\1\]]", body)
    body = _LABEL.sub(_on_its_line, body)
    body = _PARENTHESES.sub(rf"${_FENCE}\1{_FENCE}$", body)
    markup = _TAG.sub(_known, pyromark.html(body, options=_OPTIONS))
    for written, mark in _MARKS:
        markup = markup.replace(mark, written)
    page = html.parse(markup)
    return replace(page, front=front, complaint=complaint or (page.complaint if page.blocks else None))


def _on_its_line(line: re.Match[str]) -> str:
    """A line that begins with a label ends there; Markdown would let it run into the next."""
    return f"{line[0]}  " if meaning("fields", line[1]) else line[0]


def _known(tag: re.Match[str]) -> str:
    """A tag of HTML as it is; anything else, such as <think> in a prompt, is text."""
    return tag[0] if tag[2].lower() in defs.tags else f"&lt;{tag[1]}{tag[2]}"
