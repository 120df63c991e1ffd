"""Whether a run counts: the treatment was applied, the control was clean, the agent ended properly."""

from collections.abc import Iterator

from onejob.evals.arm import recorded_arm
from onejob.evals.case import Case
from onejob.evals.recording import Recording
from onejob.evals.tree import hashes

# A run cut off by its time or money limit is a bad run, and counts. A crash of client or network tells nothing.
COUNTED = frozenset({"completed", "timeout", "budget"})
# Without these, as the clients call them, nobody can work. That others are denied (a web search, say) is no fault.
NEEDED = frozenset(
    {
        "Read",
        "Write",
        "Edit",
        "Bash",
        "Skill",
        "apply_patch",
        "shell",
        "read",
        "write",
        "edit",
        "bash",
        "skill",
    }
)


def validity(recording: Recording, case: Case) -> dict[str, object]:
    """The `validity` block of the results; an invalid run is shown and never counted."""
    reasons = list(_reasons(recording, case))
    return {"valid": not reasons, "reasons": reasons}


def _reasons(recording: Recording, case: Case) -> Iterator[str]:
    if recording.status not in COUNTED:
        yield f"the agent did not end properly: {recording.status}"
    if recording.edited:
        yield f"changed after the recording: {', '.join(recording.edited[:5])}{' …' if len(recording.edited) > 5 else ''}"
    if recording.prompt_hash != case.prompt_hash:
        yield "recorded with another wording of the prompt than the case has today"
    elif tuple(turn.prompt for turn in recording.turns) != case.prompts[: len(recording.turns)]:
        yield "the prompts given are not the case's"
    if (
        recording.status == "completed"
        and len(recording.turns) < len(case.prompts)
        and not _went_ahead(recording, case)
    ):
        yield f"only {len(recording.turns)} of {len(case.prompts)} turns were taken"
    if recording.step is not None and recording.started_from != case.starting_hash():
        before = (
            f"what step {recording.step - 1} of this trial left" if recording.step > 1 else "an empty folder"
        )
        yield f"it did not start from {before}"
    if refused := sorted(set(recording.evidence["denied"]) & NEEDED):
        yield f"the client denied the agent what it needs: {', '.join(refused)}"
    yield from _treatment(recording)


def _lists(recording: Recording, skill: str) -> bool:
    """Whether the client says that it has the skill; one that says nothing about it is believed."""
    listed = recording.evidence["skills_listed"]
    return listed is None or any(name.rpartition(":")[2] == skill for name in listed)


def _went_ahead(recording: Recording, case: Case) -> bool:
    """The agent built without waiting for the scripted reply: its own doing, so the run counts."""
    return recording.turns[-1].files_after != (hashes(case.files) if case.files else {})


def _treatment(recording: Recording) -> Iterator[str]:
    arm = recorded_arm(recording.arm)
    if arm.treated and recording.skill is None:
        yield "the treatment was not applied: no skill was installed"
    if recording.skill and arm.kind not in {"none", "inline"} and not _lists(recording, recording.skill.name):
        yield f"the treatment was not applied: the client does not list the skill {recording.skill.name!r}"
    if arm.treated:
        return
    if recording.skill is not None:
        yield f"the control is not clean: the skill {recording.skill.name!r} was installed"
    if loaded := sorted({event.detail for event in recording.events if event.kind == "skill"}):
        yield f"the control is not clean: it loaded {', '.join(loaded)}"
    if any(name.rpartition("/")[2] == "SKILL.md" for name in recording.files):
        yield "the control is not clean: there is a SKILL.md in its workspace"
