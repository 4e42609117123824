"""The measure: how well tagged notes agree with a gold file.

A mention counts once a note, as its type and surface; surfaces are compared in small letters, with hyphens,
blanks and a plural -s set aside.

strict    type and surface are the same
lenient   the surfaces share at least half of the words of the longer one; METHOD and TECHNIQUE are one type
proposes  share of notes where a proposed name is one of the gold's, or both name none
results   value and metric agree: the same figure, the metrics share a word (or gold names no metric)
ties      of the results that agree, the models, data sets and baselines they are tied to
relations of the mentions that agree strictly, whether the paper proposes, uses, compares with or only mentions them
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any, get_args

from kg.mentions import ENTITY_TYPES, EntityType, Role, TaggedNote

ROLES: tuple[Role, ...] = get_args(Role)
RELATIONS: dict[Role, str] = {"mentions": "mentioned", "compares": "compares", "proposes": "proposes"}
"""The roles that gold states and the fields that list them, the strongest last."""
RELATED_TYPES = ("METHOD", "TECHNIQUE", "MODEL", "DATASET")

_JOINTS = re.compile(r"[\s\-‐-―_/]+")
_PLURAL = re.compile(r"(?<=[a-z]{3})s\b")
_WORD = re.compile(r"[a-z0-9.@+]+")
_DECORATION = re.compile(r"[\s\\$~≈+{}]|times|\(|\)")


@dataclass(frozen=True, slots=True)
class Score:
    """Precision, recall and their harmonic mean, with the counts behind them."""

    right_predicted: int
    predicted: int
    right_gold: int
    gold: int

    @property
    def precision(self) -> float:
        """The share of what was predicted that is right."""
        return self.right_predicted / self.predicted if self.predicted else 0.0

    @property
    def recall(self) -> float:
        """The share of what is right that was predicted."""
        return self.right_gold / self.gold if self.gold else 0.0

    @property
    def f1(self) -> float:
        """The harmonic mean of precision and recall."""
        total = self.precision + self.recall
        return 2 * self.precision * self.recall / total if total else 0.0

    def __add__(self, other: Score) -> Score:
        return Score(
            self.right_predicted + other.right_predicted,
            self.predicted + other.predicted,
            self.right_gold + other.right_gold,
            self.gold + other.gold,
        )


NOTHING = Score(0, 0, 0, 0)


@dataclass(frozen=True, slots=True)
class Evaluation:
    """The scores of a set of notes."""

    notes: int
    strict: Score
    lenient: Score
    by_type: Mapping[EntityType, Score]
    proposes: float
    results: Score
    ties: Score
    relations: Mapping[Role, Score]


def evaluate(gold: Iterable[Mapping[str, Any]], tagged: Iterable[TaggedNote]) -> Evaluation:
    """Compare gold lines with the tagged notes that go with them, in the same order."""
    strict = lenient = results = ties = NOTHING
    by_type, relations = dict.fromkeys(ENTITY_TYPES, NOTHING), dict.fromkeys(ROLES, NOTHING)
    agreeing = notes = 0
    for record, one in zip(gold, tagged, strict=True):
        notes += 1
        found = one.to_json("")
        right, mine = _surfaces(record), _surfaces(found)
        strict += _exact(right, mine)
        for kind in by_type:
            by_type[kind] += _exact({s for s in right if s[0] == kind}, {s for s in mine if s[0] == kind})
        lenient += Score(
            sum(any(_similar(s, other) for other in right) for s in mine),
            len(mine),
            sum(any(_similar(s, other) for other in mine) for s in right),
            len(right),
        )
        agreeing += _same_proposal(record, found)
        results += _compare_results(record.get("results") or [], found["results"])
        ties += _compare_ties(record.get("results") or [], found["results"])
        if "compares" in record:
            theirs, ours = _relations(record), _found_relations(one)
            for role in relations:
                both = [surface for surface in theirs.keys() & ours.keys() if role in (theirs[surface], ours[surface])]
                agreed = sum(theirs[surface] == ours[surface] for surface in both)
                relations[role] += Score(
                    agreed,
                    sum(ours[surface] == role for surface in both),
                    agreed,
                    sum(theirs[surface] == role for surface in both),
                )
    share = agreeing / notes if notes else 0.0
    return Evaluation(notes, strict, lenient, by_type, share, results, ties, relations)


def _surfaces(record: Mapping[str, Any]) -> set[tuple[str, str]]:
    return {(m["type"], fold(m["text"])) for m in record["mentions"] if m["type"] in ENTITY_TYPES}


def fold(surface: str) -> str:
    """A surface as it is compared: in small letters, joints as blanks, no plural -s."""
    return _PLURAL.sub("", _JOINTS.sub(" ", surface.casefold()).strip(" .,;:()\"'“”‘’"))


def words(surface: str) -> set[str]:
    """The words of a surface as they are compared."""
    return set(_WORD.findall(fold(surface)))


def _exact(right: set[tuple[str, str]], mine: set[tuple[str, str]]) -> Score:
    same = len(right & mine)
    return Score(same, len(mine), same, len(right))


def _similar(one: tuple[str, str], other: tuple[str, str]) -> bool:
    types = {("METHOD" if kind == "TECHNIQUE" else kind) for kind in (one[0], other[0])}
    ours, theirs = words(one[1]), words(other[1])
    shared = len(ours & theirs)
    return len(types) == 1 and shared > 0 and 2 * shared >= max(len(ours), len(theirs))


def _same_proposal(record: Mapping[str, Any], found: Mapping[str, Any]) -> bool:
    right, mine = ({fold(name) for name in side.get("proposes") or ()} for side in (record, found))
    return bool(right & mine) or not (right or mine)


def _relations(record: Mapping[str, Any]) -> dict[tuple[str, str], Role]:
    """How gold relates the paper to each thing it names; what is neither proposed, compared nor in passing is used."""
    listed: dict[str, Role] = {}
    for role, field in RELATIONS.items():
        listed.update(dict.fromkeys(map(fold, record.get(field) or ()), role))
    return {surface: listed.get(surface[1], "uses") for surface in _surfaces(record) if surface[0] in RELATED_TYPES}


def _found_relations(tagged: TaggedNote) -> dict[tuple[str, str], Role]:
    """The strongest relation in which each thing stands in a note."""
    found: dict[tuple[str, str], Role] = {}
    for mention in sorted(tagged.mentions, key=lambda mention: ROLES.index(mention.role)):
        found.setdefault((mention.type, fold(mention.text)), mention.role)
    return found


def _compare_ties(right: list[Mapping[str, Any]], mine: Any) -> Score:
    """The models, data sets and baselines of those results that both sides have."""
    same = predicted = gold = 0
    for one in right:
        other = next((other for other in mine if same_result(one, other)), None)
        if other is None:
            continue
        for field in ("model", "dataset", "baseline"):
            theirs, ours = one.get(field), other[field]
            same += bool(theirs and ours and words(theirs) & words(ours))
            predicted += bool(ours)
            gold += bool(theirs)
    return Score(same, predicted, same, gold)


def _compare_results(right: list[Mapping[str, Any]], mine: Any) -> Score:
    hits = sum(any(same_result(one, other) for other in mine) for one in right)
    return Score(min(hits, len(mine)), len(mine), hits, len(right))


def same_result(right: Mapping[str, Any], mine: Mapping[str, Any]) -> bool:
    """Whether two results tell the same figure of the same quantity."""
    if _value(right["value"]) != _value(mine["value"]):
        return False
    if not right.get("metric") or not mine["metric"]:
        return True
    return bool(words(right["metric"]) & words(mine["metric"]))


def _value(written: str | None) -> str:
    text = (written or "").casefold().replace("×", "x").replace("–", "-").replace("\\%", "%")
    return _DECORATION.sub("", text).strip("x ")
