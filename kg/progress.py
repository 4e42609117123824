"""How far a step has come: what shows it, and what does not."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Protocol, TypeVar

T = TypeVar("T")


class Progress(Protocol):
    """Wraps what a step goes through, to show how far it has come; gives the same things back."""

    def __call__(self, items: Iterable[T], step: str, length: int) -> Iterable[T]:
        """Go through `length` items of a step of that name."""


def silent(items: Iterable[T], step: str, length: int) -> Iterable[T]:
    """Show nothing."""
    return items
