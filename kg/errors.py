"""Errors meant for people: one line that says what is wrong, where, and how to mend it."""

from __future__ import annotations

import re

_STEERING = re.compile(r"[\x00-\x1f\x7f-\x9f\u200e\u200f\u2028\u2029\u202a-\u202e\u2066-\u2069]")


class NoteweaveError(Exception):
    """Something the user can mend.

    `message` is one line without a trailing full stop; the command line prints it after `error: ` and
    ends with exit code 1.
    """

    def __init__(self, message: str) -> None:
        super().__init__(message)
        self.message = message


def printable(text: str) -> str:
    """A text that can't steer a terminal: line ends and characters of control and direction become marks."""
    return _STEERING.sub("\N{REPLACEMENT CHARACTER}", text.replace("\n", " ⏎ "))
