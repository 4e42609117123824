"""Results that are worked out once for a graph, when they are first asked for, and go when the graph goes."""

from __future__ import annotations

from collections.abc import Callable
from functools import wraps
from threading import Lock
from typing import TypeVar
from weakref import WeakKeyDictionary

from kg.store.graph import Graph

Result = TypeVar("Result")


def once_a_graph(make: Callable[[Graph], Result]) -> Callable[[Graph], Result]:
    """Let a function of a graph run once for each; who asks meanwhile waits for it.

    The result must not hold the graph, which would keep both for ever.
    """
    made: WeakKeyDictionary[Graph, Result] = WeakKeyDictionary()
    making = Lock()

    @wraps(make)
    def remembered(graph: Graph) -> Result:
        with making:
            if graph not in made:
                made[graph] = make(graph)
            return made[graph]

    return remembered
