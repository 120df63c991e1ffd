"""The versions of libraries on which the claims were tested: those of the lock file."""

import re
from pathlib import Path

from onejob.skill import source
from onejob.skill.problem import DefectError, ProblemError

LOCK = "requirements/dev.txt"
_PIN = re.compile(r"^([A-Za-z0-9._-]+)(?:\[[^]]*])?==([^\s;\\]+)", re.MULTILINE)


def sentence(root: Path, names: list[str]) -> str:
    """`fastapi 0.165.2, sqlalchemy 2.1.1`, in the order asked for. Raises DefectError."""
    if not names:
        raise DefectError("no library is named", "write for example: versions fastapi sqlalchemy")
    try:
        pins = dict(_PIN.findall(source.read(root / LOCK).text))
    except ProblemError as error:
        raise DefectError(f"{LOCK}: {error.problem.message}", error.problem.remedy) from error
    for name in names:
        if name not in pins:
            raise DefectError(f"{LOCK} pins no {name!r}", "name a library of the lock file")
    return ", ".join(f"{name} {pins[name]}" for name in names)
