"""A small graph whose every statement is known: four notes tagged by hand, and a listing page."""

from __future__ import annotations

import pyoxigraph as ox

from kg import vocabulary
from kg.facts.names import collect
from kg.facts.statements import Statements
from kg.iri import BASE
from kg.mentions import EntityType, Mention, ReportedResult, Role, TaggedNote
from kg.notes import Count, Listing, Note
from kg.store.graph import Graph

TINYQ = "paper/tinyq-weights-in-two-bits"
ADAPTERS = "paper/qlow-adapters-on-four-bits"
ROUTING = "paper/qlow-routing-queries-to-small-models"
STUDY = "paper/a-study-of-pruning"

# What a note names, by its surface, and the figures it reports with metric, model, dataset and baseline.
Named = dict[str, tuple[EntityType, str, Role]]
Figures = dict[str, tuple[str, str | None, str | None, str | None]]


def tagged_note(title: str, venue: str, text: str, named: Named, figures: Figures | None = None) -> TaggedNote:
    """A note tagged by hand; surfaces are sought behind the title."""
    note = Note(title, title, text, venue, "Compression")
    document = note.document

    def place(surface: str) -> tuple[int, int]:
        start = document.index(surface, len(title))
        return start, start + len(surface)

    def sentence(at: int) -> tuple[int, int]:
        end = document.find(". ", at) + 1
        return max(document.rfind("\n", 0, at) + 1, document.rfind(". ", 0, at) + 2), end or len(document)

    mentions = []
    for surface, (kind, entity, role) in named.items():
        start, end = place(surface)
        above = ("model/llama-2",) if entity == "model/llama-2-7b" else ()
        mentions.append(Mention(start, end, surface, kind, entity, role, *sentence(start), above))
    results = []
    for value, tied in (figures or {}).items():
        start, end = place(value)
        results.append(ReportedResult(start, end, value, *sentence(start), *tied))
    proposes = tuple(mention.text for mention in mentions if mention.role == "proposes")
    return TaggedNote(note, tuple(sorted(mentions)), proposes, tuple(results))


def tiny_notes() -> list[TaggedNote]:
    return [
        tagged_note(
            "TinyQ: Weights in Two Bits",
            "ACL2025",
            "TinyQ is a post-training quantization method. LoRA mends what is lost. "
            "With Llama-2-7B it runs 2.5× faster than GPTQ on WikiText.",
            {
                "TinyQ": ("METHOD", "method/tinyq", "proposes"),
                "post-training quantization": ("TECHNIQUE", "technique/post-training-quantization", "uses"),
                "LoRA": ("TECHNIQUE", "technique/lora", "uses"),
                "Llama-2-7B": ("MODEL", "model/llama-2-7b", "uses"),
                "GPTQ": ("METHOD", "method/gptq", "compares"),
                "WikiText": ("DATASET", "dataset/wikitext", "uses"),
            },
            {"2.5×": ("speedup", "Llama-2-7B", "WikiText", "GPTQ")},
        ),
        tagged_note(
            "QLow: Adapters on Four Bits",
            "ACL2025",
            "QLow trains LoRA after quantization. Against GPTQ, perplexity on WikiText falls by 4%.",
            {
                "QLow": ("METHOD", "method/qlow", "proposes"),
                "LoRA": ("TECHNIQUE", "technique/lora", "uses"),
                "quantization": ("TECHNIQUE", "technique/quantization", "uses"),
                "GPTQ": ("METHOD", "method/gptq", "compares"),
                "perplexity": ("METRIC", "metric/perplexity", "uses"),
                "WikiText": ("DATASET", "dataset/wikitext", "uses"),
            },
            {"4%": ("perplexity", None, "WikiText", "GPTQ")},
        ),
        tagged_note(
            "QLow: Routing Queries to Small Models",
            "ACL2026",
            "QLow sends queries to Llama 3 or Qwen2.5. Its LLM routing is learned with LoRA.",
            {
                "QLow": ("METHOD", "method/qlow", "proposes"),
                "Llama 3": ("MODEL", "model/llama-3", "uses"),
                "Qwen2.5": ("MODEL", "model/qwen2.5", "uses"),
                "LLM routing": ("TECHNIQUE", "technique/llm-routing", "uses"),
                "LoRA": ("TECHNIQUE", "technique/lora", "uses"),
            },
        ),
        tagged_note(
            "A Study of Pruning",
            "ACL2026",
            "The effects of pruning and of LoRA on Llama 2 are told apart. It runs 1.2–3.1× faster.",
            {
                "pruning": ("TECHNIQUE", "technique/pruning", "uses"),
                "LoRA": ("TECHNIQUE", "technique/lora", "compares"),
                "Llama 2": ("MODEL", "model/llama-2", "uses"),
            },
            {"1.2–3.1×": ("speedup", None, None, None)},
        ),
    ]


def tiny_named(*more: TaggedNote, base: str = BASE) -> dict[str, list[ox.Triple]]:
    """The named graphs of the four notes, of any more, and of a listing page that counts papers."""
    notes = [*tiny_notes(), *more]
    statements = Statements(collect(notes, vocabulary.load()), base)
    listing = Listing("ACL2025", "Compression", 2, (Count("CVPR2026", 98),), (Count("Quantization", 11),))
    named = {statements.graph_name(note).value: [*set(statements.of_note(note))] for note in notes}
    return named | {statements.graph_name(listing).value: [*set(statements.of_listing(listing))]}


def tiny_graph(*more: TaggedNote, base: str = BASE) -> Graph:
    """The graph of these, in memory."""
    named = tiny_named(*more, base=base)
    return Graph.from_triples(((ox.NamedNode(name), triples) for name, triples in named.items()), base)
