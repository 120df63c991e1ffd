"""How long the hook takes after edits of the example: `python tests/hook/benchmark.py [RUNS] [PYTHON]`.

Processor time says what the hook costs, wall time what a user of this machine at this moment waits; both are also given as multiples of
an interpreter that starts and does nothing, measured in between.
"""

import json
import os
import shutil
import statistics
import subprocess
import sys
import tempfile
import time
from pathlib import Path
from typing import NamedTuple

ROOT = Path(__file__).resolve().parents[2]
FILE = "app/services/recipes.py"


class Cost(NamedTuple):
    """Milliseconds of one process."""

    processor: float
    wall: float


class Bench:
    """The example in a folder of its own, and a home folder for the hook's cache."""

    def __init__(self, folder: Path, python: str) -> None:
        self.project, self.home, self.python = folder / "project", folder / "home", python
        shutil.copytree(ROOT / "examples/recipes", self.project, ignore=shutil.ignore_patterns("__pycache__"))
        self.home.mkdir()
        self.text = (self.project / FILE).read_text()
        self.costs: dict[str, list[Cost]] = {}

    def edit(self, name: str, after: str, *, speaks: bool) -> None:
        """Edit the file and call the hook as the plugin does."""
        before, self.text = self.text, after
        path = self.project / FILE
        path.write_text(after)
        message = {
            "session_id": "bench", "cwd": str(self.project), "tool_input": {"file_path": str(path)},
            "tool_response": {"type": "update", "originalFile": before},
        }  # fmt: skip
        said = self._run(name, json.dumps(message), str(ROOT / "hooks/after_edit.py"))
        if bool(said) != speaks:
            raise SystemExit(f"{name}: the hook said {said or 'nothing'}")

    def start(self) -> None:
        """The interpreter alone."""
        self._run("interpreter alone", "", "-c", "pass")

    def _run(self, name: str, text: str, *words: str) -> str:
        environment = {"PATH": os.environ["PATH"], "HOME": str(self.home)}
        began = time.perf_counter()
        process = subprocess.Popen(
            [self.python, "-I", "-S", *words], cwd=self.project, env=environment, stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
        )  # fmt: skip
        assert process.stdin
        assert process.stdout
        process.stdin.write(text.encode())
        process.stdin.close()
        said = process.stdout.read().decode()
        _, _, used = os.wait4(process.pid, 0)
        cost = Cost(1000 * (used.ru_utime + used.ru_stime), 1000 * (time.perf_counter() - began))
        self.costs.setdefault(name, []).append(cost)
        return said


def measure(bench: Bench, runs: int) -> None:
    """Each kind of edit in turn, after two that fill the caches."""
    for _ in range(2):
        bench.edit("first", f"{bench.text}\n", speaks=False)
    for number in range(runs):
        bench.start()
        bench.edit("a line in a body", f"{bench.text}# {number}\n", speaks=False)
        clean = bench.text
        bench.edit("an import that is a finding", f"{clean}\nfrom sqlalchemy import select\n", speaks=True)
        bench.edit("a line, beside an old finding", f"{bench.text}# more\n", speaks=False)
        bench.edit("a new constant", f"{clean}\nX{number} = 1\n", speaks=False)


def main(words: list[str]) -> int:
    """Print the table."""
    runs, python = int(words[0]) if words else 10, words[1] if len(words) > 1 else sys.executable
    with tempfile.TemporaryDirectory() as folder:
        bench = Bench(Path(folder), python)
        measure(bench, runs)
    alone = [statistics.median(column) for column in zip(*bench.costs["interpreter alone"], strict=True)]
    print("| edit | processor ms, least | median | times alone | wall ms, median | times alone |")
    print("|---|---|---|---|---|---|")
    for name, costs in bench.costs.items():
        if name == "first":
            continue
        processor, wall = (statistics.median(column) for column in zip(*costs, strict=True))
        least = min(cost.processor for cost in costs)
        print(
            f"| {name} | {least:.0f} | {processor:.0f} | {processor / alone[0]:.0f} | {wall:.0f} | {wall / alone[1]:.0f} |"
        )
    return 0


if __name__ == "__main__":
    raise SystemExit(main(sys.argv[1:]))
