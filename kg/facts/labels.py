"""What the labels of a result table mean: the heads of its columns, the names of its rows, its caption.

A label is matched against what the note itself names, the vocabularies and the names that other papers own. Words it
goes by besides stand in `tables.toml`.
"""

from __future__ import annotations

import re
import tomllib
from collections.abc import Iterable
from dataclasses import dataclass, field
from functools import cache, lru_cache
from pathlib import Path
from typing import Any

from kg.facts.claims import Named
from kg.facts.names import Names, spelling
from kg.vocabulary import Vocabulary

_PARENTHESES = re.compile(r"[(（\[]([^()（）\[\]]*)[)）\]]")
_BETWEEN = re.compile(r"\s+[+&→]\s+|\s*[,，、;；:：|→]\s*")
_WORD = re.compile(r"[\u4e00-\u9fff]+|[^\s/↑↓\u4e00-\u9fff]+")
_CHINESE = re.compile(r"[\u4e00-\u9fff]")
_MARKUP = re.compile(r"[*`]+|(?<!\w)_+|_+(?!\w)|\\(?=%)")
_FORMULA = re.compile(r"\$((?:[\d.,%±×↑↓+−\s^_{}*†‡-]|\\(?:pm|times|uparrow|downarrow|%|[,;! ]))+)\$")
_SIGNS = {r"\pm": "±", r"\times": "×", r"\uparrow": "↑", r"\downarrow": "↓"}
_TYPESETTING = re.compile(r"\\[,;! ]|[{}$\\]|[_^](?=[{±+])")
_ARROWS = {"↑": "higher", "↓": "lower"}
_KINDS = ("dataset", "metric", "method", "model", "technique")
_LONGEST = 6  # words of a name
_SHORTEST = 3  # characters of a Chinese metric among others: shorter ones are part of too many words
_LONGEST_LABEL = 300  # characters; what is longer is a remark


@cache
def words(name: str) -> frozenset[str]:
    """The words that `tables.toml` lists under a name."""
    return frozenset(_file()[name])


@cache
def _metrics() -> dict[str, str]:
    return dict(_file()["metrics"])


@cache
def _heads() -> dict[str, str]:
    return {word: kind for kind, listed in _file()["heads"].items() for word in listed}


@lru_cache(maxsize=4)
def _chinese_metrics(vocabulary: Vocabulary) -> tuple[dict[str, str], re.Pattern[str]]:
    """What metrics are called in Chinese, with their local names, and where longer words end in such a name."""
    listed = {label: one.key for one in vocabulary.of_kind("Metric") for label in one.labels if _CHINESE.search(label)}
    short = {word: vocabulary.find("metric", name) for word, name in _metrics().items() if _CHINESE.search(word)}
    named = listed | {word: key for word, key in short.items() if key}
    long = sorted((word for word in named if len(word) >= _SHORTEST), key=lambda word: (-len(word), word))
    return named, re.compile("|".join(map(re.escape, long)) or r"(?!)")


@cache
def _file() -> dict[str, Any]:
    return tomllib.loads(Path(__file__).with_name("tables.toml").read_text(encoding="utf-8"))


@dataclass(frozen=True, slots=True)
class Label:
    """A label as a table has it and what it names: local names with the surface, by kind, as far as there is just one.

    `own` says that it means what the paper proposes, `chosen` that it is a setting or a difference and what it stands
    over no measurement, `general` that it says no more than any label may ("Avg."), `of` the kind of thing that it says
    stands below it ("Model"), `better` which figures are the better ones (`higher`, `lower`).
    """

    text: str
    named: dict[str, tuple[str, str]] = field(default_factory=dict)
    own: bool = False
    chosen: bool = False
    general: bool = False
    of: str | None = None
    unit: str | None = None
    better: str | None = None

    @property
    def thing(self) -> bool:
        """Whether it names something that figures are measured of."""
        return self.own or not self.named.keys().isdisjoint(("method", "technique", "model"))


