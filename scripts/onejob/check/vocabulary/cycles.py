"""Groups of nodes that reach each other, and a shortest cycle through one of them."""

from collections.abc import Iterator, Mapping, Sequence

Graph = Mapping[str, Sequence[str]]


def components(graph: Graph) -> Iterator[list[str]]:
    """The strongly connected components (Tarjan), without recursion: import chains can be thousands long."""
    order: dict[str, int] = {}
    lowest: dict[str, int] = {}
    waiting: dict[str, None] = {}
    for start in graph:
        work = [start] if start not in order else []
        while work:
            node = work[-1]
            if node not in order:
                order[node] = lowest[node] = len(order)
                waiting[node] = None
            unseen = next((child for child in graph[node] if child in graph and child not in order), None)
            if unseen is not None:
                work.append(unseen)
                continue
            work.pop()
            lowest[node] = min([lowest[node], *(lowest[child] for child in graph[node] if child in waiting)])
            if lowest[node] == order[node]:
                yield list(_taken(node, waiting))


def _taken(node: str, waiting: dict[str, None]) -> Iterator[str]:
    """Takes the last ones, down to `node`, from those that wait for their component."""
    last = ""
    while last != node:
        last, _ = waiting.popitem()
        yield last


def shortest_cycle(graph: Graph, start: str) -> list[str]:
    """A shortest way from `start` back to itself, `start` at both ends; `start` must lie on a cycle."""
    came_from: dict[str, str] = {}
    level = [start]
    while level:
        following = []
        for node in level:
            for child in graph[node]:
                if child == start:
                    return _path(start, node, came_from)
                if child not in came_from:
                    came_from[child] = node
                    following.append(child)
        level = following
    raise ValueError(f"{start} lies on no cycle")


def _path(start: str, last: str, came_from: Mapping[str, str]) -> list[str]:
    path = [start]
    while last != start:
        path.append(last)
        last = came_from[last]
    return [start, *reversed(path)]
