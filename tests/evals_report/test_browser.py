"""The page in a real Chromium: it renders, it works by keyboard, it runs nothing of what it shows.

Set ONEJOB_SCREENSHOTS to a folder to keep the pictures.
"""

import os
from collections.abc import Iterator
from itertools import pairwise
from pathlib import Path
from typing import Any

import pytest
from onejob.evals.report import write_report

from .browser import Browser, browser, programs
from .hostile import hostile_results
from .sample import finding, paired, results, run

pytestmark = [
    pytest.mark.skipif(
        programs() is None,
        reason="NOT CHECKED in a browser: install chromium and chromedriver (Debian: apt install chromium chromium-driver)",
    ),
    pytest.mark.xdist_group("browser"),
]
ENTER, TAB = "\ue007", "\ue004"
CODE = "import os\n\n\ndef handler():\n    return os.environ['X']\n"
SIZES = {"desktop": (1280, 1600), "phone": (390, 900)}


def document() -> dict[str, Any]:
    """Eight cases, three arms, findings in the control's code."""
    runs = paired([(5, 9), (4, 9), (6, 10), (3, 9), (5, 8), (2, 9), (6, 9), (9, 9)])
    for item in runs:
        if item["arm"] == "none":
            item["files"] = {"app/main.py": CODE, "app/empty_of_findings.py": "x = 1\n"}
            item["graders"]["rules"]["rules"]["environment-read-outside-config"] = {
                "state": "broken",
                "findings": 1,
                "examined": 1,
            }
            item["graders"]["rules"]["findings"] = [finding("environment-read-outside-config", line=5)]
    return results([*runs, run("case-01", "inline", stale=True), run("case-02", "none", 2, valid=False)])


@pytest.fixture(scope="module")
def window() -> Iterator[Browser]:
    with browser() as opened:
        yield opened


