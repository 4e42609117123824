"""Whether a graph knows which papers work on a technique: `python benchmarks/techniques.py PAGES...`.

The pages list papers that are in `data/gold`, where a reader judged which of the main techniques each works on
(`topics`). Asked is what `?paper nw:usesTechnique/skos:broader* <technique>` finds among them.
"""

from __future__ import annotations

import argparse
import json
from pathlib import Path

import kg
from kg.iri import slug

GOLD = Path(__file__).parents[1] / "data" / "gold"
ABOVE = "SELECT ?above { <%s> skos:broader* ?above }"
FOUND = "SELECT DISTINCT ?paper { ?paper a nw:Paper ; nw:usesTechnique/skos:broader* <%s> }"


def judged() -> dict[str, set[str]]:
    """The techniques that each annotated paper works on, by the slug of its title."""
    lines = (line for path in sorted(GOLD.glob("notes.*.jsonl")) for line in path.open(encoding="utf-8"))
    return {slug(record["title"]): set(record["topics"]) for record in map(json.loads, lines) if "topics" in record}


def main() -> None:
    """Build a graph of the pages and print what it finds beside what readers judged."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("pages", nargs="+")
    parser.add_argument("--rules-only", action="store_true")
    options = parser.parse_args()
    graph = kg.build(options.pages, statistical=not options.rules_only)

    def asked(query: str, technique: str) -> set[str]:
        rows = graph.query(query % f"{graph.base}technique/{technique}")
        return {str(value).rsplit("/", 1)[1] for row in rows for value in row.values()}

    listed = {str(row["paper"]).rsplit("/", 1)[1] for row in graph.query("SELECT ?paper { ?paper a nw:Paper }")}
    papers = {paper: topics for paper, topics in judged().items() if paper in listed}
    techniques = sorted({topic for topics in papers.values() for topic in topics})
    above = {technique: asked(ABOVE, technique) for technique in techniques}
    right_in_all = found_in_all = judged_in_all = 0
    print(f"{len(papers)} papers\n\n| technique | found | of these right | judged |\n| --- | ---: | ---: | ---: |")
    for technique in techniques:
        found = asked(FOUND, technique) & papers.keys()
        works_on_it = {paper for paper, topics in papers.items() if any(technique in above[topic] for topic in topics)}
        print(f"| {technique} | {len(found)} | {len(found & works_on_it)} | {len(works_on_it)} |")
        right_in_all += len(found & works_on_it)
        found_in_all += len(found)
        judged_in_all += len(works_on_it)
    precision, recall = right_in_all / found_in_all, right_in_all / judged_in_all
    print(f"\nprecision {precision:.3f}, recall {recall:.3f}, F1 {2 * precision * recall / (precision + recall):.3f}")


if __name__ == "__main__":
    main()
