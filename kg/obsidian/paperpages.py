"""The pages on papers: what a note says, as `kg.sources.exportedpage` reads it, and what the graph makes of it.

A note is a page, since a page is read as one note. The first is the paper's; it holds the links of all of them.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from itertools import groupby

from kg.notes import Section
from kg.obsidian.atlas import LINKS, Atlas, words
from kg.obsidian.markdown import escaped, front_matter, paragraphs, table, tag
from kg.obsidian.names import Place
from kg.obsidian.stated import Evidence, StatedNote, strongest
from kg.sources.exportedpage import MARK, PARTING, RELATED, SUMMARY
from kg.sources.frontmatter import LONGEST
from kg.store.measured import TIES, Figure
from kg.store.projection import WEAK

# The keys of front matter that hold one value, and the properties that they stand for.
_SINGLE = {
    "venue": "nw:publishedAt",
    "area": "nw:inArea",
    "issued": "dcterms:issued",
    "arxiv": "nw:arxivId",
    "doi": "nw:doi",
    "url": "schema:url",
    "code": "schema:codeRepository",
}
# The keys that hold links: to all that a paper does more than name, and to other papers.
_LINKS = (*(name for link in LINKS if (name := link.removeprefix("nw:")) not in WEAK), RELATED)
_DEEPEST = 6  # levels of headings that Markdown has


def pages(paper: str, notes: Iterable[StatedNote], atlas: Atlas) -> Iterator[tuple[str, str]]:
    """Yield path and text of the pages on a paper: its own, and one for each further note.

    A note that two sources file under two areas, say, has two pages, too.
    """
    ordered = sorted(notes, key=lambda note: (-len(note.text), note.title, note.text, str(note.of_paper)))
    variants = [(note, values) for note in ordered for values in _variants(note, atlas)]
    own = atlas.places[paper]
    further = [Place(f"notes/{own.file} {number}", own.label) for number in range(2, len(variants) + 1)]
    for (note, values), place in zip(variants, [own, *further], strict=True):
        if place is own:
            kind, below = "paper", _of_graph(paper, ordered, further, atlas)
        else:
            kind, below = "note", f"Another note on {own.link}."
        front = _front(note, values, place, kind, atlas)
        yield place.path, f"{front}\n{_text(note)}{PARTING}\n" + (f"\n{below}\n" if below else "")


def _variants(note: StatedNote, atlas: Atlas) -> Iterator[dict[str, str]]:
    """The single values that a note has; where it has several of one, another time with the next of them."""
    stated = {key: note.values(name) for key, name in _SINGLE.items()}
    for at in range(max(1, *map(len, stated.values()))):
        chosen = {key: values[min(at, len(values) - 1)] for key, values in stated.items() if values}
        yield {key: atlas.labels.get(value, value) for key, value in chosen.items()}


def _front(note: StatedNote, values: dict[str, str], place: Place, kind: str, atlas: Atlas) -> str:
    venue = next(iter(atlas.venues.get(note.paper, [])), None)
    year = values.get("issued") or (venue.year if venue else None)
    title = [note.title] if note.title != place.file else []  # Obsidian knows a page by its file's name
    own: dict[str, str | int | Sequence[str] | None] = {
        "title": note.title,
        "aliases": [*title, *note.values("skos:altLabel")],
        "tags": [kind, *(f"{key}/{tag(values[key])}" for key in ("venue", "area") if key in values)],
        "type": kind,
        MARK: note.paper,
        "year": int(year) if year else None,
        "authors": note.values("schema:author"),
        **values,
        "issued": int(values["issued"]) if "issued" in values else None,
        "keywords": note.values("schema:keywords"),
        "rating": note.rating,
    }
    links: dict[str, Sequence[str]] = {key: atlas.links(note.values(f"nw:{key}")) for key in _LINKS}
    whole = front_matter({**own, **links})
    return whole if len(whole) <= LONGEST else front_matter(own)  # the links stand below, too


def _text(note: StatedNote) -> str:
    """The note's text under the headings of its sections."""
    starts = [section.start for section in note.sections] + [len(note.text)]
    parts = [(2, SUMMARY, note.text[: starts[0]])] if note.text[: starts[0]].strip() else []
    above: list[Section] = []
    for section, end in zip(note.sections, starts[1:], strict=True):
        above = [one for one in above if section.start < one.end]
        parts.append((min(_DEEPEST, 2 + len(above)), section.heading, note.text[section.start : end]))
        above.append(section)
    return "".join(f"{'#' * level} {escaped(heading)}\n\n{_spaced(text)}" for level, heading, text in parts)


def _spaced(text: str) -> str:
    return f"{paragraphs(text)}\n\n" if text.strip() else ""


def _of_graph(paper: str, notes: Sequence[StatedNote], further: Sequence[Place], atlas: Atlas) -> str:
    """What the graph has on a paper: its links with their sentences, its figures, papers like it."""
    evidence = strongest(one for note in notes for one in note.evidence)
    order = list(words())
    by_property = sorted(evidence, key=lambda one: (order.index(one.property), atlas.places[one.thing].path))
    parts = []
    for property, links in groupby(by_property, key=lambda one: one.property):
        parts.append((words()[property].capitalize(), "\n".join(_link(one, atlas) for one in links)))
    figures = atlas.figures.get(paper.removeprefix(atlas.base), [])
    parts.append(("Figures", _figures(figures, atlas)))
    related = {other for note in notes for other in note.values("nw:relatedTo")}
    parts.append(("Related papers", "\n".join(f"- {link}" for link in atlas.links(sorted(related)))))
    parts.append(("Further notes", "\n".join(f"- {place.link}" for place in further)))
    return "\n\n".join(f"## {heading}\n\n{text}" for heading, text in parts if text)


def _link(one: Evidence, atlas: Atlas) -> str:
    return f"- {atlas.places[one.thing].link}: {escaped(one.sentence)}"


def _figures(figures: Sequence[Figure], atlas: Atlas) -> str:
    def cell(things: Iterable[str]) -> str:
        return ", ".join(atlas.places[atlas.base + thing].link_in_cell for thing in things)

    rows = [
        [escaped(_value(one)), *(cell(one.ties.get(tie, ())) for tie in TIES), escaped(one.sentence)] for one in figures
    ]
    return table(["value", *TIES, "sentence"], rows) if rows else ""


def _value(figure: Figure) -> str:
    value = f"{figure.value}–{figure.highest}" if figure.highest else figure.value
    return f"{value} {figure.unit}".strip()
