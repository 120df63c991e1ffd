"""The page as a document: its parts, its sentences, its size, and that nothing generated gets out of its place."""

import base64
import gzip
import hashlib
import json
import random
import re
from html.parser import HTMLParser
from pathlib import Path
from typing import Any

import pytest
from onejob.evals.report import numbers, write_report
from onejob.evals.report.code_archive import code_archive
from onejob.evals.report.figures import points_scale, whisker
from onejob.evals.report.headline import headlines
from onejob.evals.report.page import PAGE_LIMIT, render
from onejob.evals.report.run_view import run_key
from onejob.evals.report.shown_text import excerpt, visible
from onejob.evals.stats import summarise

from .hostile import ALL, HIDDEN, hostile_results
from .sample import paired, results, run

VOID = {"meta", "img", "br", "input", "line", "circle", "rect", "path", "hr", "link"}


class Page(HTMLParser):
    """Checks nesting as it reads; keeps elements, ids, links and text."""

    def __init__(self, text: str) -> None:
        super().__init__()
        self.open: list[str] = []
        self.elements: list[tuple[str, dict[str, str | None]]] = []
        self.text: list[str] = []
        self.feed(text)
        assert not self.open, f"never closed: {self.open}"

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.elements.append((tag, dict(attrs)))
        if tag not in VOID:
            self.open.append(tag)

    def handle_startendtag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.elements.append((tag, dict(attrs)))

    def handle_endtag(self, tag: str) -> None:
        if tag not in VOID:
            assert self.open.pop() == tag, f"</{tag}> closes something else"

    def handle_data(self, data: str) -> None:
        if self.open and self.open[-1] not in {"script", "style"}:
            self.text.append(data)

    def all(self, tag: str) -> list[dict[str, str | None]]:
        return [attributes for name, attributes in self.elements if name == tag]

    @property
    def ids(self) -> list[str]:
        return [attributes["id"] or "" for _, attributes in self.elements if "id" in attributes]


def page(document: dict[str, Any]) -> Page:
    return Page(render(document, summarise(document)))


def rich() -> dict[str, Any]:
    """Two arms, seven cases, a second trial, something invalid, something stale, something broken."""
    runs = paired([(5, 9), (4, 9), (6, 10), (3, 9), (5, 8), (2, 9), (6, 9)])
    runs[0]["graders"]["rules"]["rules"]["unbounded-list"] = {"state": "broken", "findings": 1, "examined": 1}
    runs[0]["graders"]["rules"]["findings"] = [
        {"path": "app/main.py", "line": 1, "column": 1, "rule": "unbounded-list", "severity": "error", "layer": "app",
         "message": "no limit", "fix": "add one", "reference": ""}
    ]  # fmt: skip
    runs += [run("case-01", "skill", 2, stale=True), run("case-02", "none", 2, valid=False)]
    return results(runs)


SHAPES = {
    "nothing": results([]),
    "one arm": results([run("a", "none")]),
    "one case": results(paired([(1, 2)])),
    "rich": rich(),
    "three arms": results([*paired([(5, 9)] * 6), *[item for item in paired([(5, 2)] * 6, "other-x") if item["arm"] != "none"]]),
    "missing cells": results([run("a", "none"), run("b", "skill"), run("c", "inline")]),
    "all invalid": results([run("a", "none", valid=False), run("a", "skill", valid=False)]),
    "no skill": results(paired([(1, 2)]), skill=None, isolation="none"),
    "nothing measured": results([run("a", arm, passed=0, rules={}, lines=0, files={}) for arm in ("none", "skill")]),
    "hostile": hostile_results(),
}  # fmt: skip


@pytest.mark.parametrize("name", SHAPES)
def test_every_shape_makes_a_sound_document(name: str) -> None:
    made = page(SHAPES[name])
    assert len(made.ids) == len(set(made.ids)), "an id twice"
    targets = {link["href"][1:] for link in made.all("a") if (link["href"] or "").startswith("#")}
    assert targets <= set(made.ids), "a link to nowhere"
    assert len(made.all("h1")) == 1
    assert all("scope" in cell for cell in made.all("th"))
    assert all(svg.get("role") == "img" for svg in made.all("svg"))
    assert len(made.all("svg")) == len(made.all("title")) - 1
    assert not any(
        value and re.match(r"(https?:)?//", value)
        for _, attributes in made.elements
        for key, value in attributes.items()
        if key in {"src", "href"}
    )


