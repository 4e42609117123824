"""YAML front matter: texts, lists and mappings of texts, and nothing else that YAML could make.

Numbers and dates stay as they are written. Tags mean nothing; aliases, by which a small text can stand for a huge one,
are refused.
"""

from __future__ import annotations

import re

import yaml

from kg.sources.blocks import Value

LONGEST = 50_000
"""Characters of front matter; more is not read."""
DEEPEST = 20
"""Lists and mappings in one another."""

_BLOCK = re.compile(r"\A---[ \t]*\n(.*?)^(?:---|\.\.\.)[ \t]*(?:\n|\Z)", re.DOTALL | re.MULTILINE)


def split(text: str) -> tuple[dict[str, Value], str, str | None]:
    """Part a text into its front matter, what follows, and what is wrong with the front matter, if anything."""
    match = _BLOCK.match(text)
    if match is None:
        return {}, text, None
    rest = text[match.end() :]
    if len(match[1]) > LONGEST:
        return {}, rest, f"its front matter has {len(match[1]):,} characters, more than {LONGEST:,}"
    try:
        made = yaml.load(match[1], _Texts)
    except yaml.YAMLError as error:
        mark = getattr(error, "problem_mark", None)
        reason = getattr(error, "problem", None) or "is not YAML"
        return {}, rest, f"its front matter can't be read (line {mark.line + 2 if mark else 1}: {reason})"
    except ValueError:
        return {}, rest, "its front matter can't be read (it is not YAML)"
    return (made if isinstance(made, dict) else {}), rest, None


class _Texts(yaml.BaseLoader):
    """YAML of texts alone, without aliases."""

    depth = 0

    def compose_node(self, parent: yaml.Node | None, index: int) -> yaml.Node | None:
        if self.check_event(yaml.AliasEvent):
            raise yaml.composer.ComposerError(None, None, "aliases are not read", None)
        if self.depth == DEEPEST:
            raise yaml.composer.ComposerError(None, None, "nested too deeply", None)
        self.depth += 1
        node = super().compose_node(parent, index)
        self.depth -= 1
        return node


def texts(value: Value | None) -> tuple[str, ...]:
    """The texts that a value holds, one or a list of them, however deep (`[[A note]]` is a list in a list)."""
    found: list[str] = []
    waiting: list[Value] = [] if value is None else [value]
    while waiting:
        match waiting.pop():
            case str(text) if text.strip():
                found.append(text.strip())
            case list(values):
                waiting.extend(reversed(values))
    return tuple(found)
