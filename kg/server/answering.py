"""A question asked of a graph: its answer written as the client wants it, and cut where it grows too long."""

from __future__ import annotations

from collections.abc import Iterable

from kg.errors import NoteweaveError
from kg.server.cutting import first_rows, first_triples
from kg.server.formats import ROWS, TRIPLES
from kg.server.limits import Limits
from kg.server.messages import Question, Reply
from kg.store.answers import Answer
from kg.store.graph import Graph


def answer(graph: Graph, question: Question, limits: Limits) -> Reply:
    """Run a query; what is wrong with it, or with the types it may come in, is a reply too."""
    try:
        found = graph.query_dataset(question.sparql, question.dataset, question.base)
        return _triples(found, question, limits) if found.is_graph else _rows(found, question, limits)
    except NoteweaveError as error:
        return _refusal(400, error.message)
    except OSError:
        return _refusal(503, "the store can't be read, it may just have been replaced; ask again")


def _rows(found: Answer, question: Question, limits: Limits) -> Reply:
    if question.rows is None:
        return _unacceptable("rows or a truth", ROWS)
    first, cut = (found, None) if found.is_truth else first_rows(found, limits.rows, limits.answer)
    return Reply(200, question.rows, ROWS[question.rows](first), cut)


def _triples(found: Answer, question: Question, limits: Limits) -> Reply:
    if question.triples is None:
        return _unacceptable("triples", TRIPLES)
    first, cut = first_triples(found, limits.rows, limits.answer)
    return Reply(200, question.triples, TRIPLES[question.triples](set(first), found.prefixes), cut)


def _unacceptable(what: str, offered: Iterable[str]) -> Reply:
    return _refusal(406, f"this query is answered with {what}; accept one of {', '.join(offered)}")


def _refusal(status: int, message: str) -> Reply:
    return Reply(status, "text/plain", f"{message}\n".encode())
