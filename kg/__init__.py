"""noteweave: from notes on AI papers to a knowledge graph you can query, browse and export.

>>> import kg
>>> graph = kg.build()                                            # the notes that come with the project
>>> next(iter(graph.ask("papers-on-technique", technique="LoRA")))["title"]  # doctest: +ELLIPSIS
'...'

Everything the command line does is a function here. Nothing heavy is imported before it is used.
"""

from __future__ import annotations

from importlib import import_module
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from kg.building import build
    from kg.errors import NoteweaveError
    from kg.evaluation import Evaluation, evaluate
    from kg.explorer.focus import neighbourhood
    from kg.explorer.page import write_page
    from kg.mentions import Mention, ReportedResult, TaggedNote
    from kg.notes import Listing, Note, Problem
    from kg.obsidian.vault import write_vault
    from kg.sources import Reading, read
    from kg.store.graph import Graph
    from kg.store.shipped import all_queries as shipped_queries
    from kg.store.validation import Validation, validate
    from kg.tagging import tag
    from kg.tagging.pipeline import load as load_pipeline

_HOMES = {
    "Evaluation": "kg.evaluation",
    "Graph": "kg.store.graph",
    "Listing": "kg.notes",
    "Mention": "kg.mentions",
    "Note": "kg.notes",
    "NoteweaveError": "kg.errors",
    "Problem": "kg.notes",
    "Reading": "kg.sources",
    "ReportedResult": "kg.mentions",
    "TaggedNote": "kg.mentions",
    "Validation": "kg.store.validation",
    "build": "kg.building",
    "evaluate": "kg.evaluation",
    "load_pipeline": "kg.tagging.pipeline:load",
    "neighbourhood": "kg.explorer.focus",
    "notes_of": "kg.gold",
    "read": "kg.sources",
    "read_gold": "kg.gold",
    "shipped_queries": "kg.store.shipped:all_queries",
    "tag": "kg.tagging",
    "validate": "kg.store.validation",
    "write_page": "kg.explorer.page",
    "write_vault": "kg.obsidian.vault",
}

__all__ = [
    "Evaluation",
    "Graph",
    "Listing",
    "Mention",
    "Note",
    "NoteweaveError",
    "Problem",
    "Reading",
    "ReportedResult",
    "TaggedNote",
    "Validation",
    "build",
    "evaluate",
    "load_pipeline",
    "neighbourhood",
    "notes_of",
    "read",
    "read_gold",
    "shipped_queries",
    "tag",
    "validate",
    "write_page",
    "write_vault",
]


def __getattr__(name: str) -> Any:
    if name not in _HOMES:
        raise AttributeError(f"module 'kg' has no attribute '{name}'")
    module, _, attribute = _HOMES[name].partition(":")
    return getattr(import_module(module), attribute or name)


def __dir__() -> list[str]:
    return sorted(__all__)
