"""The kinds of entity, a row each: what IRIs, the tagger and the ontology call them."""

from __future__ import annotations

from dataclasses import dataclass

from kg.mentions import EntityType


@dataclass(frozen=True, slots=True)
class EntityKind:
    """One kind of entity.

    `name` stands in its IRIs, `type` is the tagger's, `class_name` and `uses` are terms of the ontology: the class,
    and the property by which a paper uses such a thing. `owned` says whether papers give things of this kind names
    of their own, `comparable` whether a paper compares itself with one.
    """

    name: str
    type: EntityType
    class_name: str
    uses: str
    owned: bool
    comparable: bool


ENTITY_KINDS: dict[str, EntityKind] = {
    kind.name: kind
    for kind in (
        EntityKind("method", "METHOD", "Method", "usesMethod", owned=True, comparable=True),
        EntityKind("technique", "TECHNIQUE", "Technique", "usesTechnique", owned=False, comparable=True),
        EntityKind("model", "MODEL", "Model", "usesModel", owned=True, comparable=True),
        EntityKind("dataset", "DATASET", "Dataset", "usesDataset", owned=True, comparable=False),
        EntityKind("metric", "METRIC", "Metric", "reportsMetric", owned=True, comparable=False),
        EntityKind("task", "TASK", "Task", "addressesTask", owned=False, comparable=False),
    )
}

OWNED_TYPES = frozenset(kind.type for kind in ENTITY_KINDS.values() if kind.owned)
COMPARABLE_TYPES = frozenset(kind.type for kind in ENTITY_KINDS.values() if kind.comparable)
