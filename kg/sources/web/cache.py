"""What servers answered, kept on disk: to ask only whether a page has changed, and to have it without a network.

A file an answer, named by the digest of its URL: a line of JSON, then the bytes as they came. Each holds the digest of
its bytes; one that is damaged counts as none. The folder is its owner's alone.
"""

from __future__ import annotations

import contextlib
import hashlib
import json
import tempfile
from dataclasses import dataclass
from pathlib import Path

from platformdirs import user_cache_path


@dataclass(frozen=True, slots=True)
class Kept:
    """An answer worth keeping: a page with its Content-Type, or where its URL leads on to.

    `etag` and `modified` are what the server tells its states by.
    """

    url: str
    body: bytes = b""
    content_type: str = ""
    location: str | None = None
    etag: str | None = None
    modified: str | None = None


class Cache:
    """A folder of answers; without one to write to, nothing is kept."""

    def __init__(self, folder: Path | None = None) -> None:
        self._folder = folder or user_cache_path("noteweave", appauthor=False) / "pages"

    def load(self, url: str) -> Kept | None:
        """The answer kept for a URL, if there is one and it is whole."""
        try:
            head, _, body = self._file(url).read_bytes().partition(b"\n")
            fields = json.loads(head)
            whole = fields.pop("digest") == hashlib.sha256(body).hexdigest() and fields["url"] == url
            return Kept(body=body, **fields) if whole else None
        except (OSError, ValueError, TypeError, LookupError, AttributeError):
            return None

    def save(self, kept: Kept) -> None:
        """Keep an answer in place of what was kept for its URL, whole or not at all."""
        fields = {
            "url": kept.url,
            "content_type": kept.content_type,
            "location": kept.location,
            "etag": kept.etag,
            "modified": kept.modified,
            "digest": hashlib.sha256(kept.body).hexdigest(),
        }
        with contextlib.suppress(OSError):  # a full disk costs time, no build
            self._folder.mkdir(mode=0o700, parents=True, exist_ok=True)
            with tempfile.NamedTemporaryFile(dir=self._folder, delete=False) as file:
                written = Path(file.name)
                try:
                    file.write(json.dumps(fields).encode() + b"\n" + kept.body)
                    file.close()
                    written.replace(self._file(kept.url))
                finally:
                    written.unlink(missing_ok=True)

    def drop(self, url: str) -> None:
        """Keep nothing for a URL."""
        with contextlib.suppress(OSError):
            self._file(url).unlink(missing_ok=True)

    def _file(self, url: str) -> Path:
        return self._folder / hashlib.sha256(url.encode()).hexdigest()
