"""A second opinion: import-linter, another project's tool, on contracts written from the layer table.

It knows nothing of our checker. Which layer a module is in is told by its path alone, and each law is one contract.
It says nothing about laws that are not about imports, and nothing about code without the layers a law is about.
"""

import importlib.util
import os
import re
import sys
from collections.abc import AsyncIterator, Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from onejob.check.project.layers import LAYERED, LayerMap
from onejob.evals.bench import Bench
from onejob.evals.grader import package_versions, source_hash
from onejob.evals.sandbox import remove_folder, scratch_folder
from onejob.evals.sources import application_sources
from onejob.evals.subject import Subject
from onejob.evals.subprocesses import run_to_end

ARCHITECTURE = True  # says something about this architecture, not about code in general
SECONDS = 60.0
_WEB = ("fastapi", "starlette")
_DATA = ("sqlalchemy", "asyncpg")
_VERDICT = re.compile(r"^(\S+) (KEPT|BROKEN)\b", re.MULTILINE)
_COMMAND = "from importlinter.cli import lint_imports_command as run; run()"


@dataclass(frozen=True, slots=True)
class Law:
    """Modules of the layers `of` import none of the layers and packages named; `rules` are ours for the same law."""

    name: str
    of: tuple[str, ...]
    layers: tuple[str, ...]
    packages: tuple[str, ...]
    rules: tuple[str, ...]


_EDGE = ("route", "app", "dependencies")
LAWS = (
    Law("services-without-http", ("service",), (), _WEB, ("service-imports-http",)),
    Law("services-without-sql", ("service",), ("orm",), _DATA, ("service-imports-orm",)),
    Law(
        "services-know-no-implementation",
        ("service",),
        ("repository", "gateway", "factory", "controller", *_EDGE),
        (),
        ("service-imports-implementation", "factory-imported-by-domain"),
    ),
    Law("services-apart", ("service",), ("service",), (), ("service-imports-service",)),
    Law(
        "controllers-without-data",
        ("controller",),
        ("repository", "orm", "unit-of-work"),
        _DATA,
        ("controller-imports-data-access",),
    ),
    Law("controllers-without-http", ("controller",), _EDGE, _WEB, ("controller-imports-http",)),
    Law(
        "repositories-look-down",
        ("repository",),
        ("service", "controller", "factory", *_EDGE),
        _WEB,
        ("repository-imports-upwards", "factory-imported-by-domain"),
    ),
    Law(
        "routes-without-implementations",
        ("route",),
        ("service", "controller", "repository", "orm"),
        _DATA,
        ("route-imports-implementation",),
    ),
    Law(
        "models-alone",
        ("model",),
        ("service", "controller", "repository", "orm", "gateway", "factory", *_EDGE),
        (*_WEB, *_DATA),
        ("model-imports-layer", "orm-outside-repositories"),
    ),
)


def version() -> object:
    """This file, the layers' names, and import-linter."""
    return [
        source_hash(Path(__file__)),
        sorted(LAYERED.items()),
        package_versions("import-linter", "grimp"),
    ]


def depends_on(subject: Subject) -> object:
    """Nothing of the case."""
    return None


async def grade(subjects: Sequence[Subject], bench: Bench) -> AsyncIterator[tuple[Subject, dict[str, Any]]]:
    """One block per subject."""
    for subject in subjects:
        async with bench.computing:
            block = await grade_peer(subject.recording.workspace)
        yield subject, block


async def grade_peer(workspace: Path) -> dict[str, Any]:
    """The `peer` block: law → kept, broken or not-exercised."""
    if importlib.util.find_spec("importlinter") is None:
        return _block("not-run", {}, "import-linter is not installed")
    layers = modules_by_layer(workspace)
    packages = sorted({name.partition(".")[0] for names in layers.values() for name in names if "." in name})
    posed = {law.name: text for law in LAWS if (text := _contract(law, layers))}
    if not posed:
        return _block("not-run", _states({}), "none of the layers that the laws are about is there")
    return await _lint(workspace, packages, posed)


