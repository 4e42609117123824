"""How things are named: slugs, the ontology's namespace and the IRIs of the data.

Every IRI is a function of content (a title, a name, a text), never of order, time or a counter, so that
two builds agree and graphs of different people can be put together.
"""

from __future__ import annotations

import hashlib
import re
import unicodedata
from functools import lru_cache

ONTOLOGY = "https://w3id.org/noteweave/ontology#"
BASE = "https://w3id.org/noteweave/id/"

_CLOSING = ".,;:!?'\""
_OUTSIDE = re.compile(r"[^a-z0-9.]+")
_EDITION = re.compile(r"^(?P<series>.*[A-Za-z])[\s'’_-]*(?P<year>(?:19|20)\d\d)$")


def digest(*parts: str) -> str:
    """Eight hexadecimal digits that stand for the given texts (SHA-256, cut)."""
    return hashlib.sha256("\0".join(parts).encode("utf-8", "surrogatepass")).hexdigest()[:8]


def without_closing(written: str) -> str:
    """An address or identifier without the marks of the sentence it stood in; a bracket that it opens it also closes.

    >>> without_closing("10.1234/thin(5)).")
    '10.1234/thin(5)'
    """
    surplus = {close: written.count(close) - written.count(opens) for opens, close in ("()", "[]")}
    end = len(written)
    while end and (written[end - 1] in _CLOSING or surplus.get(written[end - 1], 0) > 0):
        end -= 1
        if written[end] in surplus:
            surplus[written[end]] -= 1
    return written[:end]


@lru_cache(maxsize=1 << 14)
def slug(name: str) -> str:
    """The last part of an IRI for a name.

    NFKD, casefolded, every run of characters outside a-z 0-9 . becomes one `-`, none at the ends. A name
    that leaves nothing (one in Chinese, say) is named by its digest.

    >>> slug("LLaMA-3.1-8B-Instruct")
    'llama-3.1-8b-instruct'
    """
    folded = unicodedata.normalize("NFKD", name).casefold()
    return _OUTSIDE.sub("-", folded).strip("-") or digest(name)


def area_key(name: str) -> str:
    """The local name of an area of research: `area/<slug>`.

    A slug leaves letters of other scripts out, so a name that has some besides Latin ones gets a digest of all its
    letters behind: "LLM 安全" and "LLM推理" are two areas.

    >>> area_key("Model Compression"), area_key("LLM 安全") == area_key("LLM安全")
    ('area/model-compression', True)
    """
    short = slug(name)
    letters = "".join(one for one in unicodedata.normalize("NFKD", name).casefold() if one.isalnum())
    return f"area/{short}" if letters.isascii() or short == digest(name) else f"area/{short}.{digest(letters)}"


def venue_parts(venue: str) -> tuple[str, int] | None:
    """Series and year of a venue edition, or None where the text names no year.

    >>> venue_parts("ACL2026")
    ('ACL', 2026)
    """
    match = _EDITION.match(venue.strip())
    return (match["series"].strip(), int(match["year"])) if match else None


def venue_key(venue: str) -> str:
    """The local name of a venue edition or series: `venue/ACL2026`, `venue/ACL`; case is kept.

    >>> venue_key("NeurIPS 2025")
    'venue/NeurIPS2025'
    """
    parts = venue_parts(venue)
    text = f"{parts[0]}{parts[1]}" if parts else venue
    kept = re.sub(r"[^A-Za-z0-9.]+", "-", unicodedata.normalize("NFKD", text)).strip("-")
    return f"venue/{kept or digest(venue)}"
