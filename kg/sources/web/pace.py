"""The pace: no host is asked more often than once in its span of seconds."""

from __future__ import annotations

import time
from collections.abc import Callable
from dataclasses import dataclass

SPAN = 1.0
"""Seconds between two requests to one host."""


@dataclass(frozen=True, slots=True)
class Clock:
    """What tells the time, in seconds, and what lets it pass."""

    now: Callable[[], float] = time.monotonic
    sleep: Callable[[float], None] = time.sleep


class Pace:
    """When each host was last asked."""

    def __init__(self, clock: Clock) -> None:
        self._clock = clock
        self._last: dict[str, float] = {}

    def wait(self, host: str, span: float) -> None:
        """Let time pass until `span` seconds have gone since the host was last asked; it is asked now."""
        if host in self._last:
            left = self._last[host] + span - self._clock.now()
            if left > 0:
                self._clock.sleep(left)
        self._last[host] = self._clock.now()
