"""The table of papers: which notes are on the same paper, and what each paper is known by.

Notes are on one paper where they share an arXiv id, else a DOI, else the title but for case, punctuation and LaTeX.
At one venue a title may also differ in the gaps between its words, or in a subtitle that was changed in part. Different
identifiers tell papers apart whatever their titles say: the arXiv id where both have one, otherwise the DOI.

The table is a function of the set of notes, whatever their order. Candidates come in blocks (of one identifier, one
title, one stem at one venue), each a run over its notes, so that the work grows with their number.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from itertools import combinations

from kg import identifiers
from kg.facts import titles
from kg.iri import digest, slug, venue_key
from kg.notes import Note

_MOST_WITH_ONE_STEM = 8  # titles: more papers than that begin with a genre ("Position: …") and no name


@dataclass(frozen=True, slots=True, order=True)
class Merged:
    """A paper that its notes spell in several ways, and what showed that it is one."""

    paper: str
    titles: tuple[str, ...]
    because: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Papers:
    """Which paper each note is on, by the notes' keys, and which papers were put together out of several titles."""

    of_note: Mapping[str, str] = field(default_factory=dict)
    merged: tuple[Merged, ...] = ()

    def of(self, note: Note) -> str:
        """The local name of the paper that a note is on."""
        return self.of_note[note.key]


def recognise(notes: Iterable[Note]) -> Papers:
    """Make the table from all notes.

    A paper's local name is `paper/<slug>` of the title that most of its notes have, of several the shortest slug, then
    the first in the alphabet: what people would look for, and one more note with an odd title does not change it. Where
    papers that are told apart share it, all but the first (by identifier, those without one before) get a suffix: their
    arXiv id, their DOI, or a digest of the title.
    """
    by_key: dict[str, list[Note]] = defaultdict(list)
    for note in notes:
        by_key[note.key].append(note)
    clusters = _Clusters([by_key[key] for key in sorted(by_key)])
    for because, labels in _SAME:
        clusters.join_blocks(because, labels)
    clusters.join_alike_at_venue()
    return clusters.table()


@dataclass(slots=True)
class _Cluster:
    """Notes that are known to be on one paper, with the titles and identifiers they give it."""

    keys: list[str]
    notes: list[Note]
    titles: set[str]
    arxiv: set[str] = field(default_factory=set)
    doi: set[str] = field(default_factory=set)
    because: set[str] = field(default_factory=set)

    @property
    def identifiers(self) -> list[str]:
        """The cluster's identifiers, the arXiv ids first."""
        return [*(f"arxiv:{one}" for one in sorted(self.arxiv)), *(f"doi:{one}" for one in sorted(self.doi))]

    def differs(self, other: _Cluster) -> bool:
        """Whether identifiers tell two papers apart."""
        if self.arxiv and other.arxiv:
            return not self.arxiv & other.arxiv
        return bool(self.doi and other.doi) and not self.doi & other.doi


def _titles_at_venues(cluster: _Cluster) -> set[str]:
    return {f"{titles.folded(note.title)} at {_venue(note.venue)}" for note in cluster.notes if note.venue}


def _letters_at_venues(cluster: _Cluster) -> set[str]:
    return {f"{titles.run_together(note.title)} at {_venue(note.venue)}" for note in cluster.notes if note.venue}


def _venue(name: str) -> str:
    return venue_key(name).casefold()


# What makes two notes notes on one paper, the surest first: what the report calls it, and what they must share. Where
# a title belongs to several papers, the venue says more than the title alone.
_SAME: tuple[tuple[str, Callable[[_Cluster], set[str]]], ...] = (
    ("the same arXiv id", lambda cluster: cluster.arxiv),
    ("the same DOI", lambda cluster: cluster.doi),
    ("the same title at one venue", _titles_at_venues),
    ("the same title", lambda cluster: set(map(titles.folded, cluster.titles))),
    ("the same letters at one venue", _letters_at_venues),
)
_CHANGED = "titles at one venue that differ in a subtitle"


