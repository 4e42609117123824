"""Identifiers of papers in the many ways they are written: arXiv ids and DOIs, each brought to one form."""

from __future__ import annotations

import re

from kg.iri import without_closing

NEW_ARXIV = r"\d{4}\.\d{4,5}"
OLD_ARXIV = r"(?P<archive>[a-z]{2,8}|[a-z]{1,8}-[a-z]{2,8})(?:\.[a-z]{2})?/(?P<number>\d{7})"  # math.GT/…, q-bio/…
DOI = r"(?<![\d.])10\.\d{4,9}/[^\s\"<>{}|\\^`]+"

_NEW_ARXIV = re.compile(rf"(?<![\d.])(?P<id>{NEW_ARXIV})(?:v\d+)?(?!\d)", re.IGNORECASE)
_OLD_ARXIV = re.compile(rf"(?<![\w.-]){OLD_ARXIV}(?!\d)", re.IGNORECASE)
_DOI = re.compile(DOI)
_ARXIV_DOI = "10.48550/arxiv."


def arxiv_id(written: str) -> str | None:
    """The arXiv id in a text that is known to hold one, without version and address; None where there is none.

    >>> arxiv_id("https://arxiv.org/pdf/2401.00001v2.pdf")
    '2401.00001'
    >>> arxiv_id("arXiv:math.GT/0309136v1")
    'math/0309136'
    """
    new = _NEW_ARXIV.search(written)
    if new:
        return new["id"]
    old = _OLD_ARXIV.search(written)
    return f"{old['archive'].lower()}/{old['number']}" if old else None


def doi(written: str) -> str | None:
    """The DOI in a text, in small letters and without a resolver in front; None where there is none.

    >>> doi("https://doi.org/10.18653/V1/N19-1423")
    '10.18653/v1/n19-1423'
    """
    match = _DOI.search(written)
    return without_closing(match[0]).lower() if match else None


def of_paper(arxiv: str | None, written_doi: str | None) -> tuple[str | None, str | None]:
    """A paper's arXiv id and DOI, each as it is compared; arXiv's own DOIs are arXiv ids.

    >>> of_paper(None, "10.48550/arXiv.2401.00001")
    ('2401.00001', None)
    """
    found = doi(written_doi) if written_doi else None
    own = found.removeprefix(_ARXIV_DOI) if found and found.startswith(_ARXIV_DOI) else None
    return arxiv_id(arxiv or own or ""), None if own else found


def in_link(link: str) -> str | None:
    """What a link to a paper's page says of it: `arxiv:<id>` or `doi:<DOI>`; None for any other link.

    >>> in_link("https://arxiv.org/abs/2401.00001v1"), in_link("docs/notes/2401.00001.md")
    ('arxiv:2401.00001', None)
    """
    arxiv, found = of_paper(link if re.search(r"arxiv[.:]", link, re.IGNORECASE) else None, link)
    return f"arxiv:{arxiv}" if arxiv else f"doi:{found}" if found else None
