"""Whole-process times of the checker in several situations, and of other tools over the same tree in the same minutes."""

import argparse
import os
import shutil
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterable, Sequence
from typing import NamedTuple

from onejob.check.reading.discovery import SKIPPED_FOLDERS, discover

SCRIPT = os.path.join(
    os.path.dirname(os.path.dirname(os.path.dirname(os.path.abspath(__file__)))), "check.py"
)


FLOOR = "ast.parse of every file"
UNCHANGED = "onejob, unchanged"


class Scenario(NamedTuple):
    """A command, and what to do before each run of it (not timed)."""

    name: str
    command: list[str]
    prepare: Callable[[], None]


class Figures(NamedTuple):
    """Seconds of every run by the clock and by the processors, and the largest process of all of them in MiB."""

    seconds: list[float]
    cpu: list[float]
    peak: float


def main(argv: Sequence[str]) -> int:
    """Copies the tree, runs every scenario in turn, prints a table.

    Returns:
        0, or 2 when there is nothing to measure.
    """
    arguments = argparse.ArgumentParser(prog="bench.py", description=__doc__)
    arguments.add_argument("path", help="the package or source folder to check; it is copied, never changed")
    arguments.add_argument("--runs", type=int, default=7, help="runs of each scenario (default: 7)")
    options = arguments.parse_args(argv)
    if not os.path.isdir(options.path):
        print(f"bench.py: {options.path} is no folder", file=sys.stderr)
        return 2
    with tempfile.TemporaryDirectory() as folder:
        tree = os.path.join(folder, "project", os.path.basename(os.path.abspath(options.path)))
        shutil.copytree(options.path, tree, ignore=shutil.ignore_patterns(*SKIPPED_FOLDERS), symlinks=True)
        with open(os.path.join(os.path.dirname(tree), "pyproject.toml"), "w", encoding="utf-8"):
            pass  # marks the root
        files = discover([tree], os.path.dirname(tree)).files
        if not files:
            print(f"bench.py: no Python file below {options.path}", file=sys.stderr)
            return 2
        print(
            f"{len(files)} files, {_lines(tree, files)} lines, {os.cpu_count()} processors, Python {sys.version.split()[0]}"
        )
        _print(_measured(_scenarios(tree, list(files)), max(options.runs, 1), os.path.dirname(tree)))
    return 0


def _lines(tree: str, files: Iterable[str]) -> int:
    total = 0
    for path in files:
        with open(os.path.join(os.path.dirname(tree), path), "rb") as stream:
            total += stream.read().count(b"\n")
    return total


