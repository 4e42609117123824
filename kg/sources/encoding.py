"""Bytes to text: UTF-8 with or without a byte-order mark, UTF-16 with one, any line ends."""

from __future__ import annotations

import codecs
import re

from kg.notes import Problem

_CONTROLS = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\ud800-\udfff\ufffe\uffff]")
_MARKS = ((codecs.BOM_UTF8, "utf-8-sig"), (codecs.BOM_UTF16_LE, "utf-16"), (codecs.BOM_UTF16_BE, "utf-16"))


def decode(data: bytes, place: str) -> str | Problem:
    """The text of a file with Unix line ends, or the problem that names the line that is not text."""
    encoding = next((name for mark, name in _MARKS if data.startswith(mark)), "utf-8")
    if encoding != "utf-16" and b"\0" in data:
        line = data[: data.index(b"\0")].count(b"\n") + 1
        return Problem(f"{place}:{line}", "is not text", "export it as UTF-8 text")
    try:
        text = data.decode(encoding)
    except UnicodeDecodeError as error:
        line = data[: error.start].count(b"\n") + 1
        return Problem(f"{place}:{line}", f"is not {encoding.upper()}", "save the file as UTF-8")
    return without_controls(text.replace("\r\n", "\n").replace("\r", "\n"))


def without_controls(text: str) -> str:
    """The text with each character that no XML or terminal can carry replaced, so that offsets stay."""
    return _CONTROLS.sub("\N{REPLACEMENT CHARACTER}", text)
