"""Labels by hand against the checker: counting, refusing bad labels, and that the published page is today's."""

from pathlib import Path

import pytest
from onejob.check.rule import load_rules
from onejob.evals.agreement import Counts, Label, checked, compare, page, read_labels
from onejob.evals.failure import EvalError
from onejob.evals.recording import load_recordings
from onejob.evals.sampling import sample

ROOT = Path(__file__).parents[2]
LABELS = ROOT / "evals" / "labels" / "generated-files.csv"
STORE = ROOT / "evals" / "recordings"


def test_counting() -> None:
    labels = [
        Label("a/none/1", "x.py", frozenset({"import-cycle", "unbounded-list"})),
        Label("a/none/1", "y.py", frozenset()),
        Label("a/skill/1", "x.py", frozenset({"import-cycle"})),
    ]
    found = {
        ("a/none/1", "x.py"): frozenset({"import-cycle"}),
        ("a/none/1", "y.py"): frozenset({"unbounded-list"}),
        ("a/skill/1", "x.py"): frozenset({"import-cycle"}),
    }
    counts, differences = compare(labels, found)
    assert counts == {"import-cycle": Counts(both=2), "unbounded-list": Counts(checker=1, reader=1)}
    assert [(one.rule, one.found_by, one.label.path) for one in differences] == [
        ("unbounded-list", "reader", "x.py"),
        ("unbounded-list", "checker", "y.py"),
    ]
    text = page(labels, counts, differences)
    assert "**2 of 3 (95 % interval" in text
    assert "| **all** | 2 | 1 | 1 |" in text


@pytest.mark.parametrize(
    ("content", "said"),
    [
        ("recording,path\n", "the columns must be recording, path, breaks"),
        ("recording,path,breaks\na/none/1,x.py,import-cycel\n", ":2: there is no rule 'import-cycel'"),
        ("recording,path,breaks\na/none/1,x.py,\na/none/1,x.py,\n", "a/none/1 x.py stands here twice"),
    ],
)
def test_bad_labels(tmp_path: Path, content: str, said: str) -> None:
    path = tmp_path / "labels.csv"
    path.write_text(content)
    with pytest.raises(EvalError) as caught:
        read_labels(path, load_rules())
    assert said in str(caught.value)


def test_a_labelled_file_that_is_gone(tmp_path: Path) -> None:
    with pytest.raises(EvalError, match="this labelled file is not there"):
        checked([Label("a/none/1", "x.py", frozenset())], tmp_path)


def test_the_sample_is_large_and_has_both_arms() -> None:
    labels = read_labels(LABELS, load_rules())
    assert len(labels) >= 60
    arms = [label.recording.split("/")[1] for label in labels]
    assert arms.count("none") == arms.count("skill")


def test_a_seed_draws_the_same_again() -> None:
    recordings = load_recordings(STORE, lambda case, _: case in {"tiny-slug", "fan-out-error"})
    assert sample(recordings, 12, 7) == sample(recordings[::-1], 12, 7)
    assert sample(recordings, 12, 7) != sample(recordings, 12, 8)


def test_the_published_page_is_today_s() -> None:
    labels = read_labels(LABELS, load_rules())
    text = page(labels, *compare(labels, checked(labels, STORE)))
    assert (ROOT / "docs" / "agreement.md").read_text() == text, "run: onejob eval agreement"
