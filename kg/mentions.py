"""What tagging yields: mentions of entities, the names a note proposes, and the figures it reports."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal, get_args

from kg.notes import Note

EntityType = Literal["METHOD", "TECHNIQUE", "MODEL", "DATASET", "METRIC", "TASK"]
ENTITY_TYPES: tuple[EntityType, ...] = get_args(EntityType)

Role = Literal["proposes", "uses", "compares", "mentions"]
"""How a note relates its paper to what it names, decided from the sentence."""


@dataclass(frozen=True, slots=True, order=True)
class Mention:
    """One occurrence of an entity: a slice of the note, what it names, and the sentence it stands in.

    `start`, `end`, `sentence_start` and `sentence_end` count characters of `Note.document`. `entity` is the
    local name of the entity's IRI (`technique/lora`); `broader` are those of listed concepts above an unlisted one.
    """

    start: int
    end: int
    text: str
    type: EntityType
    entity: str
    role: Role
    sentence_start: int
    sentence_end: int
    broader: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True, order=True)
class ReportedResult:
    """A figure that a note claims, with the surfaces it is tied to (None where the note does not say).

    `unit` is `%`, `×`, `points`, one as written (`ms`, `FPS`), or None for a bare number. `change` is what the
    figure says of a metric that is a process: "decoding is 3× faster". A bound ("O(n log n)") is no number.
    """

    start: int
    end: int
    value: str
    sentence_start: int
    sentence_end: int
    metric: str | None = None
    model: str | None = None
    dataset: str | None = None
    baseline: str | None = None
    unit: str | None = None
    change: str | None = None
    is_bound: bool = False


@dataclass(frozen=True, slots=True)
class TaggedNote:
    """A note with all that the NLP stage found in it.

    No two of `mentions` overlap. `proposes` are the surfaces of what the paper is about. `inside` are techniques
    that stand inside the names of other things, evidence for the graph but no mentions of their own.
    """

    note: Note
    mentions: tuple[Mention, ...]
    proposes: tuple[str, ...]
    results: tuple[ReportedResult, ...]
    inside: tuple[Mention, ...] = ()

    def to_json(self, base: str) -> dict[str, object]:
        """The line `kg tag` prints: the gold format, with IRIs under `base`."""
        return {
            "id": self.note.id,
            "title": self.note.title,
            "text": self.note.text,
            "venue": self.note.venue,
            "mentions": [
                {"text": m.text, "type": m.type, "start": m.start, "end": m.end, "iri": base + m.entity}
                for m in self.mentions
            ],
            "proposes": list(self.proposes),
            "results": [
                {
                    "value": r.value,
                    "metric": r.metric,
                    "model": r.model,
                    "dataset": r.dataset,
                    "baseline": r.baseline,
                }
                for r in self.results
            ],
        }
