"""Component `reading`: what all the others look at, found once for each note.

The text itself (spaCy puts it together anew each time it is asked for), its sentences, words that only a
name is written like, and the words of `cues.toml`.
"""

from __future__ import annotations

import sys
from bisect import bisect_left, bisect_right
from collections import defaultdict
from dataclasses import dataclass

from spacy.language import Language
from spacy.matcher import PhraseMatcher
from spacy.tokens import Doc

from kg.notes import Note
from kg.tagging import cues
from kg.tagging.parts import Part, Work, parts_of
from kg.tagging.scripts import without_letters
from kg.tagging.sentences import mark_sentences
from kg.tagging.shapes import Place, capitalised_phrases, distinctive_words, mask
from kg.vocabulary import Vocabulary

FOUND_BY_WORD = (
    "proposing.making",
    "proposing.showing",
    "proposing.showing_after_subject",
    "proposing.made",
    "proposing.aside",
    "proposing.calling",
    "role.comparing",
    "role.comparing_by",
    "role.comparing_apart",
    "role.aside",
    "role.background",
    "role.own_work",
    "dataset_name.word",
)
"""The lists of `cues.toml` whose words are looked for in the whole text."""

_KEY = "reading"  # in `doc.user_data`: an extension attribute takes spaCy longer, and each component asks for it

Doc.set_extension("note", default=None, force=True)


@dataclass(frozen=True, slots=True)
class Reading:
    """A note as the components look at it; all places are in the order of the text.

    `written` is the note's title and text, which all that is shown is cut from; `text` the same for patterns to look
    at, as `scripts.without_letters` gives it; `masked` that with formulas and links blanked out. `title_end` is the
    length of the title in characters. `sentences` begin with the title. `distinctive` words and `capitalised` phrases
    (outside the title) are written like names. `parts` are sections that tell whose work they speak of. `cues` are
    the places of the words listed under a name in `cues.toml`.
    """

    written: str
    text: str
    masked: str
    title_end: int
    sentences: tuple[Place, ...]
    distinctive: tuple[Place, ...]
    capitalised: tuple[Place, ...]
    parts: tuple[Part, ...]
    cues: dict[str, list[Place]]

    def sentence_at(self, char: int) -> Place:
        """The sentence that holds a character."""
        return self.sentences[bisect_right(self.sentences, (char, sys.maxsize)) - 1]

    @property
    def own_work(self) -> int | None:
        """Where the sentence begins in which the text comes to its own work ("we …"), if it does.

        A text in parts opens with a summary, which is about it.
        """
        if self.parts:
            return self.title_end + 1
        for start, _ in self.cues["role.own_work"]:
            if start > self.title_end:
                return self.sentence_at(start)[0]
        return None

    def work_at(self, char: int) -> Work | None:
        """Whose work the part of the text speaks of that holds a character, as far as a heading tells."""
        if not self.parts:
            return None
        return next((part.work for part in reversed(self.parts) if part.start <= char < part.end), None)

    @property
    def background_end(self) -> int:
        """Where authors come to their own work; a note that is not theirs is on it from its start."""
        return (self.own_work or 0) if self.authors else 0

    @property
    def authors(self) -> list[Place]:
        """Where the authors speak of themselves behind the title ("we", "this paper")."""
        words = cues.words_of("role.authors")
        places = self.cues["role.own_work"]
        return [place for place in places if place[0] > self.title_end and self.text[slice(*place)].lower() in words]

    def cues_between(self, name: str, start: int, end: int) -> list[Place]:
        """The cues of a list that begin at `start` or behind it and end at `end` or before it."""
        places = self.cues.get(name)
        if places is None:
            return []
        found = places[bisect_left(places, (start, 0)) : bisect_left(places, (end, 0))]
        return [place for place in found if place[1] <= end]


class Reader:
    """Makes readings; keeps the words never part of a name, and a matcher for the cues."""

    def __init__(self, nlp: Language, vocabulary: Vocabulary) -> None:
        self._common = vocabulary.ordinary_words()
        self._cues = PhraseMatcher(nlp.vocab, attr="LOWER")
        self._lists = {nlp.vocab.strings.add(name): name for name in FOUND_BY_WORD}
        for name in FOUND_BY_WORD:
            self._cues.add(name, [nlp.make_doc(words) for words in sorted(cues.words_of(name))])

    def __call__(self, doc: Doc) -> Doc:
        """Make the reading of a document; a document made of no note is all text and no title."""
        note: Note | None = doc._.note
        written, title_end = (note.document, len(note.title)) if note else (doc.text, 0)
        text = without_letters(written)
        masked = mask(text)
        doc.user_data[_KEY] = Reading(
            written,
            text,
            masked,
            title_end,
            mark_sentences(doc, written, title_end, by_line=bool(note and note.sections)),
            tuple(distinctive_words(masked)),
            tuple(capitalised_phrases(masked, title_end, len(masked), self._common)),
            parts_of(note) if note else (),
            self._cues_of(doc, masked),
        )
        return doc

    def _cues_of(self, doc: Doc, masked: str) -> dict[str, list[Place]]:
        found: dict[str, list[Place]] = defaultdict(list)
        for key, start, end in self._cues(doc):
            first, last = doc[start], doc[end - 1]
            if not masked[first.idx].isspace():
                found[self._lists[key]].append((first.idx, last.idx + len(last)))
        for places in found.values():
            places.sort()
        return found


def reading_of(doc: Doc) -> Reading:
    """The reading of a document that has been through the component."""
    reading: Reading = doc.user_data[_KEY]
    return reading


@Language.factory("reading", assigns=["doc.user_data", "token.is_sent_start"])
def create_reader(nlp: Language, name: str, vocabulary: Vocabulary) -> Reader:
    """Make the component from the vocabulary's ordinary words."""
    return Reader(nlp, vocabulary)
