"""What the agent is told: where it works, what real clients would list, and the user's words. Nothing else."""

from collections.abc import Sequence
from pathlib import Path

from onejob.evals.payload import SKILL_FILE, read_description

INSTRUCTIONS_FILE = "AGENTS.md"  # what agents read without being told


def first_message(workspace: Path, prompt: str, skills: Sequence[Path]) -> str:
    """The whole message of the first turn."""
    parts = [
        f"You are a coding agent. Your working directory is {workspace}; "
        "do all of your work inside it and nowhere else."
    ]
    if skills:
        lines = "\n".join(map(_listing, skills))
        parts.append(f"The following skills are available. To use one, read its file:\n{lines}")
    if (workspace / INSTRUCTIONS_FILE).is_file():
        text = (workspace / INSTRUCTIONS_FILE).read_text(encoding="utf-8")
        parts.append(f"The project's instructions ({INSTRUCTIONS_FILE}):\n\n{text.rstrip()}")
    return "\n\n".join([*parts, f"The user's message:\n\n{prompt}"])


def next_message(
    workspace: Path, prompts: Sequence[str], replies: Sequence[str], skills: Sequence[Path]
) -> str:
    """The message of a later turn, for an agent that has to be given the conversation so far."""
    said = [first_message(workspace, prompts[0], skills).rstrip()]
    for number, reply in enumerate(replies, start=1):
        said.append(f"You answered:\n\n{reply.rstrip()}")
        said.append(f"The user's message:\n\n{prompts[number].rstrip()}")
    return "\n\n".join(said) + "\n"


def _listing(skill: Path) -> str:
    name, description = read_description(skill)
    return f"- {name}: {description} (file: {skill / SKILL_FILE})"
