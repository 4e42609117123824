"""What sources know besides a note's text is stated: of papers, of notes and their sections, and of related work."""

from __future__ import annotations

import pyoxigraph as ox
import pytest
from hypothesis import given
from hypothesis import strategies as st

from kg.facts.names import collect
from kg.facts.namespaces import prefixes
from kg.facts.statements import Statements
from kg.iri import BASE, area_key
from kg.mentions import EntityType, Mention, Role, TaggedNote
from kg.notes import Note, Related, Section, Table
from kg.store.graph import Graph
from kg.store.validation import validate
from kg.vocabulary import load


def tagged(note: Note, *named: tuple[str, EntityType, str, Role]) -> TaggedNote:
    """A note that names things, each at its first place, all in one sentence."""
    whole = (len(note.title) + 1, len(note.document))
    mentions = [
        Mention(at := note.document.index(surface), at + len(surface), surface, kind, entity, role, *whole)
        for surface, kind, entity, role in named
    ]
    return TaggedNote(note, tuple(mentions), (), ())


def graph(*notes: TaggedNote) -> Graph:
    statements = Statements(collect(notes, load()), BASE)
    return Graph.from_triples([(statements.graph_name(one), statements.of_note(one)) for one in notes])


def stated(*notes: TaggedNote) -> set[str]:
    """The triples of notes as lines such as `paper:a nw:relatedTo paper:b`."""
    known = sorted(prefixes(BASE).items(), key=lambda item: -len(item[1]))

    def short(part: object) -> str:
        if isinstance(part, ox.Literal):
            return f'"{part.value}"'
        assert isinstance(part, ox.NamedNode)
        return next(f"{name}:{part.value.removeprefix(iri)}" for name, iri in known if part.value.startswith(iri))

    return {f"{short(t.subject)} {short(t.predicate)} {short(t.object)}" for t in graph(*notes).triples()}


FULL = Note(
    "n",
    "A Full Record: All of It",
    "We study caches.\nThey forget.",
    venue="ACL 2026",
    area="Tests",
    url="https://example.org/full",
    arxiv="2401.00001v2",
    keywords=("KV caches", "Gumbel trick"),
    doi="https://doi.org/10.18653/V1/2026.acl-long.1",
    code="https://example.org/code",
    authors=("Ada Lovelace", "Kurt Gödel"),
    year=2026,
    rating="4 of 5",
    aliases=("Full", "A Full Record: All of It"),
    sections=(Section("Method", 17, 29), Section("Empty", 29, 29)),
    tables=(Table("Main", ("Method", "F1 ↑"), (("Ours", "71.3%"),), ((0, 1),)),),
    place="docs/full.md",
)


def test_what_a_source_says_of_a_paper_is_stated_of_it() -> None:
    lines = stated(tagged(FULL))
    assert {line for line in lines if line.startswith("paper:") and "note:" not in line} == {
        "paper:a-full-record-all-of-it rdf:type nw:Paper",
        "paper:a-full-record-all-of-it nw:tabulates metric:f1-score",
        'paper:a-full-record-all-of-it dcterms:title "A Full Record: All of It"',
        'paper:a-full-record-all-of-it nw:arxivId "2401.00001"',
        'paper:a-full-record-all-of-it nw:doi "10.18653/v1/2026.acl-long.1"',
        'paper:a-full-record-all-of-it schema:url "https://example.org/full"',
        'paper:a-full-record-all-of-it schema:codeRepository "https://example.org/code"',
        'paper:a-full-record-all-of-it schema:author "Ada Lovelace"',
        'paper:a-full-record-all-of-it schema:author "Kurt Gödel"',
        'paper:a-full-record-all-of-it schema:keywords "KV caches"',
        'paper:a-full-record-all-of-it schema:keywords "Gumbel trick"',
        "paper:a-full-record-all-of-it dcterms:subject technique:kv-cache",
        'paper:a-full-record-all-of-it dcterms:issued "2026"',
        'paper:a-full-record-all-of-it skos:altLabel "Full"',
        "paper:a-full-record-all-of-it nw:publishedAt venue:ACL2026",
        "paper:a-full-record-all-of-it nw:inArea area:tests",
    }


