"""Blocks of Python that are written by hand run, and the bad ones fail in the way they say.

    ```python                                   runs to its end, top-level `await` included
    ```python bad                               raises what its comment says:       # raises: ExceptionGroup
    ```python bad app/services/orders.py        breaks what its comment says:       # breaks: service-imports-orm

`# raises:` names a class, or one that is among the leaves of a group. `# breaks:` names exactly the rules that the
checker reports for a file of this text at this path. Blocks that are copies of the example run with its tests.
Blocks are run for a repository only, whose tests one would run as well, never for a skill folder that came alone.
"""

import os
import re
import subprocess
import sys
import tempfile
from collections.abc import Iterator, Sequence
from pathlib import Path

from onejob.check import check as check_code
from onejob.check.configuration.config import load_config
from onejob.skill.fences import Info, parse_info
from onejob.skill.markdown import Document, Fence
from onejob.skill.problem import DefectError, Problem

CHECK = "blocks"
LIMIT_SECONDS = 20
_SAYS = re.compile(r"#\s*(raises|breaks):\s*(.+)")
_RUNNER = """\
import ast, asyncio, inspect, sys, types

def leaves(error):
    return [leaf for inner in error.exceptions for leaf in leaves(inner)] if isinstance(error, BaseExceptionGroup) else [error]

try:
    code = compile(sys.stdin.read(), "block", "exec", ast.PyCF_ALLOW_TOP_LEVEL_AWAIT)
    scope = {"__name__": "block"}
    if code.co_flags & inspect.CO_COROUTINE:
        asyncio.run(types.FunctionType(code, scope)())
    else:
        exec(code, scope)
except BaseException as error:
    sys.stderr.write("\\n".join(type(one).__name__ for one in [error, *leaves(error)]) + "\\n")
    sys.stderr.write(str(error).partition("\\n")[0])
    raise SystemExit(3)
"""


def by_hand(page: Document) -> Iterator[tuple[Fence, Info]]:
    """The blocks of Python of a page that are no copies; an info string that is wrong belongs to `fences`."""
    for fence in page.fences:
        try:
            info = parse_info(fence.info)
        except DefectError:
            continue
        if info.language == "python" and not info.is_synced:
            yield fence, info


def check(page: Document, roots: Sequence[Path]) -> Iterator[Problem]:
    """Blocks that do not do what they are said to do. Runs them."""
    for fence, info in by_hand(page):
        defect = _judge(fence.body, info, roots)
        if defect:
            yield Problem(page.path, fence.line, CHECK, *defect)


def _judge(code: str, info: Info, roots: Sequence[Path]) -> tuple[str, str] | None:
    said = _SAYS.search(code)
    if info.verdict != "bad":
        return _runs(code, roots)
    if said is None:
        return "the bad block does not say how it fails", "add: # raises: ERROR, or: # breaks: RULE"
    if said[1] == "raises":
        return _raises(code, said[2].strip(), roots)
    return _breaks(code, {name.strip() for name in said[2].split(",")}, info.path)


def _runs(code: str, roots: Sequence[Path]) -> tuple[str, str] | None:
    failure = _run(code, roots)
    if not failure:
        return None
    return f"the block does not run: {failure[-1] or failure[0]}", "mend it, or take it from code that runs"


def _raises(code: str, error: str, roots: Sequence[Path]) -> tuple[str, str] | None:
    failure = _run(code, roots)
    if error in failure[:-1]:
        return None
    happened = f"raises {failure[0]}" if failure else "runs to its end"
    return f"the block is said to raise {error}, but it {happened}", "correct the block or its comment"


def _breaks(code: str, said: set[str], path: str) -> tuple[str, str] | None:
    if not path or path.startswith("/") or ".." in path.split("/"):
        return "the block breaks rules, but no path says in which file", "write: ```python bad app/PATH"
    with tempfile.TemporaryDirectory() as folder:
        file = Path(folder, path)
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_text(code)
        Path(folder, "pyproject.toml").touch()
        found = {finding.rule for finding in check_code([folder], load_config([folder])).findings}
    if found == said:
        return None
    names = ", ".join(sorted(found)) or "nothing"
    return f"the block is said to break {', '.join(sorted(said))}, but it breaks {names}", "correct either"


def _run(code: str, roots: Sequence[Path]) -> list[str]:
    """Nothing if the block ran; else the names of the error and of its leaves, and last its message."""
    env = {**os.environ, "PYTHONPATH": os.pathsep.join(str(root.resolve()) for root in roots)}
    with tempfile.TemporaryDirectory() as folder:
        try:
            done = subprocess.run(
                [sys.executable, "-c", _RUNNER],
                input=code,
                cwd=folder,
                env=env,
                capture_output=True,
                text=True,
                check=False,
                timeout=LIMIT_SECONDS,
            )
        except subprocess.TimeoutExpired:
            return ["TimeoutExpired", f"it still runs after {LIMIT_SECONDS} seconds"]
    if done.returncode == 0:
        return []
    return done.stderr.split("\n") if done.returncode == 3 else [f"exit status {done.returncode}", ""]
