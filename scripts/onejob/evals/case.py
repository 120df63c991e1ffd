"""A case: one prompt or several in steps, what surrounds it, and how the answer is judged."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from difflib import get_close_matches
from pathlib import Path
from typing import Any

from onejob.evals.failure import BadFileError, EvalError
from onejob.evals.places import shown
from onejob.evals.schema import problems
from onejob.evals.tree import files_in, fingerprint, hashes, sha256, tree_hash
from onejob.evals.yaml_document import Document, read_yaml


@dataclass(frozen=True, slots=True)
class Step:
    """One prompt of a case with steps; environment and services are what this step adds."""

    title: str
    prompt: str
    environment: dict[str, str]
    services: dict[str, str]


@dataclass(frozen=True, slots=True)
class Case:
    """One case folder, read and validated. Paths are absolute.

    Attributes:
        files: the tree the agent starts from; None is an empty folder.
        contract: the folder of hidden tests; in a case with steps it holds one folder per step.
        steps: the steps of a case that has some. Agents work on one of them: see `at`.
        step: which step this is, counted from 1; None for a case as a whole.
    """

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
    steps: tuple[Step, ...] = ()
    step: int | None = None

    def at(self, step: int, start: Path | None = None) -> "Case":
        """The case as an agent meets it at one step.

        Args:
            step: counted from 1.
            start: the tree that the step before left.
        """
        until = self.steps[:step]
        return replace(
            self,
            prompt=until[-1].prompt,
            files=start,
            environment={**self.environment, **{k: v for one in until for k, v in one.environment.items()}},
            services={**self.services, **{k: v for one in until for k, v in one.services.items()}},
            step=step,
        )

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
        tests = {name: sha256(path.read_bytes()) for name, path in self.contract_files().items()}
        return fingerprint([served, tests])

    def contract_files(self) -> dict[str, Path]:
        """Name → file of the contract. A later step's file takes the place of an earlier one of its name."""
        if self.contract is None:
            return {}
        folders = (
            [self.contract / str(step) for step in range(1, self.step + 1)] if self.step else [self.contract]
        )
        return {path.relative_to(folder).as_posix(): path for folder in folders for path in files_in(folder)}

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
    found += _contract_mismatches(folder / data["contract"], document) if "contract" in data else []
    return found


def _contract_mismatches(contract: Path, document: Document) -> list[str]:
    data = document.data
    if not contract.is_dir():
        return []
    folders = [contract / str(number + 1) for number in range(len(data.get("steps", [])))] or [contract]
    found = [
        f"{document.where(('contract',))}: contract: no test_*.py in {folder.relative_to(contract.parent).as_posix()!r}"
        for folder in folders
        if not any(folder.glob("test_*.py"))
    ]
    found += _service_mismatches(data, folders[:1], document, ())
    for number, step in enumerate(data.get("steps", [])):
        found += _service_mismatches(step, folders[: number + 1], document, ("steps", number))
    return found


def _service_mismatches(
    data: dict[str, Any], folders: Sequence[Path], document: Document, above: tuple[str | int, ...]
) -> list[str]:
    found: list[str] = []
    for name, stub in data.get("services", {}).items():
        at, file = (*above, "services", name), stub.partition(":")[0]
        key = f"{document.where(at)}: services.{name}"
        if not any((folder / file).is_file() for folder in folders):
            found.append(f"{key}: {file!r} is not in the contract folder")
        if name in data.get("environment", {}):
            found.append(f"{key}: also set in environment")
    return found


def _case(folder: Path, data: dict[str, Any]) -> Case:
    steps = tuple(
        Step(one["title"], one["prompt"], dict(one.get("environment", {})), dict(one.get("services", {})))
        for one in data.get("steps", [])
    )
    return Case(
        id=data["id"],
        title=data["title"],
        kind=data["kind"],
        prompt=steps[0].prompt if steps else data["prompt"],
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
        steps=steps,
    )
