"""Texts as Markdown that shows them just so: nothing in a note becomes markup, a link, a comment or a program.

Formulas between dollars stay formulas. Obsidian's plugins are thought of, too: Templater runs what stands between <%
and %> in a new file, Dataview what stands in code and behind two colons.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence

import yaml

from kg.sources.exportedpage import BRACKETED

_INSIDE = r"(?:[^$\n\\`<%\[\]|&]|<(?=[\s\d])|&(?!#?\w+;)|\[(?!\[)|\](?!\])|\\[A-Za-z{},;:!%&_ ]){1,300}(?<!\s)"
_FORMULA = re.compile(
    rf"(?<![\\\w$])(?P<dollars>\${{1,2}})(?!\s)(?P<written>{_INSIDE})(?P=dollars)(?![\w$])"
    rf"|(?<!\\)\\\((?P<bracketed>{_INSIDE})\\\)"
)
# MathJax goes elsewhere or takes in what is not mathematics with these.
_LEADING_ELSEWHERE = re.compile(r"\\(?:href|url|require|style|class|cssId|data|html\w*)(?![A-Za-z])")
_ALWAYS = re.compile(r"([\\`*\[\]|~$#^]|(?<!\w)_|_(?!\w)|&(?=#?\w+;)|%(?=%)|(?<=%)%|=(?==)|(?<==)=|:(?=:)|(?<=:):)")
_AT_START = re.compile(r"^([-+>=:])")
_NUMBER = re.compile(r"^(\d+)([.)])(?=\s|$)")
_TEMPLATE = "\\x3C%"
_ONE_LINE = 2**31 - 1  # columns

Front = Mapping[str, str | int | Sequence[str] | None]


def escaped(text: str) -> str:
    r"""A line of text as Markdown; line ends become blanks.

    >>> print(escaped("A*B <b> costs $x^2$"))
    A\*B &lt;b> costs $x^2$
    """
    line = " ".join(text.split("\n")).strip()
    pieces = []
    at = 0
    for match in _FORMULA.finditer(line):
        if formula := _formula(match):
            pieces += [_plain(line[at : match.start()]), formula]
            at = match.end()
    whole = "".join([*pieces, _plain(line[at:])])
    return _NUMBER.sub(r"\1\\\2", _AT_START.sub(r"\\\1", whole))


def _formula(match: re.Match[str]) -> str | None:
    r"""A formula as Obsidian takes it; \(x\) is marked, so that it is read back as it was written."""
    inside = match["bracketed"] or match["written"]
    if _LEADING_ELSEWHERE.search(inside) or inside.startswith(BRACKETED) or not _is_balanced(inside):
        return None
    return f"${BRACKETED}{inside}$" if match["bracketed"] else match[0]


def _is_balanced(formula: str) -> bool:
    """Whether each brace has its other half; Markdown looks for the end of a formula outside of them."""
    bare = re.sub(r"\\[{}]", "", formula)
    while "{" in bare and bare != (closed := re.sub(r"\{[^{}]*\}", "", bare)):
        bare = closed
    return not set(bare) & set("{}")


def _plain(text: str) -> str:
    return _ALWAYS.sub(r"\\\1", text).replace("<", "&lt;")


def tag(text: str) -> str:
    """A text as the last part of a tag (`venue/ACL2025`), which holds no blanks and few marks."""
    return re.sub(r"[^\w-]+", "-", text).strip("-") or "other"


def paragraphs(text: str) -> str:
    """A text as Markdown, each of its lines a paragraph."""
    return "\n\n".join(escaped(line) for line in text.split("\n") if line.strip())


def front_matter(values: Front) -> str:
    """Front matter; keys without a value are left out."""
    kept = {key: value for key, value in values.items() if value}
    written = yaml.dump(kept, Dumper=_Dumper, sort_keys=False, allow_unicode=True, width=_ONE_LINE)
    # Only texts in double quotes hold it; there it may be written as a code.
    return f"---\n{written.replace('<%', _TEMPLATE)}---\n"


class _Dumper(getattr(yaml, "CSafeDumper", yaml.SafeDumper)):  # type: ignore[misc]
    """YAML's safe dumper, with texts of several lines and of templates in double quotes."""


def _text(dumper: yaml.SafeDumper, text: str) -> yaml.Node:
    return dumper.represent_scalar("tag:yaml.org,2002:str", text, style='"' if re.search(r"<%|\s\s|\n", text) else None)


_Dumper.add_representer(str, _text)


def table(header: Sequence[str], rows: Sequence[Sequence[str]]) -> str:
    """A table of cells that are Markdown already; columns that are empty in every row are left out."""
    kept = [at for at in range(len(header)) if any(row[at] for row in rows)]
    lines = [header, ["---"] * len(header), *rows]
    return "\n".join(f"| {' | '.join(line[at] for at in kept)} |" for line in lines)
