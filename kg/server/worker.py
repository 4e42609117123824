"""The process that queries run in: `python -m kg.server.worker FOLDER LIMITS`, questions in and replies out.

A query can't be stopped from within, only by ending its process, and the same holds for one that takes all memory.
So this process may end at any time; who asked notices.
"""

from __future__ import annotations

import json
import math
import os
import signal
import sys
from pathlib import Path
from typing import BinaryIO

from kg.errors import NoteweaveError
from kg.server.answering import answer
from kg.server.limits import Limits
from kg.server.messages import HEAD, Question, Reply
from kg.store.graph import Graph

_READY = Reply(200, "text/plain", b"")


def main(folder: Path, limits: Limits) -> None:
    """Open the graph, say so, and answer questions until there are no more."""
    questions, replies = sys.stdin.buffer, sys.stdout.buffer
    try:
        graph = Graph.open(folder)
    except NoteweaveError as error:
        _send(replies, Reply(503, "text/plain", f"{error.message}\n".encode()))
        return
    _bound_memory(limits.memory)
    _send(replies, _READY)
    while question := _next(questions):
        # The server ends what takes too long. Should it be gone, the alarm does.
        signal.alarm(math.ceil(limits.seconds) + 1)
        _send(replies, _READY)  # from here on, that this process ends may be the query's doing
        try:
            reply = answer(graph, question, limits)
        except MemoryError:
            os.abort()  # as the store does where it finds no memory
        _send(replies, reply)
        signal.alarm(0)


def _next(questions: BinaryIO) -> Question | None:
    head = questions.read(HEAD.size)
    if len(head) < HEAD.size:
        return None
    length, _ = HEAD.unpack(head)
    return Question.unpack(questions.read(length))


def _send(replies: BinaryIO, reply: Reply) -> None:
    replies.write(reply.pack())
    replies.flush()


def _bound_memory(beyond: int) -> None:
    """Let this process take so many bytes beyond what it has now; the system ends it, or it fails, where it wants more.

    Only Linux says how much a process has and holds it to a bound.
    """
    if sys.platform == "linux":
        import resource

        pages = int(Path("/proc/self/statm").read_text(encoding="ascii").split()[0])
        bound = pages * resource.getpagesize() + beyond
        resource.setrlimit(resource.RLIMIT_AS, (bound, bound))
        resource.setrlimit(resource.RLIMIT_CORE, (0, 0))


if __name__ == "__main__":
    main(Path(sys.argv[1]), Limits(**json.loads(sys.argv[2])))
