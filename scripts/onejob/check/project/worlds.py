"""Applications that must not see each other: in one repository several folders may each hold a package `app`."""

from collections import defaultdict
from collections.abc import Mapping

SHARED = frozenset({"tests", "test", "scripts", "migrations", "alembic"})


def worlds(names: Mapping[str, str]) -> list[list[str]]:
    """Paths in groups; within a group no two source roots hold the same package.

    Parameters:
        names: dotted module name by path.
    """
    by_root: dict[str, list[str]] = defaultdict(list)
    heads: dict[str, set[str]] = defaultdict(set)
    for path, name in names.items():
        root = path[: -len(_inner(path, name))].rstrip("/")
        by_root[root].append(path)
        if "." in name and (head := name.partition(".")[0]) not in SHARED:
            heads[root].add(head)
    groups: list[tuple[set[str], list[str]]] = []
    for root in sorted(by_root):
        group = next((item for item in groups if not item[0] & heads[root]), None)
        if group is None:
            group = (set(), [])
            groups.append(group)
        group[0].update(heads[root])
        group[1].extend(by_root[root])
    return [paths for _, paths in groups]


def _inner(path: str, name: str) -> str:
    """The end of the path that the name stands for."""
    inner = name.replace(".", "/")
    return next((end for end in (f"{inner}.py", f"{inner}/__init__.py") if path.endswith(end)), path)
