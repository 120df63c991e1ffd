"""Where each coding agent looks for skills, and the signs that it is used somewhere."""

import os
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from enum import Enum
from pathlib import Path

from onejob.skill.problem import CannotContinueError

SHARED = ".agents"


class Scope(Enum):
    """For one project, or for everything that a person does."""

    PROJECT = "project"
    USER = "user"


@dataclass(frozen=True, slots=True)
class Client:
    """A coding agent. `home` holds its `skills` folder; `signs` are what it leaves in projects and home folders."""

    name: str
    title: str
    home: str
    signs: tuple[str, ...]


# Claude Code reads only its own folder. All others read the shared one, in projects and for the user.
CLIENTS = {
    client.name: client
    for client in (
        Client("claude", "Claude Code", ".claude", (".claude", "CLAUDE.md")),
        Client("codex", "Codex", SHARED, (".codex",)),
        Client("opencode", "opencode", SHARED, (".opencode", "opencode.json", ".config/opencode")),
        Client("gemini", "Gemini CLI", SHARED, (".gemini", "GEMINI.md")),
        Client("copilot", "GitHub Copilot", SHARED, (".copilot", ".github/copilot-instructions.md")),
        Client("cursor", "Cursor", SHARED, (".cursor", ".cursorrules")),
    )
}


@dataclass(frozen=True, slots=True)
class Target:
    """A folder of skills, and the clients that read it."""

    folder: Path
    clients: tuple[Client, ...]

    @property
    def titles(self) -> str:
        return ", ".join(client.title for client in self.clients)


def base(scope: Scope, start: Path) -> Path:
    """The user's home folder, or the repository around `start` (`start` itself outside of one)."""
    if scope is Scope.USER:
        return _home()
    try:
        start = start.resolve(strict=True)
    except OSError as error:
        raise CannotContinueError("the working directory does not exist any more; go to another") from error
    return next((folder for folder in (start, *start.parents) if (folder / ".git").exists()), start)


def targets(clients: Sequence[Client], scope: Scope, root: Path) -> tuple[Target, ...]:
    """The folders for these clients: one that several of them read appears once."""
    readers: dict[Path, list[Client]] = {}
    for client in dict.fromkeys(clients):
        readers.setdefault(_folder(client, scope, root, os.environ), []).append(client)
    return tuple(Target(folder, tuple(found)) for folder, found in readers.items())


def is_possible(client: Client, scope: Scope, root: Path) -> bool:
    """Whether skills could lie where this client looks."""
    try:
        targets((client,), scope, root)
    except CannotContinueError:
        return False
    return True


def detect(root: Path) -> tuple[Client, ...]:
    """The clients that left a sign in this project or home folder."""
    found = [client for client in CLIENTS.values() if any((root / sign).exists() for sign in client.signs)]
    if not found and (root / SHARED).is_dir():
        return tuple(client for client in CLIENTS.values() if client.home == SHARED)
    return tuple(found)


def _folder(client: Client, scope: Scope, root: Path, environ: Mapping[str, str]) -> Path:
    moved = environ.get("CLAUDE_CONFIG_DIR") if client.name == "claude" and scope is Scope.USER else None
    home = Path(moved).expanduser().absolute() if moved else root / client.home
    for folder in (home, home / "skills"):
        if folder.exists() and not folder.is_dir():
            raise CannotContinueError(f"{folder} is a file, and skills need a folder there; move it away")
    if scope is Scope.PROJECT and not (home / "skills").resolve().is_relative_to(root):
        raise CannotContinueError(
            f"{home / 'skills'} leads out of the project, to {(home / 'skills').resolve()}; "
            "replace the link by a folder, or install for yourself: --user"
        )
    return home / "skills"


def _home() -> Path:
    try:
        home = Path.home()
    except RuntimeError as error:
        raise CannotContinueError(
            "your home folder is unknown; set HOME, or install with --project"
        ) from error
    if not home.is_dir():
        raise CannotContinueError(
            f"your home folder {home} does not exist; set HOME, or install with --project"
        )
    return home.resolve()
