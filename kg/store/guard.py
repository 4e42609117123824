"""What a query may not do: leave the graph. SERVICE, FROM and FROM NAMED are refused before anything runs.

A query that has neither word anywhere, nor a code point escape that could hide one, needs no parsing. Any
other is parsed, so that the words inside a string or a name do no harm.
"""

from __future__ import annotations

import re
from typing import Any

from kg.errors import NoteweaveError

_SUSPICIOUS = re.compile(r"service|from|\\u", re.IGNORECASE)


def check(sparql: str) -> None:
    """Raise NoteweaveError where a query would reach out of the graph."""
    if not _SUSPICIOUS.search(sparql):
        return
    from pyparsing import ParseException
    from rdflib.plugins.sparql.parser import parseQuery

    try:
        parsed = parseQuery(sparql)
    except (ParseException, RecursionError) as error:
        raise NoteweaveError(f"query: {_first_line(error)}; mend the SPARQL") from None
    for name in _names(parsed):
        if name == "ServiceGraphPattern":
            raise NoteweaveError("query: SERVICE is refused, queries stay in the graph; leave it out")
        if name == "DatasetClause":
            raise NoteweaveError("query: FROM is refused, queries stay in the graph; leave it out or use GRAPH")


def _names(node: Any) -> list[str]:
    """The names of all parts of a parsed query, at any depth."""
    found: list[str] = []
    queue = [node]
    while queue:
        part = queue.pop()
        if isinstance(part, dict):
            found.append(str(getattr(part, "name", "")))
            queue.extend(part.values())
        elif isinstance(part, list | tuple) or type(part).__name__ in ("ParseResults", "plist"):
            queue.extend(part)
    return found


def _first_line(error: BaseException) -> str:
    return (str(error).splitlines() or ["can't be read"])[0]