class _Clusters:
    """Notes put together step by step; each step goes through its blocks in a sorted order."""

    def __init__(self, groups: list[list[Note]]) -> None:
        self._clusters = [_Cluster([notes[0].key], notes, {notes[0].title}) for notes in groups]
        self._place = list(range(len(groups)))  # of each group: the one it was joined to, or itself
        for cluster in self._clusters:
            for note in cluster.notes:
                arxiv, doi = identifiers.of_paper(note.arxiv, note.doi)
                cluster.arxiv |= {arxiv} if arxiv else set()
                cluster.doi |= {doi} if doi else set()

    def _root(self, place: int) -> int:
        while self._place[place] != place:
            self._place[place] = self._place[self._place[place]]
            place = self._place[place]
        return place

    def _roots(self) -> Iterator[int]:
        return (place for place, above in enumerate(self._place) if place == above)

    def _join(self, one: int, other: int, because: str) -> None:
        """Put two clusters together, unless they are one or identifiers tell them apart."""
        first, second = self._root(one), self._root(other)
        into, gone = self._clusters[first], self._clusters[second]
        if first == second or into.differs(gone):
            return
        if len(into.notes) < len(gone.notes):  # the smaller moves, or many joins would take long
            first, second, into, gone = second, first, gone, into
        if not gone.titles <= into.titles:
            into.because.add(because)
        into.because |= gone.because
        into.titles |= gone.titles
        into.keys += gone.keys
        into.notes += gone.notes
        into.arxiv |= gone.arxiv
        into.doi |= gone.doi
        self._place[second] = first

    def join_blocks(self, because: str, labels: Callable[[_Cluster], set[str]]) -> None:
        """Join the clusters that share a label to the first of them, the one with the earliest identifier."""
        blocks: dict[str, set[int]] = defaultdict(set)
        for root in self._roots():
            for shared in labels(self._clusters[root]):
                blocks[shared].add(root)
        for shared in sorted(label for label, places in blocks.items() if len(places) > 1):
            first, *others = sorted({self._root(place) for place in blocks[shared]}, key=self._rank)
            for other in others:
                self._join(first, other, because)

    def _rank(self, place: int) -> tuple[bool, list[str], str]:
        cluster = self._clusters[place]
        return not cluster.identifiers, cluster.identifiers, min(cluster.keys)

    def join_alike_at_venue(self) -> None:
        """Join clusters at one venue whose titles differ in the subtitle alone."""
        blocks: dict[tuple[str, str], dict[str, int]] = defaultdict(dict)
        for root in self._roots():
            for note in self._clusters[root].notes:
                stem = titles.stem(note.title)
                if note.venue and stem:
                    blocks[_venue(note.venue), stem][note.title] = root
        for block in sorted(blocks):
            if len(blocks[block]) <= _MOST_WITH_ONE_STEM:
                for one, other in combinations(sorted(blocks[block]), 2):
                    if titles.differ_in_subtitle_alone(one, other):
                        self._join(blocks[block][one], blocks[block][other], _CHANGED)

    def table(self) -> Papers:
        """The table as it stands."""
        by_slug: dict[str, list[_Cluster]] = defaultdict(list)
        for root in self._roots():
            by_slug[_slug(self._clusters[root])].append(self._clusters[root])
        named: dict[str, _Cluster] = {}
        for name, sharing in by_slug.items():
            first, *others = sorted(sharing, key=_seniority) if len(sharing) > 1 else sharing
            named[f"paper/{name}"] = first
            named |= {f"paper/{name}.{_suffix(other)}": other for other in others}
        return Papers(
            of_note={key: paper for paper, cluster in named.items() for key in cluster.keys},
            merged=tuple(sorted(_merged(paper, cluster) for paper, cluster in named.items() if cluster.because)),
        )


def _slug(cluster: _Cluster) -> str:
    counts = Counter(slug(note.title) for note in cluster.notes)
    return min(counts, key=lambda name: (-counts[name], len(name), name))


def _seniority(cluster: _Cluster) -> tuple[list[str], str]:
    return cluster.identifiers, min(map(titles.folded, cluster.titles))


def _suffix(cluster: _Cluster) -> str:
    """What tells a paper from others with the same slug."""
    identifiers, title = _seniority(cluster)
    return slug(identifiers[0]) if identifiers else digest(title)


def _merged(paper: str, cluster: _Cluster) -> Merged:
    return Merged(paper, tuple(sorted(cluster.titles)), tuple(sorted(cluster.because)))
