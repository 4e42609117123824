"""Component `names`: proper names that no vocabulary lists.

What the paper proposes, long and short forms of abbreviations, distinctive words (`FlashAttn`), runs of
capitalised words, and what stands behind "via" in a title; every occurrence of each is found.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from spacy.language import Language
from spacy.tokens import Doc

from kg.iri import slug
from kg.tagging import entity_ids, models, phrases, terms
from kg.tagging.name_types import name_type
from kg.tagging.reading import Reading, reading_of
from kg.tagging.shapes import is_distinctive
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
_SHORTEST = 3  # letters; shorter capitals are names only where the note spells them out


class Names:
    """Finds names; keeps the ordinary words that are never part of one."""

    def __init__(self, vocabulary: Vocabulary) -> None:
        self._common = vocabulary.ordinary_words()

    def __call__(self, doc: Doc) -> Doc:
        """Put names into `doc.spans`: the paper's own into "own_names", others into "names"."""
        reading = reading_of(doc)
        masked = reading.masked
        known = {
            span.text: (span.label_, span.kb_id_)
            for group in (models.GROUP, terms.GROUP, phrases.GROUP)
            for span in doc.spans[group]
        }
        own = _own_names(doc, masked, known)
        others, unnamed = _abbreviated(doc, reading, known)
        for surface in _by_shape(reading):
            ordinary = surface.casefold() in self._common
            if not ordinary and surface not in own and surface not in known and surface not in unnamed:
                others.setdefault(surface, _kind(masked, (surface,)))
        for group, surfaces in ((OWN_GROUP, own), (GROUP, others)):
            spans = (
                doc.char_span(start, end, label, kb_id=key, alignment_mode="expand")
                for start, end, (label, key) in _occurrences(masked, surfaces)
            )
            doc.spans[group] = [span for span in spans if span is not None]
        return doc


def _by_shape(reading: Reading) -> Iterator[str]:
    """Surfaces that look like names wherever they stand, and the tail of the title."""
    masked = reading.masked
    tail = _TITLE_TAIL.search(masked, 0, reading.title_end)
    if tail:
        yield tail["name"]
    for start, end in reading.distinctive:
        if len(masked[start:end].rstrip("s")) >= _SHORTEST:
            yield masked[start:end]
    for start, end in reading.capitalised:
        yield masked[start:end]


def _own_names(doc: Doc, masked: str, known: dict[str, Kind]) -> dict[str, Kind]:
    """The surfaces of what the note proposes; the entity is named by the short form."""
    own: dict[str, Kind] = {}
    named_models = [surface for surface, (label, _) in known.items() if label == "MODEL"]
    for proposal in doc._.proposals:
        short = min(proposal.surfaces, key=lambda surface: (not is_distinctive(surface), len(surface)))
        label, key = _kind(masked, proposal.surfaces, short)
        # A model's grammar may read the name itself, or the name with a size behind it.
        if any(model == s or model.startswith(f"{s}-") for s in proposal.surfaces for model in named_models):
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
        kind = known.get(long) or known.get(short) or _kind_of_long_form(reading.masked, short, long, known)
        if kind is None:
            unnamed.add(short)
        elif kind[0] != "GENERAL":
            found.setdefault(short, kind)
            found.setdefault(long, kind)
    return found, unnamed


def _kind_of_long_form(masked: str, short: str, long: str, known: dict[str, Kind]) -> Kind | None:
    """That of a listed name which a long form in small letters ends with, or a proper name's own."""
    for surface, (label, key) in known.items():
        if long.casefold().endswith(" " + surface.casefold()) and not long[:1].isupper():
            return label, entity_ids.join((f"{key.partition('/')[0]}/{slug(long)}", (entity_ids.split(key)[0][0],)))
    if sum(word[:1].isupper() for word in long.split()) < 2:
        return None
    return _kind(masked, (short, long), short)


def _kind(masked: str, surfaces: tuple[str, ...], short: str | None = None) -> Kind:
    label = name_type(masked, surfaces)
    return label, f"{label.casefold()}/{slug(short or surfaces[0])}"


def _occurrences(masked: str, surfaces: dict[str, Kind]) -> Iterator[tuple[int, int, Kind]]:
    """Every place where a surface stands as a whole name; one of several words is also found in small letters."""
    lower = masked.lower()
    for surface, kind in surfaces.items():
        several_words = " " in surface or "-" in surface
        text, wanted = (lower, surface.lower()) if several_words and len(lower) == len(masked) else (masked, surface)
        start = text.find(wanted)
        while start >= 0:
            end = start + len(wanted)
            if not (_WORD_BEFORE.search(masked, max(0, start - 2), start) or _WORD_AFTER.match(masked, end)):
                yield start, end, kind
            start = text.find(wanted, end)


@Language.factory("names", requires=["doc.spans", "doc._.proposals"], assigns=["doc.spans"])
def create_names(nlp: Language, name: str, vocabulary: Vocabulary) -> Names:
    """Make the component from the vocabulary's ordinary words."""
    return Names(vocabulary)
