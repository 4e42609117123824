"""What one server gives to those who ask: time, memory, rows, bytes and places in the queue."""

from __future__ import annotations

import os
from dataclasses import dataclass

MEGABYTE = 1024 * 1024


@dataclass(frozen=True, slots=True)
class Limits:
    """Bounds of a server.

    `seconds` and `memory` (bytes, beyond what an idle worker takes) bound one query; an answer is cut behind `rows`
    rows or triples, or where it would exceed `answer` bytes. `body` and `url` bound a request, in bytes,
    and `sending` is the time in seconds that a client may take to send its body.
    `workers` queries run at once, `waiting` more may wait for their turn.
    """

    seconds: float = 5.0
    memory: int = 1024 * MEGABYTE
    rows: int = 100_000
    answer: int = 64 * MEGABYTE
    body: int = MEGABYTE
    url: int = 32 * 1024
    sending: float = 10.0
    workers: int = max(2, os.cpu_count() or 1)
    waiting: int = 200
