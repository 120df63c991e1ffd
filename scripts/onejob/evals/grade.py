"""Grades recorded runs: every grader on every run, at once, what is cached from the cache."""

import asyncio
from collections import defaultdict
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from onejob.evals.bench import bench
from onejob.evals.cache import GradeCache, cache_key
from onejob.evals.grader import Grader
from onejob.evals.subject import Subject

Blocks = dict[str, dict[str, dict[str, Any]]]  # run key → grader → block


@dataclass(frozen=True, slots=True)
class Plan:
    """What is known already and what is left to do (grader → subject → cache key)."""

    done: Blocks
    missing: dict[str, dict[Subject, str]]

    @property
    def steps(self) -> int:
        """Number of grades still to be made."""
        return sum(len(subjects) for subjects in self.missing.values())


def plan(subjects: Sequence[Subject], graders: Mapping[str, Grader], cache: GradeCache) -> Plan:
    """Look every grade up in the cache."""
    done: Blocks = defaultdict(dict)
    missing: dict[str, dict[Subject, str]] = {name: {} for name in graders}
    for name, grader in graders.items():
        for subject in subjects:
            key = cache_key(name, grader, subject)
            block = cache.get(name, key)
            if block is None:
                missing[name][subject] = key
            else:
                done[subject.key][name] = block
    return Plan(done, missing)


def carry_out(
    todo: Plan, graders: Mapping[str, Grader], cache: GradeCache, each: Callable[[str], None]
) -> Blocks:
    """Make the missing grades; `each` hears of every grade as it comes. No PostgreSQL when nothing is missing."""
    if todo.steps:
        asyncio.run(_grade_missing(todo, graders, cache, each))
    return todo.done


async def _grade_missing(
    todo: Plan, graders: Mapping[str, Grader], cache: GradeCache, each: Callable[[str], None]
) -> None:
    with bench() as on:

        async def run(name: str) -> None:
            keys = todo.missing[name]
            async for subject, block in graders[name].grade(list(keys), on):
                cache.put(name, keys[subject], block)
                todo.done[subject.key][name] = block
                each(f"{subject.key} {name}")

        async with asyncio.TaskGroup() as group:
            for name, keys in todo.missing.items():
                if keys:
                    group.create_task(run(name))
