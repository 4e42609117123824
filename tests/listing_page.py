"""A listing page as text, and what is read of one."""

from __future__ import annotations

from kg.sources import Reading


def papers_of(reading: Reading) -> list[tuple[str, str]]:
    return [(note.title, note.text) for note in reading.notes]


def page(*papers: tuple[str, str], stated: int | None = None) -> str:
    blocks = ["📦 Model Compression", f"💬 ACL2026 · {len(papers) if stated is None else stated} paper notes"]
    blocks += [part for paper in papers for part in paper if part]
    return "\n\n".join(blocks) + "\n"