def modules_by_layer(workspace: Path) -> dict[str, list[str]]:
    """Layer → dotted names of the application's modules, by their paths alone."""
    globs = LayerMap((layer, glob) for layer, each in LAYERED.items() for glob in each)
    found: dict[str, list[str]] = {}
    for path in application_sources(workspace):
        inner = path.relative_to(workspace)
        if path.read_bytes().strip():
            dotted = ".".join(inner.with_suffix("").parts).removesuffix(".__init__")
            found.setdefault(globs.place(inner.as_posix()).layer, []).append(dotted)
    return found


def _environment(workspace: Path) -> dict[str, str]:
    ours = {"PYTHONPATH": os.path.abspath(workspace), "PYTHONDONTWRITEBYTECODE": "1", "NO_COLOR": "1"}
    return {**os.environ, **ours}


async def _lint(workspace: Path, packages: Sequence[str], posed: Mapping[str, str]) -> dict[str, Any]:
    scratch = scratch_folder()
    try:
        config = scratch / "contracts.ini"
        head = "[importlinter]\ninclude_external_packages = True\nroot_packages =\n"
        config.write_text(head + _listed(packages) + "".join(posed.values()), encoding="utf-8")
        command = [sys.executable, "-c", _COMMAND, "--config", str(config), "--no-cache", "--no-logo"]
        ended = await run_to_end(command, _environment(workspace), scratch, SECONDS)
    finally:
        remove_folder(scratch)
    said = dict(_VERDICT.findall(ended.output))
    if ended.status is None or not posed.keys() <= said.keys():
        return _block("error", {}, (ended.output + ended.complaint).strip()[-500:] or "it did not finish")
    states = _states({name: "kept" if said[name] == "KEPT" else "broken" for name in posed})
    return _block("fail" if "broken" in states.values() else "pass", states)


def _contract(law: Law, layers: Mapping[str, Sequence[str]]) -> str:
    """The law as a section of import-linter's configuration; empty when nothing of it is there."""
    sources = [name for layer in law.of for name in layers.get(layer, ())]
    targets = [name for layer in law.layers for name in layers.get(layer, ())]
    if law.of == law.layers:
        return "" if len(sources) < 2 else _section(law.name, "independence", {"modules": sources})
    if not sources:
        return ""
    options = {"source_modules": sources, "forbidden_modules": [*targets, *law.packages]}
    return _section(law.name, "forbidden", options) if options["forbidden_modules"] else ""


def _section(name: str, kind: str, options: Mapping[str, Sequence[str]]) -> str:
    lines = [f"\n[importlinter:contract:{name}]\nname = {name}\ntype = {kind}\n"]
    if kind == "forbidden":
        lines.append("allow_indirect_imports = True\nas_packages = False\n")
    lines += [f"{key} =\n{_listed(values)}" for key, values in options.items()]
    return "".join(lines)


def _listed(names: Sequence[str]) -> str:
    return "".join(f"    {name}\n" for name in names)


def _states(known: Mapping[str, str]) -> dict[str, str]:
    return {law.name: known.get(law.name, "not-exercised") for law in LAWS}


def _block(status: str, laws: Mapping[str, str], message: str = "") -> dict[str, Any]:
    return {"status": status, "laws": dict(laws), "message": message}


def agreement(blocks: Sequence[tuple[Mapping[str, Any], Mapping[str, Any]]]) -> Iterator[dict[str, Any]]:
    """Per law, over (peer block, rules block) pairs: how often both, one, or neither of the two finds it broken."""
    for law in LAWS:
        counts = {"both": 0, "peer": 0, "ours": 0, "neither": 0}
        for peer, rules in blocks:
            theirs = peer["laws"].get(law.name, "not-exercised")
            if theirs == "not-exercised":
                continue
            states = [rules["rules"].get(rule, {}).get("state") for rule in law.rules]
            mine = "broken" in states
            key = {(True, True): "both", (True, False): "peer", (False, True): "ours"}
            counts[key.get((theirs == "broken", mine), "neither")] += 1
        yield {"law": law.name, "rules": list(law.rules), **counts}
