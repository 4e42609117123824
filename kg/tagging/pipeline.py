"""The spaCy pipeline, made from `pipeline.cfg` and the vocabularies."""

from __future__ import annotations

from functools import cache
from pathlib import Path

from spacy.language import Language
from spacy.util import load_config, load_model_from_config, registry

from kg import vocabulary as vocabularies
from kg.tagging import (  # noqa: F401 - each registers its component
    abbreviations,
    choose,
    measures,
    models,
    names,
    phrases,
    proposals,
    reading,
    results,
    roles,
    terms,
    tokens,
)
from kg.vocabulary import Vocabulary

CONFIG = Path(__file__).with_name("pipeline.cfg")


@cache
def load(own_vocabulary: Path | None = None, config: Path = CONFIG) -> Language:
    """Make the pipeline from a spaCy config.

    `own_vocabulary` is a Turtle file or a folder of them, read besides the project's vocabularies. A pipeline is
    made once and kept.
    """
    paths = {"paths": {"vocabulary": str(own_vocabulary) if own_vocabulary else None}}
    return load_model_from_config(load_config(config).merge(paths), auto_fill=True)


@registry.misc("noteweave.vocabulary.v1")
def vocabulary(own: str | None) -> Vocabulary:
    """What a config names to hand a component the vocabularies."""
    return vocabularies.load(Path(own) if own else None)
