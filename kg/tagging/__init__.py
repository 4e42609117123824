"""Tagging: a note in, its mentions, proposed names and results out."""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Iterable, Iterator
from contextlib import nullcontext
from functools import partial
from itertools import islice
from pathlib import Path
from typing import cast

from spacy.language import Language
from spacy.tokens import Doc, Span

from kg.mentions import EntityType, Mention, Role, TaggedNote
from kg.notes import Note
from kg.processes import spread
from kg.tagging import entity_ids, names, pipeline, terms
from kg.tagging.reading import Reading, reading_of
from kg.tagging.roles import role_of

_Entity = tuple[Span, list[entity_ids.EntityId], Role]

_BLOCK = 256  # notes tagged before any is given away
_FAMILIAR = 70_000  # strings that spaCy keeps for good; those that come later are forgotten with their block
_BATCH = 64  # notes that are tagged together
_FEW = 6  # blocks that are tagged before other processes would have made their pipelines


def tag(notes: Iterable[Note], nlp: Language | None = None) -> Iterator[TaggedNote]:
    """Yield each note with what the pipeline finds in it, in order.

    `nlp` is a pipeline made by `kg.tagging.pipeline.load`, or one derived from it.
    """
    nlp = nlp or pipeline.load()
    for block in _blocks(notes):
        yield from _tag_block(block, nlp)


def tag_spread(
    notes: Iterable[Note], processes: int, own_vocabulary: Path | None = None, *, statistical: bool = True
) -> Iterator[TaggedNote]:
    """Yield what `tag` does with a pipeline made as the options of `pipeline.load` say, using several processes."""
    work = partial(_tag_alone, own_vocabulary=own_vocabulary, statistical=statistical)
    return spread(work, _blocks(notes), processes, few=_FEW)


def _tag_alone(block: list[Note], own_vocabulary: Path | None, statistical: bool) -> list[TaggedNote]:
    return _tag_block(block, pipeline.load(own_vocabulary, statistical=statistical))


def _blocks(notes: Iterable[Note]) -> Iterator[list[Note]]:
    waiting = iter(notes)
    while block := list(islice(waiting, _BLOCK)):
        yield block


def _tag_block(block: list[Note], nlp: Language) -> list[TaggedNote]:
    with nlp.memory_zone() if len(nlp.vocab.strings) > _FAMILIAR else nullcontext():
        batches = (block[start : start + _BATCH] for start in range(0, len(block), _BATCH))
        return [tagged for batch in batches for tagged in _tag_batch(batch, nlp)]


def _tag_batch(batch: list[Note], nlp: Language) -> list[TaggedNote]:
    """Tag some notes, each component going through all of them before the next does.

    `nlp.pipe` takes each note through all components, which is a fifth slower: the patterns and tables of one drive
    those of the others out of the processor's caches.
    """
    docs = [pipeline.make_doc(nlp, note) for note in batch]
    for _, component in nlp.pipeline:
        docs = list(component.pipe(docs) if hasattr(component, "pipe") else map(component, docs))
    return [_tagged(doc, note) for doc, note in zip(docs, batch, strict=True)]


def _tagged(doc: Doc, note: Note) -> TaggedNote:
    reading = reading_of(doc)
    ents: list[_Entity] = [(span, entity_ids.split(span.kb_id_), role_of(span)) for span in doc.ents]
    mentions = [
        _mention(reading, span, key, broader, role) for span, entities, role in ents for key, broader in entities
    ]
    own = {reading.text[span.start_char : span.end_char] for span in doc.spans[names.OWN_GROUP]}
    main = [s for proposal in doc._.proposals if proposal.main for s in proposal.surfaces if s in own]
    inside = tuple(_inside_names(doc, reading, ents))
    return TaggedNote(note, tuple(mentions), tuple(dict.fromkeys(main)), doc._.results, inside)


def _mention(reading: Reading, span: Span, key: str, broader: tuple[str, ...], role: Role) -> Mention:
    sentence_start, sentence_end = reading.sentence_at(span.start_char)
    return Mention(
        start=span.start_char,
        end=span.end_char,
        text=reading.written[span.start_char : span.end_char],
        type=cast(EntityType, span.label_),
        entity=key,
        role=role,
        sentence_start=sentence_start,
        sentence_end=sentence_end,
        broader=broader,
    )


def _inside_names(doc: Doc, reading: Reading, ents: list[_Entity]) -> Iterator[Mention]:
    """Listed techniques that the names of other things hold: "Mixture of LoRA Experts" is about LoRA, too.

    Names of foreign methods and of models and data sets are left out: SAMoRA as a baseline says nothing of LoRA.
    """
    chosen = {(ent.start, ent.kb_id) for ent, _, _ in ents}
    techniques = [span for span in doc.spans[terms.GROUP] if span.label_ == "TECHNIQUE"]
    if all((span.start, span.kb_id) in chosen for span in techniques):
        return
    techniques.sort(key=_longest_first)
    starts = [span.start for span in techniques]
    for ent, entities, ent_role in ents:
        first, last = bisect_left(starts, ent.start), bisect_left(starts, ent.end)
        foreign = ent.label_ == "METHOD" and ent_role != "proposes" and ent.end_char > reading.title_end
        if first == last or foreign or ent.label_ in ("MODEL", "DATASET"):
            continue
        known = {key for entity, broader in entities for key in (entity, *broader)}
        role: Role = "uses" if ent_role == "proposes" else ent_role
        covered = ent.start  # "token pruning" says nothing of the pruning of weights
        for span in techniques[first:last]:
            if covered < span.end <= ent.end:
                covered = span.end
                if span.kb_id_ not in known:
                    yield _mention(reading, span, span.kb_id_, (), role)


def _longest_first(span: Span) -> tuple[int, int]:
    return (span.start, -span.end)
