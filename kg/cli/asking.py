"""Commands that look at a built graph: query, stats, view, export, validate."""

from __future__ import annotations

import json
import sys
from pathlib import Path

import click

from kg.cli.options import graph_option
from kg.errors import NoteweaveError, printable

ANSWER_FORMATS = ("table", "csv", "tsv", "json", "xml", "turtle")
EXPORT_FORMATS = (
    "turtle",
    "ntriples",
    "nquads",
    "trig",
    "jsonld",
    "jsonld-expanded",
    "rdfxml",
    "graphml",
    "gexf",
    "node-link",
    "csv",
)
VAULT = "obsidian"


@click.command()
@graph_option
@click.option("--file", "file", type=click.Path(path_type=Path), metavar="F.rq", help="Read the query from a file.")
@click.option("--format", type=click.Choice(ANSWER_FORMATS), default="table", show_default=True, help="How to print.")
@click.option("--list", "list_queries", is_flag=True, help="List the shipped queries with what they take.")
@click.argument("query", required=False)
@click.argument("values", nargs=-1, metavar="[NAME=VALUE]...")
def query(
    folder: Path,
    file: Path | None,
    format: str,
    list_queries: bool,
    query: str | None,
    values: tuple[str, ...],
) -> None:
    """Ask a built graph a question.

    QUERY is SPARQL, or the name of a shipped query with values for what it takes, as in
    `kg query papers-on-technique technique=LoRA`. An ASK that is false ends with exit code 1.
    """
    if list_queries:
        _list_queries()
        return
    if (query is None) == (file is None):
        raise click.UsageError("give a query, the name of a shipped one (kg query --list), or --file F.rq")

    from kg.store.graph import Graph

    graph = Graph.open(folder)
    if file is not None:
        answer = graph.query(_read(file))
    elif query is not None and all(char.isalnum() or char in "-_" for char in query):
        answer = graph.ask(query, **dict(_value(text) for text in values))
    else:
        if values:
            raise click.UsageError("values go with a shipped query; write them into the SPARQL")
        answer = graph.query(query or "")
    click.echo(answer.write(format))
    if not answer:
        sys.exit(1)


def _list_queries() -> None:
    from kg.store.shipped import all_queries

    for name, shipped in all_queries().items():
        takes = " ".join(f"{parameter.name}={parameter.default!r}" for parameter in shipped.parameters.values())
        click.echo(f"{click.style(name, bold=True)} {takes}".rstrip())
        click.echo(f"    {shipped.description}")


def _read(file: Path) -> str:
    try:
        return file.read_text(encoding="utf-8")
    except (OSError, UnicodeDecodeError) as error:
        raise NoteweaveError(f"{file}: can't be read ({error}); name a query file in UTF-8") from None


def _value(text: str) -> tuple[str, str]:
    name, equals, value = text.partition("=")
    if not equals:
        raise click.UsageError(f"'{text}' is no NAME=VALUE")
    return name, value


@click.command()
@graph_option
@click.option(
    "--format", type=click.Choice(["table", "json"]), default="table", show_default=True, help="How to print."
)
def stats(folder: Path, format: str) -> None:
    """Say what a graph holds: how many things of each class, triples and named graphs."""
    from kg.store.graph import Graph

    counts = Graph.open(folder).stats()
    if format == "json":
        click.echo(json.dumps(counts, indent=2))
        return
    for name, count in counts.items():
        click.echo(f"{name:14} {count:>9,}")


@click.command()
@graph_option
@click.option("--focus", metavar="NAME", help="Show only what is near a paper or an entity: its label, title or IRI.")
@click.option("--hops", type=click.IntRange(1, 5), default=1, show_default=True, help="How far from the focus to go.")
@click.option(
    "-o",
    "--output",
    type=click.Path(path_type=Path),
    metavar="FILE",
    help="The page to write [default: DIR/graph.html; with --focus NAME.html].",
)
def view(folder: Path, focus: str | None, hops: int, output: Path | None) -> None:
    """Write the interactive page again, or one of a neighbourhood."""
    from kg.explorer.focus import neighbourhood
    from kg.explorer.page import render_page
    from kg.iri import slug
    from kg.store.graph import Graph
    from kg.store.writing import write_file

    graph = Graph.open(folder)
    network = graph.to_networkx()
    if focus is not None:
        node = graph.find_any(focus).value.removeprefix(graph.base)
        network = neighbourhood(network, node, hops)
        output = output or Path(f"{slug(focus)}.html")
    output = output or folder / "graph.html"
    write_file(output, render_page(network).encode())
    click.echo(f"{output}: {network.number_of_nodes()} nodes, {network.number_of_edges()} links", err=True)


@click.command()
@click.argument("format", type=click.Choice((*EXPORT_FORMATS, VAULT)))
@graph_option
@click.option(
    "-o", "--output", type=click.Path(path_type=Path), metavar="PATH", help="Write here instead of to stdout."
)
def export(format: str, folder: Path, output: Path | None) -> None:
    """Write a graph in another FORMAT.

    `jsonld` holds the papers as a search engine reads them, a schema.org ScholarlyArticle each; `jsonld-expanded`, like
    the other forms of RDF, holds the whole graph in its own terms.

    `obsidian` writes a folder, named with -o: a vault with a page a paper, method, technique, model and so on. An older
    export there is replaced, unless one of its pages was changed. Building from the vault gives the same papers.
    """
    if format == VAULT:
        _export_vault(folder, output)
        return

    from kg.store.graph import Graph
    from kg.store.writing import write_file

    data = Graph.open(folder).export(format)
    if output:
        write_file(output, data)
    else:
        sys.stdout.buffer.write(data)


def _export_vault(folder: Path, output: Path | None) -> None:
    if output is None:
        raise click.UsageError("a vault is a folder; name it with -o")

    from kg.obsidian.vault import write_vault
    from kg.store.graph import Graph

    pages = write_vault(Graph.open(folder), output)
    click.echo(f"{output}: {pages:,} pages; open it in Obsidian as a vault", err=True)


@click.command()
@graph_option
@click.option(
    "--format", type=click.Choice(["table", "json"]), default="table", show_default=True, help="How to print."
)
def validate(folder: Path, format: str) -> None:
    """Check a graph against the SHACL shapes; exit code 1 where one is violated."""
    from kg.store.graph import Graph
    from kg.store.validation import validate as check

    graph = Graph.open(folder)
    if sys.stderr.isatty():
        click.echo("checking; a few seconds for a thousand mentions …", err=True)
    found = check(graph)
    if format == "json":
        records = [{"focus": v.focus, "path": v.path, "value": v.value, "message": v.message} for v in found.violations]
        click.echo(json.dumps({"conforms": found.conforms, "violations": records}, ensure_ascii=False, indent=2))
    else:
        for violation in found.violations:
            click.echo(printable(str(violation)))
        click.echo("conforms" if found.conforms else f"{len(found.violations)} violations")
    if not found.conforms:
        sys.exit(1)
