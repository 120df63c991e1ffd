"""Steps come in the dependency order of the layers: what is built on comes first."""

from collections.abc import Iterator, Sequence
from pathlib import PurePosixPath

from onejob.check.project.layers import LayerMap
from onejob.skill.markdown import Document
from onejob.skill.plan.form import CHECK, Step
from onejob.skill.problem import Problem

# Tests have no place in the order: every step brings its own.
STAGES = {
    "config, models and errors": ("config", "model", "errors", "logging"),
    "Protocols": ("interface",),
    "repositories and gateways": ("repository", "orm", "unit-of-work", "migration", "gateway"),
    "services": ("service",),
    "controllers": ("controller",),
    "the factory": ("factory",),
    "routes": ("schema", "route", "dependencies", "error-handlers", "middleware"),
    "wiring": ("app", "script"),
}
_STAGE_OF = {layer: number for number, layers in enumerate(STAGES.values()) for layer in layers}


def check(page: Document, steps: Sequence[Step], layers: LayerMap) -> Iterator[Problem]:
    """Steps that build a layer after one that is built on it, within one slice."""
    highest: dict[int, tuple[int, Step]] = {}
    for step in steps:
        staged = [(stage, span) for span in step.files if (stage := _stage(layers, span.text)) is not None]
        top, above = highest.get(step.slice, (-1, step))
        if staged:
            stage, span = min(staged, key=lambda item: item[0])
            if stage < top:
                message = (
                    f"step {step.number} builds {_name(stage)} (`{span.text}`) "
                    f"after step {above.number} built {_name(top)}"
                )
                yield Problem(page.path, span.line, CHECK, message, f"move it before step {above.number}")
            reached = max(stage for stage, _ in staged)
            if reached > top:
                highest[step.slice] = reached, step


def _stage(layers: LayerMap, path: str) -> int | None:
    return _STAGE_OF.get(layers.place(PurePosixPath(path).as_posix()).layer)


def _name(stage: int) -> str:
    return list(STAGES)[stage]
