"""The JSON API under what its own description allows and forbids: it never fails, and answers as it is described."""

from __future__ import annotations

from pathlib import Path
from tempfile import TemporaryDirectory

import pytest
import schemathesis
from hypothesis import settings
from serving import write_folder
from tiny_graph import tiny_named

from kg.server.app import create_app
from kg.store.graph import Graph

pytestmark = pytest.mark.slow

place = TemporaryDirectory()  # fixtures come too late: the tests are made when the file is read
FOLDER = write_folder(Path(place.name) / "graph", tiny_named())
# The tests are made from the description itself: an operation added to the API is tested without a line here.
described = schemathesis.openapi.from_asgi("/api/openapi.json", create_app(FOLDER))


@described.parametrize()
@settings(max_examples=60)
def test_it_answers_as_described(case: schemathesis.Case) -> None:
    case.call_and_validate()


@pytest.mark.parametrize("path", ["/api/details/{key}", "/api/neighbourhood/{key}"])
def test_it_answers_as_described_of_every_node(path: str) -> None:
    for key in Graph.open(FOLDER).to_networkx():
        described[path]["GET"].Case(path_parameters={"key": key}, query={"limit": 3}).call_and_validate()


def test_every_operation_says_what_it_is_and_which_errors_it_has() -> None:
    paths = described.raw_schema["paths"]
    assert set(paths) == {
        "/api/search",
        "/api/details/{key}",
        "/api/neighbourhood/{key}",
        "/api/path",
        "/api/leaderboard",
        "/api/measured",
    }
    for path, operations in paths.items():
        operation = operations["get"]
        assert operation["description"]
        assert operation["responses"]["200"]["content"]["application/json"]["schema"]["$ref"]
        assert ("404" in operation["responses"]) == (path not in ("/api/search", "/api/measured"))
        assert "422" in operation["responses"]
