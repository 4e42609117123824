"""Reading a SPARQL 1.1 Protocol request: a query by GET, by form or as the body of a POST, and the graphs it names."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from urllib.parse import parse_qsl

from starlette.requests import Request

from kg.server.refusal import Refusal
from kg.store.dataset import Dataset

Fields = list[tuple[str, str]]

_READ_ONLY = "updates are refused, the graph is only read; ask with query="
_MOST_FIELDS = 1000


@dataclass(frozen=True, slots=True)
class Operation:
    """A query as it was sent, and the graphs to ask, where the request names some."""

    sparql: str
    dataset: Dataset | None


async def read(request: Request, most: int) -> Operation | None:
    """The query of a request whose body has at most so many bytes; None where it asks for nothing.

    Raises Refusal for what the protocol does not allow and for updates.
    """
    fields = _fields(request.scope["query_string"])
    if request.method == "POST":
        media_type, charset = _content_type(request)
        fields += _BODIES[media_type](await _text(request, charset, most))
    return _operation(fields) if fields else None


def _operation(fields: Fields) -> Operation:
    def values(name: str) -> tuple[str, ...]:
        return tuple(value for key, value in fields if key == name)

    if values("update"):
        raise Refusal(400, _READ_ONLY)
    queries = values("query")
    if len(queries) != 1:
        raise Refusal(400, f"{len(queries)} queries in one request; send one as query=")
    dataset = Dataset(values("default-graph-uri"), values("named-graph-uri"))
    return Operation(queries[0], dataset if dataset.default or dataset.named else None)


def _content_type(request: Request) -> tuple[str, str]:
    """Media type and character encoding of the body."""
    media_type, *parameters = request.headers.get("content-type", "").split(";")
    media_type = media_type.strip().lower()
    if media_type not in _BODIES or "content-encoding" in request.headers:
        raise Refusal(415, f"a query is posted, as it is, as {' or '.join(list(_BODIES)[:2])}; name that Content-Type")
    pairs = (parameter.partition("=") for parameter in parameters)
    given = {name.strip().lower(): value.strip(' "').lower() for name, _, value in pairs}
    return media_type, given.get("charset", "utf-8")


async def _text(request: Request, charset: str, most: int) -> bytes:
    if charset not in ("utf-8", "utf8"):
        raise Refusal(415, f"a body in {charset} is refused; send UTF-8")
    body = bytearray()
    if int(request.headers.get("content-length", 0)) <= most:
        async for chunk in request.stream():
            body += chunk
            if len(body) > most:
                break
        else:
            return bytes(body)
    raise Refusal(413, f"the body has more than {most} bytes; send a shorter query", Connection="close")


def _fields(text: bytes) -> Fields:
    try:
        return parse_qsl(text.decode(), keep_blank_values=True, errors="strict", max_num_fields=_MOST_FIELDS)
    except UnicodeDecodeError:
        raise Refusal(400, "the request is not in UTF-8; encode it so") from None
    except ValueError:
        raise Refusal(400, f"more than {_MOST_FIELDS} parameters; send fewer") from None


def _query(text: bytes) -> Fields:
    try:
        return [("query", text.decode())]
    except UnicodeDecodeError:
        raise Refusal(400, "the query is not in UTF-8; encode it so") from None


def _update(text: bytes) -> Fields:
    raise Refusal(400, _READ_ONLY)


_BODIES: dict[str, Callable[[bytes], Fields]] = {
    "application/sparql-query": _query,
    "application/x-www-form-urlencoded": _fields,
    "application/sparql-update": _update,
}
