"""The edition of a venue out of what tables and bibliographies write: a short name, or a title of proceedings."""

from __future__ import annotations

import re

from kg.iri import venue_parts

_LEADING = re.compile(
    r"(?:in:?|proceedings|proc\.?|of|the|ieee(?:/cvf)?|(?:19|20)\d\d|\d{1,3}(?:st|nd|rd|th)"
    r"|(?:[a-z]+ty-)?(?:first|second|third|fourth|fifth|sixth|seventh|eighth|ninth)"
    r"|tenth|eleventh|twelfth|[a-z]+teenth|[a-z]+tieth)",
    re.IGNORECASE,
)
_SHORT = r"[A-Z][A-Za-z-]{0,15}[A-Z][A-Za-z]{0,15}"
_ACRONYM = re.compile(
    rf"\((?P<bracketed>{_SHORT})(?:[ '’]*\d\d|[ -]*(?:19|20)\d\d)?\)|, (?P<dated>{_SHORT}) (?:19|20)\d\d(?:,|$)"
)
_YEAR = re.compile(r"(?<!\d)(?:19|20)\d\d(?!\d)")
_PREPRINT = re.compile(r"(?:arxiv|corr)\b.*", re.IGNORECASE)


def edition(name: str, year: int | None) -> str | None:
    """The venue with its year, `ACL 2024`; its name alone where no year is known, and None without a name.

    An edition stays as it is written. Preprints have no editions: all are of `arXiv`.

    >>> edition("Proceedings of the 41st International Conference on Machine Learning (ICML)", 2024)
    'ICML 2024'
    """
    name = " ".join(name.split())
    if _PREPRINT.fullmatch(name):
        return "arXiv"
    acronym = _ACRONYM.search(name)
    series = acronym["bracketed"] or acronym["dated"] if acronym else _without_leading(name.partition(" (")[0])
    if venue_parts(series):
        return series
    own = _YEAR.search(name)
    dated = int(own[0]) if own else year
    series = _YEAR.sub("", series).strip(" ,'’-") if own else series
    return f"{series} {dated}" if series and dated else series or None


def _without_leading(name: str) -> str:
    """A title of proceedings without what stands before the name of the venue: `Proceedings of the 62nd`."""
    words = name.split()
    while len(words) > 1 and _LEADING.fullmatch(words[0]):
        words.pop(0)
    return " ".join(words)