class Labels:
    """Reads the labels in the tables of one note."""

    def __init__(self, named: Named, names: Names) -> None:
        self._own = {spelling(mention.text): key for mention, key in named if mention.role == "proposes"}
        self._mentioned = {spelling(mention.text): key for mention, key in named}
        self._names = names

    def read(self, written: str) -> Label:
        """The meaning of the head of a column or of the name of a row.

        A dataset or metric may stand among other words ("LIAR F1 (micro)"); a method or model is meant only where the
        label, parentheses aside, holds nothing else: "LoRA rank" is no LoRA, "w/o CoT" no CoT.
        """
        text = plain(written)
        if len(text) > _LONGEST_LABEL:
            return Label(text[:_LONGEST_LABEL], chosen=True)
        better = _better(text)
        main = _PARENTHESES.sub(" ", text).strip()
        inner = [part.strip() for part in _PARENTHESES.findall(text)]
        bare = main.strip("↑↓ ")
        low = bare.casefold()
        found, whole = self._names_in([bare])
        if not whole or any(f"({word}" in text.casefold() for word in words("without")):
            found = [one for one in found if _kind(one) in ("dataset", "metric")]
        more, _ = self._names_in(inner)
        found += [one for one in more if _kind(one) in ("dataset", "metric")]
        if any(low.startswith(word) for word in words("without")):
            found = []  # "w/o GSM8K" is measured on anything but GSM8K
        if better and not any(_kind(one) in ("dataset", "metric") for one in found):
            found = []  # with an arrow it is a measure, even where running text has it for a method
        return Label(
            text=text,
            named=_single(found),
            own=any(part.casefold() in words("own") for part in (bare, *inner)),
            chosen=_ends_with(low, "settings") or _holds_difference(low),
            general=low in words("fillers"),
            of=_of(low),
            unit=_unit(bare, inner),
            better=better,
        )

    def read_caption(self, written: str) -> Label:
        """The meaning of what stands over a table; of each kind of thing it may name one, anywhere."""
        text = plain(written)[:_LONGEST_LABEL]
        found, _ = self._names_in(_PARENTHESES.sub(r", \1, ", text).split(","))
        named, longer = _chinese_metrics(self._names.vocabulary)
        found += [(named[word], word) for word in longer.findall(text)]
        return Label(
            text,
            _single(found),
            chosen=_ends_with(text.casefold(), "settings"),
            unit=_unit("", [part.strip() for part in _PARENTHESES.findall(text)]),
            better=_better(text),
        )

    def _names_in(self, parts: Iterable[str]) -> tuple[list[tuple[str, str]], bool]:
        """The local names and surfaces of what parts of a label name, and whether they say nothing else."""
        found: list[tuple[str, str]] = []
        whole = True
        for part in parts:
            for segment in _BETWEEN.split(part):
                pieces = [] if _is_only_unit(segment.strip()) else _WORD.findall(segment)
                at = 0
                while at < len(pieces):
                    until, named = self._longest(pieces, at)
                    if named:
                        found.append(named)
                    elif pieces[at].casefold() not in words("fillers") | words("own"):
                        whole = False
                    at = until
        return found, whole and bool(found)

    def _longest(self, pieces: list[str], at: int) -> tuple[int, tuple[str, str] | None]:
        """Where the longest name that begins at a word ends, and what it names; the next word where none does."""
        if _CHINESE.match(pieces[at]):
            return at + 1, self._chinese_metric(pieces[at])
        for until in range(min(len(pieces), at + _LONGEST), at, -1):
            text = " ".join(pieces[at:until])
            key = self._find(text)
            if key:
                return until, (key, text)
        return at + 1, None

    def _chinese_metric(self, word: str) -> tuple[str, str] | None:
        """The metric that a Chinese word is, or that it ends with: 平均准确率 is an accuracy."""
        named, longer = _chinese_metrics(self._names.vocabulary)
        if word not in named:
            word = next((match[0] for match in longer.finditer(word) if match.end() == len(word)), "")
        return (named[word], word) if word else None

    def _find(self, text: str) -> str | None:
        vocabulary = self._names.vocabulary
        metric = _metrics().get(text.casefold())
        if metric:
            return vocabulary.find("metric", metric)
        if _CHINESE.search(text) or len(text) < 2 or text in words("units"):
            return None
        name = spelling(text)
        listed = next(filter(None, (vocabulary.find(kind, text) for kind in _KINDS)), None)
        for coined in (self._own.get(name), listed, self._mentioned.get(name), self._names.owned.get(name)):
            # "only" is no method called ONLY
            if coined and (coined == listed or not text.islower() or text == self._names.label(coined)):
                return coined
        return None


def plain(written: str) -> str:
    """A cell's text without marks of emphasis, and a figure without those of a formula, on one line."""
    text = _FORMULA.sub(lambda formula: _typeset(formula[0]), written) if "$" in written else written
    return " ".join(_MARKUP.sub("", text).split())


def _typeset(formula: str) -> str:
    for command, sign in _SIGNS.items():
        formula = formula.replace(command, sign)
    return _TYPESETTING.sub("", formula)


def _of(low: str) -> str | None:
    """The kind of thing that a head says stands below it; a Chinese one may say more in front: 检索方法 are methods."""
    return next(
        (
            kind
            for word, kind in _heads().items()
            if low == word or ("/" not in low and _CHINESE.match(word) and low.endswith(word))
        ),
        None,
    )


def _is_only_unit(text: str) -> bool:
    return text in words("units") and text.casefold() not in _metrics()


def _unit(bare: str, inner: list[str]) -> str | None:
    """The unit in the parentheses of a label, or the percent sign at its end, or all of it ("GB")."""
    parts = (part.strip(" ↑↓") for within in (*inner, bare[1:] and bare) for part in _BETWEEN.split(within))
    return next((part for part in parts if part in words("units")), "%" if bare.endswith("%") else None)


def _better(text: str) -> str | None:
    """Which figures are the better ones, where arrows say one thing."""
    meant = [meaning for arrow, meaning in _ARROWS.items() if arrow in text]
    return meant[0] if len(meant) == 1 else None


def _single(found: list[tuple[str, str]]) -> dict[str, tuple[str, str]]:
    """What is named, by kind, where it is one thing of that kind."""
    by_kind: dict[str, dict[str, str]] = {}
    for key, surface in found:
        by_kind.setdefault(_kind((key, surface)), {}).setdefault(key, surface)
    return {kind: next(iter(keys.items())) for kind, keys in by_kind.items() if len(keys) == 1}


def _kind(named: tuple[str, str]) -> str:
    return named[0].partition("/")[0]


def _ends_with(low: str, name: str) -> bool:
    return any(low == word or low.endswith(word if _CHINESE.match(word) else f" {word}") for word in words(name))


def _holds_difference(low: str) -> bool:
    return any(_ends_with(word, "differences") for word in _WORD.findall(low))
