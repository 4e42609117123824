"""What the page may do, as a content security policy: run its own scripts, ask nobody, or the server that gave it."""

from __future__ import annotations

import base64
import hashlib
import re
from collections.abc import Iterable
from html import unescape

from markupsafe import escape

_ASKS_NOBODY, _ASKS_SERVER = "connect-src 'none'", "connect-src 'self'"
_API = '<meta name="noteweave-api" content="{}">'
_STATED = re.compile(r'<meta http-equiv="Content-Security-Policy" content="([^"]*)">')


def policy(scripts: Iterable[str], style: str) -> str:
    """The policy of a page: these scripts and this style, by their hashes, and nothing else."""
    hashes = " ".join(map(_hash, scripts))
    return (
        f"default-src 'none'; script-src {hashes}; style-src {_hash(style)}; img-src data: blob:; {_ASKS_NOBODY}; "
        "base-uri 'none'; form-action 'none'"
    )


def served(page: str, api: str) -> str:
    """A page as a server gives it: it may ask the server it came from, whose JSON API is at an address (`/api/`)."""
    allowed = page.replace(escape(_ASKS_NOBODY), escape(_ASKS_SERVER), 1)
    return allowed.replace(_API.format(""), _API.format(escape(api)), 1)


def stated_policy(page: str) -> str | None:
    """The policy that a page states, if it does."""
    stated = _STATED.search(page)
    return unescape(stated[1]) if stated else None


def _hash(text: str) -> str:
    return f"'sha256-{base64.b64encode(hashlib.sha256(text.encode()).digest()).decode()}'"
