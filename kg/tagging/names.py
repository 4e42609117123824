"""Component `names`: proper names that no vocabulary lists, with their type told from how they are used.

What the paper proposes, long and short forms of abbreviations, and distinctive words (`FlashAttn`); every
occurrence of each is found.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from spacy.language import Language
from spacy.tokens import Doc

from kg.iri import slug
from kg.tagging import entity_ids, models, phrases, terms
from kg.tagging.shapes import capitalised_phrases, distinctive_words, is_distinctive, mask
from kg.vocabulary import Vocabulary

OWN_GROUP = "own_names"
GROUP = "names"

_KINDS = {
    "METHOD": "method",
    "DATASET": "dataset",
    "MODEL": "model",
    "METRIC": "metric",
    "TECHNIQUE": "technique",
    "TASK": "task",
}
_DATA = r"(?:data ?sets?|benchmarks?|corpus|corpora|test ?set|leaderboard|challenge|test ?suites?|treebank|testbed)"
_NEVER = re.compile(r"(?!)")
_WORK = r"(?:framework|method|algorithm|approach|module|strategy|system|pipeline|paradigm|mechanism)s?"
_NO_DATA = rf"(?!{_DATA})"
_CONTEXTS: tuple[tuple[str, re.Pattern[str], re.Pattern[str]], ...] = (
    # type, what stands before the name, what stands after it; the first row that fits decides
    (
        "METHOD",
        re.compile(rf"{_WORK},? (?:called |named |termed |dubbed |—|- )?$"),
        re.compile(rf"^(?:,? (?:is )?an?)?(?: (?!that|which|for|of|with){_NO_DATA}[\w-]+){{0,4}}? {_WORK}\b"),
    ),
    (
        "TASK",
        re.compile(
            r"\b(?:tasks?|problems?),? ?(?:such as|like|including|e\.g\.,?|\() ?(?:[A-Z][\w-]+,? (?:and |or )?)*$"
        ),
        _NEVER,
    ),
    (
        "DATASET",
        re.compile(rf"{_DATA}[,:]? ?(?:such as|including|like|called|named|dubbed|e\.g\.,?|i\.e\.,?|[-–—:,(])? ?$"),
        _NEVER,
    ),
    (
        "DATASET",
        _NEVER,
        re.compile(
            rf"^\)?[,]? (?:(?:is )?an? (?:(?!that|which)[\w-]+ ){{0,4}})?(?:(?!that|which|for|on|to|with)[\w-]+ ){{0,2}}{_DATA}\b",
            re.IGNORECASE,
        ),
    ),
    ("TASK", _NEVER, re.compile(r"^,? (?:is )?an? (?:[\w-]+ ){0,2}tasks?\b")),
    ("MODEL", re.compile(r"\d[BM] $"), _NEVER),
    ("METRIC", re.compile(r"\bmetrics?,? (?:called |named )?\(?$"), _NEVER),
    ("METRIC", _NEVER, re.compile(r"^ (?:metric|score)s?\b")),
    (
        "MODEL",
        _NEVER,
        re.compile(
            r"^,? (?:is )?(?:a |an )?(?:[\w-]+ ){0,2}(?:model (?:family|series|suite)|family of (?:\w+ ){0,3}models|foundation models?|checkpoints?)\b"
        ),
    ),
)
_DATA_NAME = re.compile(
    r"(?:Bench|BENCH|QA|Eval|Corpus|Dataset|Set|Benchmark|VQA)(?:[-‑ ]?v?\d[\d.]*|\+|[-‑][A-Z]\w*)?$"
)
_TITLE_TAIL = re.compile(
    r"\b(?:via|through)\s+(?P<name>[A-Z][\w-]+(?: (?!for\b|with\b|in\b|on\b)[A-Z][\w-]+){1,3})(?=$| for | with | in | on )"
)
_LOWER_TOO = 2  # a name of at least two words is also found in small letters


class Surfaces:
    """The surfaces of a note's names with their type and entity, as they are collected."""

    def __init__(self) -> None:
        self.kinds: dict[str, tuple[str, str]] = {}

    def add(self, surfaces: tuple[str, ...], label: str, key: str) -> None:
        """Take in the surfaces of one thing, unless one is known already."""
        for surface in surfaces:
            self.kinds.setdefault(surface, (label, key))

    def spans(self, doc: Doc, text: str) -> Iterator[tuple[int, int, str, str]]:
        """Yield every occurrence of every surface, the longest at each place."""
        if not self.kinds:
            return
        exact = {surface: kind for surface, kind in self.kinds.items()}
        loose = {s.casefold(): kind for s, kind in self.kinds.items() if len(re.split(r"[\s-]", s)) >= _LOWER_TOO}
        ordered = sorted(self.kinds, key=lambda surface: (-len(surface), surface))
        alternatives = "|".join(f"(?i:{re.escape(s)})" if s.casefold() in loose else re.escape(s) for s in ordered)
        for match in re.finditer(rf"(?<![\w]){_NOT_INSIDE}(?:{alternatives})(?![\w²³])(?![-‑][A-Z\d])", text):
            kind = exact.get(match.group()) or loose.get(match.group().casefold())
            if kind:
                yield match.start(), match.end(), *kind


