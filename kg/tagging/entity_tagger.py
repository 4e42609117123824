"""Component `entity_tagger`: one tag a token, decided by spaCy's tagger, with the tags of a text chosen together.

A tagger that takes the best tag of each token for itself breaks entities apart. Here the best sequence is taken
(Viterbi 1967): none in which an `I-` continues nothing, and those that training has seen more often are preferred.
Where the scores of an entity and of none are close, there is none: what is not there misleads more than what lacks.
Some types may go without this margin.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from typing import Any

import numpy as np
from numpy.typing import NDArray
from spacy.language import Language
from spacy.pipeline import Tagger
from spacy.training import Example
from thinc.api import Model

from kg.tagging.tags import OUTSIDE

Scores = NDArray[np.floating[Any]]
_NEVER = -1e9
_UNSEEN = 0.1  # what a pair of tags that training has not seen counts


class EntityTagger(Tagger):  # type: ignore[misc]  # spaCy's class has no types
    """spaCy's tagger; keeps how much likelier each tag is behind each other one than anywhere."""

    def __init__(
        self,
        vocab: Any,
        model: Model[Any, Any],
        name: str,
        transition_weight: float,
        margin: float,
        without_margin: list[str],
    ) -> None:
        super().__init__(vocab, model, name, overwrite=True)
        self._weight = transition_weight
        self._margin = margin
        self._without_margin = frozenset(without_margin)

    def initialize(self, get_examples: Callable[[], Iterable[Example]], **settings: Any) -> None:
        """Learn the tags that there are and how they follow one another."""
        super().initialize(get_examples, **settings)
        number = {label: at for at, label in enumerate(self.labels)}
        pairs = np.full((len(number), len(number)), _UNSEEN)
        for example in get_examples():
            tags = [number[token.tag_] for token in example.reference]
            np.add.at(pairs, (tags[:-1], tags[1:]), 1)
        likelier = np.log(pairs / pairs.sum(1, keepdims=True)) - np.log(pairs.sum(0) / pairs.sum())
        self.cfg["transitions"] = likelier.round(4).tolist()

    def _scores2guesses(self, scores: list[Scores]) -> list[NDArray[np.int64]]:
        """The best sequence of tags for each document, given (tokens, tags) scores."""
        transitions = self._weight * np.array(self.cfg["transitions"])
        opens_nothing = np.zeros(len(self.labels))
        level = (label == OUTSIDE or label[2:] in self._without_margin for label in self.labels)
        margins = np.where(list(level), self._margin, 0.0)
        for at, label in enumerate(self.labels):
            if label.startswith("I-"):
                opens_nothing[at] = _NEVER
                transitions[[other[2:] != label[2:] for other in self.labels], at] = _NEVER
        return best_sequences([_log_softmax(one) + margins for one in scores], transitions, opens_nothing)


def best_sequences(scores: list[Scores], transitions: Scores, first: Scores) -> list[NDArray[np.int64]]:
    """Viterbi over many texts at once.

    `scores` are (tokens, tags) for each text, `transitions` (tag, next tag), `first` what is added for the first token.
    """
    lengths = np.array([len(one) for one in scores], dtype=np.int64)
    longest = lengths.max(initial=0)
    totals = np.zeros((longest, len(scores), len(first)))  # the best of what ends in each tag at each token
    for text, one in enumerate(scores):
        totals[: len(one), text] = one
    totals[:1] += first
    by_tag = transitions[:, None, :]
    for step in range(1, longest):  # a reduction over the first axis is the fastest one
        totals[step] += (totals[step - 1].T[:, :, None] + by_tag).max(0)
    tags = np.zeros((longest, len(scores)), dtype=np.int64)
    for step in range(longest - 1, -1, -1):
        going_on = totals[step]
        if step + 1 < longest:
            going_on = going_on + np.where((lengths > step + 1)[:, None], transitions.T[tags[step + 1]], 0.0)
        tags[step] = going_on.argmax(1)
    return [tags[:length, text] for text, length in enumerate(lengths)]


def _log_softmax(scores: Scores) -> Scores:
    shifted = scores - scores.max(1, keepdims=True, initial=_NEVER)
    result: Scores = shifted - np.log(np.exp(shifted).sum(1, keepdims=True))
    return result


@Language.factory(
    "entity_tagger",
    assigns=["token.tag"],
    default_config={"transition_weight": 1.0, "margin": 0.0, "without_margin": []},  # `ner.cfg` has what is used
)
def create_entity_tagger(
    nlp: Language,
    name: str,
    model: Model[Any, Any],
    transition_weight: float,
    margin: float,
    without_margin: list[str],
) -> EntityTagger:
    """Make the component.

    `transition_weight` is how much the order of tags counts beside the scores of each; `margin` is what the log
    probability of `O` is raised by, beside the tags of all types but those `without_margin`.
    """
    return EntityTagger(nlp.vocab, model, name, transition_weight, margin, without_margin)
