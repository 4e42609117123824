"""Training: annotated notes in, the weights of the statistical component out.

What is trained, and how, stands in `tagging/ner.cfg`; spaCy's own loop runs it.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import IO, Any

from spacy.language import Language
from spacy.tokens import Doc, Span
from spacy.training import Example
from spacy.training.initialize import init_nlp
from spacy.training.loop import DIR_MODEL_BEST
from spacy.training.loop import train as train_by_config
from spacy.util import filter_spans, load_config, registry

from kg.errors import NoteweaveError
from kg.gold import Record, notes_of, read_gold
from kg.store.writing import write_file
from kg.tagging import pipeline, tags

_CASE_COUNTS = 5  # characters up to which an acronym is told from a word by its capitals


def train(gold: Path, corpus: Path | None, target: Path, log: IO[str]) -> None:
    """Train on the gold of a folder and write the weights to a file; progress goes to `log`.

    `corpus` is where the texts are of gold lines that have none. The same gold, corpus and versions of spaCy, thinc
    and NumPy give the same weights.

    Raises NoteweaveError where there is nothing to train or to measure on.
    """
    config = load_config(pipeline.NER)
    config["paths"] = {"gold": str(gold), "corpus": str(corpus) if corpus else None}
    nlp = init_nlp(config.interpolate())
    pipeline.calculate_fast(nlp)
    with TemporaryDirectory() as folder:
        train_by_config(nlp, Path(folder), stdout=log, stderr=log)
        ner: Any = nlp.get_pipe("ner")
        ner.from_disk(Path(folder) / DIR_MODEL_BEST / "ner", exclude=["vocab"])
    write_file(target, pipeline.weights_of(nlp))


@registry.readers("noteweave.gold.v1")
def create_reader(folder: str, split: str, corpus: str | None) -> Callable[[Language], Iterator[Example]]:
    """What the config names to read a split: the files `*.<split>.jsonl` of a folder."""
    files = sorted(Path(folder).glob(f"*.{split}.jsonl"))
    if not files:
        raise NoteweaveError(f"{folder}: has no *.{split}.jsonl; name a folder of gold with --gold")

    def read(nlp: Language) -> Iterator[Example]:
        for file in files:
            yield from examples(nlp, read_gold(file, Path(corpus) if corpus else None))

    return read


def examples(nlp: Language, gold: Iterable[Record]) -> Iterator[Example]:
    """Yield each note as the rules tag it beside the note with its annotated entities."""
    rules = pipeline.load(statistical=False)
    for record, note in zip(gold := list(gold), notes_of(gold), strict=True):
        doc = tags.tags(rules(pipeline.make_doc(rules, note)))
        words, blanks = [token.text for token in doc], [bool(token.whitespace_) for token in doc]
        tagged = Doc(nlp.vocab, words, blanks, tags=[token.tag_ for token in doc])
        annotated = Doc(nlp.vocab, words, blanks)
        annotated.set_ents(filter_spans(_annotated(annotated, record)))
        yield Example(tagged, annotated)


def _annotated(doc: Doc, record: Record) -> Iterator[Span]:
    for start, end, label in occurrences(doc.text, record["mentions"]):
        span = doc.char_span(start, end, label, alignment_mode="expand")
        if span is not None:
            yield span


def occurrences(text: str, mentions: Iterable[Mapping[str, Any]]) -> list[tuple[int, int, str]]:
    """Every place where an annotated surface stands as whole words, with its type; the longer one where two overlap.

    Case, and a space for a hyphen, tell apart short acronyms only; a plural -s belongs to the surface.
    """
    found: list[tuple[int, int, str]] = []
    free = bytearray(b"1") * len(text)
    alike = _alike(text)
    for mention in sorted(mentions, key=lambda mention: -len(mention["text"])):
        surface = mention["text"]
        exact = (surface.isupper() and len(surface) <= _CASE_COUNTS) or len(surface) < 4
        hay, wanted = (text, surface) if exact else (alike, _alike(surface))
        start = hay.find(wanted)
        while start >= 0:
            end = start + len(wanted)
            end += not exact and text[end : end + 1] == "s" and not text[end + 1 : end + 2].isalnum()
            inside_word = text[start - 1 : start].isalnum() or text[end : end + 1].isalnum()
            if not inside_word and b"0" not in free[start:end]:
                free[start:end] = b"0" * (end - start)
                found.append((start, end, mention["type"]))
            start = hay.find(wanted, start + 1)
    return sorted(found)


def _alike(text: str) -> str:
    """The text in small letters with joints as blanks, or the text itself where that would shift its characters."""
    lowered = text.translate(_JOINTS).lower()
    return lowered if len(lowered) == len(text) else text


_JOINTS = str.maketrans(dict.fromkeys("-‐‑‒–—―_/\n\t", " "))
