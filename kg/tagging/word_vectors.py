"""Vectors of words that are put together from those of their parts, as floret does, and kept once they are."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

import numpy as np
from spacy.vectors import Vectors

_KEPT = 1 << 16  # words; some 16 MB at 64 dimensions


class WordVectors(Vectors):  # type: ignore[misc]  # spaCy's class has no types
    """spaCy's vectors, which else hash all the parts of a word each time it comes."""

    def __init__(self, **settings: Any) -> None:
        super().__init__(**settings)
        self._kept: dict[int, Any] = {}

    def get_batch(self, keys: Iterable[int]) -> Any:
        """The vectors of words, given by their hashes: an array of (words, dimensions)."""
        wanted = [int(key) for key in keys]
        new = sorted(set(wanted) - self._kept.keys())
        if len(self._kept) + len(new) > _KEPT:
            self._kept.clear()
            new = sorted(set(wanted))
        if new:
            self._kept.update(zip(new, super().get_batch(new), strict=True))
        return np.stack([self._kept[key] for key in wanted])
