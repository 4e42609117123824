"""What a query may not do: leave the graph. SERVICE, FROM and FROM NAMED are refused before anything runs.

The check reads a query the way Oxigraph cuts it into tokens, not with another parser: two parsers that disagree
on where a comment or a string ends are a way past. What can hold any text (strings, IRIs, comments, variables,
local names) is blanked out; neither word may then be left anywhere. That holds for prefixes, too: `SERVICE:x` can be
a name or the keyword with a name behind it, and telling which takes the whole grammar.
"""

from __future__ import annotations

import re

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
    ''',
    re.VERBOSE | re.DOTALL,
)
_LEAVING = re.compile(r"service|from", re.IGNORECASE)
_MEND = {
    "SERVICE": "leave it out, or rename a prefix of that name",
    "FROM": "leave it out or use GRAPH, or rename a prefix of that name",
}
_ESCAPE = re.compile(r"\\[uU]")


def check(sparql: str) -> None:
    """Raise NoteweaveError where a query would reach out of the graph, or where that can't be told."""
    visible = _OPAQUE.sub(" ", sparql)
    word = _LEAVING.search(visible)
    if word:
        name = word.group().upper()
        raise NoteweaveError(f"query: {name} is refused, queries stay in the graph; {_MEND[name]}")
    if _ESCAPE.search(visible):
        raise NoteweaveError("query: an escaped character outside strings and IRIs is refused; write it plainly")
