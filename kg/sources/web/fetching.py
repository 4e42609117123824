"""A URL in, its page out: by the rules of robots.txt, at a pace, with patience, along redirects.

What was kept from an earlier build is asked for only where it has changed, and stands in where there is no answer.
"""

from __future__ import annotations

import email.utils
import time
from dataclasses import dataclass
from email.message import Message
from http import HTTPStatus
from http.client import responses

import httpx2
from tenacity import RetryCallState, Retrying, retry_if_exception, stop_after_attempt

from kg.sources.files import unpack
from kg.sources.web.addresses import checked, led_to, resolve
from kg.sources.web.asking import Answer, Asker
from kg.sources.web.cache import Cache, Kept
from kg.sources.web.connecting import CheckedBackend, Resolve
from kg.sources.web.failures import Absent, Failed, Passing, Unreachable
from kg.sources.web.pace import SPAN, Clock, Pace
from kg.sources.web.robots import Robots

MOST_ATTEMPTS = 3
MOST_REDIRECTS = 10
LONGEST_WAIT = 60.0
"""Seconds; a server that asks to stay away for longer is not asked again."""

_REDIRECTS = {301, 302, 303, 307, 308}
_PASSING = {429, 500, 502, 503, 504}


@dataclass(frozen=True, slots=True)
class WebPage:
    """A page as it was had: `asked` is the URL that was named, `url` the one where redirects ended.

    `body` is as it came, gzip or not. `stale` says why it is the copy of an earlier build, where it is.
    """

    asked: str
    url: str
    body: bytes
    media: str
    charset: str | None
    stale: str | None


class Fetcher:
    """Asks for pages one after the other; what it knows of hosts it keeps while it lives."""

    def __init__(
        self, cache: Cache, *, allow_private: bool = False, resolve: Resolve = resolve, clock: Clock | None = None
    ) -> None:
        self._cache = cache
        self._clock = clock or Clock()
        self._pace = Pace(self._clock)
        self._asker = Asker(CheckedBackend(resolve, allow_private=allow_private))
        self._robots = Robots(self._rules)
        self._down: dict[str, Unreachable] = {}  # hosts that could not be reached; they are not asked again

    def fetch(self, address: str, *, stay: bool = False) -> WebPage:
        """The page at a URL; with `stay`, only if no redirect leads to another host.

        Raises Failed where it can't be had: neither from its server nor, where that can't be reached, from what was
        kept.
        """
        return self._follow(checked(address), stay=stay)

    def _rules(self, site: httpx2.URL) -> str:
        """The text of a robots.txt."""
        page = self._follow(site, rules_apply=False)
        text = unpack(page.body, page.url)
        return text.decode("utf-8", "replace") if isinstance(text, bytes) else ""

    def _follow(self, asked: httpx2.URL, *, rules_apply: bool = True, stay: bool = False) -> WebPage:
        url, stale = asked, None
        for _ in range(MOST_REDIRECTS + 1):
            kept, reason = self._get(url, rules_apply=rules_apply)
            stale = stale or reason
            if kept.location is None:
                return _page(asked, kept, stale)
            url = led_to(url, kept.location)
            if stay and url.netloc != asked.netloc:
                host = url.netloc.decode()
                raise Failed(f"leads on to another host ({host})", "name that page as a source if it holds notes")
        raise Failed(f"leads on more than {MOST_REDIRECTS} times", "check it in a browser")

    def _get(self, url: httpx2.URL, *, rules_apply: bool) -> tuple[Kept, str | None]:
        """What one URL answers now, or else what it answered last, and why that."""
        kept = self._cache.load(str(url))
        try:
            if url.host in self._down:
                raise self._down[url.host]
            span = self._robots.check(url) if rules_apply else SPAN
            patience = Retrying(
                sleep=self._clock.sleep,
                stop=stop_after_attempt(MOST_ATTEMPTS),
                retry=retry_if_exception(_worth_another_try),
                wait=_seconds_to_wait,
                reraise=True,
            )
            return patience(self._ask, url, kept, span), None
        except Passing as error:
            if isinstance(error, Unreachable):
                self._down[url.host] = error
            if kept is None:
                raise
            return kept, error.what

    def _ask(self, url: httpx2.URL, kept: Kept | None, span: float) -> Kept:
        """Ask once, only for what has changed since what was kept."""
        self._pace.wait(url.host, span)
        answer = self._asker.ask(url, _conditions(kept))
        if answer.status == HTTPStatus.NOT_MODIFIED and kept:
            return kept
        location = answer.headers.get("Location") if answer.status in _REDIRECTS else None
        if answer.status != HTTPStatus.OK and location is None:
            raise _failure(answer)
        new = Kept(
            str(url),
            answer.body,
            answer.headers.get("Content-Type", ""),
            location,
            answer.headers.get("ETag"),
            answer.headers.get("Last-Modified"),
        )
        if "no-store" in answer.headers.get("Cache-Control", "").lower():
            self._cache.drop(str(url))
        else:
            self._cache.save(new)
        return new


def _page(asked: httpx2.URL, kept: Kept, stale: str | None) -> WebPage:
    """The page that an answer is."""
    kind = Message()
    kind["Content-Type"] = kept.content_type or "application/octet-stream"
    return WebPage(str(asked), kept.url, kept.body, kind.get_content_type(), kind.get_content_charset(), stale)


def _conditions(kept: Kept | None) -> dict[str, str]:
    """The headers by which a server answers 304 where nothing has changed."""
    told = {"If-None-Match": kept.etag, "If-Modified-Since": kept.modified} if kept else {}
    return {name: value for name, value in told.items() if value}


def _failure(answer: Answer) -> Failed:
    """What an answer without a page means."""
    says = f"answers {answer.status} {responses.get(answer.status, '')}".rstrip()
    if answer.status in _PASSING:
        return Passing(says, _retry_after(answer.headers.get("Retry-After", "")))
    mend = "check the URL, or save the page and name the file"
    return Absent(says, mend) if 400 <= answer.status < 500 else Failed(says, mend)


def _retry_after(value: str) -> float | None:
    """The seconds that a Retry-After asks for, as a number or as a date."""
    if value.isdecimal():
        return float(value)
    try:
        return max(0.0, email.utils.parsedate_to_datetime(value).timestamp() - time.time())
    except ValueError:
        return None


def _worth_another_try(error: BaseException) -> bool:
    return isinstance(error, Passing) and (error.wait or 0) <= LONGEST_WAIT


def _seconds_to_wait(state: RetryCallState) -> float:
    """What the server asks for, or else twice as long each time."""
    error = state.outcome.exception() if state.outcome else None
    asked = error.wait if isinstance(error, Passing) else None
    return float(2**state.attempt_number) if asked is None else asked
