"""A graph becomes an Obsidian vault that opens without a warning, and a build of the vault gives the papers back."""

from __future__ import annotations

import subprocess
from pathlib import Path

import pytest
from click.testing import CliRunner
from hypothesis import given
from hypothesis import strategies as st
from tiny_graph import ADAPTERS, ROUTING, tagged_note, tiny_graph
from vaults import body, check, front, links

import kg
from kg.cli import kg as command
from kg.errors import NoteweaveError
from kg.facts.namespaces import term
from kg.iri import BASE
from kg.mentions import TaggedNote
from kg.notes import Aside, Note, Table
from kg.obsidian.markdown import escaped, front_matter, paragraphs
from kg.obsidian.names import LONGEST, file_name, places
from kg.obsidian.vault import write_vault
from kg.sources import exportedpage, frontmatter, read_bytes
from kg.store.graph import Graph

HOSTILE = (
    "<script>alert(1)</script> --- [[x|y]] ![[z]] %%c%% <% tp.file %> `= this.file` k:: v #tag | ```dataviewjs",
    "> [!note] [a](javascript:b) $\\href{javascript:x}{y}$ **b** _e_ ==h== ~~s~~ ^id &amp; {{date}} 1. LoRA",
)
HARD_TITLES = [
    "CON",
    'A/B: "What?" <b>*|#^[[x]]</b>.',
    "a/b: what? <b>*|#^[[x]]</b>.",
    "...",
    "量" * 200,
    "量" * 200 + "子",
    "---\ntype: method",
    "%%<%= 7*7 %> {{x}}: 'y' \"z\"",
    "$\\alpha$-Former \\(x\\) `code`",
    "\u202eAbc\u200b",
]


def of_papers(graph: Graph) -> set[str]:
    """What is stated of papers but for tables and the IRIs of notes and figures, which venue and text go into."""
    left_out = {term("nw:hasNote"), term("nw:reportsResult"), term("nw:tabulates")}
    return {
        str(triple)
        for triple in graph.triples()
        if f"<{BASE}paper/" in str(triple.subject) and triple.predicate not in left_out
    }


def without_listings(graph: Graph) -> set[str]:
    """All that is stated but what listing pages count."""
    stated = {str(triple) for triple in graph.triples()}
    return {line for line in stated if "/id/listing/" not in line}


