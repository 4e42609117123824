"""Answers that are no: a status and a line of plain text that says what is wrong and how to mend it."""

from __future__ import annotations

from starlette.responses import PlainTextResponse, Response


class Refusal(Exception):
    """A request that is not served, with the HTTP status and headers that say so and one line for people."""

    def __init__(self, status: int, message: str, **headers: str) -> None:
        super().__init__(message)
        self.status = status
        self.message = message
        self.headers = {name.replace("_", "-"): value for name, value in headers.items()}

    def response(self) -> Response:
        """The refusal as it is sent."""
        return PlainTextResponse(f"{self.message}\n", self.status, self.headers)
