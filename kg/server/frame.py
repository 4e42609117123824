"""What holds for every request: its length, the graph as it is now, and headers that keep browsers safe."""

from __future__ import annotations

from starlette.applications import Starlette
from starlette.datastructures import MutableHeaders
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from kg.server.folder import Folder
from kg.server.refusal import Refusal

HEADERS = {
    # A page that shows more than text says what it needs in a header of its own.
    "Content-Security-Policy": "default-src 'none'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'",
    "X-Content-Type-Options": "nosniff",
    "Referrer-Policy": "no-referrer",
    "Cross-Origin-Resource-Policy": "same-origin",
}


class Frame:
    """ASGI middleware around all routes; it keeps `app.state.graph` the graph of the last build."""

    def __init__(self, app: ASGIApp, folder: Folder, longest_url: int) -> None:
        self._app = app
        self._folder = folder
        self._longest = longest_url

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
            await self._app(scope, receive, send_framed)

    def _prepare(self, scope: Scope) -> None:
        if len(b"?".join(filter(None, (scope["raw_path"], scope["query_string"])))) > self._longest:
            raise Refusal(414, f"the URL has more than {self._longest} bytes; post the query")
        app: Starlette = scope["app"]
        app.state.graph = self._folder.graph()
