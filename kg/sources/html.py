"""HTML to blocks: the main content of a page, without navigation, scripts, code and pictures.

Markdown comes this way, too, once it is rendered. The tree is walked without recursion, and the parser itself bounds
its depth.
"""

from __future__ import annotations

from itertools import islice
from typing import Any, NamedTuple, cast

from lxml import etree
from lxml.html import defs

from kg.sources import grids
from kg.sources.blocks import Block, Grid, Kind, Link, Page, Rich, Value

_MAIN = (
    etree.XPath("//article[contains(@class, 'markdown-body') or contains(@class, 'md-content')]"),
    etree.XPath("//article"),
    etree.XPath("//main"),
)
_HEAD = {
    "url": etree.XPath("string(//link[@rel='canonical']/@href)"),
    "description": etree.XPath("string(//meta[@name='description']/@content)"),
}
_UNSEEN = {"head", "iframe", "noscript", "object", "script", "style", "svg", "template"}
_LEFT_OUT = _UNSEEN | {"aside", "button", "footer", "form", "nav", "pre", "select", "textarea"}
_CHROME = frozenset({"headerlink", "anchor", "md-content__button", "md-source-file", "footnote-backref"})
_KINDS: dict[str, Kind] = {"li": "item", "dt": "term", "dd": "definition"}
_KINDS |= dict.fromkeys((f"h{level}" for level in range(1, 7)), "heading")
_PARTS = {"article", "body", "details", "figcaption", "figure", "header", "html", "main", "section", "summary"}
_BLOCKS = (defs.block_tags | defs.table_tags | defs.list_tags | _PARTS) - {"del", "ins"}
_SHIFTED = {"sub": "_", "sup": "^"}  # behind a figure of a table it must not run into it: 10<sup>3</sup> is not 103
_MATHS = {"math-inline": "$", "math-display": "$$"}
_MOST_ELEMENTS = 100_000


def parse(markup: str) -> Page:
    """The page that some HTML is; never raises."""
    parser = etree.HTMLParser(encoding="utf-8", no_network=True, remove_comments=True, remove_pis=True)
    try:
        root = etree.fromstring(markup.encode("utf-8", "replace"), parser)
    except etree.XMLSyntaxError:
        root = None
    if root is None:
        return Page(complaint="holds no text")
    walk = _Walk()
    whole = walk.through(_main(root))
    complaint = None
    if any("depth" in error.message for error in parser.error_log):
        complaint = "is nested too deeply to be read to its end"
    elif not whole:
        complaint = f"has more than {_MOST_ELEMENTS:,} elements, the first of which are read"
    return Page(_head(root), tuple(walk.blocks), complaint)


def _main(root: etree._Element) -> etree._Element:
    """The one element that holds the content; where several could, the whole page does."""
    for path in _MAIN:
        found: Any = path(root)
        if len(found) == 1:
            return cast(etree._Element, found[0])
    return root


def _head(root: etree._Element) -> dict[str, Value]:
    """The page's address and description as its head gives them."""
    found = {name: str(path(root)).strip() for name, path in _HEAD.items()}
    return {name: value for name, value in found.items() if value}


def _unwrapped(text: str) -> str:
    """A text of several lines as one, a blank between the lines."""
    first, *middle, last = text.split("\n")
    lines = [first.rstrip(" \t"), *filter(None, (line.strip(" \t") for line in middle)), last.lstrip(" \t")]
    return " ".join(lines)


class _Frame(NamedTuple):
    """An element that is open: the kind of block its text belongs to, and in how many lists it stands."""

    kind: Kind
    level: int