def _scenarios(tree: str, files: list[str]) -> list[Scenario]:
    root = os.path.dirname(tree)
    edited = os.path.join(root, files[len(files) // 2])
    check = [sys.executable, SCRIPT, "--format", "agent", "--this-python", tree]
    cache = os.path.join(root, ".onejob_cache")
    small = _small_project(os.path.join(os.path.dirname(root), "small"))
    found = [
        Scenario("python starts", [sys.executable, "-c", "pass"], _nothing),
        Scenario(FLOOR, [sys.executable, "-c", _PARSE, tree], _nothing),
        Scenario("onejob, cold", check, lambda: shutil.rmtree(cache, ignore_errors=True)),
        Scenario(UNCHANGED, check, _nothing),
        Scenario("onejob, a comment added", check, lambda: _edit(edited)),
        Scenario("onejob, a call added", check, lambda: _add_call(edited)),
        Scenario("onejob, an import added", check, lambda: _add_import(edited)),
        Scenario("onejob, a call added, that file", [*check[:-1], edited], lambda: _add_call(edited)),
    ]
    if small:
        every = [*check[:-1], os.path.join(small, "app")]
        store = os.path.join(small, ".onejob_cache")
        found += [
            Scenario(f"{_count(small)} files, cold", every, lambda: shutil.rmtree(store, ignore_errors=True)),
            Scenario(f"{_count(small)} files, unchanged", every, _nothing),
        ]
    return found + [item for item in _peers(tree) if shutil.which(item.command[0])]


def _small_project(place: str) -> str:
    """A copy of the reference application, as a project of the size that agents begin with; "" without one."""
    example = os.path.join(os.path.dirname(os.path.dirname(SCRIPT)), "examples", "recipes")
    if not os.path.isdir(os.path.join(example, "app")):
        return ""
    shutil.copytree(os.path.join(example, "app"), os.path.join(place, "app"))
    shutil.copy(os.path.join(example, "pyproject.toml"), place)
    return place


def _count(project: str) -> int:
    return len(discover([os.path.join(project, "app")], project).files)


def _peers(tree: str) -> list[Scenario]:
    """Other tools' import checks; their caches are kept, as in daily use."""
    package = os.path.basename(tree)
    root = os.path.dirname(tree)
    contract = os.path.join(root, "peers.ini")
    with open(contract, "w", encoding="utf-8") as stream:
        stream.write(f"[importlinter]\nroot_package = {package}\ninclude_external_packages = True\n"
                     f"[importlinter:contract:one]\nname = one\ntype = forbidden\nsource_modules = {package}\n"
                     "forbidden_modules = fastapi\nallow_indirect_imports = True\n")  # fmt: skip
    with open(os.path.join(root, "tach.toml"), "w", encoding="utf-8") as stream:
        stream.write('source_roots = ["."]\n')
        for entry in sorted(os.scandir(tree), key=lambda item: item.name):
            if entry.is_dir() and not entry.name.startswith(("_", ".")):
                stream.write(f'[[modules]]\npath = "{package}.{entry.name}"\n')
    return [
        Scenario("import-linter, one contract", [_program("lint-imports"), "--config", contract], _nothing),
        Scenario("tach check", [_program("tach"), "check"], _nothing),
        Scenario("ruff analyze graph", [_program("ruff"), "analyze", "graph", tree], _nothing),
    ]


def _program(name: str) -> str:
    """A program beside this interpreter, else one that the shell would find."""
    beside = os.path.join(os.path.dirname(sys.executable), name)
    return beside if os.path.exists(beside) else name


def _nothing() -> None:
    """No preparation."""


_PARSE = """
import ast, gc, os, sys
gc.disable()
for folder, _, names in os.walk(sys.argv[1]):
    for name in names:
        if name.endswith(".py"):
            with open(os.path.join(folder, name), "rb") as stream:
                try:
                    ast.parse(stream.read())
                except SyntaxError:
                    pass
"""


def _edit(path: str) -> None:
    """One line more at the top: every place in the file moves."""
    with open(path, "rb") as stream:
        text = stream.read()
    _write(path, f"# {time.time_ns()}\n".encode() + text)


def _add_call(path: str) -> None:
    """One function more, which calls something: the file's outline and its insides change."""
    with open(path, "rb") as stream:
        text = stream.read()
    name = f"added_{time.time_ns()}"
    _write(
        path, text + f"\n\nasync def {name}() -> None:\n    await session.execute(Thing({name}))\n".encode()
    )


def _add_import(path: str) -> None:
    """One import more, of a module of the standard library under a new name."""
    with open(path, "rb") as stream:
        text = stream.read()
    _write(path, text + f"\nimport asyncio as added_{time.time_ns()}\n".encode())


def _write(path: str, text: bytes) -> None:
    with open(path, "wb") as stream:
        stream.write(text)
    time.sleep(0.05)  # a file that was written a moment ago is never trusted


def _measured(scenarios: list[Scenario], runs: int, root: str) -> dict[str, Figures]:
    """Scenarios in turn, so that a drift of the machine hits all of them; the first round is not counted."""
    found: dict[str, Figures] = {item.name: Figures([], [], 0.0) for item in scenarios}
    for number in range(runs + 1):
        for item in scenarios:
            item.prepare()
            seconds, cpu, peak = _run(item.command, root)
            if number:
                before = found[item.name]
                found[item.name] = Figures(
                    [*before.seconds, seconds], [*before.cpu, cpu], max(before.peak, peak)
                )
    return found


def _run(command: list[str], root: str) -> tuple[float, float, float]:
    environment = {**os.environ, "PYTHONPATH": root}
    environment.pop(
        "PYTHONDONTWRITEBYTECODE", None
    )  # users' machines compile the checker once, not each time
    started = time.perf_counter()
    process = subprocess.Popen(
        command, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL, cwd=root, env=environment
    )
    _, _, usage = os.wait4(process.pid, 0)
    process.returncode = 0
    seconds = time.perf_counter() - started
    return seconds, usage.ru_utime + usage.ru_stime, usage.ru_maxrss / 1024


def _print(measured: dict[str, Figures]) -> None:
    """Ratios are of processor time within one round: a busy machine stretches the clock, not these."""
    print(
        f"{'':33}{'median s':>9}{'min':>7}{'max':>7}{'cpu s':>8}{'/ parse':>9}{'unchanged /':>12}{'peak MiB':>9}"
    )
    for name, item in measured.items():
        print(
            f"{name:33}{statistics.median(item.seconds):9.3f}{min(item.seconds):7.3f}{max(item.seconds):7.3f}"
            f"{statistics.median(item.cpu):8.3f}{_ratio(item, measured[FLOOR]):9.2f}"
            f"{_ratio(measured[UNCHANGED], item):12.2f}{item.peak:9.0f}"
        )
    for name in ("import-linter, one contract", "tach check", "ruff analyze graph"):
        if name not in measured:
            print(f"{name.partition(',')[0]}: not found, not measured")


def _ratio(one: Figures, other: Figures) -> float:
    return statistics.median(a / b for a, b in zip(one.cpu, other.cpu, strict=True))
