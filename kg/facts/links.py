"""The table of links: which paper a note means by what it names as related work.

A related work is known by the place of a note, an arXiv id, a DOI, an address, a title or alias, or the name that its
paper gives to what it proposes. What leads to two papers leads nowhere: a wrong link is worse than none.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from pathlib import PurePosixPath
from urllib.parse import urlsplit

from kg import identifiers
from kg.facts import titles
from kg.facts.papers import Papers
from kg.kinds import OWNED_TYPES
from kg.mentions import TaggedNote
from kg.notes import Note, Related


@dataclass(frozen=True, slots=True)
class Links:
    """What leads to a paper, each with a word in front that says what it is (`arxiv:2401.00001`, `name:fastkv`).

    `identifiers` are those of each paper.
    """

    papers: Mapping[str, str] = field(default_factory=dict)
    identifiers: Mapping[str, frozenset[str]] = field(default_factory=dict)

    def paper(self, related: Related) -> str | None:
        """The local name of the paper that a related work is, or None where no note is known to be on it."""
        identifier = identifiers.in_link(related.link) if related.link else None
        paper = next((self.papers[sign] for sign in _signs_of(related, identifier) if sign in self.papers), None)
        known = self.identifiers.get(paper or "", frozenset())
        if identifier and any(_kind(one) == _kind(identifier) for one in known) and identifier not in known:
            return None  # another paper of that name
        return paper

    def left_out(self, notes: Iterable[Note]) -> int:
        """How many links of notes lead to no paper that is known."""
        return sum(self.paper(related) is None for note in notes for related in note.related if related.link)


def collect(tagged: Iterable[TaggedNote], papers: Papers) -> Links:
    """Make the table from all tagged notes; their order does not matter."""
    known: dict[str, set[str]] = defaultdict(set)
    own: dict[str, set[str]] = defaultdict(set)
    for one in tagged:
        paper = papers.of(one.note)
        for sign in (*_signs(one.note), *_proposed(one)):
            known[sign].add(paper)
        own[paper].update(_identifiers(one.note))
    return Links(
        {sign: next(iter(meant)) for sign, meant in known.items() if len(meant) == 1},
        {paper: frozenset(found) for paper, found in own.items()},
    )


def _identifiers(note: Note) -> Iterator[str]:
    arxiv, doi = identifiers.of_paper(note.arxiv, note.doi)
    if arxiv:
        yield f"arxiv:{arxiv}"
    if doi:
        yield f"doi:{doi}"


def _signs(note: Note) -> Iterator[str]:
    yield from _identifiers(note)
    for title in (note.title, *note.aliases):
        yield f"title:{titles.folded(title)}"
    if note.url:
        yield _address(note.url)
    if note.place and "://" in note.place:
        yield _address(note.place)
    elif note.place:
        place = PurePosixPath(note.place)
        # A wikilink names a note by its file's name alone.
        for path in (place, place.with_suffix(""), PurePosixPath(place.stem)):
            yield _place(path.as_posix())


def _proposed(tagged: TaggedNote) -> Iterator[str]:
    for mention in tagged.mentions:
        if mention.role == "proposes" and mention.type in OWNED_TYPES:
            yield f"name:{titles.folded(mention.text)}"


def _signs_of(related: Related, identifier: str | None) -> Iterator[str]:
    """What a related work may be known by, the surest first."""
    if identifier:
        yield identifier
    if related.link:
        yield _address(related.link)
        yield _place(related.link)
    for name in filter(None, (_bare_name(related.link), related.name)):
        yield f"title:{titles.folded(name)}"
        yield f"name:{titles.folded(name)}"


def _bare_name(link: str | None) -> str | None:
    """A link that is a mere name, as a wikilink to an alias is."""
    return link if link and "/" not in link and ":" not in link else None


def _place(path: str) -> str:
    return f"place:{path.casefold()}"


def _address(url: str) -> str:
    """An address as it is compared: without scheme, fragment and the slash at its end."""
    try:
        parts = urlsplit(url)
    except ValueError:
        return f"url:{url}"
    return f"url:{parts.netloc.lower().removeprefix('www.')}{parts.path.rstrip('/')}?{parts.query}"


def _kind(identifier: str) -> str:
    return identifier.partition(":")[0]
