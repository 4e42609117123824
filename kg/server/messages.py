"""What the server and a worker say to each other: JSON and bytes behind their lengths, over a pipe."""

from __future__ import annotations

import json
from dataclasses import asdict, dataclass
from struct import Struct

from kg.store.dataset import Dataset

HEAD = Struct("!II")
"""What begins a message: how many bytes of JSON follow, and how many of body behind them."""


@dataclass(frozen=True, slots=True)
class Question:
    """A query with the graphs it sees and the IRI that relative ones are resolved against.

    `rows` and `triples` are the media types the answer may come in, for a SELECT or ASK and for a CONSTRUCT or
    DESCRIBE; None where the client takes no such type that there is.
    """

    sparql: str
    base: str
    dataset: Dataset | None = None
    rows: str | None = None
    triples: str | None = None

    def pack(self) -> bytes:
        """The question as a message."""
        return _pack(asdict(self))

    @classmethod
    def unpack(cls, head: bytes) -> Question:
        """The question that a message's JSON holds."""
        values = json.loads(head)
        graphs = values.pop("dataset")
        dataset = Dataset(tuple(graphs["default"]), tuple(graphs["named"])) if graphs else None
        return cls(dataset=dataset, **values)


@dataclass(frozen=True, slots=True)
class Reply:
    """What became of a question: an HTTP status, a body of a media type, and behind how many rows it was cut."""

    status: int
    media_type: str
    body: bytes
    cut: int | None = None

    def pack(self) -> bytes:
        """The reply as a message."""
        return _pack({"status": self.status, "media_type": self.media_type, "cut": self.cut}, self.body)

    @classmethod
    def unpack(cls, head: bytes, body: bytes) -> Reply:
        """The reply that a message holds."""
        return cls(body=body, **json.loads(head))


def _pack(values: dict[str, object], body: bytes = b"") -> bytes:
    head = json.dumps(values).encode()
    return HEAD.pack(len(head), len(body)) + head + body
