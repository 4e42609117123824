"""One question to a server and its answer, within bounds of size and time.

httpx2 has no public way to say how a name becomes an address, so its core asks. That reads neither proxies nor
passwords from the environment: a proxy would resolve names itself, past the check.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from importlib.metadata import version

import httpcore2
import httpx2

from kg.sources.web.connecting import CheckedBackend
from kg.sources.web.failures import Failed, Passing, Unreachable

LARGEST = 32 * 2**20
"""Bytes of an answer as it comes, packed or not; what it unpacks to is bounded as that of a file."""
AGENT = "noteweave"
"""The name that a robots.txt knows noteweave by."""

_HEADERS = {
    "User-Agent": f"{AGENT}/{version('noteweave')} (weaves notes on papers into a graph; one request a second)",
    "Accept": "text/html, text/markdown, text/plain, application/json, */*;q=0.5",
    "Accept-Encoding": "gzip",
    "Connection": "close",  # the next request comes a second later, and its address is checked anew
}
_NO_TEXT = ("image/", "audio/", "video/", "font/", "application/pdf", "application/zip")


@dataclass(frozen=True, slots=True)
class Answer:
    """What a server answers: of a page its bytes as they came, gzip or not."""

    status: int
    headers: httpx2.Headers
    body: bytes


class Asker:
    """Asks servers, each time over a new connection."""

    def __init__(self, backend: CheckedBackend) -> None:
        self._pool = httpcore2.ConnectionPool(ssl_context=httpx2.create_ssl_context(), network_backend=backend)

    def ask(self, url: httpx2.URL, headers: dict[str, str]) -> Answer:
        """The answer to a GET, redirects not followed.

        Raises Passing where there is none, and Failed where it is too large or no text.
        """
        asked = {"Host": url.netloc.decode()} | _HEADERS | headers
        target = httpcore2.URL(scheme=url.raw_scheme, host=url.raw_host, port=url.port, target=url.raw_path)
        try:
            with self._pool.stream("GET", target, headers=list(asked.items())) as response:
                received = httpx2.Headers(response.headers)
                body = _body(response.iter_stream(), received) if response.status == 200 else b""
                return Answer(response.status, received, body)
        except (httpcore2.ConnectError, httpcore2.ConnectTimeout) as error:
            raise Unreachable(str(error) or "no answer") from None
        except httpcore2.TimeoutException:
            raise Passing("takes too long to answer") from None
        except (httpcore2.NetworkError, httpcore2.ProtocolError) as error:
            raise Passing(f"breaks off its answer ({str(error) or type(error).__name__})") from None


def _body(chunks: Iterator[bytes], headers: httpx2.Headers) -> bytes:
    """The bytes of a page, if they are few enough and may be text."""
    media = headers.get("Content-Type", "").lower()
    if media.startswith(_NO_TEXT):
        raise Failed(f"is {media.partition(';')[0][:60]}, which is not read", "name a page of text")
    encoding = headers.get("Content-Encoding", "").strip().lower()
    if encoding not in ("", "identity", "gzip", "x-gzip"):
        raise Failed(f"comes packed as '{encoding[:20]}', which was not asked for", "save the page and name the file")
    stated = headers.get("Content-Length", "")
    body = bytearray()
    if not (stated.isdecimal() and int(stated) > LARGEST):
        for chunk in chunks:
            body += chunk
            if len(body) > LARGEST:
                break
        else:
            return bytes(body)
    raise Failed(f"has more than {LARGEST // 2**20} MiB", "save what you need of it and name the file")
