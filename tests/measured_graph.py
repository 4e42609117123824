"""A small graph of papers that report figures, for the tests of the explorer's tables and of saving."""

from __future__ import annotations

import networkx as nx
from test_explorer import Evidence

from kg.store.measured import Figure

ALPHA = "On LongBench, Alpha reaches 61.2% accuracy, against 58% of LoRA."
ALPHA_FAST = "Alpha is 1.2–1.8× faster on Llama-3."
BETA = "Beta gains 3.4% accuracy on LongBench."
BETA_MORE = "With 8-bit weights its accuracy on LongBench is 61.2% too, and 12 points above the rest on GSM8K."
GAMMA = "Gamma costs −5 to −3 points."

_NODES = {
    "paper/alpha": "Alpha: a cache that forgets",
    "paper/beta": "Beta, or how to quantize",
    "paper/gamma": "gamma rays for attention",
    "paper/delta": "Delta without a venue",
    "method/alpha": "Alpha",
    "method/beta": "Beta",
    "technique/kv-cache": "KV cache",
    "technique/quantization": "quantization",
    "technique/pruning": "pruning",
    "technique/lora": "LoRA",
    "technique/attention": "attention",
    "technique/distillation": "distillation",
    "model/llama-3": "Llama-3",
    "dataset/longbench": "LongBench",
    "dataset/gsm8k": "GSM8K",
    "metric/accuracy": "accuracy",
    "metric/speedup": "speedup",
    "venue/ICLR2026": "ICLR2026",
    "venue/ACL2025": "ACL2025",
    "venue/ICLR": "ICLR",
    "venue/ACL": "ACL",
}
_LINKS = [
    ("alpha", "proposes", "method/alpha"),
    ("alpha", "usesTechnique", "technique/kv-cache"),
    ("alpha", "usesModel", "model/llama-3"),
    ("alpha", "usesDataset", "dataset/longbench"),
    ("alpha", "reportsMetric", "metric/accuracy"),
    ("alpha", "reportsMetric", "metric/speedup"),
    ("alpha", "comparesWith", "technique/lora"),
    ("alpha", "publishedAt", "venue/ICLR2026"),
    ("beta", "proposes", "method/beta"),
    *(("beta", "usesTechnique", f"technique/{name}") for name in ("quantization", "pruning", "kv-cache", "attention")),
    ("beta", "usesTechnique", "technique/distillation"),
    ("beta", "usesDataset", "dataset/longbench"),
    ("beta", "usesDataset", "dataset/gsm8k"),
    ("beta", "reportsMetric", "metric/accuracy"),
    ("beta", "publishedAt", "venue/ACL2025"),
    ("gamma", "usesTechnique", "technique/attention"),
    ("gamma", "publishedAt", "venue/ICLR2026"),
    ("delta", "usesTechnique", "technique/pruning"),
]


def measured_graph() -> nx.MultiDiGraph[str]:
    """Four papers at two venues; three of them report figures in two units and more."""
    graph: nx.MultiDiGraph[str] = nx.MultiDiGraph()
    for key, label in _NODES.items():
        kind = "series" if key in ("venue/ICLR", "venue/ACL") else key.partition("/")[0]
        graph.add_node(key, kind=kind, label=label, iri=f"https://w3id.org/noteweave/id/{key}")
    for name, year in (("ICLR", 2026), ("ACL", 2025)):
        graph.nodes[f"venue/{name}{year}"]["year"] = year
        graph.add_edge(f"venue/{name}{year}", f"venue/{name}", key="editionOf", relation="editionOf", evidence=[])
    for paper, relation, target in _LINKS:
        graph.add_edge(f"paper/{paper}", target, key=relation, relation=relation, evidence=[])
    spans = [Evidence(ALPHA, 13, 18, "note/alpha"), Evidence(ALPHA_FAST, 0, 5, "note/alpha")]
    graph.edges["paper/alpha", "method/alpha", "proposes"]["evidence"] = spans
    accuracy, on_longbench = {"metric": ["metric/accuracy"]}, {"dataset": ["dataset/longbench"]}
    graph.nodes["paper/alpha"]["figures"] = [
        Figure(ALPHA_FAST, "1.2", "1.8", "×", {"metric": ["metric/speedup"], "model": ["model/llama-3"]}),
        Figure(
            ALPHA,
            "61.2",
            "",
            "%",
            accuracy | on_longbench | {"method": ["method/alpha"], "baseline": ["technique/lora"]},
        ),
    ]
    graph.nodes["paper/beta"]["figures"] = [
        Figure(BETA, "3.4", "", "%", accuracy | on_longbench | {"method": ["method/beta"]}),
        Figure(BETA_MORE, "61.2", "", "%", accuracy | on_longbench),
        Figure(BETA_MORE, "12", "", "points", accuracy | {"dataset": ["dataset/gsm8k"]}),
    ]
    graph.nodes["paper/gamma"]["figures"] = [Figure(GAMMA, "-5", "-3", "points")]
    return graph
