"""A case: one prompt, what surrounds it, and how the answer is judged."""

from collections.abc import Sequence
from dataclasses import dataclass
from difflib import get_close_matches
from pathlib import Path
from typing import Any

from onejob.evals.failure import BadFileError, EvalError
from onejob.evals.places import shown
from onejob.evals.schema import problems
from onejob.evals.tree import fingerprint, hashes, sha256, tree_hash
from onejob.evals.yaml_document import Document, read_yaml


@dataclass(frozen=True, slots=True)
class Case:
    """One case folder, read and validated. Paths are absolute."""

    id: str
    title: str
    kind: str
    prompt: str
    folder: Path
    replies: tuple[str, ...]
    tags: tuple[str, ...]
    files: Path | None
    app: str | None
    environment: dict[str, str]
    services: dict[str, str]
    contract: Path | None
    rules: tuple[str, ...]
    asks_before_writing: str
    timeout_seconds: int

    @property
    def prompts(self) -> tuple[str, ...]:
        """What the agent is given, turn by turn."""
        return (self.prompt, *self.replies)

    @property
    def prompt_hash(self) -> str:
        """sha256 over all turns' prompts: a recording of another wording is no recording of this case."""
        return sha256("\0".join(self.prompts).encode())

    def contract_hash(self) -> str:
        """Changes when anything changes that can change the contract grade."""
        served = [self.app, self.environment, self.services]
        return fingerprint([served, hashes(self.contract) if self.contract else {}])

    def starting_hash(self) -> str:
        """Content hash of the tree the agent starts from."""
        return tree_hash(hashes(self.files) if self.files else {})


def load_cases(folder: Path, only: Sequence[str] = ()) -> list[Case]:
    """All cases below `folder`, or those named in `only`, by id.

    Raises:
        EvalError: no such folder, no case in it, an unknown id, or a broken case.yaml.
    """
    if not folder.is_dir():
        raise EvalError(f"{shown(folder)}: there is no such folder of cases; name one with --cases DIR")
    present = sorted(path.parent.name for path in folder.glob("*/case.yaml"))
    if not present:
        raise EvalError(f"{shown(folder)}: no case here (a case is a folder with a case.yaml)")
    for name in only:
        if name not in present:
            near = get_close_matches(name, present, n=1)
            hint = f"did you mean {near[0]!r}? " if near else ""
            raise EvalError(
                f"there is no case {name!r} in {shown(folder)}; {hint}cases: {', '.join(present)}"
            )
    return [load_case(folder / name) for name in present if not only or name in only]


def load_case(folder: Path) -> Case:
    """Read and validate one case folder.

    Raises:
        BadFileError: naming file, line, key, value and what is allowed.
    """
    path = folder / "case.yaml"
    document = read_yaml(path)
    found = problems("case", document.data, document.where)
    if not found:
        found = _mismatches(folder, document)
    if found:
        raise BadFileError(path, found)
    return _case(folder, document.data)


def _mismatches(folder: Path, document: Document) -> list[str]:
    data = document.data
    found: list[str] = []
    if data["id"] != folder.name:
        found.append(
            f"{document.where(('id',))}: id: {data['id']!r} differs from the folder's name {folder.name!r}"
        )
    for key in ("files", "contract"):
        if key in data and not (folder / data[key]).is_dir():
            found.append(
                f"{document.where((key,))}: {key}: there is no folder {data[key]!r} beside case.yaml"
            )
    if "contract" not in data and data.get("transcript", {}).get("asks_before_writing", "free") == "free":
        found.append(
            ": nothing would judge this case; give it a contract, or say what transcript.asks_before_writing must be"
        )
    contract = folder / data.get("contract", "")
    if "contract" in data and contract.is_dir() and not any(contract.glob("test_*.py")):
        found.append(f"{document.where(('contract',))}: contract: no test_*.py in {data['contract']!r}")
    for name, stub in data.get("services", {}).items():
        if not (contract / stub.partition(":")[0]).is_file():
            found.append(
                f"{document.where(('services', name))}: services.{name}: {stub.partition(':')[0]!r} is not in the contract folder"
            )
        if name in data.get("environment", {}):
            found.append(f"{document.where(('services', name))}: services.{name}: also set in environment")
    return found


def _case(folder: Path, data: dict[str, Any]) -> Case:
    return Case(
        id=data["id"],
        title=data["title"],
        kind=data["kind"],
        prompt=data["prompt"],
        folder=folder,
        replies=tuple(turn["reply"] for turn in data.get("turns", [])),
        tags=tuple(data.get("tags", [])),
        files=folder / data["files"] if "files" in data else None,
        app=data.get("app"),
        environment=dict(data.get("environment", {})),
        services=dict(data.get("services", {})),
        contract=folder / data["contract"] if "contract" in data else None,
        rules=tuple(data["rules"]),
        asks_before_writing=data.get("transcript", {}).get("asks_before_writing", "free"),
        timeout_seconds=data.get("timeout_seconds", 900),
    )
