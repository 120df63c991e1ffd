"""What git says about a working tree."""

import os
from collections.abc import Sequence


class GitError(Exception):
    """Git cannot answer; the message says why and what to do."""


def changed_files(ref: str, folder: str) -> set[str]:
    """Absolute paths of the files that differ from a revision, untracked ones included.

    Parameters:
        ref: a commit, branch or tag; what it and the working tree have in common is what counts as unchanged.
        folder: somewhere in the repository.

    Raises:
        GitError: no git, no repository, no such revision.
    """
    if ref.startswith("-"):
        raise GitError(f"{ref!r} is no revision")
    top = _git(folder, "rev-parse", "--show-toplevel").rstrip("\n")
    base = _git(folder, "rev-parse", "--verify", "--quiet", f"{ref}^{{commit}}", missing=ref).strip()
    listed = _git(top, "diff", "--name-only", "-z", "--no-renames", "--diff-filter=d", base, "--")
    listed += _git(top, "ls-files", "--others", "--exclude-standard", "-z")
    return {os.path.join(top, path) for path in listed.split("\0") if path}


def _git(folder: str, *words: str, missing: str = "") -> str:
    import subprocess

    command: Sequence[str] = ("git", "-C", folder, *words)
    try:
        done = subprocess.run(command, capture_output=True, check=False, timeout=60)
    except FileNotFoundError as error:
        raise GitError("git is not installed; without it name the changed files yourself") from error
    except subprocess.TimeoutExpired as error:
        raise GitError(f"git did not answer within a minute: {' '.join(words)}") from error
    if done.returncode:
        said = done.stderr.decode("utf-8", "replace").strip().splitlines()
        if missing:
            raise GitError(f"there is no revision {missing!r} here; in CI fetch it first (fetch-depth: 0)")
        raise GitError(said[-1] if said else f"git {words[0]} failed")
    return os.fsdecode(done.stdout)
