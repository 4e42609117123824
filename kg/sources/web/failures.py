"""Why a page could not be had, in words for people."""

from __future__ import annotations


class Failed(Exception):
    """A page can't be had: `what` is wrong with it, and how to `mend` that."""

    def __init__(self, what: str, mend: str) -> None:
        super().__init__(f"{what}; {mend}")
        self.what = what
        self.mend = mend


class Absent(Failed):
    """The server is there and does not give this page."""


class Passing(Failed):
    """It may go better another time; `wait` is how many seconds the server asks to stay away, where it does."""

    def __init__(
        self, what: str, wait: float | None = None, mend: str = "try again later, or save the page and name the file"
    ) -> None:
        super().__init__(what, mend)
        self.wait = wait


class Unreachable(Passing):
    """No connection is made to the server at all."""

    def __init__(self, reason: str) -> None:
        mend = "check the URL and the network, or save the page and name the file"
        super().__init__(f"can't be reached ({reason})", mend=mend)