def test_a_keyword_is_no_evidence_that_a_technique_is_used() -> None:
    lines = stated(tagged(Note("n", "A", "Text.", keywords=("quantization",))))
    assert "paper:a dcterms:subject technique:quantization" in lines
    assert not any("nw:usesTechnique" in line or "nw:mentions" in line for line in lines)


def test_a_section_is_found_by_its_positions_in_the_text() -> None:
    query = """SELECT ?text ?start ?end ?heading {
      ?note nw:text ?text ; nw:hasSection ?section ; nw:rating "4 of 5" .
      ?section nw:heading ?heading ; oa:start ?start ; oa:end ?end }"""
    (row,) = graph(tagged(FULL)).query(query)
    assert (row["heading"], str(row["text"])[int(row["start"]) : int(row["end"])]) == ("Method", "They forget.")  # type: ignore[call-overload]


def test_a_result_of_a_table_says_where_it_stands() -> None:
    own = tagged(FULL)
    name = Mention(0, 13, "A Full Record", "METHOD", "method/a-full-record", "proposes", 0, 24)
    lines = stated(TaggedNote(own.note, (name,), ("A Full Record",), ()))
    (node,) = {line.split()[0] for line in lines if line.endswith(" rdf:type nw:Result")}
    note = node.partition("#")[0]
    assert {line.removeprefix(f"{node} ") for line in lines if line.startswith(f"{node} ")} == {
        "rdf:type nw:Result",
        f"prov:wasDerivedFrom {note}",
        "nw:sentence \"Table 'Main', row Ours, column F1 ↑: 71.3%\"",
        'nw:value "71.3"',
        'nw:unit "%"',
        "nw:metric metric:f1-score",
        "nw:ofMethod method:a-full-record",
        'nw:table "Main"',
        'nw:row "Ours"',
        'nw:column "F1 ↑"',
        'nw:better "higher"',
        'nw:markedBest "true"',
    }


def test_all_of_it_conforms_to_the_shapes() -> None:
    other = tagged(
        Note("o", "Another", "SnapKV is slow.", related=(Related("it", "docs/full.md"), Related("SnapKV", None, True)))
    )
    assert validate(graph(tagged(FULL), other)).violations == ()


OTHER = Note(
    "o",
    "Forgetting at Length",
    "AmnesiaKV forgets.",
    url="https://example.org/amnesia/",
    arxiv="2402.00002",
    doi="10.1145/1.2",
    aliases=("The Forgetter",),
    place="papers/ICLR2025/amnesia.md",
)


@pytest.mark.parametrize(
    ("name", "link"),
    [
        ("see there", "papers/ICLR2025/amnesia.md"),
        ("see there", "papers/iclr2025/Amnesia"),
        ("see there", "amnesia"),
        ("see there", "The Forgetter"),
        ("see there", "arxiv:2402.00002"),
        ("see there", "https://arxiv.org/pdf/2402.00002v3"),
        ("see there", "doi:10.1145/1.2"),
        ("see there", "http://www.example.org/amnesia#top"),
        ("forgetting, at length", None),
        ("The Forgetter", None),
        ("AmnesiaKV", None),
        ("AmnesiaKV", "papers/elsewhere.md"),
    ],
)
def test_related_work_is_a_link_between_papers_whichever_is_read_first(name: str, link: str | None) -> None:
    here = tagged(Note("n", "Here", "Text.", related=(Related(name, link),), place="papers/here.md"))
    there = tagged(OTHER, ("AmnesiaKV", "METHOD", "method/amnesiakv", "proposes"))
    for notes in ((here, there), (there, here)):
        assert "paper:here nw:relatedTo paper:forgetting-at-length" in stated(*notes)
        assert collect(notes, load()).links.left_out(one.note for one in notes) == 0


