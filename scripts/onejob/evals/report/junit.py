"""junit.xml: one suite per case, one test per run; invalid runs are skipped, with their reasons."""

from collections.abc import Mapping, Sequence
from typing import Any
from xml.etree import ElementTree

from onejob.evals.report.shown_text import excerpt

_LIMIT = 2000


def junit(results: Mapping[str, Any]) -> str:
    """The document. Characters that XML cannot hold are spelled out."""
    root = ElementTree.Element("testsuites", name="onejob evals")
    for case in sorted({run["case"] for run in results["runs"]}):
        runs = [run for run in results["runs"] if run["case"] == case]
        _suite(root, case, sorted(runs, key=lambda run: (run["arm"], run["trial"], run["id"])))
    ElementTree.indent(root)
    return ElementTree.tostring(root, encoding="unicode", xml_declaration=False) + "\n"


def _suite(root: ElementTree.Element, case: str, runs: Sequence[Mapping[str, Any]]) -> None:
    verdicts = [run["verdict"] for run in runs]
    suite = ElementTree.SubElement(
        root,
        "testsuite",
        name=case,
        tests=str(len(runs)),
        failures=str(verdicts.count("fail")),
        skipped=str(verdicts.count("invalid")),
    )
    for run in runs:
        _test(suite, run)


def _test(suite: ElementTree.Element, run: Mapping[str, Any]) -> None:
    test = ElementTree.SubElement(
        suite,
        "testcase",
        classname=f"{run['case']}.{run['arm']}",
        name=f"{run['arm']} {run['id']}",
        time=f"{run['seconds'] or 0:.3f}",
    )
    properties = ElementTree.SubElement(test, "properties")
    for name in ("arm", "trial", "status", "stale", "path"):
        ElementTree.SubElement(properties, "property", name=name, value=excerpt(str(run[name]), 300))
    if run["verdict"] == "invalid":
        ElementTree.SubElement(test, "skipped", message=excerpt("; ".join(run["validity"]["reasons"]), 500))
    elif run["verdict"] == "fail":
        failure = ElementTree.SubElement(test, "failure", message=_short(run))
        failure.text = excerpt(_long(run), _LIMIT)


def _short(run: Mapping[str, Any]) -> str:
    contract, transcript = run["graders"]["contract"], run["graders"]["transcript"]
    said = [f"contract {contract['status']}: {contract['passed']} passed, {contract['failed']} failed"]
    if transcript["status"] == "fail":
        said.append(
            "asked before writing" if transcript["asked_before_writing"] else "did not ask before writing"
        )
    return "; ".join(said)


def _long(run: Mapping[str, Any]) -> str:
    missed = [test for test in run["graders"]["contract"]["tests"] if test["outcome"] != "passed"]
    return "\n".join(f"{test['outcome']} {test['name']}: {test['message']}" for test in missed)
