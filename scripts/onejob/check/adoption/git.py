"""What git says about a working tree."""

import os
from collections.abc import Iterator, Mapping, Sequence
from typing import NamedTuple


class GitError(Exception):
    """Git cannot answer; the message says why and what to do."""


class Changes(NamedTuple):
    """How the Python files of a working tree differ from a revision. All paths are absolute.

    `before` are the bytes that a file had there, None where there was none; `moved` maps old paths to new ones.
    """

    before: Mapping[str, bytes | None]
    moved: Mapping[str, str]


class _Entry(NamedTuple):
    """One line of `git diff --raw`: the blob before (all zeros for none), and the paths before and after."""

    blob: str
    old: str
    new: str


def changes(ref: str, folder: str) -> Changes:
    """The Python files that differ from where the working tree left a revision, untracked ones included.

    Parameters:
        ref: a commit, branch or tag. What it got after the two parted is not this working tree's change.
        folder: somewhere in the repository.

    Raises:
        GitError: no git, no repository, no such revision.
    """
    top = _top(ref, folder)
    base = _base(_commit(ref, folder), folder)
    raw = _git(top, "diff", "--raw", "-z", "--no-abbrev", "--find-renames", base, "--", "*.py")
    entries = list(_entries(raw.split("\0")))
    entries += [_Entry("", path, path) for path in _untracked(top)]
    blobs = _contents(top, [item.blob for item in entries if item.blob.strip("0")])
    before: dict[str, bytes | None] = {os.path.join(top, item.new): None for item in entries}
    before |= {os.path.join(top, item.old): blobs.get(item.blob) for item in entries}
    moved = {
        os.path.join(top, item.old): os.path.join(top, item.new) for item in entries if item.old != item.new
    }
    return Changes(before, moved)


def _entries(words: list[str]) -> Iterator[_Entry]:
    """`:100644 100644 blob blob M\\0path\\0`, of a rename `R087\\0old\\0new\\0`; links and submodules are no source."""
    waiting = iter(words)
    for head in waiting:
        if not head:
            continue
        mode, _, blob, _, status = head.lstrip(":").split(" ")
        old = next(waiting)
        new = next(waiting) if status[0] in "RC" else old
        if status[0] == "C":
            old, blob = new, ""
        yield _Entry(blob if mode.startswith("100") else "", old, new)


def _untracked(top: str) -> list[str]:
    listed = _git(top, "ls-files", "--others", "--exclude-standard", "-z", "--", "*.py")
    return [path for path in listed.split("\0") if path]


def _contents(top: str, blobs: list[str]) -> dict[str, bytes]:
    """The bytes of blobs, in one call."""
    if not blobs:
        return {}
    data = _output(top, ("cat-file", "--batch"), "\n".join(blobs).encode() + b"\n")
    found: dict[str, bytes] = {}
    start = 0
    for blob in blobs:
        end = data.index(b"\n", start)
        head = data[start:end].split()
        size = int(head[2]) if len(head) == 3 else -1
        if size >= 0:
            found[blob] = data[end + 1 : end + 1 + size]
        start = end + 2 + size
    return found


def _top(ref: str, folder: str) -> str:
    """The repository's folder, as `folder` spells it: no symbolic link on the way is resolved."""
    if ref.startswith("-"):
        raise GitError(f"{ref!r} is no revision; name a branch, a tag or a commit")
    up, real = _git(folder, "rev-parse", "--show-cdup", "--show-toplevel").split("\n")[:2]
    top = os.path.normpath(os.path.join(folder, up))
    return top if os.path.realpath(top) == os.path.realpath(real) else real


def _commit(ref: str, folder: str) -> str:
    try:
        return _git(folder, "rev-parse", "--verify", "--quiet", f"{ref}^{{commit}}").strip()
    except GitError as error:
        raise GitError(f"there is no revision {ref!r} here; {_remedy(ref, folder)}") from error


def _remedy(ref: str, folder: str) -> str:
    if _git(folder, "rev-parse", "--is-shallow-repository").strip() == "true":
        return f"this clone is shallow: fetch it first, e.g. `git fetch origin {ref}` (GitHub Actions: `fetch-depth: 0`)"
    import difflib

    names = _git(folder, "for-each-ref", "--format=%(refname:short)").split("\n")
    remote = [name for name in names if name.endswith(f"/{ref}")]
    close = remote or difflib.get_close_matches(ref, names, n=1)
    return f"did you mean {close[0]!r}?" if close else "`git branch --all` lists what there is"


def _base(commit: str, folder: str) -> str:
    """Where the working tree left the revision; the revision itself where they never met."""
    try:
        return _git(folder, "merge-base", commit, "HEAD").split("\n")[0] or commit
    except GitError:
        return commit


def _git(folder: str, *words: str) -> str:
    return os.fsdecode(_output(folder, words))


def _output(folder: str, words: Sequence[str], stdin: bytes = b"") -> bytes:
    import subprocess

    try:
        done = subprocess.run(
            ["git", "-C", folder, *words],
            input=stdin,
            capture_output=True,
            check=False,
            timeout=60,
            env={**os.environ, "LC_ALL": "C", "GIT_OPTIONAL_LOCKS": "0"},
        )
    except FileNotFoundError as error:
        raise GitError("git is not installed; without it name the changed files yourself") from error
    except subprocess.TimeoutExpired as error:
        raise GitError(f"git did not answer within a minute: {' '.join(words)}") from error
    if done.returncode:
        raise GitError(_explained(done.stderr.decode("utf-8", "replace"), folder, words[0]))
    return done.stdout


def _explained(said: str, folder: str, command: str) -> str:
    """One sentence with a remedy, for what git says in several or without one."""
    if "not a git repository" in said:
        return f"{folder} is in no git repository, so nothing tells what changed; name the changed files yourself"
    if "dubious ownership" in said:
        return (
            f"git does not trust the repository around {folder}, because another user owns it; "
            "`git config --global --add safe.directory PATH` permits it"
        )
    if "must be run in a work tree" in said:
        return f"{folder} is a git repository without a working tree; check one that is checked out"
    lines = said.strip().splitlines()
    return f"git {command} failed: {lines[0]}" if lines else f"git {command} failed"
