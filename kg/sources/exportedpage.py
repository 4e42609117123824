"""A page that `kg export obsidian` wrote: what its front matter says, and the text above the line that parts it.

Nothing is guessed here as it is on other people's pages. What stands below the line was made from the graph, as were
the pages on methods, models and the like; a build makes all of that anew from the text.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import PurePosixPath

from kg.notes import Aside, Item, Note, Problem, Related, note_id
from kg.sources import frontmatter, markdown, sections, values
from kg.sources.blocks import Value
from kg.sources.frontmatter import texts
from kg.sources.pages import is_longer_than_a_page

MARK = "noteweave"
"""The key of front matter by which such a page is told; its value is the IRI of what the page is on."""
PARTING = "%% noteweave: what stands below is made from the graph and is not read back %%"
"""The line behind the note's own text; Obsidian shows it to writers alone."""
SUMMARY = "Summary"
"""The heading over the text that stands in no section of the note."""
ON_PAPERS = ("paper", "note")
"""The types of the pages that hold a note."""
BRACKETED = "\\textstyle "
r"""What a formula begins with that the note has between \( and \); Obsidian knows dollars alone. It shows nothing."""
RELATED = "relatedTo"
"""The key with the pages of related papers, each a wikilink."""

_FORMULA = re.compile(rf"\${re.escape(BRACKETED)}([^$\n]+)\$")
_MARKED = re.compile(rf"\A---\n(?:(?!---\s).*\n){{0,2000}}?{MARK}: \S")
_WIKILINK = re.compile(r"\[\[(?P<path>[^\[\]|\n]+)(?:\|(?P<name>[^\[\]\n]+))?\]\]")


def recognises(text: str) -> bool:
    """Whether an export wrote the page."""
    return _MARKED.match(text) is not None


def read(text: str, place: str) -> Iterator[Item]:
    """Yield the note of a page on a paper; a page on anything else holds none by intent."""
    front, body, complaint = frontmatter.split(text)
    if complaint or is_longer_than_a_page(text):
        yield Problem(place, complaint or "is longer than a page", "mend it, or export the page anew")
    elif front.get("type") not in ON_PAPERS:
        yield Aside(place)
    elif not (title := _first(front, "title")):
        yield Problem(place, "has no title", "give it one in its front matter, or export the page anew")
    else:
        yield _note(title, front, body, place)


def _note(title: str, front: dict[str, Value], body: str, place: str) -> Note:
    own = _FORMULA.sub(r"\\(\1\\)", body.partition(PARTING)[0])
    page = markdown.parse(f"\n{own}")  # with a line end before it, no text begins with front matter
    text, parts, _ = sections.compose(page.blocks, None)
    venue = _first(front, "venue")
    return Note(
        id=note_id(venue, title, text),
        title=title,
        text=text,
        venue=venue,
        area=_first(front, "area"),
        url=_first(front, "url"),
        arxiv=_first(front, "arxiv"),
        keywords=texts(front.get("keywords")),
        doi=_first(front, "doi"),
        code=_first(front, "code"),
        authors=texts(front.get("authors")),
        year=values.year(_first(front, "issued")),
        rating=_first(front, "rating"),
        aliases=tuple(alias for alias in texts(front.get("aliases")) if alias != title),
        sections=parts,
        related=tuple(_related(front)),
        place=place,
    )


def _first(front: dict[str, Value], name: str) -> str | None:
    return next(iter(texts(front.get(name))), None)


def _related(front: dict[str, Value]) -> Iterator[Related]:
    for written in texts(front.get(RELATED)):
        link = _WIKILINK.fullmatch(written)
        if link:
            yield Related(link["name"] or PurePosixPath(link["path"]).name, link["path"])
