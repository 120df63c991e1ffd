"""Every format, against its own schema or reader."""

import json
import xml.etree.ElementTree as ET
from pathlib import Path

import jsonschema
import pytest
from onejob.check import check
from onejob.check.finding import Finding
from onejob.check.formats import FORMATS, renderer
from onejob.check.formats.agent import LIMIT
from onejob.check.result import Result, Summary

from tests.check.trees import NO_SLOTS, ROOT, run_script, write_tree

SCHEMA = json.loads((ROOT / "scripts/onejob/check/formats/result.schema.json").read_text(encoding="utf-8"))
SCHEMAS = Path(__file__).parent / "schemas"
SARIF = json.loads((SCHEMAS / "sarif-2.1.0-rtm.5.json").read_text(encoding="utf-8"))
NASTY = 'a `b` <c> & "d" 100% ]]> \x07 \n::error é \udcff'


def result(count: int = 1) -> Result:
    findings = tuple(
        Finding(
            f"app/{NASTY}/{number}.py",
            number,
            1,
            "dataclass-without-slots",
            "error",
            "model",
            NASTY,
            NASTY,
            "layers.md#models",
            "A",
        )
        for number in range(1, count + 1)
    )
    rules = {"dataclass-without-slots": count}
    return Result(findings, Summary(count, 0, 0, rules, rules, {"model": count} if count else {}, mapped=1))


def text(name: str, shown: Result) -> str:
    return "\n".join(renderer(name)(shown))


@pytest.mark.parametrize("name", FORMATS)
@pytest.mark.parametrize("count", [0, 1, 3])
def test_every_format_survives_nasty_text(name: str, count: int) -> None:
    assert text(name, result(count))


@pytest.mark.parametrize("count", [0, 1, 3])
def test_json_obeys_its_schema(count: int) -> None:
    jsonschema.validate(json.loads(text("json", result(count))), SCHEMA)


def test_json_of_a_real_tree_is_what_the_design_says(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(write_tree(tmp_path, {"app/models/recipe.py": NO_SLOTS, "app/x.py": ""}))
    document = json.loads(text("json", check(["app"])))
    jsonschema.validate(document, SCHEMA)
    (finding,) = document["findings"]
    assert (finding["path"], finding["line"], finding["layer"]) == ("app/models/recipe.py", 5, "model")
    assert document["summary"]["by_rule"]["dataclass-without-slots"] == {"findings": 1, "examined": 1}
    assert document["summary"]["by_layer"] == {"model": 1}
    assert (document["summary"]["files"], document["summary"]["unmapped"]) == (2, 1)


@pytest.mark.parametrize("count", [0, 1, 3])
def test_sarif_obeys_the_standard(count: int) -> None:
    document = json.loads(text("sarif", result(count)))
    jsonschema.validate(document, SARIF, format_checker=jsonschema.FormatChecker())
    assert len(document["runs"][0]["results"]) == count


@pytest.mark.parametrize(("key", "value"), [("ruleIndex", -2), ("level", "fatal"), ("lines", 3)])
def test_the_sarif_schema_is_the_whole_one(key: str, value: object) -> None:
    """It refuses what a subset would let pass."""
    document = json.loads(text("sarif", result()))
    document["runs"][0]["results"][0][key] = value
    with pytest.raises(jsonschema.ValidationError):
        jsonschema.validate(document, SARIF)


def test_github_commands_stay_on_one_line() -> None:
    lines = text("github", result(2)).splitlines()
    assert [line.partition(" ")[0] for line in lines[:2]] == ["::error", "::error"]
    assert "%0A" in lines[0]
    assert "%25" in lines[0]


def test_gitlab_fingerprints_are_unique_and_know_no_lines() -> None:
    first = result(2).findings[0]
    same = Result((first, first._replace(line=9)), result().summary)
    moved = Result((first._replace(line=50), first._replace(line=90)), result().summary)
    prints = [[item["fingerprint"] for item in json.loads(text("gitlab", shown))] for shown in (same, moved)]
    assert prints[0] == prints[1]
    assert len(set(prints[0])) == 2


@pytest.mark.parametrize("count", [0, 1, 3])
def test_junit_obeys_the_schema_of_its_readers(count: int) -> None:
    schema = pytest.importorskip("xmlschema").XMLSchema(SCHEMAS / "junit-10.xsd")
    schema.validate(text("junit", result(count)))
    with pytest.raises(Exception, match="assertions"):
        schema.validate(text("junit", result(1)).replace("<testcase ", '<testcase assertions="2" '))


def test_junit_has_a_case_per_rule_and_says_what_was_examined() -> None:
    suite = ET.fromstring(text("junit", result(2)).encode())
    assert (suite.attrib["tests"], suite.attrib["failures"]) == ("1", "1")
    (case,) = suite
    assert case.findtext("system-out") == "2 examined"
    failure = case.find("failure")
    assert failure is not None
    assert failure.attrib == {"message": "2 findings", "type": "error"}


def test_agent_output_is_bounded_and_says_a_repair_once(tmp_path: Path) -> None:
    shown = text("agent", result(LIMIT + 30)._replace())
    assert "and 30 more: dataclass-without-slots 30" in shown
    plain = result(3)
    findings = tuple(item._replace(path="app/a.py", message="what", fix="do this") for item in plain.findings)
    lines = text("agent", plain._replace(findings=findings)).splitlines()
    assert lines[0] == "app/a.py:1 dataclass-without-slots: what; do this [layers.md#models]"
    assert lines[1] == "app/a.py:2 dataclass-without-slots: what"


@pytest.mark.parametrize("name", FORMATS)
def test_every_format_is_offered_on_the_command_line(tmp_path: Path, name: str) -> None:
    root = write_tree(tmp_path, {"app/models/recipe.py": NO_SLOTS})
    done = run_script("--format", name, "app", cwd=root)
    assert (done.returncode, done.stderr) == (1, "")