@pytest.mark.parametrize("name", SHAPES)
def test_only_our_own_script_and_style_may_run(name: str) -> None:
    text = render(SHAPES[name], summarise(SHAPES[name]))
    made = Page(text)
    assert [script.get("type") for script in made.all("script")] == ["application/gzip;base64", None]
    assert not any(key.startswith("on") for _, attributes in made.elements for key in attributes)
    assert not made.all("img")
    [policy] = [
        meta["content"] for meta in made.all("meta") if meta.get("http-equiv") == "Content-Security-Policy"
    ]
    own = text[text.rindex("<script>") + 8 : text.rindex("</script>")]
    assert policy is not None
    assert "default-src 'none'" in policy
    assert base64.b64encode(hashlib.sha256(own.encode()).digest()).decode() in policy


def test_sections_in_order() -> None:
    assert [i for i in page(rich()).ids if not re.search(r"\d|-title$", i)] == [
        "main", "lift", "cases", "rules", "ceremony", "shape", "departures", "validity", "runs", "status", "archive",
    ]  # fmt: skip


def test_every_run_is_two_clicks_from_a_number() -> None:
    document = rich()
    made = page(document)
    anchors = {i for i in made.ids if i.startswith("run-")}
    assert len(anchors) == len(document["runs"])
    linked = {link["href"] for link in made.all("a")}
    assert {f"#{anchor}" for anchor in anchors} <= linked
    assert "#cases" in linked


def test_hidden_characters_are_spelled_out() -> None:
    text = render(hostile_results(), summarise(hostile_results()))
    assert "\\u202e" in text
    assert not re.search("[\u202e\u200b\x00\x1b\x85\ufeff\ud800]", text)
    assert "1337" not in text, "a template inside the data was evaluated"
    assert "{{ 7 * 191 }}" in text


def test_hostile_text_stays_bounded() -> None:
    document = hostile_results()
    assert len(render(document, summarise(document))) < PAGE_LIMIT + 100_000
    assert len(excerpt(ALL)) < 7000
    assert visible(HIDDEN).isprintable()


def test_a_page_of_a_full_evaluation_stays_below_a_megabyte() -> None:
    noise = random.Random(1)
    words = [f"name_{noise.getrandbits(40):x}" for _ in range(4000)]

    def files() -> dict[str, str]:
        return {
            f"app/{n}.py": "\n".join(" ".join(noise.choices(words, k=8)) for _ in range(40)) for n in range(9)
        }

    runs = [
        run(f"c{n}", arm, trial, files=files())
        for n in range(18)
        for arm in ("none", "skill")
        for trial in (1, 2)
    ]
    text = render(results(runs), summarise(results(runs)))
    assert len(text.encode()) < 1_000_000
    assert "without room here can be read in the folder of their run" in text


def unpack(packed: str) -> dict[str, Any]:
    return dict(json.loads(gzip.decompress(base64.b64decode(packed))))


def test_the_archive_holds_the_code_and_drops_what_has_no_finding_first() -> None:
    noise = random.Random(2)
    item = run(
        "a",
        "none",
        files={
            path: "\n".join(noise.randbytes(40).hex() for _ in range(99))
            for path in ("app/main.py", "app/other.py")
        },
    )
    item["graders"]["rules"]["findings"] = [SHAPES["rich"]["runs"][0]["graders"]["rules"]["findings"][0]]
    everything, dropped = code_archive([item], 10**6)
    assert dropped == 0
    assert set(unpack(everything)["code"][run_key(item)]) == {"app/main.py", "app/other.py"}
    assert unpack(everything)["marks"][run_key(item)]["app/main.py"] == [
        [1, "unbounded-list", "no limit", "add one"]
    ]
    some, dropped = code_archive([item], 9_000)
    assert dropped == 1
    left = unpack(some)["code"][run_key(item)]
    assert left["app/main.py"]
    assert left["app/other.py"] == ""


