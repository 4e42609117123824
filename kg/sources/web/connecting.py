"""Connections: made to the very address that was checked, and ended once their time is over.

The name of a host is resolved here and nowhere else, so that no later answer of a name server can lead elsewhere.
"""

from __future__ import annotations

import ssl
import time
from collections.abc import Callable, Iterable
from typing import Any

import httpcore2

from kg.sources.web.addresses import is_public
from kg.sources.web.failures import Failed

SECONDS = 60.0
"""How long one answer may take, from the call for a connection to its last byte."""
SILENCE = 15.0
"""Seconds for which the other side may say nothing."""

Resolve = Callable[[str, int], list[str]]


class CheckedBackend(httpcore2.NetworkBackend):
    """Makes connections for httpcore2 to public addresses alone, or to any where private ones are allowed."""

    def __init__(self, resolve: Resolve, *, allow_private: bool) -> None:
        self._resolve = resolve
        self._allow_private = allow_private
        self._sockets = httpcore2.SyncBackend()

    def connect_tcp(
        self,
        host: str,
        port: int,
        timeout: float | None = None,
        local_address: str | None = None,
        socket_options: Iterable[Any] | None = None,
    ) -> httpcore2.NetworkStream:
        """Connect to the first address of a host that answers.

        Raises Failed where one of its addresses is private and that is not allowed, and what httpcore2 raises.
        """
        until = time.monotonic() + SECONDS
        addresses = self._resolve(host, port)
        private = next((address for address in addresses if not is_public(address)), None)
        if private and not self._allow_private:
            raise Failed(f"leads to {private}, which is a private address", "allow it with --allow-private")
        for address in addresses[:-1]:
            try:
                return self._connect(address, port, until)
            except (httpcore2.ConnectError, httpcore2.ConnectTimeout):
                continue
        return self._connect(addresses[-1], port, until)

    def _connect(self, address: str, port: int, until: float) -> httpcore2.NetworkStream:
        return _Timed(self._sockets.connect_tcp(address, port, _left(until)), until)


class _Timed(httpcore2.NetworkStream):
    """A connection on which nothing goes on past a time, however little the other side sends at once."""

    def __init__(self, stream: httpcore2.NetworkStream, until: float) -> None:
        self._stream = stream
        self._until = until

    def read(self, max_bytes: int, timeout: float | None = None) -> bytes:
        return self._stream.read(max_bytes, _left(self._until))

    def write(self, buffer: bytes, timeout: float | None = None) -> None:
        self._stream.write(buffer, _left(self._until))

    def close(self) -> None:
        self._stream.close()

    def start_tls(
        self, ssl_context: ssl.SSLContext, server_hostname: str | None = None, timeout: float | None = None
    ) -> httpcore2.NetworkStream:
        return _Timed(self._stream.start_tls(ssl_context, server_hostname, _left(self._until)), self._until)

    def get_extra_info(self, info: str) -> Any:
        return self._stream.get_extra_info(info)


def _left(until: float) -> float:
    """Seconds to wait for the other side.

    Raises httpcore2.TimeoutException where the time is over.
    """
    left = until - time.monotonic()
    if left <= 0:
        raise httpcore2.TimeoutException
    return min(left, SILENCE)
