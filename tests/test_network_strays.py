"""Nothing stands alone in the network: what keywords and tables name is tied to the paper, the rest is left out."""

from __future__ import annotations

from tiny_graph import tiny_graph

from kg.mentions import TaggedNote
from kg.notes import Note, Table

TITLE = "A Plain Look at Adapters"
PAPER = "paper/a-plain-look-at-adapters"


def noted(*tables: Table, keywords: tuple[str, ...] = ()) -> TaggedNote:
    """A note whose text names nothing."""
    return TaggedNote(Note("n", TITLE, "It is fast.", keywords=keywords, tables=tables), (), (), ())


def test_a_technique_that_only_a_keyword_names_is_tied_to_the_paper() -> None:
    network = tiny_graph(noted(keywords=("dataset distillation",))).to_networkx()
    assert set(network[PAPER]["technique/dataset-distillation"]) == {"subject"}


def test_what_only_a_table_names_is_tied_to_the_paper() -> None:
    table = Table("Results", ("Method", "GSM8K"), (("QLoRA", "70.1"), ("DoRA", "71.3")))
    network = tiny_graph(noted(table)).to_networkx()
    (edge,) = network[PAPER]["dataset/gsm8k"].values()
    assert (edge["relation"], edge["weight"], edge["evidence"]) == ("tabulates", 1, [])


def test_a_topic_that_only_a_listing_page_counts_is_not_in_the_network() -> None:
    network = tiny_graph().to_networkx()
    assert all(network.degree(name) for name, kind in network.nodes(data="kind") if kind != "venue")
