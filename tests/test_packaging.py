"""What is installed from a wheel does what the checkout does, from any folder."""

from __future__ import annotations

import importlib.util
import json
import os
import subprocess
import sys
import zipfile
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[1]

pytestmark = [
    pytest.mark.slow,
    pytest.mark.skipif(
        not (importlib.util.find_spec("hatchling") and importlib.util.find_spec("build")),
        reason="needs hatchling and build to make a wheel",
    ),
]


def run(*command: str, cwd: Path, **environment: str) -> str:
    done = subprocess.run(
        command, cwd=cwd, env=os.environ | environment, capture_output=True, text=True, timeout=100, check=False
    )
    assert done.returncode == 0, done.stdout + done.stderr
    return done.stdout


@pytest.fixture(scope="module")
def wheel(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A wheel of the checkout."""
    folder = tmp_path_factory.mktemp("wheel")
    run(sys.executable, "-m", "build", "--wheel", "--no-isolation", "-o", str(folder), str(ROOT), cwd=folder)
    (made,) = folder.glob("noteweave-*.whl")
    return made


def test_the_wheel_holds_code_data_and_licence_and_no_more(wheel: Path) -> None:
    names = {name for name in zipfile.ZipFile(wheel).namelist() if ".dist-info/" not in name}
    packaged = {
        **{path: f"kg/_data/{path.relative_to(ROOT)}" for path in (ROOT / "ontology").rglob("*") if path.is_file()},
        **{path: f"kg/_data/{path.relative_to(ROOT / 'data')}" for path in (ROOT / "data" / "notes").iterdir()},
        **{
            path: str(path.relative_to(ROOT))
            for path in (ROOT / "kg").rglob("*")
            if path.is_file() and "__pycache__" not in path.parts
        },
    }
    assert names == set(packaged.values())
    assert any(name.endswith("licenses/LICENSE") for name in zipfile.ZipFile(wheel).namelist())


def test_an_installed_wheel_builds_and_answers_from_another_folder(wheel: Path, tmp_path: Path) -> None:
    target, elsewhere = tmp_path / "target", tmp_path / "elsewhere"
    elsewhere.mkdir()
    run(
        *(sys.executable, "-m", "pip", "install", "--no-deps", "--no-index", "--quiet"),
        *("--disable-pip-version-check", "--target", str(target), str(wheel)),
        cwd=elsewhere,
    )

    def installed(*arguments: str) -> str:
        return run(sys.executable, *arguments, cwd=elsewhere, PYTHONPATH=str(target))

    where = installed("-c", "import kg; print(kg.__file__)")
    assert Path(where.strip()).is_relative_to(target)
    assert installed("-m", "kg", "build", "-q") == ""
    report = json.loads((elsewhere / "graph" / "report.json").read_text(encoding="utf-8"))
    assert report["files"] == sorted(path.name for path in (ROOT / "data" / "notes").iterdir())
    assert report["papers"] >= 60
    assert (elsewhere / "graph" / "graph.html").stat().st_size > 100_000
    shipped = {path.stem for path in (ROOT / "ontology" / "queries").glob("*.rq")}
    listed = {line.split()[0] for line in installed("-m", "kg", "query", "--list").splitlines() if line[0] != " "}
    assert listed == shipped
    rows = installed("-m", "kg", "query", "papers-on-technique", "technique=LoRA", "--format", "csv").splitlines()
    assert len(rows) > 1
