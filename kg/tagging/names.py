"""Component `names`: proper names that no vocabulary lists.

What the paper proposes, long and short forms of abbreviations, distinctive words (`FlashAttn`), runs of
capitalised words, and what stands behind "via" in a title; every occurrence of each is found.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from itertools import chain

from spacy.language import Language
from spacy.tokens import Doc

from kg.iri import slug
from kg.kinds import OWNED_TYPES
from kg.tagging import entity_ids, models, phrases, terms
from kg.tagging.abbreviations import Abbreviation
from kg.tagging.cues import words_of
from kg.tagging.data_lists import data_sets
from kg.tagging.name_types import name_type, type_of_phrase
from kg.tagging.reading import Reading, reading_of
from kg.tagging.shapes import Place, is_distinctive
from kg.vocabulary import Vocabulary

OWN_GROUP = "own_names"
GROUP = "names"

Kind = tuple[str, str]
"""The type of a name and what it stands for, as `entity_ids` writes it."""

_TITLE_TAIL = re.compile(
    r"\b(?:via|through)\s+(?P<name>[A-Z][\w-]+(?: (?!(?:for|with|in|on)\b)[A-Z][\w-]+){1,3})(?=$| (?:for|with|in|on) )"
)
_WORD_BEFORE = re.compile(r"(?:\w|[A-Za-z\d][-‑])\Z")
_WORD_AFTER = re.compile(r"[\w²³]|[-‑][A-Z\d]")
_ACRONYM = re.compile(r"[A-Z]{2,6}s?")
_PRESENTED_BEFORE = re.compile(r"\b(?:[Aa]n?|new|novel|our|by|namely) $")
_PRESENTED_AFTER = re.compile(r"(?: \([^)]*\))?(?:, (?:which|an?)| to)\b")
_TESTED_ON = re.compile(r"(?<!based )(?<!built )(?<!builds )(?<!build )\bon(?: the)? (?:[A-Z][\w-]+,? (?:and )?){0,4}$")
_REACH = 60
_SHORTEST = 3  # letters; shorter capitals are names only where the note spells them out


class Names:
    """Finds names; keeps the ordinary words that are never part of one."""

    def __init__(self, vocabulary: Vocabulary) -> None:
        self._common = vocabulary.ordinary_words()

    def __call__(self, doc: Doc) -> Doc:
        """Put names into `doc.spans`: the paper's own into "own_names", others into "names"."""
        reading = reading_of(doc)
        masked = reading.masked
        known: dict[str, Kind] = {}
        listed: set[Place] = set()  # where data sets of the vocabulary stand
        for span in (*doc.spans[models.GROUP], *doc.spans[terms.GROUP], *doc.spans[phrases.GROUP]):
            place, label = (span.start_char, span.end_char), span.label_
            known[reading.text[slice(*place)]] = label, span.kb_id_
            if label == "DATASET":
                listed.add(place)
        of_data = {reading.text[slice(*place)]: "DATASET" for place in data_sets(reading, listed, self._common)}
        own = _own_names(doc, masked, known, of_data)
        others, unnamed = _abbreviated(doc, reading, known)
        for surface, default in chain(of_data.items(), _by_shape(reading)):
            ordinary = surface.casefold() in self._common or _is_act(surface, known)
            if not ordinary and not any(surface in names for names in (own, known, others, unnamed)):
                label = of_data.get(surface) or name_type(masked, (surface,)) or default
                if label:
                    others[surface] = _kind(label, surface)
        for group, surfaces in ((OWN_GROUP, own), (GROUP, others)):
            spans = (
                doc.char_span(start, end, label, kb_id=key, alignment_mode="expand")
                for start, end, (label, key) in _occurrences(reading, surfaces)
            )
            doc.spans[group] = [span for span in spans if span is not None]
        return doc


def _by_shape(reading: Reading) -> Iterator[tuple[str, str | None]]:
    """Surfaces that look like names, and the type of each where the words around it tell none.

    A bare acronym, what stands before the text comes to its own work, and in a text that does come to it any
    capitalised words can be all sorts of things: None.
    """
    masked, own_work = reading.masked, reading.own_work
    tail = _TITLE_TAIL.search(masked, 0, reading.title_end)
    if tail:
        yield tail["name"], "METHOD" if any(map(is_distinctive, tail["name"].split())) else "TECHNIQUE"
    for start, end in reading.distinctive:
        surface = masked[start:end]
        if len(surface.rstrip("s")) >= _SHORTEST:
            yield surface, _type_of_word(masked, start, end, background=start < (own_work or 0))
    for start, end in reading.capitalised:
        first, _, rest = masked[start:end].partition(" ")
        if first in words_of("dataset_name.language") and is_distinctive(rest):
            continue  # "the English ACE corpus" is ACE in English
        presented = _PRESENTED_BEFORE.search(masked, max(0, start - 10), start) or _PRESENTED_AFTER.match(masked, end)
        yield masked[start:end], "METHOD" if own_work is None or presented else None


