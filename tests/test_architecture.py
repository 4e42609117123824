"""The house keeps its shape: imports point one way, files stay short, the ontology's IRIs are spelt in one place."""

from __future__ import annotations

import ast
import sys
from graphlib import CycleError, TopologicalSorter
from pathlib import Path

import pytest

PACKAGE = Path(__file__).parents[1] / "kg"
FILES = sorted(PACKAGE.rglob("*.py"))
# From the ground up: a room may use those below it, and itself.
ROOMS = {
    "values": 0,
    "sources": 1,
    "tagging": 1,
    "facts": 1,
    "store": 2,
    "explorer": 3,
    "obsidian": 3,
    "building": 4,
    "evaluation": 3,
    "confusions": 4,
    "training": 4,
    "teacher": 5,
    "server": 4,
    "cli": 5,
}
VALUES = {
    *(
        "errors",
        "gold",
        "identifiers",
        "iri",
        "kept",
        "kinds",
        "mentions",
        "notes",
        "processes",
        "progress",
        "resources",
    ),
    "vocabulary",
}
DOORS = {"kg", "kg.__main__"}  # the front doors may open any room
SPELT_OUT = {"iri.py", "facts/namespaces.py"}


def name_of(path: Path) -> str:
    parts = path.relative_to(PACKAGE.parent).with_suffix("").parts
    return ".".join(parts[:-1] if parts[-1] == "__init__" else parts)


MODULES = {name_of(path): path for path in FILES}


def room(module: str) -> str:
    second = module.split(".")[1]
    return "values" if second in VALUES else second


def imports(path: Path, *, types_too: bool = True) -> set[str]:
    """The modules of the package that a file imports, wherever in the file it does."""
    tree = ast.parse(path.read_text(encoding="utf-8"))
    if not types_too:
        tree = _WithoutTypes().visit(tree)
    found: set[str] = set()
    for node in ast.walk(tree):
        if isinstance(node, ast.Import):
            found |= {alias.name for alias in node.names if alias.name.split(".")[0] == "kg"}
        elif isinstance(node, ast.ImportFrom):
            assert not node.level, f"{path}: imports are written in full"
            if (node.module or "").split(".")[0] == "kg":
                for alias in node.names:
                    whole = f"{node.module}.{alias.name}"
                    found.add(whole if whole in MODULES else str(node.module))
    return found


class _WithoutTypes(ast.NodeTransformer):
    """Leaves out what is imported for type checkers only."""

    def visit_If(self, node: ast.If) -> ast.AST | list[ast.stmt]:
        if isinstance(node.test, ast.Name) and node.test.id == "TYPE_CHECKING":
            return node.orelse
        return self.generic_visit(node)


def test_every_module_belongs_to_a_room() -> None:
    assert {room(module) for module in MODULES if module not in DOORS} == set(ROOMS)


@pytest.mark.parametrize("module", [module for module in MODULES if module not in DOORS])
def test_imports_point_one_way(module: str) -> None:
    own = room(module)
    for other in imports(MODULES[module]):
        assert other in MODULES and other not in DOORS, f"{module} imports {other}"
        below = ROOMS[room(other)] < ROOMS[own]
        assert below or room(other) == own, f"{module} ({own}) imports {other} ({room(other)})"


def test_no_module_imports_itself_in_a_circle() -> None:
    graph = {module: imports(path, types_too=False) - {module} for module, path in MODULES.items()}
    try:
        tuple(TopologicalSorter(graph).static_order())
    except CycleError as error:
        pytest.fail(" -> ".join(error.args[1]))


@pytest.mark.parametrize("path", FILES, ids=name_of)
def test_a_file_is_short_and_says_what_it_is_for(path: Path) -> None:
    text = path.read_text(encoding="utf-8")
    assert len(text.splitlines()) < 300
    assert ast.get_docstring(ast.parse(text))


@pytest.mark.parametrize("path", FILES, ids=name_of)
def test_no_code_but_one_place_spells_out_an_iri_of_the_ontology(path: Path) -> None:
    if path.relative_to(PACKAGE).as_posix() in SPELT_OUT:
        return
    tree = ast.parse(path.read_text(encoding="utf-8"))
    texts = [node.value for node in ast.walk(tree) if isinstance(node, ast.Constant) and isinstance(node.value, str)]
    assert not [text for text in texts if "w3id.org/noteweave" in text]


def test_values_need_nothing_outside_of_the_standard_library_but_the_reader_of_turtle() -> None:
    for module, path in MODULES.items():
        if module in DOORS or room(module) != "values":
            continue
        tree = ast.parse(path.read_text(encoding="utf-8"))
        roots = {alias.name.split(".")[0] for n in ast.walk(tree) if isinstance(n, ast.Import) for alias in n.names}
        roots |= {str(n.module).split(".")[0] for n in ast.walk(tree) if isinstance(n, ast.ImportFrom)}
        foreign = roots - set(sys.stdlib_module_names) - {"kg"}
        assert foreign <= ({"pyoxigraph"} if module == "kg.vocabulary" else set()), module
