"""Figures that a note claims, ready to be stated: read from its sentences here, from its tables in `tables.py`."""

from __future__ import annotations

from collections.abc import Iterator, Sequence, Set
from dataclasses import dataclass

from kg.facts import figures
from kg.facts.figures import Figure
from kg.kinds import COMPARABLE_TYPES
from kg.mentions import Mention, ReportedResult, TaggedNote
from kg.vocabulary import Vocabulary

Named = Sequence[tuple[Mention, str]]
"""The mentions of a note, each with the local name of what it stands for."""


@dataclass(frozen=True, slots=True)
class Cell:
    """Where in a note's tables a figure stands: the table's caption, what its row and column are called.

    `best` says that the table marks it as best (in bold), `better` which figures of its kind are the better ones
    (`higher`, `lower`; None where no arrow tells).
    """

    table: str
    row: str
    column: str
    best: bool = False
    better: str | None = None


@dataclass(frozen=True, slots=True)
class Claim:
    """A figure with what it is tied to.

    `place` tells it from the other figures of the note. `ties` are properties of the ontology, each with the local name
    of a thing and the surface by which the note names it.
    """

    place: str
    figure: Figure
    unit: str | None
    sentence: str
    ties: tuple[tuple[str, str, str], ...]
    cell: Cell | None = None


def of_text(tagged: TaggedNote, named: Named, vocabulary: Vocabulary) -> Iterator[Claim]:
    """The figures that a note's sentences report."""
    own = [("nw:ofMethod", key, "") for key in own_things(tagged, named)]
    for result in tagged.results:
        figure = None if result.is_bound else figures.parse(result.value)
        if figure is not None:
            sentence = tagged.note.document[result.sentence_start : result.sentence_end].strip()
            ties = (*_ties(result, named, vocabulary), *own)
            yield Claim(f"result-{result.start}-{result.end}", figure, result.unit or figure.unit, sentence, ties)


def own_things(tagged: TaggedNote, named: Named) -> list[str]:
    """What the note is mainly about, where the paper gave it a name."""
    return sorted(
        {key for mention, key in named if mention.role == "proposes" and mention.text in tagged.proposes},
    )


def _ties(result: ReportedResult, named: Named, vocabulary: Vocabulary) -> Iterator[tuple[str, str, str]]:
    links: dict[str, tuple[str | None, Set[str]]] = {
        "nw:metric": (result.change or result.metric, {"METRIC"}),
        "nw:ofModel": (result.model, {"MODEL"}),
        "nw:onDataset": (result.dataset, {"DATASET"}),
        "nw:against": (result.baseline, COMPARABLE_TYPES),
    }
    for name, (surface, types) in links.items():
        key = _entity_of(named, surface, types, vocabulary) if surface else None
        if key and surface:
            yield name, key, surface


def _entity_of(named: Named, surface: str, types: Set[str], vocabulary: Vocabulary) -> str | None:
    """The entity a surface stands for: that of its mention, or for a metric the listed one of that label.

    None where there is neither: "improvement" says that something got better, not what.
    """
    for mention, key in named:
        if mention.text == surface and mention.type in types:
            return key
    return vocabulary.find("metric", surface) if types == {"METRIC"} else None