@pytest.fixture(scope="module")
def vault(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("tiny") / "vault"
    write_vault(tiny_graph(), folder)
    return folder


def test_each_paper_and_thing_has_a_page_and_all_links_lead_both_ways(vault: Path) -> None:
    pages = check(vault)
    graph = tiny_graph()
    (row,) = graph.query(
        "SELECT (COUNT(?it) AS ?count) { { ?it a nw:Paper } UNION { ?it a skos:Concept . "
        "FILTER NOT EXISTS { ?it a nw:Area } } }"
    )
    assert len(pages) == int(row["count"])
    assert {front(page)["noteweave"] for page in pages.values()} <= {
        str(triple.subject.value) for triple in graph.triples()
    }


def test_a_paper_tells_what_it_is_and_links_to_what_it_names_with_the_sentence(vault: Path) -> None:
    page = vault / "papers" / "TinyQ - Weights in Two Bits.md"
    told = front(page)
    assert told["title"] == "TinyQ: Weights in Two Bits"
    assert told["aliases"] == ["TinyQ: Weights in Two Bits"]
    assert (told["type"], told["venue"], told["year"], told["area"]) == ("paper", "ACL2025", 2025, "Compression")
    assert told["tags"] == ["paper", "venue/ACL2025", "area/Compression"]
    assert told["proposes"] == ["[[methods/TinyQ|TinyQ]]"]
    assert "issued" not in told, "no source gave the year"
    text = body(page)
    assert "## Summary\n\nTinyQ is a post-training quantization method. LoRA mends what is lost." in text
    assert "## Uses technique\n\n- [[techniques/LoRA|LoRA]]: LoRA mends what is lost.\n" in text
    assert "| 2.5 × |" in text and r"[[methods/GPTQ\|GPTQ]]" in text


def test_a_technique_lists_its_papers_by_venue_the_newest_first(vault: Path) -> None:
    text = body(vault / "techniques" / "LoRA.md")
    headings = [line for line in text.splitlines() if line.startswith("## ")]
    assert headings == ["## ACL2026", "## ACL2025"]
    assert (
        "- [[papers/TinyQ - Weights in Two Bits|TinyQ: Weights in Two Bits]] uses technique: LoRA mends what is lost."
    ) in text
    assert "A kind of: [[techniques/parameter-efficient fine-tuning|parameter-efficient fine-tuning]]" in text
    assert "techniques/LoRA.md" in links(vault / "techniques" / "parameter-efficient fine-tuning.md")


def test_what_only_a_table_names_leads_back_to_the_paper(tmp_path: Path) -> None:
    table = Table("Results", ("Method", "GSM8K"), (("QLoRA", "70.1"), ("DoRA", "71.3")))
    write_vault(
        tiny_graph(TaggedNote(Note("n", "Adapters", "It is fast.", tables=(table,)), (), (), ())), tmp_path / "v"
    )
    check(tmp_path / "v")
    assert "- [[papers/Adapters|Adapters]] tabulates: Table 'Results', row DoRA, column GSM8K: 71.3" in body(
        tmp_path / "v" / "datasets" / "GSM8K.md"
    )
    assert "- [[datasets/GSM8K|GSM8K]]: Table" in body(tmp_path / "v" / "papers" / "Adapters.md")


def test_two_methods_of_one_name_have_pages_that_are_told_apart_and_name_their_papers(vault: Path) -> None:
    pages = sorted((vault / "methods").glob("QLow *.md"))
    assert [front(page)["aliases"] for page in pages] == [["QLow"], ["QLow"]]
    owners = {str(front(page)["noteweave"]): body(page).splitlines()[1] for page in pages}
    for paper, title in ((ADAPTERS, "QLow - Adapters"), (ROUTING, "QLow - Routing")):
        iri = f"{BASE}method/qlow/{paper.removeprefix('paper/')}"
        assert owners[iri].startswith(f"Proposed by: [[papers/{title}")


def test_pages_of_hostile_notes_hold_no_markup_of_theirs_and_clash_nowhere(tmp_path: Path) -> None:
    named = {"LoRA": ("TECHNIQUE", "technique/lora", "uses")}
    notes = [tagged_note(title, "ACL2025", "\n".join(HOSTILE), named) for title in HARD_TITLES]  # type: ignore[arg-type]
    graph = tiny_graph(*notes)
    write_vault(graph, tmp_path / "v")
    pages = check(tmp_path / "v")
    papers = [page for name, page in pages.items() if name.startswith(("papers/", "notes/"))]
    read = kg.read([tmp_path / "v"])
    assert not read.problems
    assert {note.title for note in read.notes} >= set(HARD_TITLES)
    assert {note.text for note in read.notes} >= {"\n".join(HOSTILE)}
    assert len(papers) == len(read.notes) == 4 + len(HARD_TITLES)


@pytest.mark.parametrize("sources", ["pages", "records", "listing"])
def test_a_build_of_the_vault_gives_the_same_papers_back(fixtures: Path, tmp_path: Path, sources: str) -> None:
    graph = kg.build([fixtures / sources], statistical=False)
    write_vault(graph, tmp_path / "v")
    check(tmp_path / "v")
    again = kg.build([tmp_path / "v"], statistical=False, strict=True)
    different = of_papers(graph) ^ of_papers(again)
    # That a note sets its paper "vs." a model is said by how it is written, which the graph does not keep.
    assert {line.split("/id/")[-1].rstrip(">") for line in different} == (
        {"model/slicegpt"} if sources == "pages" else set()
    )


def test_the_vault_of_the_sample_notes_gives_all_of_them_back(some_notes: Path, tmp_path: Path) -> None:
    graph = kg.build(some_notes, statistical=False)
    write_vault(graph, tmp_path / "v")
    again = kg.build([tmp_path / "v"], statistical=False, strict=True)
    assert of_papers(graph) == of_papers(again)
    assert graph.report["notes"] == again.report["notes"]


@pytest.mark.slow
def test_the_vault_of_the_real_pages_gives_the_whole_graph_back(seeds: Path, tmp_path: Path) -> None:
    graph = kg.build([seeds], statistical=False)
    write_vault(graph, tmp_path / "v")
    check(tmp_path / "v")
    again = kg.build([tmp_path / "v"], statistical=False, strict=True)
    assert of_papers(graph) == of_papers(again)
    # Only what listing pages count is left out, with the venues and techniques that nothing else names.
    assert without_listings(again) <= without_listings(graph)
    counted = {line.split()[0] for line in without_listings(graph) - without_listings(again)}
    assert all("/id/venue/" in thing or "/id/technique/" in thing for thing in counted)


SECTIONS = """# Thin Caches
**Conference**: ACL 2025
**Area**: {}

## TL;DR
They are thin.

## Method
### Keys
A.
### Values
B.
"""


def test_a_note_comes_back_with_its_sections_and_a_paper_with_all_its_notes(tmp_path: Path) -> None:
    (tmp_path / "n").mkdir()
    (tmp_path / "n" / "a.md").write_text(SECTIONS.format("Nets"), encoding="utf-8")
    (tmp_path / "n" / "b.md").write_text(SECTIONS.format("Speech"), encoding="utf-8")
    (tmp_path / "n" / "c.jsonl").write_text('{"title": "Thin caches", "text": "Another view."}', encoding="utf-8")
    graph = kg.build([tmp_path / "n"], statistical=False)
    write_vault(graph, tmp_path / "v")
    papers = [name for name in check(tmp_path / "v") if name.startswith(("papers/", "notes/"))]
    assert papers == ["notes/Thin Caches 2.md", "notes/Thin Caches 3.md", "papers/Thin Caches.md"]
    again = kg.build([tmp_path / "v"], statistical=False)
    assert of_papers(graph) == of_papers(again)
    (headings,) = again.query(
        "SELECT (GROUP_CONCAT(?heading) AS ?all) { SELECT ?heading { ?s nw:heading ?heading ; "
        "oa:start ?start } ORDER BY ?start ?heading }"
    )
    assert headings["all"] == "Keys Method Values"


def test_pages_on_things_are_read_as_no_papers_and_without_a_word(vault: Path) -> None:
    page = vault / "techniques" / "LoRA.md"
    assert list(read_bytes(page.read_bytes(), page.name, "LoRA.md")) == [Aside("LoRA.md")]
    reading = kg.read([vault])
    assert (len(reading.notes), reading.problems) == (4, ())
    assert "techniques/LoRA.md" in reading.files


def test_what_somebody_writes_above_the_line_is_read_and_what_stands_below_is_not(vault: Path) -> None:
    page = vault / "papers" / "A Study of Pruning.md"
    above, line, below = page.read_text(encoding="utf-8").partition(exportedpage.PARTING)
    changed = f"{above}## Remarks\n\nRead again.\n\n{line}{below}Not read."
    (note,) = read_bytes(changed.encode(), page.name, "p.md")
    assert isinstance(note, kg.Note)
    assert note.text.endswith("faster.\nRead again.")
    assert [section.heading for section in note.sections] == ["Remarks"]


def test_an_exported_page_without_a_title_or_with_broken_front_matter_is_named() -> None:
    for page in ("---\nnoteweave: x\ntype: paper\n---\nText.\n", "---\nnoteweave: x\ntitle: [\n---\nText.\n"):
        (problem,) = read_bytes(page.encode(), "p.md", "p.md")
        assert isinstance(problem, kg.Problem) and "export the page anew" in problem.mend


def test_the_same_graph_gives_the_same_vault(vault: Path, tmp_path: Path) -> None:
    write_vault(tiny_graph(), tmp_path / "again")
    first, second = (
        {p.relative_to(root): p.read_bytes() for p in root.rglob("*") if p.is_file()}
        for root in (vault, tmp_path / "again")
    )
    assert first == second
    done = subprocess.run(["sha256sum", "--check", "--quiet", ".noteweave.sha256"], cwd=vault, check=False)
    assert done.returncode == 0


def test_an_older_export_is_replaced_and_settings_stay(tmp_path: Path) -> None:
    extra = tagged_note("Gone Tomorrow", "ACL2025", "LoRA.", {"LoRA": ("TECHNIQUE", "technique/lora", "uses")})
    write_vault(tiny_graph(extra), tmp_path / "v")
    (tmp_path / "v" / ".obsidian").mkdir()
    (tmp_path / "v" / ".obsidian" / "app.json").write_text("{}")
    write_vault(tiny_graph(), tmp_path / "v")
    assert not (tmp_path / "v" / "papers" / "Gone Tomorrow.md").exists()
    assert (tmp_path / "v" / ".obsidian" / "app.json").read_text() == "{}"
    write_vault(tiny_graph(), tmp_path / "v")


@pytest.mark.parametrize(
    ("name", "said"),
    [
        ("My own.md", "holds 'My own.md', which no export wrote"),
        ("papers/picture.png", "holds 'papers/picture.png', which no export wrote"),
        ("techniques/LoRA.md", "'techniques/LoRA.md' was changed since it was exported"),
    ],
)
def test_what_somebody_wrote_is_never_overwritten(tmp_path: Path, name: str, said: str) -> None:
    write_vault(tiny_graph(), tmp_path / "v")
    (tmp_path / "v" / name).write_text("mine")
    with pytest.raises(NoteweaveError, match=said):
        write_vault(tiny_graph(), tmp_path / "v")
    assert (tmp_path / "v" / name).read_text() == "mine"


def test_a_vault_that_no_export_wrote_is_refused(tmp_path: Path) -> None:
    (tmp_path / "Daily.md").write_text("mine")
    with pytest.raises(NoteweaveError, match=r"holds 'Daily.md', which no export wrote; .* -o"):
        write_vault(tiny_graph(), tmp_path)
    with pytest.raises(NoteweaveError, match="is a file"):
        write_vault(tiny_graph(), tmp_path / "Daily.md")


def test_the_command_writes_a_vault_and_asks_where_to(fixtures: Path, tmp_path: Path) -> None:
    runner, folder = CliRunner(), str(tmp_path / "g")
    assert (
        runner.invoke(command, ["build", "-q", "--rules-only", str(fixtures / "records"), "-o", folder]).exit_code == 0
    )
    refused = runner.invoke(command, ["export", "obsidian", "-g", folder])
    assert refused.exit_code == 2 and "name it with -o" in refused.output
    done = runner.invoke(command, ["export", "obsidian", "-g", folder, "-o", str(tmp_path / "v")])
    assert done.exit_code == 0 and done.stdout == "" and "pages; open it in Obsidian" in done.stderr
    check(tmp_path / "v")


@pytest.mark.parametrize(
    "name", ["CON", "a/b", "x:", "..", "", "a\nb", "q?" * 200, "é" * 200, "[[x]]", "#", "a. ", "%%"]
)
def test_a_file_name_is_one_that_every_system_takes(name: str) -> None:
    made = file_name(name)
    assert len(made.encode()) <= LONGEST and not set(made) & set('\\/:*?"<>|#^[]\n') and made == made.strip(" .")
    (place,) = places("papers", [("iri", name)]).values()
    assert place.file and place.link.startswith(f"[[papers/{place.file}|")


@given(st.lists(st.text(max_size=20), max_size=6, unique=True))
def test_no_two_things_have_one_file(labels: list[str]) -> None:
    found = places("x", [(f"iri:{at}", label) for at, label in enumerate(labels)])
    assert len({place.path.casefold() for place in found.values()}) == len(labels)


PIECES = [*"ab $\\()[]{}*_`<>%|~=#^&;:!-+.1\"'", "$x$", r"\(y\)", "<%", "%%", "[[", "]]", "$$", "](", "<b>", "&amp;",
          "---", "\\textstyle ", "```", "> ", "# ", "[^1]", "<!--", "Venue: ", "\n", "é"]  # fmt: skip


@given(st.lists(st.sampled_from(PIECES), max_size=16).map("".join))
def test_any_text_is_read_back_as_it_was(text: str) -> None:
    page = front_matter({"type": "paper", "noteweave": "x", "title": "T"}) + f"\n## Summary\n\n{paragraphs(text)}\n"
    (note,) = exportedpage.read(page, "p.md")
    assert isinstance(note, kg.Note)
    assert note.text == "\n".join(line.strip() for line in text.split("\n") if line.strip())


@given(st.text(st.characters(exclude_categories=["Cs", "Cc"]), max_size=40))
def test_any_value_of_front_matter_is_read_back_as_it_was(value: str) -> None:
    written = front_matter({"title": value, "aliases": [value, "<% x %>"]})
    assert "<%" not in written
    found, rest, complaint = frontmatter.split(written)
    assert (rest, complaint) == ("", None)
    assert found == ({"title": value, "aliases": [value, "<% x %>"]} if value else {"aliases": ["", "<% x %>"]})


def test_formulas_stay_formulas_but_for_those_that_lead_elsewhere() -> None:
    assert escaped("it is $O(n^2)$, not \\(n_1\\)") == "it is $O(n^2)$, not $\\textstyle n_1$"
    assert escaped("$\\href{javascript:x}{y}$").startswith("\\$")
    assert escaped("$5 and $6") == "\\$5 and \\$6"
