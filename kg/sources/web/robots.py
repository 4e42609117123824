"""What robots.txt of a site lets programs read (RFC 9309), asked once a site."""

from __future__ import annotations

from collections.abc import Callable

import httpx2
from protego import Protego

from kg.sources.web.asking import AGENT
from kg.sources.web.failures import Absent, Failed, Passing, Unreachable
from kg.sources.web.pace import SPAN

LONGEST = 500 * 1024
"""Bytes of a robots.txt that are looked at."""
LONGEST_SPAN = 30.0
"""Seconds between two requests that a site may ask for; more are cut to these."""


class Robots:
    """The rules of each site met, or why they could not be had; `get` fetches the text of a robots.txt."""

    def __init__(self, get: Callable[[httpx2.URL], str]) -> None:
        self._get = get
        self._rules: dict[httpx2.URL, Protego | Failed] = {}

    def check(self, url: httpx2.URL) -> float:
        """How many seconds to leave between requests to this site.

        Raises Failed where its rules forbid the page, or can't be had.
        """
        site = url.copy_with(raw_path=b"/robots.txt")
        if site not in self._rules:
            self._rules[site] = self._ask(site)
        rules = self._rules[site]
        if isinstance(rules, Failed):
            raise rules
        if not rules.can_fetch(str(url), AGENT):
            raise Failed("is not for programs, says its robots.txt", "save the page and name the file")
        return min(max(SPAN, rules.crawl_delay(AGENT) or 0), LONGEST_SPAN)

    def _ask(self, site: httpx2.URL) -> Protego | Failed:
        try:
            return Protego.parse(self._get(site)[:LONGEST])
        except Absent:
            return Protego.parse("")  # a site without rules forbids nothing
        except Unreachable as error:
            return error
        except Passing as error:
            return Passing(f"has a robots.txt that {error.what}")
        except Failed as error:
            return error
