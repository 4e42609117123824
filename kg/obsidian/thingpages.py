"""The pages on methods, techniques, models and the like: what stands above and below them, and their papers."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from itertools import groupby

from kg.obsidian.atlas import Atlas, Venue, newest_first, words
from kg.obsidian.markdown import escaped, front_matter
from kg.obsidian.names import Place
from kg.obsidian.stated import Evidence
from kg.sources.exportedpage import MARK


def page(thing: str, kind: str, other_labels: Sequence[str], evidence: Sequence[Evidence], atlas: Atlas) -> str:
    """The page on a thing of a kind, with the papers that `evidence` links to it by venue, the newest first."""
    place = atlas.places[thing]
    broader, narrower = atlas.links(atlas.broader.get(thing, [])), atlas.links(atlas.narrower.get(thing, []))
    front = front_matter(
        {
            "aliases": _aliases(place, other_labels),
            "tags": [kind],
            "type": kind,
            MARK: thing,
            "broader": broader,
        }
    )
    proposes = next(iter(words()))
    owners = atlas.links(sorted({one.paper for one in evidence if one.property == proposes}))
    lines = [("Proposed by", owners), ("A kind of", broader), ("Kinds of it", narrower)]
    about = "\n\n".join(f"{words}: {', '.join(links)}" for words, links in lines if links)
    return "\n\n".join(filter(None, [front.rstrip("\n"), about, *_papers(evidence, atlas)])) + "\n"


def _aliases(place: Place, labels: Sequence[str]) -> list[str]:
    """Other names than the file's; to Obsidian those that differ in capitals are one."""
    known = {place.file.casefold(): ""} | {label.casefold(): label for label in reversed([place.label, *labels])}
    return [label for folded, label in known.items() if label and folded != place.file.casefold()][::-1]


def _papers(evidence: Sequence[Evidence], atlas: Atlas) -> Iterator[str]:
    """A section for each venue, a line for each link."""

    def venue(one: Evidence) -> Venue | None:
        return next(iter(atlas.venues.get(one.paper, [])), None)

    ordered = sorted(evidence, key=lambda one: (newest_first(venue(one)), atlas.places[one.paper].path, one))
    for edition, links in groupby(ordered, key=venue):
        lines = [f"- {atlas.places[one.paper].link} {words()[one.property]}: {escaped(one.sentence)}" for one in links]
        heading = escaped(edition.label) if edition else "Elsewhere"
        yield f"## {heading}\n\n" + "\n".join(lines)
