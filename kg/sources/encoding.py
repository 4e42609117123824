"""Bytes to text: UTF-8 with or without a byte-order mark, UTF-16 with one, or what server or page say; line ends."""

from __future__ import annotations

import codecs
import re

from kg.notes import Problem

_CONTROLS = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\ud800-\udfff\ufffe\uffff]")
# What pages are written in. Python knows more, some of which take time out of all proportion (punycode).
_CHARSETS = re.compile(
    r"ascii|utf-8|utf-16(-[bl]e)?|iso8859-\d+|cp125\d|koi8-[ru]|mac-roman|gbk|gb2312|gb18030|big5(hkscs)?|"
    r"euc_(jp|kr)|iso2022_jp|shift_jis|cp932|cp949"
)
_WIDER = {  # what browsers take them for, and pages mean
    "iso8859-1": "cp1252",
    "gb2312": "gb18030",
    "gbk": "gb18030",
    "shift_jis": "cp932",
    "euc_kr": "cp949",
}
_STATED = re.compile(rb"<meta\s[^>]{0,200}?charset\s*=\s*[\"']?([\w-]{1,40})", re.IGNORECASE)
_HEAD = 1024  # bytes within which a page states its charset
_MARKS = ((codecs.BOM_UTF8, "utf-8-sig"), (codecs.BOM_UTF16_LE, "utf-16"), (codecs.BOM_UTF16_BE, "utf-16"))


def decode(data: bytes, place: str, charset: str | None = None) -> str | Problem:
    """The text of a file with Unix line ends, or the problem that names the line that is not text.

    `charset` is what a server says that the text is written in; a byte-order mark knows better, and where the bytes
    do not agree it counts for nothing. What is no UTF-8 is in the charset that a page states in its head.
    """
    mark = next((name for mark, name in _MARKS if data.startswith(mark)), None)
    stated = _STATED.search(data, 0, _HEAD)
    likely = [mark] if mark else [_known(charset), "utf-8", _known(stated[1].decode("ascii")) if stated else None]
    attempts = (_decoded(data, place, encoding) for encoding in likely if encoding)
    text = next((text for text in attempts if isinstance(text, str)), None)
    return _decoded(data, place, mark or "utf-8") if text is None else text


def _decoded(data: bytes, place: str, encoding: str) -> str | Problem:
    if not encoding.startswith("utf-16") and b"\0" in data:
        line = data[: data.index(b"\0")].count(b"\n") + 1
        return Problem(f"{place}:{line}", "is not text", "export it as UTF-8 text")
    try:
        text = data.decode(encoding)
    except UnicodeDecodeError as error:
        line = data[: error.start].count(b"\n") + 1
        return Problem(f"{place}:{line}", f"is not {encoding.upper()}", "save it as UTF-8")
    return without_controls(text.replace("\r\n", "\n").replace("\r", "\n"))


def _known(charset: str | None) -> str | None:
    """Python's name for a charset of pages."""
    try:
        name = codecs.lookup(charset or "").name
    except (LookupError, ValueError):  # a null character in a name is a ValueError
        return None
    return _WIDER.get(name, name) if _CHARSETS.fullmatch(name) else None


def without_controls(text: str) -> str:
    """The text with each character that no XML or terminal can carry replaced, so that offsets stay."""
    return _CONTROLS.sub("\N{REPLACEMENT CHARACTER}", text)
