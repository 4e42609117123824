"""Architecture `noteweave.DistinctWords.v1`: a word that comes many times is embedded once."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import numpy as np
from numpy.typing import NDArray
from spacy.attrs import ORTH, TAG
from spacy.tokens import Doc
from spacy.util import registry
from thinc.api import Model

Rows = NDArray[np.floating[Any]]
_ODD = np.uint64(0x9E3779B97F4A7C15)  # any large odd number mixes the bits of two hashes well


@registry.architectures("noteweave.DistinctWords.v1")
def create_distinct_words(embed: Model[list[Doc], list[Rows]]) -> Model[list[Doc], list[Rows]]:
    """Wrap a layer that gives (tokens, width) for each text and looks at nothing of a token but its word and tag."""
    return Model("distinct_words", _forward, init=_initialize, layers=[embed], dims={"nO": embed.maybe_get_dim("nO")})


def _initialize(model: Model[Any, Any], X: Any = None, Y: Any = None) -> None:
    model.layers[0].initialize(X, Y)


def _forward(
    model: Model[Any, Any], docs: list[Doc], is_train: bool
) -> tuple[list[Rows], Callable[[list[Rows]], list[Doc]]]:
    """In training each token goes through the layer: what is dropped of it differs from one to the next."""
    if is_train or not any(map(len, docs)):
        rows, backprop = model.layers[0](docs, is_train)
        return rows, backprop
    tokens = np.concatenate([doc.to_array([ORTH, TAG]) for doc in docs])
    _, first, places = np.unique(tokens[:, 0] * _ODD ^ tokens[:, 1], return_index=True, return_inverse=True)
    strings = docs[0].vocab.strings
    words, tags = ([strings[int(key)] for key in column] for column in tokens[first].T)
    embedded = model.layers[0].predict([Doc(docs[0].vocab, words, tags=tags)])[0][places]
    return np.split(embedded, np.cumsum([len(doc) for doc in docs])[:-1]), _no_backprop


def _no_backprop(_: list[Rows]) -> list[Doc]:
    raise RuntimeError("there is nothing to propagate back through outside of training")
