"""From an existing code base to a layer map: by names (which preset fits) and by content (what the rest really is)."""

from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Mapping
from typing import NamedTuple

from onejob.check.reading.facts import Facts, Signature
from onejob.check.project.layers import LayerMap, by_content, defines_orm
from onejob.check.project.presets import PRESETS

AGREEMENT = 0.6  # of the files of a group that say something about themselves
EVIDENCE = 0.5  # of all files of a group must say something
ALIKE = 3  # files of one name and one layer that make a glob
WEAK = frozenset({"repository", "gateway", "schema"})  # a single file may just touch a session or a client


class Proposal(NamedTuple):
    """A glob for a layer, how many files it would place, and what speaks for it."""

    layer: str
    glob: str
    files: int
    reason: str


class LayerProposal(NamedTuple):
    """The proposed map: a preset, further globs, and how the files spread over the layers then."""

    preset: str
    proposals: tuple[Proposal, ...]
    by_layer: dict[str, int]
    unmapped: int


def infer(files: Mapping[str, Facts]) -> LayerProposal:
    """Proposes a map for these files (facts by path). It says where things are, never what is allowed."""
    preset = _best_preset(files)
    layer_map = LayerMap(PRESETS[preset])
    left = {path: facts for path, facts in files.items() if _is_left(layer_map, path, facts)}
    taken = {path.rpartition("/")[0] for path in files.keys() - left.keys()}
    proposals = tuple(_merged(_proposals(left, taken)))
    full = LayerMap([*((item.layer, item.glob) for item in proposals), *PRESETS[preset]])
    layers = Counter(by_content(full.place(path), facts).layer for path, facts in files.items())
    return LayerProposal(
        preset, proposals, {name: count for name, count in sorted(layers.items()) if name}, layers[""]
    )


def _is_left(layer_map: LayerMap, path: str, facts: Facts) -> bool:
    """Whether only the content, if anything, says what a file is: then the map should say it."""
    placement = by_content(layer_map.place(path), facts)
    return not placement.by_path and placement.layer != "orm"


def _best_preset(files: Mapping[str, Facts]) -> str:
    """The preset that places most files; features count when several folders have their own service or routes."""
    features = {
        path.rpartition("/")[0]
        for path in files
        if path.rpartition("/")[2] in {"service.py", "repository.py", "endpoints.py"}
    }
    if len(features) >= 3:
        return "feature-sliced"
    names = {path.rpartition("/")[2] for path in files}
    if "crud.py" in names and "deps.py" in names:
        return "fastapi-template"
    return "layered"


def _proposals(left: Mapping[str, Facts], taken: set[str]) -> Iterator[Proposal]:
    """One glob per folder whose files agree, else one per file that is sure of itself.

    Parameters:
        taken: folders in which the preset places a file already: a glob for the folder would move it.
    """
    evidence = {path: found for path, facts in left.items() if (found := _evidence(path, facts))}
    groups: dict[str, list[str]] = defaultdict(list)
    for path in left:
        if not path.endswith("__init__.py"):
            groups[path.rpartition("/")[0]].append(path)
    for folder, paths in sorted(groups.items()):
        votes = Counter(evidence[path] for path in paths if path in evidence)
        agreed = _agreed(votes, len(paths)) if folder not in taken | {""} else None
        if agreed:
            reason = f"{votes[agreed]} of {len(paths)} files: {agreed[1]}"
            yield Proposal(agreed[0], f"{folder}/*.py", len(paths), reason)
            continue
        for path in sorted(set(paths) & evidence.keys()):
            if evidence[path][0] not in WEAK:
                yield Proposal(evidence[path][0], path, 1, evidence[path][1])


def _merged(proposals: Iterator[Proposal]) -> Iterator[Proposal]:
    """`a/sorting.py`, `b/sorting.py`, `c/sorting.py` of one layer -> `**/sorting.py`."""
    alike: dict[tuple[str, str], list[Proposal]] = defaultdict(list)
    for item in proposals:
        name = item.glob.rpartition("/")[2]
        alike[item.layer, item.glob if "*" in name else name].append(item)
    for (layer, name), items in alike.items():
        if len(items) >= ALIKE:
            yield Proposal(layer, f"**/{name}", len(items), f"{len(items)} files: {items[0].reason}")
        else:
            yield from items


def _agreed(votes: Counter[tuple[str, str]], files: int) -> tuple[str, str] | None:
    if files < 2 or votes.total() / files < EVIDENCE:
        return None
    winner, count = votes.most_common(1)[0]
    return winner if count / votes.total() >= AGREEMENT else None


# The plural of a layer as one file: too often something else to be in the default map, plain enough to be proposed.
_NAMES = {
    "services": "service", "repositories": "repository", "controllers": "controller", "gateways": "gateway",
    "entities": "model", "queries": "repository", "use_cases": "controller",
}  # fmt: skip


def _has_code(facts: Facts) -> bool:
    return bool(facts.classes or facts.functions)


def _evidence(path: str, facts: Facts) -> tuple[str, str] | None:
    """The layer a file's content (in doubt its name) speaks for, and why; None when it says nothing."""
    stem = path.rpartition("/")[2].removesuffix(".py")
    imported = {item.dotted for item in facts.imports}
    heads = {name.partition(".")[0] for name in imported}
    called = {call.callee.rpartition(".")[2] for call in facts.calls}
    bases = {base.rpartition(".")[2] for item in facts.classes for base in item.bases}
    decorators = [name for item in _functions(facts) for name in item.decorators]
    tests: tuple[tuple[object, str, str], ...] = (
        (defines_orm(facts), "orm", "defines ORM classes"),
        ("FastAPI" in called, "app", "builds the FastAPI application"),
        ("APIRouter" in called or _routes(decorators), "route", "declares routes"),
        (any(".exception_handler(" in name for name in decorators), "error-handlers", "handles exceptions"),
        ("Depends" in called and "fastapi" in heads, "dependencies", "declares dependencies"),
        ("BaseSettings" in bases, "config", "reads settings"),
        (_all_protocols(facts), "interface", "holds only Protocols"),
        ("BaseHTTPMiddleware" in bases, "middleware", "defines middleware"),
        (stem in _NAMES and _has_code(facts), _NAMES.get(stem, ""), f"is called {stem}.py"),
        (_mentions_session(facts), "repository", "works with sessions"),
        (heads & {"httpx", "aiohttp", "boto3"} and facts.classes, "gateway", "calls external APIs"),
        (bases and bases <= {"BaseModel", "RootModel"}, "schema", "holds only Pydantic models"),
    )
    return next(((layer, reason) for holds, layer, reason in tests if holds), None)


def _functions(facts: Facts) -> Iterable[Signature]:
    yield from facts.functions
    for item in facts.classes:
        yield from item.methods


def _routes(decorators: list[str]) -> bool:
    verbs = (".get(", ".post(", ".put(", ".patch(", ".delete(")
    return any(verb in name and "router" in name.lower() for name in decorators for verb in verbs)


def _all_protocols(facts: Facts) -> bool:
    return bool(facts.classes) and all(
        any(base.partition("[")[0].rpartition(".")[2] == "Protocol" for base in item.bases)
        for item in facts.classes
    )


def _mentions_session(facts: Facts) -> bool:
    annotations = (parameter.annotation for item in _functions(facts) for parameter in item.parameters)
    return any(name.rpartition(".")[2] in {"AsyncSession", "Session"} for name in annotations)
