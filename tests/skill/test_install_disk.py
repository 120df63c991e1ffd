"""`onejob install` onto real disks that are full or read-only: mounted in a namespace of the test's own."""

import json
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]
NAMESPACE = ("unshare", "--map-root-user", "--mount")


@pytest.fixture
def project(tmp_path: Path) -> Path:
    folder = tmp_path / "project"
    for name in (".git", ".claude"):
        (folder / name).mkdir(parents=True)
    try:
        probe = [*NAMESPACE, "mount", "-t", "tmpfs", "tmpfs", str(folder / ".claude")]
        allowed = subprocess.run(probe, capture_output=True, check=False).returncode == 0
    except FileNotFoundError:
        allowed = False
    if not allowed:
        pytest.skip("NOT TESTED: this system lets nobody mount a disk in a namespace")
    return folder


def on_disk(project: Path, mount: str, *steps: str) -> list[str]:
    """What shell commands print with a small disk at `.claude`; `onejob` is the command."""
    onejob = f"""onejob() {{ "{sys.executable}" -c 'from onejob.cli import run; run()' "$@" 2>&1; echo "status $?"; }}"""
    script = "\n".join([onejob, f"mount -t tmpfs {mount} tmpfs .claude || exit 9", *steps])
    environment = {"PATH": "/usr/sbin:/usr/bin:/sbin:/bin", "PYTHONPATH": str(ROOT / "scripts"), "HOME": "/"}
    done = subprocess.run(
        [*NAMESPACE, "sh", "-c", script], cwd=project, env=environment, capture_output=True, text=True,
        check=True,
    )  # fmt: skip
    return done.stdout.splitlines()


def test_a_full_disk_is_left_as_it_was(project: Path) -> None:
    said = on_disk(project, "-o size=300k", "onejob install --client claude", "find .claude")
    place = project.resolve() / ".claude/skills"
    assert said == [
        f"onejob install: nothing was changed; {place} cannot be written: No space left on device; "
        "mend that, then run this again",
        "status 2",
        ".claude",
    ]


def test_a_disk_that_fills_up_keeps_the_old_version_and_it_can_still_be_removed(project: Path) -> None:
    receipt = ".claude/skills/planning-features/.onejob.json"
    said = on_disk(
        project, "-o size=3m",
        "onejob install --client claude",
        """sed -i 's/"version": "[^"]*"/"version": "0.0.1"/' .claude/skills/*/.onejob.json""",
        "dd if=/dev/zero of=.claude/fill bs=1k count=9000 2>/dev/null",
        "onejob install --client claude",
        f"cat {receipt} | tr -d '\\n'; echo",
        "onejob uninstall", "ls -A .claude",
    )  # fmt: skip
    assert [line for line in said if line.startswith("status")] == ["status 0", "status 2", "status 0"]
    kept = json.loads(next(line for line in said if line.startswith("{")))
    assert kept["version"] == "0.0.1"
    assert said[-1] == "fill"


def test_a_read_only_disk_is_named(project: Path) -> None:
    said = on_disk(project, "-o ro", "onejob install --client claude")
    assert ".claude/skills cannot be written: Read-only file system" in said[0]
    assert said[1:] == ["status 2"]
