"""The vocabularies of `ontology/vocabulary/`: SKOS concepts with their labels and broader concepts."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from functools import cache
from pathlib import Path

import pyoxigraph as ox

from kg import resources
from kg.errors import NoteweaveError
from kg.iri import BASE, ONTOLOGY, slug
from kg.kinds import ENTITY_KINDS

_SKOS = "http://www.w3.org/2004/02/skos/core#"
_RDF_TYPE = "http://www.w3.org/1999/02/22-rdf-syntax-ns#type"

# The classes a vocabulary lists, and what stands before the name in the IRIs of each.
KINDS = {kind.class_name: kind.name for kind in ENTITY_KINDS.values()} | {
    "CommonWord": "general",
    "GeneralTerm": "general",
    "VenueSeries": "venue",
}


@dataclass(frozen=True, slots=True, order=True)
class Concept:
    """An entity the vocabularies list.

    `key` is the local name of its IRI (`technique/lora`), `kind` its class (`Technique`), `broader` local
    names too. Hidden labels are ambiguous short forms, which count only beside a fuller label. `implied_by`
    holds words that stand for a metric behind a figure ("2× faster") without naming it.
    """

    key: str
    kind: str
    label: str
    other_labels: tuple[str, ...] = ()
    hidden_labels: tuple[str, ...] = ()
    broader: tuple[str, ...] = ()
    implied_by: tuple[str, ...] = ()

    @property
    def labels(self) -> tuple[str, ...]:
        """All labels that name the concept wherever they stand."""
        return (self.label, *self.other_labels)


class Vocabulary:
    """All listed concepts, by key; frozen once made."""

    def __init__(self, concepts: Iterable[Concept]) -> None:
        self._concepts: Mapping[str, Concept] = {concept.key: concept for concept in sorted(concepts)}
        self._by_label: dict[tuple[str, str], str] = {}
        for concept in self._concepts.values():
            for label in (*concept.labels, *concept.hidden_labels, *concept.implied_by):
                self._by_label.setdefault((concept.key.partition("/")[0], slug(label)), concept.key)

    def __iter__(self) -> Iterator[Concept]:
        return iter(self._concepts.values())

    def __len__(self) -> int:
        return len(self._concepts)

    def __contains__(self, key: object) -> bool:
        return key in self._concepts

    def get(self, key: str) -> Concept | None:
        """The concept of that local name, or None."""
        return self._concepts.get(key)

    def find(self, kind: str, label: str) -> str | None:
        """The local name of the concept of a kind (`metric`) that goes by a label, case and joints aside."""
        return self._by_label.get((kind, slug(label)))

    def of_kind(self, *kinds: str) -> list[Concept]:
        """The concepts of these classes, in the order of their keys."""
        return [concept for concept in self._concepts.values() if concept.kind in kinds]

    def ordinary_words(self) -> frozenset[str]:
        """Words in small letters that no name begins or ends with: common words and general terms of the field."""
        concepts = self.of_kind("CommonWord", "GeneralTerm")
        return frozenset(label.casefold() for concept in concepts for label in concept.labels)

    def ancestors(self, key: str) -> list[str]:
        """Local names of all concepts above one, nearest first, each once."""
        found: dict[str, None] = {}
        queue = list(self._concepts[key].broader) if key in self._concepts else []
        while queue:
            above = queue.pop(0)
            if above not in found:
                found[above] = None
                queue.extend(self._concepts[above].broader if above in self._concepts else ())
        return list(found)


@cache
def load(own: Path | None = None) -> Vocabulary:
    """Read the project's vocabularies, and a user's own: a Turtle file or a folder of them.

    Where both describe a concept, what they say is put together; of two preferred labels the user's holds.
    Raises NoteweaveError, naming the file, where one is not Turtle or a concept has no preferred label.
    """
    stated: dict[str, _Stated] = defaultdict(_Stated)
    for path in [*_files(resources.ontology() / "vocabulary"), *(_files(own) if own else [])]:
        _read(path, stated)
    concepts = [_concept(iri, about) for iri, about in stated.items()]
    known = {concept.key for concept in concepts}
    for concept in concepts:
        missing = next((above for above in concept.broader if above not in known), None)
        if missing:
            raise NoteweaveError(f"vocabulary: {concept.key} is below '{missing}', which is no concept; add it")
    return Vocabulary(concepts)


@dataclass(slots=True)
class _Stated:
    """What the files read so far say of one concept."""

    kind: str = ""
    label: str = ""
    lists: dict[str, set[str]] = field(default_factory=lambda: defaultdict(set))


def _files(source: Path) -> list[Path]:
    if not source.exists():
        raise NoteweaveError(f"{source}: no such vocabulary; name a Turtle file or a folder of them")
    return sorted(source.glob("*.ttl")) if source.is_dir() else [source]


def _read(path: Path, stated: dict[str, _Stated]) -> None:
    try:
        for triple in ox.parse(path=path, format=ox.RdfFormat.TURTLE):
            subject, predicate, value = triple.subject, triple.predicate.value, triple.object
            if not (isinstance(subject, ox.NamedNode) and subject.value.startswith(BASE)):
                raise NoteweaveError(f"{path.name}: {subject} is no concept of ours; its IRI must begin with {BASE}")
            text = value.value if isinstance(value, ox.NamedNode | ox.Literal) else ""
            about = stated[subject.value]
            if predicate == _RDF_TYPE and text.startswith(ONTOLOGY):
                about.kind = text.removeprefix(ONTOLOGY)
            elif predicate == _SKOS + "prefLabel":
                about.label = text
            elif predicate == ONTOLOGY + "impliedBy":
                about.lists["impliedBy"].add(text)
            elif predicate.startswith(_SKOS):
                about.lists[predicate.removeprefix(_SKOS)].add(text.removeprefix(BASE))
    except (SyntaxError, OSError) as error:
        raise NoteweaveError(f"{path.name}: {error}; mend the Turtle") from None


def _concept(iri: str, about: _Stated) -> Concept:
    if not (about.kind and about.label):
        raise NoteweaveError(f"vocabulary: <{iri}> needs a skos:prefLabel and a class of the ontology")
    kind = KINDS.get(about.kind)
    if kind is None or not iri.startswith(f"{BASE}{kind}/"):
        raise NoteweaveError(f"vocabulary: <{iri}> is no nw:{about.kind}; its IRI must begin with {BASE}{kind or '…'}/")
    return Concept(
        key=iri.removeprefix(BASE),
        kind=about.kind,
        label=about.label,
        other_labels=tuple(sorted(about.lists["altLabel"])),
        hidden_labels=tuple(sorted(about.lists["hiddenLabel"])),
        broader=tuple(sorted(about.lists["broader"])),
        implied_by=tuple(sorted(about.lists["impliedBy"])),
    )