class _Walk:
    """The blocks of a tree, gathered from its first element to its last."""

    def __init__(self) -> None:
        self.blocks: list[Block | Grid] = []
        self._open: list[_Frame] = [_Frame("paragraph", 0)]
        self._tables: list[list[list[grids.Cell]]] = []
        self._layout = grids.Layout()
        self._begin()

    def through(self, root: etree._Element) -> bool:
        """Take in an element and all below it, as far as `_MOST_ELEMENTS` go; say whether that was all."""
        walk = etree.iterwalk(root, events=("start", "end"))
        skipped: etree._Element | None = None
        for event, element in islice(walk, 2 * _MOST_ELEMENTS):
            tag = str(element.tag)
            if event == "start":
                if tag in _LEFT_OUT or not _CHROME.isdisjoint(element.get("class", "").split()):
                    skipped = element
                    walk.skip_subtree()
                else:
                    self._start(element, tag)
                    self._say(element.text)
            else:
                if element is skipped:
                    skipped = None
                else:
                    self._end(element, tag)
                if element is not root:
                    self._say(element.tail)
        self._flush()
        return next(walk, None) is None

    def _start(self, element: etree._Element, tag: str) -> None:
        if tag in _BLOCKS:
            self._flush()
            kind, level = self._open[-1]
            if tag in _KINDS:
                kind = _KINDS[tag]
                level = int(tag[1]) if kind == "heading" else level + (kind == "item")
            self._open.append(_Frame(kind, level))
            if tag == "table":
                self._tables.append([])
            elif tag == "tr" and self._tables:
                self._tables[-1].append([])
        elif tag == "br":
            self._pieces.append("\n")
            self._length += 1
        elif tag == "img":
            self._pictures += filter(None, (element.get("alt"), element.get("src")))
        elif tag in ("a", "b", "strong"):
            self._spans.append(self._length)
        elif tag in _SHIFTED and self._tables and self._pieces and self._pieces[-1][-1:].isdigit():
            self._say(_SHIFTED[tag])
        elif math := _MATHS.get(element.get("class", "").removeprefix("math ")):
            self._say(math)

    def _end(self, element: etree._Element, tag: str) -> None:
        if tag in ("td", "th") and self._tables and self._tables[-1]:
            columns, rows = grids.span(element.get("colspan")), grids.span(element.get("rowspan"))
            self._tables[-1][-1].append(grids.Cell(self._take(), tag == "th", columns, rows))
        if tag in _BLOCKS:
            self._flush()
            self._open.pop()
            if tag == "table":
                self._close_table()
        elif tag in ("a", "b", "strong") and self._spans:
            start, end = self._spans.pop(), self._length
            if tag != "a":
                self._bold.append((start, end))
            elif target := element.get("href", "").strip():
                self._links.append(Link(start, end, target))
        elif math := _MATHS.get(element.get("class", "").removeprefix("math ")):
            self._say(math)

    def _close_table(self) -> None:
        grid = self._layout.grid(self._tables.pop())
        if grid:
            self.blocks.append(grid)

    def _begin(self) -> None:
        self._pieces: list[str] = []
        self._length = 0
        self._spans: list[int] = []
        self._links: list[Link] = []
        self._bold: list[tuple[int, int]] = []
        self._pictures: list[str] = []

    def _say(self, text: str | None) -> None:
        if text:
            text = _unwrapped(text) if "\n" in text else text
            if not self._pieces or self._pieces[-1][-1:].isspace():
                text = text.lstrip(" \t")
            if text:
                self._pieces.append(text)
                self._length += len(text)

    def _take(self) -> Rich:
        """What has been said since the last block, with the links and bold words in it."""
        text = "".join(self._pieces)
        end = len(text.rstrip())
        links = sorted(self._links, key=lambda link: link.start)
        bold = sorted(self._bold)
        pictures = tuple(self._pictures)
        self._begin()
        return Rich(
            text[:end],
            tuple(Link(link.start, min(link.end, end), link.target) for link in links if link.start < end),
            tuple((start, min(stop, end)) for start, stop in bold if start < end),
            pictures,
        )

    def _flush(self) -> None:
        """Make a block of what has been said; in a table that goes on in its cell."""
        if not self._pieces and not self._pictures:
            return
        if self._tables:
            self._pieces.append("\n")
            self._length += 1
            return
        content = self._take()
        if not content.text:
            return
        kind, level = self._open[-1]
        self.blocks.append(Block(kind, content, level))
        if kind == "item":  # what follows in the item goes on with it
            for at in range(len(self._open) - 1, -1, -1):
                if self._open[at] != (kind, level):
                    break
                self._open[at] = _Frame("paragraph", level)