def title(document: dict[str, Any]) -> str:
    return headlines(summarise(document))[0].title


@pytest.mark.parametrize(
    ("document", "expected"),
    [
        pytest.param(results([]), "there are no runs", id="no runs"),
        pytest.param(results([run("a", "none")]), "there is only one arm", id="one arm"),
        pytest.param(results(paired([(0, 10)] * 5)), "too few cases to claim a difference", id="five cases agree"),
        pytest.param(results(paired([(5, 9), (4, 9), (6, 9), (3, 9), (5, 8), (2, 9)])), "more contract tests passed", id="six cases agree"),
        pytest.param(results(paired([(9, 5), (9, 4), (9, 6), (9, 3), (8, 5), (9, 2)])), "fewer contract tests passed", id="worse is said"),
        pytest.param(results(paired([(5, 9), (9, 4)] * 4)), "no difference is shown in", id="both ways"),
        pytest.param(
            results([item | {"stale": item["arm"] == "skill"} for item in paired([(5, 9)] * 7)]), "With an earlier text of", id="all stale"
        ),
    ],
)  # fmt: skip
def test_the_headline_says_what_the_interval_shows(document: dict[str, Any], expected: str) -> None:
    assert expected in title(document)


def test_no_headline_claims_what_the_statistics_do_not() -> None:
    """Whatever the data: a word of difference in the title only with a conclusion behind it."""
    noise = random.Random(4)
    for _ in range(60):
        cases = noise.randint(1, 9)
        document = results(paired([(noise.randint(0, 10), noise.randint(0, 10)) for _ in range(cases)]))
        [comparison] = summarise(document)["comparisons"]
        claimed = "more contract" in title(document) or "fewer contract" in title(document)
        assert claimed == (comparison["measures"]["contract"]["conclusion"] in {"more", "less"})


def test_unisolated_is_loud() -> None:
    text = " ".join(page(results(paired([(1, 2)]), isolation="none")).text)
    assert text.count("nisolated") >= 3
    assert "nisolated" not in " ".join(page(rich()).text)


def test_stale_and_invalid_runs_are_labelled() -> None:
    text = " ".join(" ".join(page(rich()).text).split())
    assert "Needs a live run:" in text
    assert "the control is not clean" in text


def test_pictures_keep_to_their_scale() -> None:
    scale = points_scale([0.1])
    inside = re.findall(r'(?:x1|x2|cx)="([-\d.]+)"', whisker(scale, 5.0, [-3.0, 9.0], "far", "sure"))
    assert all(0 <= float(place) <= 240 for place in inside)
    assert "<script" not in whisker(scale, None, None, "<script>", "unsure")


@pytest.mark.parametrize(
    ("shown", "expected"),
    [
        (numbers.difference(0.1434, "share"), "+14.3"),
        (numbers.difference(-0.00001, "share"), "0"),
        (numbers.difference(-12.4, "count"), f"{numbers.MINUS}12"),
        (numbers.value(1.0, "share"), "100 %"),
        (numbers.value(0.885, "share"), "88.5 %"),
        (numbers.value(None, "share"), numbers.DASH),
        (numbers.interval([0.2, 0.2], "share"), "no spread"),
        (numbers.p_value(0.00001), "< 0.001"),
        (numbers.times(1.5), f"{numbers.TIMES}1.50"),
    ],
)
def test_numbers(shown: str, expected: str) -> None:
    assert shown == expected


def test_nothing_half_written(tmp_path: Path) -> None:
    target = tmp_path / "deep" / "er"
    assert write_report(rich(), target) == target / "report.html"
    assert sorted(path.name for path in target.iterdir()) == [
        "benchmark.json",
        "junit.xml",
        "report.html",
        "summary.md",
    ]
    before = {path: path.read_bytes() for path in target.iterdir()}
    with pytest.raises(KeyError):
        write_report({"runs": [{}]}, target)
    assert {path: path.read_bytes() for path in target.iterdir()} == before
