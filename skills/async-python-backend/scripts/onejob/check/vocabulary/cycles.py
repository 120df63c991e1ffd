"""Groups of nodes that reach each other, and a shortest cycle through one of them."""

from collections.abc import Iterator, Mapping, Sequence

Graph = Mapping[str, Sequence[str]]


def components(graph: Graph) -> Iterator[list[str]]:
    """The strongly connected components (Tarjan), without recursion: import chains can be thousands long."""
    order: dict[str, int] = {}
    lowest: dict[str, int] = {}
    waiting: dict[str, None] = {}
    for start in graph:
        work = [(start, iter(graph[start]))] if start not in order else []
        if work:
            order[start] = lowest[start] = len(order)
            waiting[start] = None
        while work:
            node, children = work[-1]
            for child in children:
                if child not in graph:
                    continue
                if child not in order:
                    order[child] = lowest[child] = len(order)
                    waiting[child] = None
                    work.append((child, iter(graph[child])))
                    break
                if child in waiting and order[child] < lowest[node]:
                    lowest[node] = order[child]
            else:
                work.pop()
                if work and lowest[node] < lowest[work[-1][0]]:
                    lowest[work[-1][0]] = lowest[node]
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
