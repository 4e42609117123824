"""Tagging: a note in, its mentions, proposed names and results out."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import cast

from spacy.language import Language
from spacy.tokens import Doc

from kg.mentions import EntityType, Mention, TaggedNote
from kg.notes import Note
from kg.tagging import entity_ids, pipeline
from kg.tagging.sentences import sentence_at


def tag(notes: Iterable[Note], nlp: Language | None = None) -> Iterator[TaggedNote]:
    """Yield each note with what the pipeline finds in it, in order.

    `nlp` is a pipeline made by `kg.tagging.pipeline.load`, or one derived from it.
    """
    nlp = nlp or pipeline.load()
    pairs = ((_doc(nlp, note), note) for note in notes)
    for doc, note in nlp.pipe(pairs, as_tuples=True):
        yield _tagged(doc, note)


def _doc(nlp: Language, note: Note) -> Doc:
    doc = nlp.make_doc(note.document)
    doc._.title_end = len(note.title)
    return doc


def _tagged(doc: Doc, note: Note) -> TaggedNote:
    mentions = []
    for span in doc.ents:
        sentence_start, sentence_end = sentence_at(doc, span.start_char)
        for key, broader in entity_ids.split(span.kb_id_):
            mentions.append(
                Mention(
                    start=span.start_char,
                    end=span.end_char,
                    text=span.text,
                    type=cast(EntityType, span.label_),
                    entity=key,
                    role=span._.role,
                    sentence_start=sentence_start,
                    sentence_end=sentence_end,
                    broader=broader,
                )
            )
    surfaces = {span.text for span in doc.spans["own_names"]}
    main = [s for proposal in doc._.proposals if proposal.main for s in proposal.surfaces if s in surfaces]
    return TaggedNote(note, tuple(mentions), tuple(dict.fromkeys(main)), doc._.results)
