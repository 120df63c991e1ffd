"""`agents/openai.yaml`: the name, the line and the prompt with which Codex shows a skill."""

from collections.abc import Iterator
from pathlib import Path

from onejob.skill import source, yaml_mapping
from onejob.skill.problem import DefectError, Problem, ProblemError
from onejob.skill.schema import validate

CHECK = "codex"
FILE = "agents/openai.yaml"
SCHEMA = "openai.schema.json"


def check(folder: Path, name: str) -> Iterator[Problem]:
    """Problems of the file, where the skill in `folder` has one."""
    path = folder / FILE
    if not path.exists():
        return
    try:
        text = source.read(path)
        mapping = yaml_mapping.read(path, text.text.split("\n"), 1, CHECK)
    except ProblemError as error:
        yield error.problem
        return
    except DefectError as defect:
        yield defect.at(path, CHECK)
        return
    yield from (*text.problems, *mapping.problems)
    yield from validate(path, mapping.values, mapping.lines, SCHEMA, CHECK)
    interface = mapping.values.get("interface")
    prompt = interface.get("default_prompt") if isinstance(interface, dict) else None
    if isinstance(prompt, str) and f"${name}" not in prompt:
        line = mapping.lines["interface", "default_prompt"]
        yield Problem(path, line, CHECK, "default_prompt does not name the skill", f"write ${name} in it")
