"""All checks of one plan."""

from pathlib import Path

from onejob.check.configuration.config import ConfigError, load_config
from onejob.check.project.layers import LayerMap
from onejob.skill import markdown, source
from onejob.skill.plan import commands, order, placeholders
from onejob.skill.plan.form import CHECK, Step, check_form, steps
from onejob.skill.problem import CannotContinueError, Problem
from onejob.skill.report import Report


def examine(path: Path, project: Path) -> Report:
    """Check the plan at `path` against the project it is for.

    Raises ProblemError when the plan cannot be read, CannotContinueError when the project's configuration is broken.
    """
    page = markdown.parse(path, source.read(path).text)
    found = steps(page)
    problems = [
        *check_form(page),
        *_outside(page.path, found),
        *order.check(page, found, _layers(project)),
        *placeholders.check(page),
        *commands.check(page, found, project),
    ]
    counts = {
        "steps": len(found),
        "files": sum(len(step.files) for step in found),
        "commands": sum(
            len(commands.commands(step.fields["Verify"])) for step in found if "Verify" in step.fields
        ),
    }
    return Report(tuple(sorted(set(problems))), counts)


def _outside(path: Path, found: list[Step]) -> list[Problem]:
    """Files of a step that lie outside the project."""
    return [
        Problem(
            path,
            span.line,
            CHECK,
            f"`{span.text}` lies outside the project",
            "write it relative to the project",
        )
        for step in found
        for span in step.files
        if span.text.startswith(("/", "~")) or ".." in span.text.split("/")
    ]


def _layers(project: Path) -> LayerMap:
    try:
        return LayerMap(load_config([project]).globs)
    except ConfigError as error:
        raise CannotContinueError(str(error)) from error
