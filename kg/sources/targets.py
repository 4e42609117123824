"""Where a link leads: to a paper on arXiv, to a DOI, to code, to another note, or elsewhere."""

from __future__ import annotations

import posixpath
import re
from collections.abc import Iterator
from urllib.parse import unquote, urldefrag, urljoin, urlsplit

from kg.iri import without_closing
from kg.sources.blocks import Rich
from kg.sources.words import listed

_NUMBER = r"(?:\d{4}\.\d{4,5}|[a-z-]+(?:\.[A-Z]{2})?/\d{7})"
_ARXIV = re.compile(
    rf"(?:arxiv\.org/(?:abs|pdf|html)/|alphaxiv\.org/abs/|huggingface\.co/papers/|\barxiv:\s*)({_NUMBER})", re.I
)
_ARXIV_ALONE = re.compile(rf"\b({_NUMBER})(?:v\d+)?\b")
_DOI = re.compile(r"(?:doi\.org/|\bdoi:\s*|^)(10\.\d{4,9}/[^\s\"<>]+)", re.I)
_ADDRESS = re.compile(r"https?://[^\s<>\"'()\[\]（）【】，。；、]+|(?<![\w./@])(?:www\.)?git(?:hub|lab)\.com/[\w./-]+")
_CODE = ("github.com", "gitlab.com", "bitbucket.org", "codeberg.org", "gitee.com", "anonymous.4open.science")
_FILE = re.compile(r"\.[A-Za-z]\w{1,5}$")
_TITLE = re.compile(r"[\w-]+:(?:%20|\s)")  # "FastKV: …" in a wikilink, where an address has no blank
_NOTES = (".md", ".markdown", ".html", ".htm")


def arxiv(text: str) -> str | None:
    """The arXiv id in a link or a text, without its version.

    >>> arxiv("https://arxiv.org/pdf/2401.00001v2")
    '2401.00001'
    """
    match = _ARXIV.search(text[:2000])
    return match[1] if match else None


def arxiv_alone(text: str) -> str | None:
    """The arXiv id in a text that is known to speak of one, if it does."""
    match = _ARXIV_ALONE.search(text[:2000])
    return match[1] if match else None


def doi(text: str) -> str | None:
    """The DOI in a link or a text."""
    match = _DOI.search(unquote(text[:2000]))
    return without_closing(match[1]) if match else None


def is_code(target: str) -> bool:
    """Whether a link leads to a repository of code (the front page of a site of code is none)."""
    parts = _parts(target)
    return bool(parts and parts[0] in _CODE and len(parts[1].strip("/").split("/")) > 1)


def is_front_page_of_code(target: str) -> bool:
    """Whether a link leads to a site of code and to no repository."""
    parts = _parts(target)
    return bool(parts and parts[0] in _CODE and len(parts[1].strip("/").split("/")) < 2)


def is_paper(target: str) -> bool:
    """Whether a link leads to a paper: arXiv, a DOI, a site of papers, or a PDF."""
    if arxiv(target) or doi(target):
        return True
    parts = _parts(target)
    if parts is None:
        return False
    host, path = parts
    return path.lower().endswith(".pdf") or any(
        host == site or host.endswith(f".{site}") for site in listed("links.sites")
    )


def is_address(target: str) -> bool:
    """Whether a link leads to the web."""
    return target[:8].lower().startswith(("http://", "https://"))


def addresses(rich: Rich) -> Iterator[str]:
    """The addresses in a text: those of its links, then those written out."""
    for link in rich.links:
        if is_address(link.target):
            yield link.target
    for match in _ADDRESS.finditer(rich.text):
        address = match[0].rstrip(".,;:")
        yield address if is_address(address) else f"https://{address}"


def note_at(place: str, target: str) -> str | None:
    """The place of the note that a relative link leads to, seen from the note at `place`; None where it leads out.

    A target without an ending is the name of a note, as in a wikilink. The place of a page of the web is its address,
    from which all pages of its host can be reached.

    >>> note_at("docs/ACL2025/nlp/x.md", "../cv/y.md#method")
    'docs/ACL2025/cv/y.md'
    """
    if is_address(place):
        return _page_at(place, target)
    try:
        parts = urlsplit(target)
    except ValueError:
        return None
    if _TITLE.match(target):
        parts = parts._replace(scheme="", path=f"{target.partition(':')[0]}:{parts.path}")
    path = unquote(parts.path)
    if parts.scheme or parts.netloc or not path or path.startswith("/") or "\0" in path:
        return None
    if not path.lower().endswith(_NOTES):
        return None if path.startswith(".") or path.endswith("/") or _FILE.search(path) else path
    found = posixpath.normpath(posixpath.join(posixpath.dirname(place), path))
    return None if found.startswith("../") else found


def _page_at(place: str, target: str) -> str | None:
    """The address of the page of the same host that a link on the page at `place` leads to."""
    address = absolute(place, target)
    return urldefrag(address).url if address and site(address) == site(place) else None


def absolute(base: str, target: str) -> str | None:
    """The address that a link on the page at `base` leads to."""
    try:
        address = urljoin(base, target)
        return address if urlsplit(address) and is_address(address) else None
    except ValueError:
        return None


def site(address: str) -> str:
    """The host of an address, with its port where it names one."""
    return urlsplit(address).netloc.lower()


def _parts(target: str) -> tuple[str, str] | None:
    """Host and path of an address."""
    try:
        parts = urlsplit(target)
        host = parts.hostname or ""
    except ValueError:
        return None
    return (host.removeprefix("www."), parts.path) if parts.scheme in ("http", "https") else None
