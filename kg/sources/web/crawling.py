"""URLs in, what their pages hold out; with a depth of 1 also the pages that a listing links to on its host."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from urllib.parse import urldefrag

from kg.errors import NoteweaveError
from kg.notes import Item, Note, Problem
from kg.progress import Progress
from kg.sources.targets import absolute, site
from kg.sources.web.addresses import checked, shown
from kg.sources.web.failures import Failed
from kg.sources.web.fetching import Fetcher, WebPage

MOST_PAGES = 500
"""Pages that one listing leads to; at the pace that hosts are asked, these take ten minutes."""

Read = Callable[[WebPage], Iterable[Item]]


def crawl(
    urls: Iterable[str], read: Read, fetcher: Fetcher, *, depth: int, progress: Progress
) -> Iterator[tuple[str, Item]]:
    """Yield what the pages hold, each item with the URL of its page; each page is asked for once.

    What can't be had of the pages that a listing links to becomes a `Problem`.

    Raises NoteweaveError where a URL that is named can't be had.
    """
    pages = _Pages(read, fetcher)
    for url in urls:
        try:
            found = pages.read(url)
        except Failed as error:
            raise NoteweaveError(f"{shown(url)}: {error}") from None
        yield from found
        if depth and found:
            yield from _follow(found, pages, progress)


class _Pages:
    """The pages of a build, each had once."""

    def __init__(self, read: Read, fetcher: Fetcher) -> None:
        self._read = read
        self._fetcher = fetcher
        self._had: set[str] = set()

    def read(self, url: str, *, stay: bool = False) -> list[tuple[str, Item]]:
        """What a page holds, each item with the URL of the page; nothing where it was had before.

        `stay` is that of `Fetcher.fetch`. Raises Failed where it can't be had.
        """
        if (asked := str(checked(url))) in self._had:
            return []
        page = self._fetcher.fetch(asked, stay=stay)
        before = page.url in self._had
        self._had |= {asked, page.url}
        if before:
            return []
        items: list[Item] = list(self._read(page))
        if page.stale:
            what = f"{page.stale}, so what an earlier build kept of it is read"
            items.append(Problem(page.url, what, "build again later for what is new", "warning"))
        return [(page.url, item) for item in items]


def _follow(listing: list[tuple[str, Item]], pages: _Pages, progress: Progress) -> Iterator[tuple[str, Item]]:
    """What the pages hold that the notes of a listing link to, in the listing's order."""
    place = listing[0][0]
    notes = [item for _, item in listing if isinstance(item, Note) and item.place != place]
    found = (absolute(place, note.url) for note in notes if note.url)
    links = list(dict.fromkeys(urldefrag(link).url for link in found if link))
    inside = [link for link in links if site(link) == site(place)]
    followed = inside[:MOST_PAGES]
    for link in progress(followed, "fetching", len(followed)):
        try:
            yield from pages.read(link, stay=True)
        except Failed as error:
            yield place, Problem(shown(link), error.what, error.mend)
    if len(inside) > MOST_PAGES:
        what = f"links to {len(inside)} pages, the first {MOST_PAGES} of which are read"
        yield place, Problem(place, what, "name the others as sources")
    if others := len(links) - len(inside):
        what = f"links to {others} page{'s' * (others > 1)} on other hosts, which are not followed"
        yield place, Problem(place, what, "name them as sources if they hold notes", "warning")
