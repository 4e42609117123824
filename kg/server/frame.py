"""What holds for every request: whom it asks, its length and time, the graph as it is now, headers for browsers."""

from __future__ import annotations

import asyncio
from ipaddress import ip_address
from urllib.parse import urlsplit

from starlette.applications import Starlette
from starlette.datastructures import Headers, MutableHeaders
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from kg.server.folder import Folder
from kg.server.limits import Limits
from kg.server.refusal import Refusal

HEADERS = {
    # A page that shows more than text says what it needs in a header of its own.
    "Content-Security-Policy": "default-src 'none'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'",
    "X-Content-Type-Options": "nosniff",
    "Referrer-Policy": "no-referrer",
    "Cross-Origin-Resource-Policy": "same-origin",
}


def is_loopback(host: str) -> bool:
    """Whether a host name or address stands for this machine, whatever a name server may say of it."""
    try:
        return ip_address(host).is_loopback
    except ValueError:
        return host == "localhost"


class Frame:
    """ASGI middleware around all routes; it keeps `app.state.graph` the graph of the last build.

    With `local_only` a request must call this machine by such a name. A page that has its own name lead here,
    as names on the web may, could else read in its visitor's browser what is served to this machine alone.
    """

    def __init__(self, app: ASGIApp, folder: Folder, limits: Limits, local_only: bool) -> None:
        self._app = app
        self._folder = folder
        self._limits = limits
        self._local_only = local_only

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Serve one request."""
        if scope["type"] != "http":
            await self._app(scope, receive, send)
            return

        async def send_framed(message: Message) -> None:
            if message["type"] == "http.response.start":
                headers = MutableHeaders(scope=message)
                for name, value in HEADERS.items():
                    headers.setdefault(name, value)
            await send(message)

        try:
            self._prepare(scope)
        except Refusal as refusal:
            await refusal.response()(scope, receive, send_framed)
        else:
            await self._app(scope, self._in_time(receive), send_framed)

    def _in_time(self, receive: Receive) -> Receive:
        """Receive a request whose body must be there in time; what comes behind it, the end of the client, may wait."""
        deadline: float | None = asyncio.get_running_loop().time() + self._limits.sending

        async def receive_in_time() -> Message:
            nonlocal deadline
            try:
                async with asyncio.timeout_at(deadline):
                    message = await receive()
            except TimeoutError:
                seconds = self._limits.sending
                raise Refusal(
                    408, f"the body did not come within {seconds:g} s; send it faster", Connection="close"
                ) from None
            if not message.get("more_body", False):
                deadline = None
            return message

        return receive_in_time

    def _prepare(self, scope: Scope) -> None:
        if self._local_only and not is_loopback(_host(scope)):
            raise Refusal(400, "this server is asked as localhost or 127.0.0.1; kg serve --host opens it to others")
        if len(b"?".join(filter(None, (scope["raw_path"], scope["query_string"])))) > self._limits.url:
            raise Refusal(414, f"the URL has more than {self._limits.url} bytes; post the query")
        app: Starlette = scope["app"]
        app.state.graph = self._folder.graph()


def _host(scope: Scope) -> str:
    """The host that a request is sent to, without its port; empty where none is named."""
    try:
        return urlsplit(f"//{Headers(scope=scope).get('host', '')}").hostname or ""
    except ValueError:
        return ""
