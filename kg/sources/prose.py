"""Telling titles from summaries in a run of lines that carry no markup.

The evidence is what makes a sentence a sentence, wherever the page comes from: it ends in a full stop,
holds further sentences, has function words between its nouns, and does not capitalise every long word.
A title and its summary alternate; breaking that order needs stronger evidence than keeping it. Length
plays no part.
"""

from __future__ import annotations

import re

_FULL_STOP = re.compile(r"[.…][\"'”’)\]]*$")
_QUESTION = re.compile(r"[?!][\"'”’)\]]*$")
_INNER_STOP = re.compile(r"[a-z0-9)\]\"”’%][.!?][\"”’)]? +[A-Z\"“(]")
_SENTENCE_WORD = re.compile(
    r"\b(?:this|these|those|which|that|it|its|their|they|we|our|is|are|was|were|has|have|while|thereby|"
    r"propose[sd]?|proposing|introduces?|presents?|achiev(?:es|ing)|shows?|reveal(?:s|ing)|finds?|demonstrates?)\b",
    re.IGNORECASE,
)
_LONG_WORD = re.compile(r"(?<![\w\\])[A-Za-z][A-Za-z'’]{3,}")

_LEANINGS = (1.0, -1.0, 2.0, -2.0, 3.0, -3.0)
_TITLE_AFTER_TITLE = 2.0  # a paper without a summary is rare
_TEXT_AFTER_TEXT = 2.0  # and so is a summary of two paragraphs


def sentence_evidence(line: str) -> float:
    """How much a line reads like running text (positive) or like a title (negative)."""
    score = 3.0 if _FULL_STOP.search(line) else -1.0
    if _INNER_STOP.search(line):
        score += 2.0
    elif _QUESTION.search(line):
        score -= 3.0  # a lone question is a title
    score += min(0.5 * len(_SENTENCE_WORD.findall(line)), 2.0)
    if line[:1].islower():
        score += 1.0
    long_words = _LONG_WORD.findall(line)[1:]
    if long_words:
        capitalised = sum(word[0].isupper() for word in long_words) / len(long_words)
        score += 1.5 - 4.5 * capitalised
    return score


def split_titles(lines: list[tuple[str, bool]], stated: int | None = None) -> list[bool]:
    """Say of each line whether it is a title.

    `lines` holds (text, whether a blank line stands before it); the first line is taken for a title. `stated`
    is how many titles the page says there are: it settles what is doubtful, and no more than that.
    """
    labels = _most_evident(lines, 0.0)
    for leaning in _LEANINGS:
        if stated is None or sum(labels) == stated:
            return labels
        other = _most_evident(lines, leaning)
        if sum(other) == stated:
            return other
    return labels


def _most_evident(lines: list[tuple[str, bool]], leaning: float) -> list[bool]:
    """The labelling with the most evidence, found by dynamic programming; `leaning` favours titles, or text."""
    best = {True: 0.0, False: float("-inf")}
    back: list[dict[bool, bool]] = []
    for text, after_blank in lines[1:]:
        evidence = sentence_evidence(text)
        step = {}
        came = {}
        for label in (True, False):
            gain = leaning - evidence if label else evidence
            scores = {previous: best[previous] + gain - _cost(previous, label, after_blank) for previous in best}
            came[label] = max(scores, key=lambda previous: scores[previous])
            step[label] = scores[came[label]]
        best = step
        back.append(came)
    label = max(best, key=lambda end: best[end])
    labels = [label]
    for came in reversed(back):
        label = came[label]
        labels.append(label)
    return labels[::-1] if lines else []


def _cost(previous: bool, label: bool, after_blank: bool) -> float:
    if previous and label:
        return _TITLE_AFTER_TITLE
    if not previous and not label:
        return _TEXT_AFTER_TEXT if after_blank else _TEXT_AFTER_TEXT / 2
    return 0.0
