"""The spaCy pipeline, made from `pipeline.cfg`, `ner.cfg` and the vocabularies."""

from __future__ import annotations

import gc
from functools import cache
from pathlib import Path
from typing import Any

import srsly
from spacy.language import Language
from spacy.tokens import Doc
from spacy.util import load_config, load_model_from_config, registry
from thinc.api import NumpyOps

from kg import vocabulary as vocabularies
from kg.notes import Note
from kg.tagging import (  # noqa: F401 - each registers its component
    abbreviations,
    choose,
    combine,
    datasets,
    distinct_words,
    entity_tagger,
    measures,
    models,
    names,
    phrases,
    proposals,
    reading,
    results,
    roles,
    tags,
    terms,
    tokens,
)
from kg.tagging.word_vectors import WordVectors
from kg.vocabulary import Vocabulary

CONFIG = Path(__file__).with_name("pipeline.cfg")
NER = Path(__file__).with_name("ner.cfg")
WEIGHTS = Path(__file__).with_name("ner.weights")
STATISTICAL = ("tags", "tagger", "combine")
"""The components that make the statistical part: its input, itself, and what comes of it."""


@cache
def load(
    own_vocabulary: Path | None = None,
    config: Path = CONFIG,
    *,
    statistical: bool = True,
    weights: Path = WEIGHTS,
) -> Language:
    """Make the pipeline from a spaCy config; a pipeline is made once and kept.

    `own_vocabulary` is a Turtle file or a folder of them, read besides the project's vocabularies. `weights`
    are what `kg train` wrote. Without the statistical part the rules alone decide, and tagging is faster.
    """
    settings = load_config(config).merge({"paths": {"vocabulary": str(own_vocabulary) if own_vocabulary else None}})
    if statistical:
        settings["components"]["tagger"] = load_config(NER)["components"]["tagger"]
    else:
        settings["nlp"]["after_creation"]["spelling"] = False
        settings["nlp"]["pipeline"] = [name for name in settings["nlp"]["pipeline"] if name not in STATISTICAL]
        for name in STATISTICAL:
            settings["components"].pop(name, None)
    nlp = load_model_from_config(settings, auto_fill=True)
    if "tagger" in nlp.pipe_names:
        set_weights(nlp, weights.read_bytes())
    gc.freeze()  # what is kept for good need not be looked through time and again while notes are tagged
    return nlp


def make_doc(nlp: Language, note: Note) -> Doc:
    """The document of a note, for a pipeline to work on."""
    doc = nlp.make_doc(note.document)
    doc._.note = note
    return doc


def weights_of(nlp: Language) -> bytes:
    """The trained weights of a pipeline's statistical component, and the vectors it knows words by."""
    tagger: Any = nlp.get_pipe("tagger")
    data: bytes = srsly.msgpack_dumps(
        {"tagger": tagger.to_bytes(exclude=["vocab"]), "vectors": nlp.vocab.vectors.to_bytes(exclude=["strings"])}
    )
    return data


def set_weights(nlp: Language, data: bytes) -> None:
    """Give a pipeline's statistical component the weights that `weights_of` gave of another."""
    weights = srsly.msgpack_loads(data)
    tagger: Any = nlp.get_pipe("tagger")
    nlp.vocab.vectors = WordVectors(strings=nlp.vocab.strings).from_bytes(weights["vectors"], exclude=["strings"])
    tagger.from_bytes(weights["tagger"], exclude=["vocab"])
    for label in tagger.labels:  # spaCy takes for granted that the strings of a vocabulary come with it
        nlp.vocab.strings.add(label)
    calculate_fast(nlp)


def calculate_fast(nlp: Language) -> None:
    """Let the statistical component calculate with NumPy, whose matrix product is three times as fast as BLIS."""
    tagger: Any = nlp.get_pipe("tagger")
    tagger.model._to_ops(NumpyOps(use_blis=False))


@registry.misc("noteweave.vocabulary.v1")
def vocabulary(own: str | None) -> Vocabulary:
    """What a config names to hand a component the vocabularies."""
    return vocabularies.load(Path(own) if own else None)
