"""The check as a test: `pytest --onejob src` adds one test per file that breaks a rule, and one for the check as a whole.

Switch it on with `-p onejob.check.pytest_plugin` or, in conftest.py, `pytest_plugins = ["onejob.check.pytest_plugin"]`.
Without `--onejob` it does nothing. The baseline and the configuration are those of `onejob check`.
"""

import os
from collections import defaultdict
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from onejob.check.configuration.config_file import ConfigError, find_config
from onejob.check.finding import Finding
from onejob.check.result import BASELINE, Result
from onejob.check.run import check


def pytest_addoption(parser: pytest.Parser) -> None:
    """`--onejob PATH`, repeatable."""
    group = parser.getgroup("onejob", "check that every layer does its one job")
    group.addoption(
        "--onejob", action="append", default=[], metavar="PATH", help="check this folder as tests"
    )


@pytest.hookimpl(tryfirst=True)  # before `-k` and `-m` choose
def pytest_collection_modifyitems(
    session: pytest.Session, config: pytest.Config, items: list[pytest.Item]
) -> None:
    """Adds the tests behind the collected ones."""
    paths: list[str] = config.getoption("--onejob")
    if paths:
        items.extend(_tests(session, paths))


def _tests(session: pytest.Session, paths: list[str]) -> Iterator[pytest.Item]:
    try:
        result = _held(check(paths), find_config(paths).root)
    except (ConfigError, FileNotFoundError) as error:
        raise pytest.UsageError(f"--onejob: {error}") from error
    if result.vacuous:
        raise pytest.UsageError(f"--onejob: {result.vacuous}")
    by_path: dict[str, list[Finding]] = defaultdict(list)
    for item in result.findings:
        by_path[item.path].append(item)
    yield LayerTest.from_parent(session, name="onejob", findings=[], path=Path(paths[0]))
    for path, findings in by_path.items():
        yield LayerTest.from_parent(session, name=f"onejob::{path}", findings=findings, path=Path(path))


def _held(result: Result, root: str) -> Result:
    from onejob.check.adoption.baseline import hold, read

    split = hold(result.findings, read(os.path.join(root, BASELINE)), root)
    return result.only(split.new, split.held)


class LayerTest(pytest.Item):
    """One file's findings; fails when there are any."""

    def __init__(self, *, findings: list[Finding], **keywords: Any) -> None:
        super().__init__(**keywords)
        self.findings = findings

    def runtest(self) -> None:
        """Fails with one line per finding."""
        if self.findings:
            lines = (
                f"{item.path}:{item.line} {item.rule}: {item.message}; {item.fix}" for item in self.findings
            )
            pytest.fail("\n".join(lines), pytrace=False)

    def reportinfo(self) -> tuple[Path, int, str]:
        """Where the report points."""
        return self.path, max(self.findings[0].line - 1, 0) if self.findings else 0, self.name
