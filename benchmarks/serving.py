"""How well `kg serve` serves: `python benchmarks/serving.py FOLDER`, a folder that `kg build` wrote.

Prints how long a server takes to start, how long each shipped query takes over HTTP with its defaults (median,
warm) and how much of that is the processor's work on it, and what clients see who ask all at once for a while, one of
them the worst query there is, again and again. Clients and server share the machine; where others do too, the
processor's time tells more.
"""

from __future__ import annotations

import argparse
import contextlib
import http.client
import re
import statistics
import subprocess
import sys
import threading
import time
from collections import Counter
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path
from urllib.parse import urlsplit

import pyoxigraph as ox

from kg.errors import NoteweaveError
from kg.server.answering import answer
from kg.server.limits import Limits
from kg.server.messages import Question
from kg.store.graph import Graph
from kg.store.shipped import all_queries

WORST = "SELECT (COUNT(*) AS ?n) { ?a ?b ?c . ?d ?e ?f . ?g ?h ?i }"
HEADERS = {"Content-Type": "application/sparql-query", "Accept": "application/sparql-results+json"}


@contextlib.contextmanager
def serving(folder: Path) -> Iterator[str]:
    """A server on a free port; gives its host and port."""
    command = (sys.executable, "-m", "kg", "serve", "-g", str(folder), "--port", "0")
    with subprocess.Popen(command, stderr=subprocess.PIPE, text=True) as process:
        assert process.stderr
        address = re.search(r"http://\S+?/", process.stderr.readline())
        assert address
        try:
            yield urlsplit(address[0]).netloc
        finally:
            process.terminate()


def ask(connection: http.client.HTTPConnection, query: str) -> int:
    """The status that a query is answered with."""
    connection.request("POST", "/sparql", query.encode(), HEADERS)
    response = connection.getresponse()
    response.read()
    return response.status


def start(folder: Path) -> tuple[float, float]:
    """Seconds from the start of the command until it listens, and until the first query is answered."""
    begin = time.perf_counter()
    with serving(folder) as host:
        listening = time.perf_counter() - begin
        assert ask(http.client.HTTPConnection(host), "ASK {}") == 200
        return listening, time.perf_counter() - begin


def queries(folder: Path) -> dict[str, str]:
    """The shipped queries with their defaults filled in; for those the graph does not know, what is linked most."""
    graph = Graph.open(folder)
    texts = {}
    for name, query in all_queries().items():
        values: dict[str, ox.NamedNode | ox.Literal] = {}
        for parameter in query.parameters.values():
            try:
                values |= graph.bindings(replace(query, parameters={parameter.name: parameter}))
            except NoteweaveError:
                others = [one for one in most_linked(graph, parameter.kind) if one not in values.values()]
                if others:
                    values[parameter.name] = others[0]
        texts[name] = query.filled(values)
    return texts


def most_linked(graph: Graph, kind: str) -> list[ox.NamedNode]:
    """The things of a kind, those first that most papers name or that name most."""
    found = graph.query(
        f"""SELECT ?thing WHERE {{
          {{ ?paper nw:mentions|nw:publishedAt|nw:inArea ?thing }} UNION {{ ?thing nw:mentions ?named }}
          FILTER(STRSTARTS(STR(?thing), "{graph.base}{kind}/"))
        }} GROUP BY ?thing ORDER BY DESC(COUNT(*)) ?thing LIMIT 10"""
    )
    return [ox.NamedNode(row["thing"]) for row in found]


def medians(host: str, texts: dict[str, str], runs: int) -> dict[str, float]:
    """The median time of each query in milliseconds, once warm; of those that end within the limit."""
    connection = http.client.HTTPConnection(host)
    found = {}
    for name, text in texts.items():
        times = []
        for _ in range(runs + 3):
            begin = time.perf_counter()
            if ask(connection, text) != 200:
                break
            times.append(time.perf_counter() - begin)
        else:
            found[name] = statistics.median(times[3:]) * 1000
    return found


def work(folder: Path, texts: dict[str, str]) -> dict[str, float]:
    """The processor's time for each query in milliseconds, answered as a worker does, once warm; median of three."""
    graph, found = Graph.open(folder), {}
    for name, text in texts.items():
        times = []
        for _ in range(4):
            begin = time.process_time()
            answer(graph, Question(text, "http://localhost/sparql", rows=HEADERS["Accept"]), Limits())
            times.append(time.process_time() - begin)
        found[name] = statistics.median(times[1:]) * 1000
    return found


def crowd(host: str, clients: int, seconds: float, texts: list[str]) -> tuple[Counter[int], Counter[int], list[float]]:
    """Statuses that the clients saw, those that the one with the worst query saw, and the times of the former."""
    end = time.perf_counter() + seconds
    seen: Counter[int] = Counter()
    worst: Counter[int] = Counter()
    times: list[float] = []

    def client(first: int) -> None:
        connection = http.client.HTTPConnection(host)
        turn = first
        while time.perf_counter() < end:
            begin = time.perf_counter()
            seen[ask(connection, texts[turn % len(texts)])] += 1
            times.append(time.perf_counter() - begin)
            turn += 1

    def spoiler() -> None:
        connection = http.client.HTTPConnection(host)
        while time.perf_counter() < end:
            worst[ask(connection, WORST)] += 1

    threads = [threading.Thread(target=client, args=(number,)) for number in range(clients - 1)]
    threads.append(threading.Thread(target=spoiler))
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    return seen, worst, times


def main() -> None:
    """Measure and print."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("folder", type=Path)
    parser.add_argument("--clients", type=int, default=50)
    parser.add_argument("--seconds", type=float, default=20)
    parser.add_argument("--runs", type=int, default=20)
    arguments = parser.parse_args()

    listening, answering = (min(times) for times in zip(*(start(arguments.folder) for _ in range(5)), strict=True))
    print("| what | best of five |\n| --- | ---: |")
    print(f"| the server listens | {listening:.2f} s |\n| the first query is answered | {answering:.2f} s |\n")

    texts = queries(arguments.folder)
    worked = work(arguments.folder, texts)
    with serving(arguments.folder) as host:
        print("| shipped query | median | processor |\n| --- | ---: | ---: |")
        taken = medians(host, texts, arguments.runs)
        for name in texts:
            median = f"{taken[name]:.0f} ms" if name in taken else "ended at its limit"
            print(f"| {name} | {median} | {worked[name]:.0f} ms |")
        asked = [texts[name] for name in taken]
        seen, worst, times = crowd(host, arguments.clients, arguments.seconds, asked)
    cuts = statistics.quantiles(times, n=100)
    print(f"\n{arguments.clients} clients for {arguments.seconds:g} s, one with the worst query:")
    print(f"{seen[200]} of {seen.total()} answered, {seen.total() / arguments.seconds:.0f} a second;", end=" ")
    print(f"half within {cuts[49]:.2f} s, 99 of 100 within {cuts[98]:.2f} s, all within {max(times):.2f} s")
    print(f"other statuses: {dict(seen - Counter({200: seen[200]}))}; of the worst query: {dict(worst)}")


if __name__ == "__main__":
    main()
