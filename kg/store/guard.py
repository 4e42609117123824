"""What a query may not do: leave the graph. SERVICE is refused before anything runs, and so is most FROM.

FROM may name a graph that the store holds, by its full IRI.

The check reads a query the way Oxigraph cuts it into tokens, not with another parser: two parsers that disagree
on where a comment or a string ends are a way past. What can hold any text (strings, IRIs, comments, variables,
local names) is blanked out; neither word may then be left anywhere. That holds for prefixes, too: `SERVICE:x` can be
a name or the keyword with a name behind it, and telling which takes the whole grammar. `FROM <iri>` is blanked with
its IRI where the store holds that graph; the word alone is not, so a prefix, a comment or an escape behind it
leaves it to see.
"""

from __future__ import annotations

import re
from collections.abc import Callable

from kg.errors import NoteweaveError

_OPAQUE = re.compile(
    r'''
      """(?:[^"\\]|\\.|"{1,2}(?!"))*"""      # strings, the long ones first
    | \'\'\'(?:[^'\\]|\\.|'{1,2}(?!'))*\'\'\'
    | "(?:[^"\\\r\n]|\\.)*"
    | '(?:[^'\\\r\n]|\\.)*'
    | <[^<>"{}|^`\\\x00-\x20]*>              # IRIs
    | \#[^\r\n]*                             # comments; a hash in an IRI or behind a backslash begins none
    | [?$]\w+                                # variables
    | @[A-Za-z]+(?:-[A-Za-z0-9]+)*           # language tags
    | (?<=:)(?:[\w:%]|\\[^uU])(?:[\w.:%-]|\\[^uU])*   # local names; what stands before the colon is left to see
    | (?i:from)[ \t\r\n]*(?:(?i:named)[ \t\r\n]*)?<(?P<graph>[^<>"{}|^`\\\x00-\x20]*)>
    ''',
    re.VERBOSE | re.DOTALL,
)
_LEAVING = re.compile(r"service|from", re.IGNORECASE)
_MEND = {
    "SERVICE": "leave it out, or rename a prefix of that name",
    "FROM": "leave it out or use GRAPH, or rename a prefix of that name",
}
_UPDATE = re.compile(r"\b(?:insert|delete|load|clear|drop|create|copy|move|add)\b", re.IGNORECASE)
_ESCAPE = re.compile(r"\\[uU]")


def check(sparql: str, holds: Callable[[str], bool]) -> None:
    """Raise NoteweaveError where a query would reach out of the graph, or where that can't be told.

    `holds` says whether the store has a named graph of that IRI.
    """

    def blank(token: re.Match[str]) -> str:
        graph = token["graph"]
        return " " if graph is None or holds(graph) else token.group()

    visible = _OPAQUE.sub(blank, sparql)
    word = _LEAVING.search(visible)
    if word:
        name = word.group().upper()
        raise NoteweaveError(f"query: {name} is refused, queries stay in the graph; {_MEND[name]}")
    if _ESCAPE.search(visible):
        raise NoteweaveError("query: an escaped character outside strings and IRIs is refused; write it plainly")


def looks_like_update(sparql: str) -> bool:
    """Whether what is no query is an update, to say so; nothing rests on it, since only queries are ever run."""
    return bool(_UPDATE.search(_OPAQUE.sub(" ", sparql)))