@pytest.fixture(scope="module")
def report(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return write_report(document(), tmp_path_factory.mktemp("report"))


@pytest.fixture(scope="module")
def hostile(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return write_report(hostile_results(), tmp_path_factory.mktemp("hostile"))


def pictures(tmp_path: Path) -> Path:
    return Path(os.environ.get("ONEJOB_SCREENSHOTS") or tmp_path)


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("size", SIZES)
def test_it_fits_and_is_readable(
    window: Browser, report: Path, tmp_path: Path, size: str, scheme: str
) -> None:
    width, height = SIZES[size]
    window.emulate(width, height, dark=scheme == "dark")
    window.open(report)
    assert window.picture(pictures(tmp_path) / f"{size}-{scheme}.png").stat().st_size > 10_000
    assert window.run("return document.documentElement.scrollWidth") <= width, "the page scrolls sideways"
    assert window.run(CONTRASTS) == [], "text that is too faint"
    assert window.complaints() == []


def test_from_a_number_to_a_run_in_two_clicks(window: Browser, report: Path) -> None:
    window.emulate(*SIZES["desktop"])
    window.open(report)
    window.click("#lift td.strong a")
    assert window.run("return location.hash") == "#cases"
    window.click("#cases td.chips a")
    window.wait("return document.querySelector(location.hash).open")
    window.wait("return document.activeElement.parentElement.id === location.hash.slice(1)")
    assert "Contract tests: 5 of 10 passed" in window.run(
        "return document.querySelector(location.hash).innerText"
    )


def test_findings_stand_in_the_code_of_both_arms(window: Browser, report: Path, tmp_path: Path) -> None:
    window.emulate(*SIZES["desktop"])
    window.open(report, "#case-1")
    window.wait("return document.querySelectorAll('#case-1 .pane').length === 2")
    assert window.run(
        "return [...document.querySelectorAll('#case-1 .pane select:first-of-type')].map(s => s.value)"
    )[::2] == [
        "case-01/none/r-t1",
        "case-01/skill/r-t1",
    ]
    marked = window.run(
        "return [...document.querySelectorAll('#case-1 .l.marked')].map(l => [l.innerText.trim(), l.nextSibling.innerText])"
    )
    assert len(marked) == 1
    assert "return os.environ['X']" in marked[0][0]
    assert "environment-read-outside-config" in marked[0][1]
    assert "do it otherwise" in marked[0][1]
    window.picture(pictures(tmp_path) / "code.png")


def test_a_finding_leads_to_its_line(window: Browser, report: Path) -> None:
    window.emulate(*SIZES["desktop"])
    window.open(report, "#run-1")
    window.wait("return document.querySelector('#run-1 button.place')")
    window.click("#run-1 button.place")
    window.wait("return document.activeElement.dataset.line === '5'")
    assert window.run("return document.getElementById('status').textContent") == "app/main.py, line 5"


def test_everything_works_by_keyboard(window: Browser, report: Path) -> None:
    window.emulate(*SIZES["desktop"])
    window.open(report)
    window.press(TAB)
    assert window.run("return document.activeElement.className") == "skip"
    assert window.run("return document.activeElement.getBoundingClientRect().left") >= 0, (
        "the skip link stays hidden"
    )
    window.press(ENTER)
    window.press(TAB)
    assert window.run("return document.getElementById('main').contains(document.activeElement)")
    window.run("document.querySelector('#case-2 > summary').focus()")
    window.press(ENTER)
    window.wait("return document.querySelector('#case-2 .pane')")
    assert window.run(
        "return [...document.querySelectorAll('#case-2 .compare select, #case-2 .compare .code')].every(e => e.tabIndex === 0)"
    )
    outline = "return getComputedStyle(document.activeElement).outlineStyle"
    assert window.run(outline) != "none", "the focus cannot be seen"


def test_a_screen_reader_gets_names(window: Browser, report: Path) -> None:
    window.emulate(*SIZES["desktop"])
    window.open(report, "#run-1")
    window.wait("return document.querySelector('.panes')")
    nodes = [node for node in window.accessibility() if not node.get("ignored")]
    roles = {node["role"]["value"] for node in nodes}
    assert {
        "heading",
        "table",
        "columnheader",
        "rowheader",
        "main",
        "navigation",
        "region",
        "img",
    } <= roles | ({"img"} if "image" in roles else set())
    for node in nodes:
        if node["role"]["value"] in {"button", "link", "combobox", "image", "img", "region", "heading"}:
            assert node.get("name", {}).get("value"), f"a {node['role']['value']} without a name"
    headings = window.run("return [...document.querySelectorAll('h1,h2,h3,h4')].map(h => +h.tagName[1])")
    assert all(after <= before + 1 for before, after in pairwise(headings)), "a level is skipped"


def test_generated_code_is_shown_and_never_run(window: Browser, hostile: Path, tmp_path: Path) -> None:
    window.emulate(*SIZES["desktop"])
    window.open(hostile, "#case-1")
    window.wait("return document.querySelector('#case-1 .pane .l')")
    window.run("document.querySelectorAll('details').forEach(d => { d.open = true })")
    window.wait("return document.querySelectorAll('.panes').length === 2")
    for option in window.run(
        "return [...document.querySelectorAll('#case-1 .pane select')].map((s, i) => [i, s.options.length])"
    ):
        for place in range(option[1]):
            window.run(
                "const s = document.querySelectorAll('#case-1 .pane select')[arguments[0]];"
                "s.selectedIndex = arguments[1]; s.dispatchEvent(new Event('change'))",
                option[0],
                place,
            )
    window.picture(pictures(tmp_path) / "hostile.png")
    assert window.run("return window.broken ?? null") is None
    assert window.run("return document.images.length") == 0
    assert window.run("return document.scripts.length") == 2
    assert window.run("return document.documentElement.scrollWidth <= innerWidth"), (
        "a huge line widens the page"
    )
    assert window.complaints() == []


def test_the_policy_would_stop_what_escaping_let_through(window: Browser, report: Path) -> None:
    window.open(report)
    window.run(
        "const s = document.createElement('script'); s.textContent = 'window.broken = 1'; document.body.append(s);"
        "const d = document.createElement('div'); d.innerHTML = '<img src=x onerror=\"window.broken = 1\">'; document.body.append(d)"
    )
    assert window.run("return window.broken ?? null") is None
    assert window.complaints() != []


def test_it_prints(window: Browser, report: Path) -> None:
    window.emulate(*SIZES["desktop"], media="print")
    window.open(report)
    assert window.run("return getComputedStyle(document.querySelector('.top')).display") == "none"
    assert window.run("return getComputedStyle(document.querySelector('#lift table')).display") == "table"


# Text whose contrast with what lies behind it is below 4.5 to 1 (WCAG AA), told by the first words of it.
CONTRASTS = """
const channel = (v) => (v /= 255) <= 0.04045 ? v / 12.92 : ((v + 0.055) / 1.055) ** 2.4;
const parse = (c) => (c.match(/[\\d.]+/g) ?? [0, 0, 0, 0]).map(Number);
const luminance = ([r, g, b]) => 0.2126 * channel(r) + 0.7152 * channel(g) + 0.0722 * channel(b);
const behind = (e) => {
  for (; e; e = e.parentElement) {
    const c = parse(getComputedStyle(e).backgroundColor);
    if (c.length < 4 || c[3] > 0) return c;
  }
  return [255, 255, 255];
};
const faint = [];
for (const e of document.querySelectorAll("body *")) {
  if (!e.checkVisibility() || e.closest("script, style, .unseen")) continue;
  if (![...e.childNodes].some((n) => n.nodeType === 3 && n.data.trim())) continue;
  const style = getComputedStyle(e);
  const [a, b] = [luminance(parse(e.closest("svg") ? style.fill : style.color)), luminance(behind(e))];
  const ratio = (Math.max(a, b) + 0.05) / (Math.min(a, b) + 0.05);
  if (ratio < 4.5) faint.push(`${e.textContent.trim().slice(0, 30)}: ${ratio.toFixed(2)}`);
}
return faint;
"""
