"""Component `terms`: the labels of the vocabularies, found as phrases.

A label's ordinary words match in any case and with a plural -s, its gaps match a space or a hyphen. A word
written with a capital matches only with one.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import product

from spacy.language import Language
from spacy.matcher import PhraseMatcher
from spacy.tokens import Doc, Span, Token

from kg.kinds import ENTITY_KINDS
from kg.tagging.cues import any_of
from kg.tagging.quantities import VALUE
from kg.tagging.reading import Reading, reading_of
from kg.tagging.tokens import is_ordinary
from kg.vocabulary import Concept, Vocabulary

GROUP = "terms"
LABELS = {kind.class_name: str(kind.type) for kind in ENTITY_KINDS.values()} | {
    "GeneralTerm": "GENERAL",
    "VenueSeries": "GENERAL",
}
_MANY_GAPS = 4
_KIND_WORDS = {"dataset", "benchmark", "corpus"}
_MEASURED_BEFORE = re.compile(
    rf"(?:{any_of('figure.change', 'figure.noun_of_change')}|{VALUE})\s(?:(?!(?:that|which|by)\b)[\w-]+ ){{0,3}}$",
    re.IGNORECASE,
)
_MEASURED_AFTER = re.compile(
    rf"(?: and [\w ]{{3,20}})? (?:of \d|{any_of('figure.noun_of_change', 'figure.course')})", re.IGNORECASE
)


@dataclass(frozen=True, slots=True)
class _Label:
    concept: Concept
    hidden: bool
    capitalised: bool


class Terms:
    """Finds the listed concepts; keeps the matcher built from the vocabulary."""

    def __init__(self, nlp: Language, vocabulary: Vocabulary) -> None:
        self._vocabulary = vocabulary
        self._matcher = PhraseMatcher(nlp.vocab, attr="NORM")
        self._labels: dict[int, _Label] = {}
        for concept in vocabulary.of_kind(*LABELS):
            self._add(nlp, concept)

    def _add(self, nlp: Language, concept: Concept) -> None:
        """Put a concept's labels into the matcher, those of a sort together."""
        spelt: dict[_Label, list[Doc]] = defaultdict(list)
        for hidden, texts in ((False, concept.labels), (True, concept.hidden_labels)):
            for text in texts:
                words = [token.text for token in nlp.make_doc(text)]
                capitalised = any(word[0].isupper() and is_ordinary(word) for word in words)
                label = _Label(concept, hidden, capitalised)
                spelt[label].extend(Doc(nlp.vocab, words=variant) for variant in _variants(words))
        for label, docs in spelt.items():
            key = f"{concept.key} {label.hidden} {label.capitalised}"
            self._labels[nlp.vocab.strings.add(key)] = label
            self._matcher.add(key, docs)

    def _resolve_heads(self, spans: list[Span]) -> None:
        """Let a lone head stand for the fuller term of the note it is short for.

        Where a note on dataset distillation says "distillation", that is what it means. Where the fuller term is a
        kind of the head's own ("structured pruning", "pruning"), the head stands for itself.
        """
        fuller = {span[-1].norm: span.kb_id_ for span in spans if span.label_ == "TECHNIQUE" and len(span) > 1}
        for span in spans if fuller else ():
            key = fuller.get(span[-1].norm) if len(span) == 1 and span.label_ == "TECHNIQUE" else None
            if key and key != span.kb_id_ and span.kb_id_ not in self._vocabulary.ancestors(key):
                span.kb_id_ = key

    def __call__(self, doc: Doc) -> Doc:
        """Put what is found into `doc.spans["terms"]`, kb_id being the concept's local name."""
        reading = reading_of(doc)
        found: list[tuple[Span, _Label]] = []
        for key, start, end in self._matcher(doc):
            label = self._labels[key]
            if not label.capitalised or _is_capitalised(doc[start]):
                span = Span(doc, start, end, LABELS[label.concept.kind], kb_id=label.concept.key)
                found.append((span, label))
        named = {label.concept.key for _, label in found if not label.hidden}
        kept = [
            span
            for span, label in found
            if (not label.hidden or label.concept.key in named or _is_measured(reading, span))
            and not reading.masked[span.start_char].isspace()  # it stands in a formula or a link
        ]
        self._resolve_heads(kept)
        places = {(span.start, span.end) for span in kept}
        # "BLEU score" is BLEU with a word too many; the measure's own name is the mention.
        doc.spans[GROUP] = [
            _without_kind(s) for s in kept if (s.start, s.end - 1) not in places or s[-1].norm_ != "score"
        ]
        return doc


def _variants(words: list[str]) -> Iterator[list[str]]:
    """The spellings of a label as token runs: each gap with or without a hyphen."""
    parts = [word for word in words if word != "-"]
    if len(parts) < 2 or "/" in parts:
        yield words
        return
    gaps = len(parts) - 1
    choices = product((False, True), repeat=gaps) if gaps <= _MANY_GAPS else [(False,) * gaps, (True,) * gaps]
    spelt = {tuple(_join(parts, hyphens)) for hyphens in choices} | {tuple(words)}
    yield from (list(words) for words in sorted(spelt))


def _join(parts: list[str], hyphens: tuple[bool, ...]) -> Iterator[str]:
    for part, hyphen in zip(parts, (*hyphens, False), strict=True):
        yield part
        if hyphen:
            yield "-"


def _without_kind(span: Span) -> Span:
    """The name in a label that says what it names ("AVA dataset"), which only so is told from other things."""
    if span.label_ == "DATASET" and len(span) > 1 and span[-1].text.islower() and span[-1].norm_ in _KIND_WORDS:
        return Span(span.doc, span.start, span.end - 1, span.label, kb_id=span.kb_id)
    return span


def _is_measured(reading: Reading, span: Span) -> bool:
    """Whether an ambiguous short form of a metric ("memory") stands where something is measured."""
    if span.label_ != "METRIC":
        return False
    text = reading.text
    return bool(_MEASURED_BEFORE.search(text, max(0, span.start_char - 60), span.start_char)) or bool(
        _MEASURED_AFTER.match(text, span.end_char)
    )


def _is_capitalised(token: Token) -> bool:
    return token.text[0].isupper() or token.text[0].isdigit()


@Language.factory("terms", assigns=["doc.spans"])
def create_terms(nlp: Language, name: str, vocabulary: Vocabulary) -> Terms:
    """Make the component from the project's vocabularies, or those a pipeline was given."""
    return Terms(nlp, vocabulary)
