"""The workers: processes that run the queries, each ended and replaced where a query exceeds its bounds."""

from __future__ import annotations

import asyncio
import json
import os
import signal
import sys
from asyncio.subprocess import DEVNULL, PIPE, Process
from contextlib import suppress
from dataclasses import asdict
from pathlib import Path

from kg.server.folder import Folder, Identity
from kg.server.limits import MEGABYTE, Limits
from kg.server.messages import HEAD, Question, Reply
from kg.server.refusal import Refusal

_SOURCES = Path(__file__).parents[2]


class Workers:
    """Answers questions, `limits.workers` at a time; the others wait in the order they came."""

    def __init__(self, folder: Folder, limits: Limits) -> None:
        self._limits = limits
        self._all = [_Worker(folder, limits) for _ in range(limits.workers)]
        self._idle: asyncio.Queue[_Worker] = asyncio.Queue()
        for worker in self._all:
            self._idle.put_nowait(worker)
        self._waiting = 0

    def start(self) -> None:
        """Begin to start all processes."""
        for worker in self._all:
            worker.start()

    async def close(self) -> None:
        """End all processes."""
        for worker in self._all:
            await worker.end()

    async def answer(self, question: Question) -> Reply:
        """The reply of the next free worker. To cancel this ends the query.

        Raises Refusal where too many wait, the query exceeds a limit, or the graph is gone.
        """
        if self._idle.empty() and self._waiting >= self._limits.waiting:
            raise Refusal(429, "too many queries wait for their turn; ask again in a moment", Retry_After="1")
        self._waiting += 1
        try:
            worker = await self._idle.get()
        finally:
            self._waiting -= 1
        try:
            return await worker.answer(question)
        finally:
            self._idle.put_nowait(worker)


class _NotTakenError(Exception):
    """A process had ended before it took the question, so another may be asked."""


class _Worker:
    """A place for one process, which is started anew where it has ended or the graph has changed."""

    def __init__(self, folder: Folder, limits: Limits) -> None:
        self._folder = folder
        self._limits = limits
        self._identity: Identity | None = None
        self._starting: asyncio.Task[Process] | None = None

    def start(self, after: Process | None = None) -> asyncio.Task[Process]:
        """Begin to start a process, behind the end of another; what comes of it shows when the next question comes."""
        self._starting = asyncio.create_task(self._start(after))
        self._starting.add_done_callback(lambda task: task.cancelled() or task.exception())
        return self._starting

    async def end(self) -> None:
        """End the process."""
        starting, self._starting = self._starting, None
        if starting:
            with suppress(Refusal):
                process = await starting
                _kill(process)
                await process.wait()

    async def answer(self, question: Question, *, again: bool = False) -> Reply:
        """The reply of the process; whatever keeps it from coming ends the process.

        Where it had ended before it took the question, another is asked, once.
        """
        process = await self._process()
        try:
            async with asyncio.timeout(self._limits.seconds):
                return await _exchange(process, question)
        except TimeoutError:
            self._replace(process)
            raise Refusal(503, _too_long(self._limits)) from None
        except _NotTakenError:
            self._replace(process)
            if again:
                raise Refusal(503, "no process could take the query; ask for less") from None
            return await self.answer(question, again=True)
        except asyncio.IncompleteReadError:
            code = await process.wait()  # not killed before: that would hide what it ended with
            self.start()
            raise Refusal(503, _why_ended(code, self._limits)) from None
        except asyncio.CancelledError:
            self._replace(process)
            raise

    async def _process(self) -> Process:
        """A process on the graph as it is now; that it was ended from outside may show only when it is asked."""
        process = None
        # A start is shielded from clients that go away; one that failed is tried again now that it is asked for.
        with suppress(Refusal):
            process = await asyncio.shield(self._starting or self.start())
        if process and self._identity == self._folder.identity():
            return process
        return await asyncio.shield(self._replace(process) if process else self.start())

    def _replace(self, process: Process) -> asyncio.Task[Process]:
        _kill(process)
        return self.start(process)

    async def _start(self, after: Process | None) -> Process:
        if after:
            await after.wait()
        self._identity = self._folder.identity()
        process = await asyncio.create_subprocess_exec(
            *(sys.executable, "-P", "-m", "kg.server.worker"),
            *(str(self._folder.path), json.dumps(asdict(self._limits))),
            stdin=PIPE,
            stdout=PIPE,
            stderr=DEVNULL,
            env=_environment(),
            start_new_session=True,  # Ctrl-C is for the server, which ends its workers
        )
        try:
            ready = await _reply(process)
        except asyncio.IncompleteReadError:
            raise Refusal(503, "no process could be started to run the query; ask again", Retry_After="2") from None
        if ready.status != 200:
            raise Refusal(ready.status, ready.body.decode().strip(), Retry_After="2")
        return process


def _kill(process: Process) -> None:
    with suppress(ProcessLookupError):
        process.kill()


def _environment() -> dict[str, str]:
    """The environment of a worker: this package is found, and nothing in the working folder is taken for a module."""
    path = os.pathsep.join(filter(None, (str(_SOURCES), os.environ.get("PYTHONPATH"))))
    # One arena: each more reserves address space, which is what the memory limit counts.
    return {**os.environ, "PYTHONPATH": path, "MALLOC_ARENA_MAX": "1"}


async def _exchange(process: Process, question: Question) -> Reply:
    """The second of two replies; the first one says that the question is taken."""
    assert process.stdin
    try:
        process.stdin.write(question.pack())
        await process.stdin.drain()
        await _reply(process)
    except (asyncio.IncompleteReadError, ConnectionError):
        raise _NotTakenError from None
    return await _reply(process)


async def _reply(process: Process) -> Reply:
    assert process.stdout
    head, body = HEAD.unpack(await process.stdout.readexactly(HEAD.size))
    return Reply.unpack(await process.stdout.readexactly(head), await process.stdout.readexactly(body))


def _too_long(limits: Limits) -> str:
    return f"the query was ended at its time limit of {limits.seconds:g} s; ask for less"


def _why_ended(code: int, limits: Limits) -> str:
    """What to say of a process that did not reply but ended."""
    reasons = {
        -signal.SIGABRT: f"the query was ended at its memory limit of {limits.memory // MEGABYTE} MB; ask for less",
        -signal.SIGSEGV: "the query is nested too deeply; write it flatter",
        -signal.SIGALRM: _too_long(limits),
    }
    return reasons.get(code, "the process that ran the query was ended from outside; ask again")