_NOT_INSIDE = r"(?<![A-Za-z\d][-‑])"


class NameFinder:
    """Finds names; keeps the ordinary words that are never part of one."""

    def __init__(self, vocabulary: Vocabulary) -> None:
        self._common = frozenset(
            label.casefold() for concept in vocabulary.of_kind("CommonWord", "GeneralTerm") for label in concept.labels
        )

    def __call__(self, doc: Doc) -> Doc:
        """Put names into `doc.spans`: the paper's own into "own_names", others into "names"."""
        return _find_names(doc, self._common)


def _find_names(doc: Doc, common: frozenset[str]) -> Doc:
    masked = mask(doc.text)
    known = {
        span.text: (span.label_, entity_ids.split(span.kb_id_)[0][0])
        for group in (models.GROUP, terms.GROUP, phrases.GROUP)
        for span in doc.spans[group]
    }
    own, others = Surfaces(), Surfaces()
    for proposal in doc._.proposals:
        label = "MODEL" if _is_model(proposal.surfaces, known) else _type(masked, proposal.surfaces)
        short = min(proposal.surfaces, key=lambda s: (not is_distinctive(s), len(s)))
        own.add(proposal.surfaces, label, f"{_KINDS[label]}/{slug(short)}")
    unnamed: set[str] = set()
    for pair in doc._.abbreviations:
        forms = (doc.text[slice(*pair.short)], doc.text[slice(*pair.long)])
        kind = known.get(forms[1]) or known.get(forms[0]) or _from_long_form(masked, forms, known)
        if kind and kind[0] != "GENERAL":
            others.add(forms, *kind)
        elif not kind:
            unnamed.add(forms[0])
    tail = _TITLE_TAIL.search(masked, 0, doc._.title_end)
    if tail and tail["name"] not in known:
        others.add((tail["name"],), "METHOD", f"method/{slug(tail['name'])}")
    for start, end in distinctive_words(masked):
        surface = doc.text[start:end]
        if (
            surface not in own.kinds
            and surface not in known
            and surface not in unnamed
            and len(surface.rstrip("s")) > 2
        ):
            label = _type(masked, (surface,))
            others.add((surface,), label, f"{_KINDS[label]}/{slug(surface)}")
    for sentence_start, sentence_end in doc._.sentences[1:]:
        for start, end in capitalised_phrases(masked, sentence_start, sentence_end, common):
            surface = doc.text[start:end]
            label = _type(masked, (surface,))
            others.add((surface,), label, f"{_KINDS[label]}/{slug(surface)}")
    for group, surfaces in ((OWN_GROUP, own), (GROUP, others)):
        spans = (
            doc.char_span(start, end, label, kb_id=key, alignment_mode="expand")
            for start, end, label, key in surfaces.spans(doc, masked)
        )
        doc.spans[group] = [span for span in spans if span is not None]
    return doc


def _is_model(surfaces: tuple[str, ...], known: dict[str, tuple[str, str]]) -> bool:
    """Whether the grammar of model names reads one of these, or one of these with a size behind it."""
    models_named = [surface for surface, (label, _) in known.items() if label == "MODEL"]
    return any(named == surface or named.startswith(surface + "-") for surface in surfaces for named in models_named)


def _from_long_form(masked: str, forms: tuple[str, str], known: dict[str, tuple[str, str]]) -> tuple[str, str] | None:
    """The type of a pair no vocabulary lists: that of a listed name its long form ends with, or a name's own."""
    for surface, kind in known.items():
        if forms[1].casefold().endswith(" " + surface.casefold()) and not forms[1][:1].isupper():
            return kind[0], f"{_KINDS.get(kind[0], 'technique')}/{slug(forms[1])}"
    if sum(word[:1].isupper() for word in forms[1].split()) < 2:
        return None
    label = _type(masked, forms)
    return label, f"{_KINDS[label]}/{slug(forms[0])}"


def _type(masked: str, surfaces: tuple[str, ...]) -> str:
    """The type of a name, from the words around its occurrences and its own last word."""
    for label, before, after in _CONTEXTS:
        for surface in surfaces:
            for match in re.finditer(rf"(?<!\w){re.escape(surface)}(?!\w)", masked):
                if before.search(masked, max(0, match.start() - 60), match.start()) or after.search(
                    masked[match.end() : match.end() + 70]
                ):
                    return label
    return "DATASET" if any(_DATA_NAME.search(surface) for surface in surfaces) else "METHOD"


@Language.factory("names", requires=["doc.spans", "doc._.proposals"], assigns=["doc.spans"])
def create_names(nlp: Language, name: str, vocabulary: Vocabulary) -> NameFinder:
    """Make the component from the vocabulary's ordinary words."""
    return NameFinder(vocabulary)
