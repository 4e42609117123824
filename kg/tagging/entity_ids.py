"""What a span stands for, written into its `kb_id`.

spaCy keeps one string a span; here it holds the local name of an entity, the listed concepts right above it
behind `<`, and where one surface stands for several things (`Llama2/3`) each of them, parted by `|`.
"""

from __future__ import annotations

EntityId = tuple[str, tuple[str, ...]]
"""The local name of an entity and those of the listed concepts right above it."""


def join(*entities: EntityId) -> str:
    """Write entities as one string.

    >>> join(("model/qwen2.5-7b", ("model/qwen2.5",)))
    'model/qwen2.5-7b<model/qwen2.5'
    """
    return "|".join("<".join((key, *broader)) for key, broader in entities)


def split(kb_id: str) -> list[EntityId]:
    """Read what `join` wrote."""
    if "|" not in kb_id and "<" not in kb_id:
        return [(kb_id, ())]
    return [(key, tuple(broader)) for key, *broader in (part.split("<") for part in kb_id.split("|"))]
