"""The store of recordings: a folder case/arm/run each, that appears when it is complete and never changes after."""

import errno
import json
import os
import shutil
import uuid
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Any

from onejob.evals.events import Event, dump
from onejob.evals.failure import EvalError
from onejob.evals.leftovers import abandoned, owned_name
from onejob.evals.places import shown
from onejob.evals.recording import STREAM, load_recordings
from onejob.evals.schema import problems

_UNFINISHED = ".unfinished-"


def write_recording(
    root: Path,
    data: dict[str, Any],
    events: Sequence[Event],
    workspace: Path,
    copy: Callable[[Path, Path], None],
    stream: str = "",
) -> Path:
    """Put a new recording into the store; it appears only when it is complete and valid.

    Args:
        root: the store.
        data: the content of recording.json.
        copy: copies `workspace` to where it belongs.
        stream: what the client itself wrote.

    Returns:
        The recording's folder.

    Raises:
        EvalError: there is one of that name already, or `data` is not valid.
    """
    if found := problems("recording", data):
        raise EvalError("this would not be a valid recording:\n" + "\n".join(found))
    target: Path = root / data["case"] / data["arm"] / data["id"]

    def fill(folder: Path) -> None:
        copy(workspace, folder / "workspace")
        (folder / "events.jsonl").write_text(dump(events), encoding="utf-8")
        text = json.dumps(data, indent=2, ensure_ascii=False, sort_keys=False) + "\n"
        (folder / "recording.json").write_text(text, encoding="utf-8")
        if stream:
            (folder / STREAM).write_text(stream, encoding="utf-8")

    put(target, fill)
    return target


def put(target: Path, fill: Callable[[Path], None]) -> None:
    """Have the folder `target` appear in a store at once, with all that `fill` puts into it, or not at all.

    Raises:
        EvalError: it is there already, or it cannot be written (the disk is full, say).
    """
    taken = f"{shown(target)}: this recording is there already; choose another --id or --trial"
    if target.exists():
        raise EvalError(taken)
    beside = target.parent / f"{owned_name(_UNFINISHED)}{uuid.uuid4().hex[:8]}"
    try:
        discard_unfinished(target.parent)
        beside.mkdir(parents=True)
        fill(beside)
        _sync(beside)
        beside.rename(target)
        _sync_folder(target.parent)
    except OSError as error:
        if error.errno in {errno.ENOTEMPTY, errno.EEXIST}:  # another process was faster
            raise EvalError(taken) from error
        raise EvalError(f"{shown(target)}: cannot be written: {error.strerror}") from error
    finally:
        shutil.rmtree(beside, ignore_errors=True)


def merge(source: Path, store: Path) -> tuple[int, int]:
    """Copy into the store what it does not have yet; how many were copied, and how many were there already.

    Raises:
        EvalError: a damaged recording, or another one of the same name.
    """
    copied = there = 0
    mine = (
        {recording.folder: recording.content_hash for recording in load_recordings(store)}
        if store.is_dir()
        else {}
    )
    for recording in load_recordings(source):
        target = store / recording.case / recording.arm / recording.id
        if target not in mine:
            put(target, lambda folder, one=recording.folder: shutil.copytree(one, folder, dirs_exist_ok=True))  # type: ignore[misc]
            copied += 1
        elif mine[target] == recording.content_hash:
            there += 1
        else:
            raise EvalError(
                f"{shown(recording.folder)} and {shown(target)} differ; rename one of them, or delete it"
            )
    return copied, there


def discard_unfinished(folder: Path) -> None:
    """Remove what writers left that were killed before they had finished."""
    for path in abandoned(folder, _UNFINISHED):
        shutil.rmtree(path, ignore_errors=True)


def _sync(folder: Path) -> None:
    """Have the content on disk before the name is: a power cut must not leave a recording with empty files."""
    for path in folder.rglob("*"):
        if path.is_file():
            with path.open("rb") as file:
                os.fsync(file.fileno())
    for path in (*(inner for inner in folder.rglob("*") if inner.is_dir()), folder):
        _sync_folder(path)


def _sync_folder(folder: Path) -> None:
    descriptor = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)
