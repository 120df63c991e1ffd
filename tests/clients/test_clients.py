"""Real clients find both skills, load them, read every reference, write a file and run the checker: all offline.

A scripted model says nothing about whether a model would *choose* the skill; that is for the evals.
"""

import re
from pathlib import Path

import pytest

from tests.clients.client import SKILLS, Client, Place, Run, onejob_install, version_of
from tests.clients.stub.steps import LoadSkill, ReadFile, RunCheck, Say, Step, WriteFile

MAIN, PLANNING = "async-python-backend", "planning-features"
SERVICE = "from sqlalchemy import select\n\nORDERS = select(1)\n"
LOAD, PLAN = LoadSkill(MAIN), LoadSkill(PLANNING)
REFERENCES = [
    ReadFile(MAIN, f"references/{path.name}") for path in sorted((SKILLS / MAIN / "references").glob("*.md"))
]
WRITE, CHECK = WriteFile("app/services/orders.py", SERVICE), RunCheck(MAIN)
SCRIPT: list[Step] = [LOAD, *REFERENCES, WRITE, CHECK, PLAN, Say("The orders are in place.")]
USER_SCRIPT: list[Step] = [LOAD, REFERENCES[0], WRITE, CHECK, Say("Done.")]


@pytest.fixture(scope="module")
def with_skills(client: Client, tmp_path_factory: pytest.TempPathFactory) -> Run:
    return Run(client, Place(tmp_path_factory.mktemp(client.name)), SCRIPT, onejob_install())


@pytest.fixture(scope="module")
def for_the_user(client: Client, tmp_path_factory: pytest.TempPathFactory) -> Run:
    return Run(client, Place(tmp_path_factory.mktemp(client.name)), USER_SCRIPT, onejob_install("--user"))


@pytest.fixture(scope="module")
def without_skills(client: Client, tmp_path_factory: pytest.TempPathFactory) -> Run:
    return Run(client, Place(tmp_path_factory.mktemp(client.name)), [WRITE, Say("Done.")], None)


def description(skill: str) -> str:
    found = re.search(r"^description: (.+)$", (SKILLS / skill / "SKILL.md").read_text(), re.MULTILINE)
    assert found
    return found[1]


def body(skill: str) -> str:
    return (SKILLS / skill / "SKILL.md").read_text().split("\n---\n", 1)[1]


def unheard(text: str, heard: str) -> list[str]:
    """The lines of a page that the model did not get."""
    return [line for line in text.splitlines() if line.strip() and line.strip() not in heard]


def test_the_version_is_the_pinned_one(client: Client) -> None:
    assert client.program
    assert client.version in version_of(client.program).split() or version_of(client.program).endswith(
        client.version
    )


@pytest.mark.parametrize("skill", [MAIN, PLANNING])
def test_both_skills_are_listed_with_their_whole_description(skill: str, with_skills: Run) -> None:
    listing = with_skills.evidence.heard(0)
    assert description(skill) in listing
    assert listing.count(description(skill)) == 1


@pytest.mark.parametrize("step", [LOAD, PLAN], ids=lambda step: step.name)
def test_loading_gives_our_body(step: LoadSkill, with_skills: Run) -> None:
    page = body(step.name)
    number = SCRIPT.index(step)
    assert unheard(page, with_skills.evidence.heard(number + 1)) == []
    assert len(unheard(page, with_skills.evidence.heard(number))) > 20, "and it was not there before"


@pytest.mark.parametrize("step", REFERENCES, ids=lambda step: Path(step.path).stem)
def test_every_reference_is_readable(step: ReadFile, with_skills: Run) -> None:
    page = (SKILLS / MAIN / step.path).read_text()
    assert unheard(page, with_skills.evidence.heard(SCRIPT.index(step) + 1)) == []


def test_the_file_is_written(with_skills: Run) -> None:
    assert with_skills.evidence
    assert (with_skills.place.project / WRITE.path).read_text() == SERVICE


def test_the_checker_runs_from_the_installed_place(with_skills: Run) -> None:
    said = with_skills.gained(CHECK)
    assert f"{WRITE.path}:1 service-imports-orm" in said
    assert "1 finding (1 error) in 1 file" in said


def test_nothing_was_denied_and_the_script_ran_to_its_end(with_skills: Run) -> None:
    evidence = with_skills.evidence
    assert with_skills.client.denials(evidence) == []
    assert not [answer for answer in evidence.answers if answer.startswith("SCRIPT")]
    assert {entry["turn"] for entry in evidence.model_requests} == set(range(len(SCRIPT)))
    assert "The orders are in place." in str(evidence.events)


def test_the_skill_folder_is_left_as_it_was(with_skills: Run) -> None:
    assert with_skills.evidence
    installed = with_skills.place.project / with_skills.client.folder
    for path in installed.rglob("*"):
        if path.is_file() and path.name != ".onejob.json":
            assert path.read_bytes() == (SKILLS / path.relative_to(installed)).read_bytes()


def test_what_was_installed_for_the_user_is_found_and_readable_too(for_the_user: Run) -> None:
    evidence = for_the_user.evidence
    assert description(MAIN) in evidence.heard(0)
    page = (SKILLS / MAIN / REFERENCES[0].path).read_text()
    assert unheard(page, evidence.heard(2)) == []
    assert f"{WRITE.path}:1 service-imports-orm" in for_the_user.gained(CHECK)
    assert for_the_user.client.denials(evidence) == []
    assert not (for_the_user.place.project / for_the_user.client.folder).exists()


@pytest.mark.parametrize("skill", [MAIN, PLANNING])
def test_the_other_arm_lacks_the_skills(skill: str, without_skills: Run) -> None:
    evidence = without_skills.evidence
    heard = evidence.heard(0) + evidence.heard(1)
    assert skill not in heard
    assert description(skill) not in heard
    assert (without_skills.place.project / WRITE.path).read_text() == SERVICE
