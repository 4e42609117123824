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
from spacy.training.initialize import convert_vectors, init_nlp
from spacy.training.loop import DIR_MODEL_BEST
from spacy.training.loop import train as train_by_config
from spacy.util import filter_spans, load_config, registry

from kg.errors import NoteweaveError
from kg.gold import Record, notes_of, read_gold, records
from kg.store.writing import write_file
from kg.tagging import pipeline, tags

SILVER = "silver"  # the split that `kg.teacher` annotated; gold need not have it
_CASE_COUNTS = 5  # characters up to which an acronym is told from a word by its capitals


def train(
    gold: Path,
    corpus: Path | None,
    target: Path,
    log: IO[str],
    *,
    vectors: Path | None = None,
    config: Path = pipeline.NER,
) -> None:
    """Train vectors and component on the gold of a folder and write them to a file; progress goes to `log`.

    `corpus` is where the texts are of gold lines that have none; `vectors` are those of an earlier `train_vectors`,
    otherwise they are trained first. The same gold, corpus and versions of spaCy, thinc and NumPy give the same
    weights.

    Raises NoteweaveError where there is nothing to train or to measure on, or floret is not installed.
    """
    for split in ("train", "dev"):
        _files(gold, split)
    with TemporaryDirectory() as folder:
        if vectors is None:
            vectors = Path(folder) / "words.floret"
            train_vectors(gold, corpus, vectors, log)
        settings = load_config(config)
        settings["paths"] = {"gold": str(gold), "corpus": str(corpus) if corpus else None, "vectors": str(vectors)}
        nlp = init_nlp(settings.interpolate())
        pipeline.calculate_fast(nlp)
        train_by_config(nlp, Path(folder), stdout=log, stderr=log)
        tagger: Any = nlp.get_pipe("tagger")
        tagger.from_disk(Path(folder) / DIR_MODEL_BEST / "tagger", exclude=["vocab"])
    write_file(target, pipeline.weights_of(nlp))


def train_vectors(gold: Path, corpus: Path | None, target: Path, log: IO[str]) -> None:
    """Train vectors of words and their parts on all texts there are; in one thread, so that they come out the same.

    Raises NoteweaveError where floret is not installed.
    """
    try:
        import floret
    except ImportError:
        raise NoteweaveError("training needs floret; pip install 'noteweave[train]'") from None
    words = target.with_suffix(".txt")
    tokenizer = pipeline.load(statistical=False).tokenizer
    with words.open("w", encoding="utf-8") as file:
        for text in _texts(gold, corpus):
            print(*(token.lower_ for token in tokenizer(text) if not token.is_space), file=file)
    settings = load_config(pipeline.NER)["vectors"]
    print(f"vectors of {sum(1 for _ in words.open(encoding='utf-8')):,} texts", file=log, flush=True)
    try:
        trained = floret.train_unsupervised(str(words), mode="floret", thread=1, verbose=0, **settings)
    except ValueError as error:
        raise NoteweaveError(f"{gold}: too little text for vectors ({error}); name a corpus with --corpus") from None
    trained.save_floret_vectors(str(target))


def _texts(gold: Path, corpus: Path | None) -> Iterator[str]:
    """The texts of the corpus, and those that gold has itself."""
    for path in [*([corpus] if corpus else []), *sorted(gold.glob("*.jsonl"))]:
        for record in records(path):
            if "text" in record:
                yield f"{record['title']} {record['text']}"


@registry.callbacks("noteweave.vectors.v1")
def create_vectors(path: str | None) -> Callable[[Language], Language]:
    """What the config names to give a pipeline the vectors of a floret file, looked up by words in small letters."""

    def load(nlp: Language) -> Language:
        convert_vectors(nlp, Path(path) if path else None, truncate=0, prune=-1, mode="floret", attr="LOWER")
        return nlp

    return load


@registry.readers("noteweave.gold.v1")
def create_reader(folder: str, splits: dict[str, int], corpus: str | None) -> Callable[[Language], Iterator[Example]]:
    """What the config names to read splits, each so many times: the files `*.<split>.jsonl` of a folder."""

    def read(nlp: Language) -> Iterator[Example]:
        for split, times in splits.items():
            for file in _files(Path(folder), split):
                yield from list(examples(nlp, read_gold(file, Path(corpus) if corpus else None))) * times

    return read


def _files(folder: Path, split: str) -> list[Path]:
    """The gold files of a split, plain or gzip. Raises NoteweaveError where one that is needed has none."""
    files = sorted({*folder.glob(f"*.{split}.jsonl"), *folder.glob(f"*.{split}.jsonl.gz")})
    if not files and split != SILVER:
        raise NoteweaveError(f"{folder}: has no *.{split}.jsonl; name a folder of gold with --gold")
    return files


def examples(nlp: Language, gold: Iterable[Record]) -> Iterator[Example]:
    """Yield each note as the rules tag it beside the note with its annotated entities."""
    rules = pipeline.load(statistical=False)
    for record, note in zip(gold := list(gold), notes_of(gold), strict=True):
        doc = tags.tags(rules(pipeline.make_doc(rules, note)))
        words, blanks = [token.text for token in doc], [bool(token.whitespace_) for token in doc]
        tagged = Doc(nlp.vocab, words, blanks, tags=[token.tag_ for token in doc])
        annotated = Doc(nlp.vocab, words, blanks)
        annotated.set_ents(filter_spans(_annotated(annotated, record)))
        yield Example(tagged, tags.tags(annotated))


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
