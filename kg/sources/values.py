"""What stands in the fields of records: texts, lists, people, years, addresses and identifiers, as people write them.

Each function takes any value that JSON can hold and gives back nothing (an empty text or tuple, None) where it is not
what is asked for: a wrong identifier is worse than none.
"""

from __future__ import annotations

import re

from kg import identifiers
from kg.iri import without_closing
from kg.sources.encoding import without_controls

_INNER = ("value", "text", "name", "literal", "tag")  # where a value is an object, one of these holds what it says
_YEAR = re.compile(r"(?<!\d)(?:19|20)\d\d(?!\d)")
_URL = re.compile(r"https?://[^\s<>\"|\\^`{}]+", re.IGNORECASE)
_URL_WITHOUT_SCHEME = re.compile(r"(?:[a-z0-9-]+\.)+[a-z]{2,10}/[^\s<>\"|\\^`{}]*", re.IGNORECASE)
_DOI_LINK = re.compile(rf"\bdoi\.org/{identifiers.DOI}", re.IGNORECASE)
_ARXIV_ID = rf"(?P<id>{identifiers.NEW_ARXIV}|{identifiers.OLD_ARXIV})(?:v\d{{1,3}})?"
_ARXIV_ALONE = re.compile(_ARXIV_ID, re.IGNORECASE)
_ARXIV = re.compile(rf"\barxiv(?:\.org/(?:abs|pdf|html)/|:\s*|\.){_ARXIV_ID}(?!\w)", re.IGNORECASE)
_NOBODY = {"", "others", "et al", "et al."}  # what bibliographies end long lists of people with


def text(value: object) -> str:
    """A text, or the one text that a list or object holds."""
    for _ in range(3):  # as deep as any format goes: {"title": {"value": ["…"]}}
        if isinstance(value, list):
            value = value[0] if value else ""
        elif isinstance(value, dict):
            value = next((value[key] for key in _INNER if value.get(key)), "")
    return without_controls(value) if isinstance(value, str) else ""


def several(value: object) -> tuple[str, ...]:
    """Texts of a list, or of one text with semicolons or else commas between them."""
    if isinstance(value, list):
        found = [text(one) for one in value]
    else:
        whole = text(value)
        found = whole.split(";" if ";" in whole else ",")
    return tuple(dict.fromkeys(one.strip() for one in found if one.strip()))


def people(value: object) -> tuple[str, ...]:
    """Names of people as they are spoken, given name first."""
    if isinstance(value, list):
        found = [_csl_name(one) if isinstance(one, dict) else text(one) for one in value]
    else:
        whole = " ".join(text(value).split())
        parted = re.split(" ?; ?| and ", whole)
        # Commas part people only where nothing else does, and where they don't part a family name from a given name.
        commas = [one.strip() for one in whole.split(",")]
        found = commas if len(parted) == 1 and all(" " in one for one in commas) else parted
    return tuple(dict.fromkeys(spoken for one in found if (spoken := _spoken(one)).casefold() not in _NOBODY))


def _csl_name(value: dict[str, object]) -> str:
    """A name as citation processors keep it, in parts, or whole."""
    parts = [text(value.get(part)) for part in ("given", "family")]
    return " ".join(part for part in parts if part) or text(value)


def _spoken(name: str) -> str:
    """`Gödel, Kurt` and `King, Jr., Martin` with the given name first."""
    parts = [part.strip() for part in name.split(",")]
    order = parts if len(parts) == 1 else [parts[-1], *parts[:-1]]
    return " ".join(part for part in order if part)


def year(value: object) -> int | None:
    """The first year from 1900 to 2099 that a number, a date or a text names."""
    if isinstance(value, dict):  # as citation processors keep dates: {"date-parts": [[2024, 5, 1]]}
        parts = value.get("date-parts")
        while isinstance(parts, list) and parts:
            parts = parts[0]
        value = parts if isinstance(parts, int | str) else value
    found = _YEAR.search(str(value) if isinstance(value, int | float) else text(value))
    return int(found[0]) if found else None


def url(value: object) -> str | None:
    """The first web address in a text, or the text itself where it is one that lacks its `https://`."""
    whole = text(value).strip()
    found = _URL.search(whole)
    if found:
        return without_closing(found[0])
    return f"https://{whole}" if _URL_WITHOUT_SCHEME.fullmatch(whole) else None


def rating(value: object) -> str | None:
    """A rating as it is written, a number or a text."""
    number = isinstance(value, int | float) and not isinstance(value, bool)
    return str(value) if number else text(value).strip() or None


def doi(value: object, *, linked: bool = False) -> str | None:
    """The DOI in a text, in small letters, as DOIs are compared; `linked` asks for a link to doi.org."""
    written = text(value)
    if linked:
        link = _DOI_LINK.search(written)
        written = link[0] if link else ""
    return identifiers.doi(written)


def arxiv(value: object, *, alone: bool = False) -> str | None:
    """The arXiv id in a text that says it is one, without its version; `alone` lets a text be the id and no more."""
    whole = text(value).strip()
    found = (_ARXIV_ALONE.fullmatch(whole) if alone else None) or _ARXIV.search(whole)
    return found["id"] if found else None
