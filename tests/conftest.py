"""What all tests share: one pipeline, a short way to tag, and where things stand."""

from __future__ import annotations

import os
from collections.abc import Callable
from pathlib import Path

import pytest
from filelock import FileLock
from hypothesis import settings
from spacy.language import Language

import kg
from kg import resources
from kg.mentions import Mention, TaggedNote
from kg.notes import Note
from kg.processes import available
from kg.tagging import pipeline, tag

REPOSITORY = Path(__file__).parents[1]
FIXTURES = Path(__file__).with_name("fixtures")
SHARED = REPOSITORY.parent / "shared"

# The same examples each time and no clock: a slow machine must not fail a test, and a failure must come back.
settings.register_profile("noteweave", max_examples=50, deadline=None, derandomize=True, database=None)
settings.load_profile("noteweave")


pytest_plugins = ["browsing", "small_build", "website"]


def pytest_xdist_auto_num_workers() -> int:
    """How many processes `-n auto` means: more than there are cores, for pages and servers are waited for a lot."""
    return max(2, 3 * available() // 2)


Tagger = Callable[..., TaggedNote]


def found(one: TaggedNote, surface: str) -> Mention:
    """The first mention of a surface; all of them agree on type, entity and broader."""
    mentions = [mention for mention in one.mentions if mention.text == surface]
    assert mentions, f"{surface!r} is not among {[m.text for m in one.mentions]}"
    assert len({(m.type, m.entity, m.broader) for m in mentions}) == 1
    return mentions[0]


def surfaces(one: TaggedNote) -> list[str]:
    return [mention.text for mention in one.mentions]


@pytest.fixture(scope="session")
def nlp() -> Language:
    """The rules with the project's own vocabularies, made once; what they do can be told from a sentence."""
    return pipeline.load(statistical=False)


@pytest.fixture(scope="session")
def whole() -> Language:
    """The pipeline as it is used, with its statistical component."""
    return pipeline.load()


@pytest.fixture(scope="session")
def tagged(nlp: Language) -> Tagger:
    """Tag one note, given as its text and, where it matters, its title."""

    def tag_one(text: str, title: str = "A Study of Things") -> TaggedNote:
        return next(tag([Note("n", title, text)], nlp))

    return tag_one


@pytest.fixture(scope="session")
def sample_folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The graph of the notes that come with the project, built once for all processes of a run; nobody writes there."""
    root = tmp_path_factory.getbasetemp()
    if "PYTEST_XDIST_WORKER" in os.environ:
        root = root.parent
    with FileLock(root / "sample.lock"):
        if not (root / "sample").is_dir():
            kg.build(output=root / "sample")
    return root / "sample"


@pytest.fixture
def some_notes(tmp_path: Path) -> Path:
    """A folder with the first 60 lines of each file of the notes that come with the project."""
    folder = tmp_path / "notes"
    folder.mkdir()
    for path in sorted(resources.sample_notes().iterdir()):
        lines = path.read_text(encoding="utf-8").splitlines(keepends=True)
        (folder / path.name).write_text("".join(lines[:60]), encoding="utf-8")
    return folder


@pytest.fixture(scope="session")
def fixtures() -> Path:
    """The folder of small input files."""
    return FIXTURES


@pytest.fixture(scope="session")
def shared() -> Path:
    """The folder of material that only the project's own machines have."""
    if not SHARED.is_dir():
        pytest.skip(f"{SHARED} is not here")
    return SHARED


@pytest.fixture(scope="session")
def seeds() -> Path:
    """The folder of the four real pages, which only the project's own machines have."""
    folder = SHARED / "seeds"
    if not folder.is_dir():
        pytest.skip(f"{folder} is not here")
    return folder


@pytest.fixture(scope="session")
def gold() -> Path:
    """The folder of the annotated notes, which only the project's own machines have."""
    folder = SHARED / "gold"
    if not folder.is_dir():
        pytest.skip(f"{folder} is not here")
    return folder
