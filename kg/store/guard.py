"""What a query may not do: leave the graph. SERVICE, FROM and FROM NAMED are refused before anything runs.

The check reads a query the way Oxigraph cuts it into tokens, not with another parser: two parsers that disagree
on where a comment or a string ends are a way past. What can hold any text (strings, IRIs, comments, variables,
local names) is blanked out; neither word may then be left anywhere.
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
_DECLARED = re.compile(r"\bPREFIX\s+([\w.-]*):", re.IGNORECASE)
_LEAVING = re.compile(r"service|from", re.IGNORECASE)
_MEND = {"SERVICE": "leave it out", "FROM": "leave it out or use GRAPH"}
_ESCAPE = re.compile(r"\\[uU]")


def check(sparql: str) -> None:
    """Raise NoteweaveError where a query would reach out of the graph, or where that can't be told."""
    visible = _without_prefixes(_OPAQUE.sub(" ", sparql))
    word = _LEAVING.search(visible)
    if word:
        name = word.group().upper()
        raise NoteweaveError(f"query: {name} is refused, queries stay in the graph; {_MEND[name]}")
    if _ESCAPE.search(visible):
        raise NoteweaveError("query: an escaped character outside strings and IRIs is refused; write it plainly")


def _without_prefixes(visible: str) -> str:
    """Blank out the prefixes that the query declares, so that one may be called `from:`.

    Where the empty prefix is declared, `FROM:x` can also be the keyword and a name behind it; then all is left.
    """
    declared = {match[1] for match in _DECLARED.finditer(visible)}
    if "" in declared or not declared:
        return visible
    names = "|".join(re.escape(name) for name in sorted(declared))
    return re.sub(rf"(?<![\w.-])(?:{names}):", " ", visible)
