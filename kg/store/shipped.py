"""The queries that come with the project: `.rq` files with a comment that says what each answers.

The first comment lines are the description. `# ?technique: technique = quantization` makes a variable a
parameter, with the kind of thing it takes (or `text`) and a default.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache

import pyoxigraph as ox

from kg import resources
from kg.errors import NoteweaveError

_PARAMETER = re.compile(r"#\s*\?(?P<name>\w+):\s*(?P<kind>\w+)\s*=\s*(?P<default>.+?)\s*")
_PART = re.compile(r"(?P<word>WHERE|OPTIONAL) \{(?P<rest>[^{}]*)")


@dataclass(frozen=True, slots=True)
class Parameter:
    """A variable that is given a value: a thing of a kind, by name or IRI, or plain text."""

    name: str
    kind: str
    default: str


@dataclass(frozen=True, slots=True)
class ShippedQuery:
    """A query with its name (the file's), what it answers, and its parameters by name."""

    name: str
    description: str
    text: str
    parameters: dict[str, Parameter]

    def filled(self, values: Mapping[str, ox.NamedNode | ox.Literal]) -> str:
        """The text with values for parameters, to be run anywhere.

        A value stands in each part that opens with WHERE and in each OPTIONAL that names the parameter: the store
        does not carry it from one to the other.

        >>> get("technique-tree").filled({"technique": ox.NamedNode("http://example.org/t")}).count("VALUES ?technique")
        1
        """

        def begin(part: re.Match[str]) -> str:
            known = [name for name in sorted(values) if part["word"] == "WHERE" or f"?{name} " in part["rest"]]
            given = "".join(f"\n  VALUES ?{name} {{ {values[name]} }}" for name in known)
            return f"{part['word']} {{{given}{part['rest']}"

        return _PART.sub(begin, self.text)


@cache
def all_queries() -> dict[str, ShippedQuery]:
    """The shipped queries by name, sorted."""
    folder = resources.ontology() / "queries"
    return {path.stem: _parse(path.stem, path.read_text(encoding="utf-8")) for path in sorted(folder.glob("*.rq"))}


def get(name: str) -> ShippedQuery:
    """The query of that name; raises NoteweaveError where there is none."""
    try:
        return all_queries()[name]
    except KeyError:
        raise NoteweaveError(f"no shipped query is called '{name}'; kg query --list names them") from None


def _parse(name: str, text: str) -> ShippedQuery:
    parameters: dict[str, Parameter] = {}
    description: list[str] = []
    for line in text.splitlines():
        if not line.startswith("#"):
            break
        match = _PARAMETER.fullmatch(line)
        if match:
            parameters[match["name"]] = Parameter(match["name"], match["kind"], match["default"])
        else:
            description.append(line.lstrip("# ").strip())
    return ShippedQuery(name, " ".join(description), text, parameters)
