"""Where the project's data files are: beside the package in a checkout, inside it in an installed wheel."""

from __future__ import annotations

from pathlib import Path

_PACKAGE = Path(__file__).parent
_INSTALLED = _PACKAGE / "_data"


def ontology() -> Path:
    """The folder of the ontology, shapes, vocabularies and queries."""
    return _INSTALLED / "ontology" if _INSTALLED.is_dir() else _PACKAGE.parent / "ontology"


def sample_notes() -> Path:
    """The folder of the notes that `kg build` reads by default."""
    return _INSTALLED / "notes" if _INSTALLED.is_dir() else _PACKAGE.parent / "data" / "notes"
