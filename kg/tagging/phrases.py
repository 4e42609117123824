"""Component `phrases`: fuller names of listed techniques and tasks.

A listed name with modifiers before it (`token-level distillation`, `expert-selection-aware quantization`)
is a concept of its own below the listed one. A modifier is a hyphenated compound, or a word that the
vocabularies themselves use in front of other words.
"""

from __future__ import annotations

import re
from collections import defaultdict

from spacy.language import Language
from spacy.tokens import Doc, Span

from kg.iri import slug
from kg.tagging import entity_ids, models, terms
from kg.tagging.cues import words_of
from kg.tagging.reading import reading_of
from kg.tagging.scripts import is_of_them
from kg.tagging.tokens import fold, is_ordinary
from kg.vocabulary import Vocabulary

GROUP = "phrases"
_MOST_WORDS = 4
_FEWEST_HEADS = 2  # a word that the vocabularies put before one head alone is no modifier in general
_WORD = re.compile(r"[^\W_][\w.]*")
_EXTENDED = ("TECHNIQUE", "TASK")
_NUMBER = re.compile(r"\d[\d.]*$")


class Phrases:
    """Extends listed names to the left; keeps the modifiers that the vocabularies use."""

    def __init__(self, vocabulary: Vocabulary) -> None:
        self._common = {label for concept in vocabulary.of_kind("CommonWord") for label in concept.labels}
        uses: dict[str, set[str]] = defaultdict(set)
        for concept in vocabulary.of_kind("Technique", "Task"):
            for label in concept.labels:
                *before, head = [fold(word) for word in _WORD.findall(label)] or [""]
                for word in before:
                    uses[word].add(head)
        self._modifiers = {word for word, heads in uses.items() if len(heads) >= _FEWEST_HEADS} - self._common

    def __call__(self, doc: Doc) -> Doc:
        """Put fuller names into `doc.spans["phrases"]`, each below its listed name."""
        reading = reading_of(doc)
        listed = list(doc.spans[terms.GROUP])
        named = {at for span in doc.spans[models.GROUP] for at in range(span.start, span.end)}
        general = {at for span in listed if span.label_ == "GENERAL" for at in range(span.start, span.end)}
        found = []
        for span in listed:
            if span.label_ in _EXTENDED and not is_of_them(reading.written[span.start_char]):
                start = self._start(doc, span, general, named, reading.sentence_at(span.start_char)[0])
                if start < span.start:
                    phrase = doc[start : span.end]
                    kind = span.kb_id_.partition("/")[0]
                    entity = entity_ids.join((f"{kind}/{slug(singular(phrase))}", (span.kb_id_,)))
                    found.append(Span(doc, start, span.end, span.label_, kb_id=entity))
        doc.spans[GROUP] = found
        return doc

    def _start(self, doc: Doc, span: Span, general: set[int], named: set[int], first_char: int) -> int:
        """The first token of the phrase that ends with a listed name."""
        start = span.start
        for _ in range(_MOST_WORDS):
            before = self._modifier_before(doc, start, general)
            if before is None or doc[before].idx < first_char or before in named:
                break
            start = before
        return start

    def _modifier_before(self, doc: Doc, at: int, general: set[int]) -> int | None:
        """The start of the modifier that ends just before a token, or None."""
        i = at - 1
        if i < 0 or (doc[i].text == "-" and i == 0):
            return None
        if doc[i].text in "-‑" and not doc[i].whitespace_ and i > 0:
            i -= 1  # the hyphen that joins modifier and name
        if not doc[i].text[0].isalnum():
            return None
        first = i
        while (
            first >= 2
            and doc[first - 1].text in "-‑"
            and not doc[first - 1].whitespace_
            and not doc[first - 2].whitespace_
        ):
            first -= 2
        compound = [doc[j].text for j in range(first, i + 1) if doc[j].text[0].isalnum()]
        if len(compound) > 1:
            return (
                first if self._fits_compound(compound) and "-".join(compound).casefold() not in self._common else None
            )
        if doc[i].text[0].isdigit():
            return None
        return first if doc[i].norm_ in self._modifiers or i in general else None

    def _fits_compound(self, words: list[str]) -> bool:
        if _NUMBER.match(words[0]):
            return len(words) == 2 and words[1].casefold() in words_of("phrase.unit")
        last = words[-1].casefold()
        return not last.endswith(("ing", "ed", "based", "driven")) and (is_ordinary(words[0]) or len(words) > 1)


def singular(phrase: Span) -> str:
    """A phrase as its concept is labelled: ordinary words lower-case, the last one in the singular."""
    text = "".join((t.text if not is_ordinary(t.text) else t.lower_) + t.whitespace_ for t in phrase[:-1])
    return text + phrase[-1].norm_


@Language.factory("phrases", assigns=["doc.spans"])
def create_phrases(nlp: Language, name: str, vocabulary: Vocabulary) -> Phrases:
    """Make the component from the vocabularies' techniques and tasks."""
    return Phrases(vocabulary)