@pytest.mark.parametrize(
    ("name", "link"),
    [
        ("see there", "papers/elsewhere.md"),
        ("AmnesiaKV", "arxiv:2403.00003"),  # another paper of that name
        ("Here", "papers/here.md"),
        ("see there", "https://[broken"),
    ],
)
def test_what_leads_to_no_other_paper_is_left_out(name: str, link: str) -> None:
    here = tagged(Note("n", "Here", "Text.", related=(Related(name, link),), place="papers/here.md"))
    there = tagged(OTHER, ("AmnesiaKV", "METHOD", "method/amnesiakv", "proposes"))
    assert not any("nw:relatedTo" in line for line in stated(here, there))
    assert collect([here, there], load()).links.left_out([here.note]) == (name != "Here")


def test_a_name_that_leads_to_two_papers_leads_nowhere() -> None:
    notes = [tagged(Note("n", title, "Text.", place=f"{title}/index.md")) for title in ("One", "Other")]
    here = tagged(Note("n", "Here", "Text.", related=(Related("see there", "index"),)))
    assert not any("nw:relatedTo" in line for line in stated(here, *notes))


def test_a_comparison_in_related_work_makes_the_mention_there_one() -> None:
    note = Note("n", "Here", "We use SnapKV.\nvs. SnapKV: it is slow.", related=(Related("SnapKV", None, True),))
    used = Mention(12, 18, "SnapKV", "METHOD", "method/snapkv", "uses", 5, 19)
    named = Mention(24, 30, "SnapKV", "METHOD", "method/snapkv", "mentions", 20, 43)
    lines = stated(TaggedNote(note, (used, named), (), ()))
    links = {line.split()[1] for line in lines if line.startswith("paper:here") and line.endswith(" method:snapkv")}
    assert links == {"nw:usesMethod", "nw:comparesWith", "nw:mentions"}
    assert any(line.endswith('#mention-24-30-method-snapkv nw:sentence "vs. SnapKV: it is slow."') for line in lines)


def test_a_known_method_that_the_tagger_passed_over_is_compared_with_where_the_text_has_it() -> None:
    note = Note("n", "Here", "First.\nvs. SnapKV: it is slow.", related=(Related("SnapKV", None, True),))
    lines = stated(tagged(note))
    assert "paper:here nw:comparesWith method:snapkv" in lines
    assert any(line.endswith('nw:sentence "vs. SnapKV: it is slow."') for line in lines)


@pytest.mark.parametrize(
    ("text", "related"),
    [
        ("It is fast.", Related("SnapKV", None, True)),  # no sentence has it
        ("vs. Obscurer: slow.", Related("Obscurer", None, True)),  # nothing known goes by the name
        ("We like SnapKV2.", Related("SnapKV", None, True)),
        ("As in SnapKV.", Related("SnapKV")),  # named, not set against
    ],
)
def test_there_is_no_comparison_without_a_known_thing_and_its_sentence(text: str, related: Related) -> None:
    assert not any("nw:comparesWith" in line for line in stated(tagged(Note("n", "Here", text, related=(related,)))))


def test_areas_in_another_script_that_share_their_latin_letters_are_two() -> None:
    assert area_key("LLM安全") != area_key("LLM推理")
    assert area_key("LLM 安全") == area_key("LLM安全")
    assert area_key("Gödel Machines") == "area/go-del-machines"


def test_an_area_goes_by_the_spelling_that_most_notes_have() -> None:
    areas = ("model_compression", "Model Compression", "Model Compression")
    lines = stated(*(tagged(Note("n", f"T{at}", "Text.", area=area)) for at, area in enumerate(areas)))
    assert {line for line in lines if " skos:prefLabel " in line and line.startswith("area:")} == {
        'area:model-compression skos:prefLabel "Model Compression"'
    }


@given(
    name=st.text(max_size=20), link=st.none() | st.text(max_size=30), text=st.text(max_size=60), compared=st.booleans()
)
def test_no_related_work_is_too_odd(name: str, link: str | None, text: str, compared: bool) -> None:
    """Also where the name is none, or the text holds it many times."""
    note = Note("n", "Here", text + name, related=(Related(name, link, compared),))
    assert "paper:here rdf:type nw:Paper" in stated(tagged(note))