def _is_act(surface: str, known: dict[str, Kind]) -> bool:
    """Whether capitalised words are what is done with a model or data set, and no name ("Fine-tuning BERT")."""
    act, _, thing = surface.partition(" ")
    return act.endswith("ing") and known.get(thing, ("",))[0] in OWNED_TYPES


def _type_of_word(masked: str, start: int, end: int, *, background: bool) -> str | None:
    if _TESTED_ON.search(masked, max(0, start - _REACH), start):
        return "DATASET"
    return None if background or _ACRONYM.fullmatch(masked, start, end) else "METHOD"


def _own_names(doc: Doc, masked: str, known: dict[str, Kind], of_data: dict[str, str]) -> dict[str, Kind]:
    """The surfaces of what the note proposes; the entity is named by the short form."""
    own: dict[str, Kind] = {}
    named_models = [surface for surface, (label, _) in known.items() if label == "MODEL"]
    for proposal in doc._.proposals:
        short = min(proposal.surfaces, key=lambda surface: (not is_distinctive(surface), len(surface)))
        told = name_type(masked, proposal.surfaces) or next(filter(None, map(of_data.get, proposal.surfaces)), None)
        label, key = _kind(told or "METHOD", short)
        # A name that the vocabulary has is that thing, unless it is spelt out as something else here.
        if not told and all(known.get(surface, ("",))[0] in OWNED_TYPES for surface in proposal.surfaces):
            label, key = known[short]
        # A model's grammar may read the name itself, or the name with a size behind it.
        if told != "METHOD" and any(
            model == s or model.startswith(f"{s}-") for s in proposal.surfaces for model in named_models
        ):
            label, key = "MODEL", f"model/{slug(short)}"
        for surface in proposal.surfaces:
            own.setdefault(surface, (label, key))
    return own


def _abbreviated(doc: Doc, reading: Reading, known: dict[str, Kind]) -> tuple[dict[str, Kind], set[str]]:
    """Both forms of each abbreviation with their kind, and the short forms that stand for no name."""
    found: dict[str, Kind] = {}
    unnamed: set[str] = set()
    for pair in doc._.abbreviations:
        short, long = reading.text[slice(*pair.short)], reading.text[slice(*pair.long)]
        kind = known.get(long) or known.get(short) or _kind_of_long_form(reading, pair, known)
        if kind is None or kind[0] == "GENERAL":
            unnamed |= {short, f"{short}s"}
        else:
            found.setdefault(short, kind)
            found.setdefault(long, kind)
    return found, unnamed


def _kind_of_long_form(reading: Reading, pair: Abbreviation, known: dict[str, Kind]) -> Kind | None:
    """That of a listed name which a long form in small letters ends with, or a proper name's own."""
    short, long = reading.text[slice(*pair.short)], reading.text[slice(*pair.long)]
    for surface, (label, key) in known.items():
        if long.casefold().endswith(" " + surface.casefold()) and not long[:1].isupper():
            entity, above = entity_ids.split(key)[0]  # a fuller phrase is itself below what is listed
            return label, entity_ids.join((f"{key.partition('/')[0]}/{slug(long)}", above or (entity,)))
    if sum(word[:1].isupper() for word in long.split()) < 2:
        return None
    background = pair.long[0] < (reading.own_work or 0)
    return _kind(name_type(reading.masked, (short, long)) or (type_of_phrase(long) if background else "METHOD"), short)


def _kind(label: str, surface: str) -> Kind:
    return label, f"{label.casefold()}/{slug(surface)}"


def _occurrences(reading: Reading, surfaces: dict[str, Kind]) -> Iterator[tuple[int, int, Kind]]:
    """Every place where a surface stands as a whole name; one of several words is also found in small letters.

    Formulas are no place for a name, but one may hold a formula ("M$^2$AD").
    """
    lower = reading.masked.lower()
    for surface, kind in surfaces.items():
        several_words = " " in surface or "-" in surface
        text, wanted = reading.text if "$" in surface else reading.masked, surface
        if several_words and text is reading.masked and len(lower) == len(text):
            text, wanted = lower, surface.lower()
        start = text.find(wanted)
        while start >= 0:
            end = start + len(wanted)
            if not (_WORD_BEFORE.search(text, max(0, start - 2), start) or _WORD_AFTER.match(text, end)):
                yield start, end, kind
            start = text.find(wanted, end)


@Language.factory("names", requires=["doc.spans", "doc._.proposals"], assigns=["doc.spans"])
def create_names(nlp: Language, name: str, vocabulary: Vocabulary) -> Names:
    """Make the component from the vocabulary's ordinary words."""
    return Names(vocabulary)
