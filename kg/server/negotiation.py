"""Which of the media types on offer a client likes best (RFC 9110, Accept)."""

from __future__ import annotations

import re
from collections.abc import Iterable

_WEIGHT = re.compile(r"\s*q\s*=\s*([01](?:\.\d{0,3})?)\s*", re.IGNORECASE)


def best(accept: str, offered: Iterable[str]) -> str | None:
    """The type of the greatest weight, the earlier one of equals; None where the client takes none of them.

    An empty header takes anything.

    >>> best("text/turtle;q=0.5, text/*;q=0.2, application/n-triples", ["text/turtle", "application/n-triples"])
    'application/n-triples'
    """
    ranges = dict(_range(part) for part in accept.split(",") if part.strip()) or {"*/*": 1.0}
    weights = {media_type: _weight(media_type, ranges) for media_type in offered}
    chosen = max(weights, key=weights.__getitem__, default=None)
    return chosen if chosen is not None and weights[chosen] > 0 else None


def with_charset(media_type: str) -> str:
    """The type as a header names it: text says how its characters are written."""
    return f"{media_type}; charset=utf-8" if media_type.startswith("text/") else media_type


def _range(part: str) -> tuple[str, float]:
    media_type, *parameters = part.split(";")
    weights = [float(match[1]) for parameter in parameters if (match := _WEIGHT.fullmatch(parameter))]
    return media_type.strip().lower(), weights[0] if weights else 1.0


def _weight(media_type: str, ranges: dict[str, float]) -> float:
    """The weight of the most specific range that fits."""
    family = media_type.partition("/")[0]
    for name in (media_type, f"{family}/*", "*/*"):
        if name in ranges:
            return ranges[name]
    return 0.0
