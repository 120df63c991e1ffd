"""A broken case.yaml is refused with file, line, key, value and what is allowed."""

from pathlib import Path

import pytest
from onejob.evals.case import load_case, load_cases
from onejob.evals.failure import EvalError


def test_a_good_case_is_read(cases: Path) -> None:
    case = load_case(cases / "counter")
    assert case.environment == {"DATABASE_URL": "database", "GREETING": "hello"}
    assert case.services == {"CLOCK_URL": "clock.py:app"}
    assert case.prompts == (case.prompt,)
    assert load_case(cases / "greeting").prompts[1] == "Start coding."


def test_the_prompt_hash_covers_the_replies(cases: Path) -> None:
    before = load_case(cases / "greeting").prompt_hash
    path = cases / "greeting" / "case.yaml"
    path.write_text(path.read_text().replace("Start coding.", "Plan it."))
    assert load_case(cases / "greeting").prompt_hash != before


@pytest.mark.parametrize(
    ("old", "new", "said"),
    [
        pytest.param(
            "kind: tiny",
            "kind: small",
            ":3: kind: 'small' is not allowed; allowed: scaffold, extend",
            id="enum",
        ),
        pytest.param(
            "kind: tiny", "knd: tiny", ":3: unknown key 'knd'; did you mean 'kind'?", id="unknown key"
        ),
        pytest.param(
            "id: counter", "id: other", ":1: id: 'other' differs from the folder's name 'counter'", id="id"
        ),
        pytest.param("id: counter", "id: Count Er", ":1: id: 'Count Er' does not match", id="bad id"),
        pytest.param(
            "title: Count",
            "title: [Count]\nx: Count",
            ":2: title: ['Count'] has the wrong type; it must be string",
            id="type",
        ),
        pytest.param("kind: tiny\n", "", "missing key 'kind'", id="missing key"),
        pytest.param("app: app.main:app", "app: app/main.py", "app: 'app/main.py' does not match", id="app"),
        pytest.param(
            "app: app.main:app\n", "", "'app' is a dependency of 'services'", id="services without app"
        ),
        pytest.param(
            "contract: contract",
            "contract: hidden",
            ":10: contract: there is no folder 'hidden'",
            id="no contract",
        ),
        pytest.param(
            "clock.py:app",
            "watch.py:app",
            "services.CLOCK_URL: 'watch.py' is not in the contract",
            id="no stub",
        ),
        pytest.param(
            "GREETING: hello", "CLOCK_URL: x", "services.CLOCK_URL: also set in environment", id="set twice"
        ),
        pytest.param(
            "GREETING: hello", "GREETING: 3", "environment.GREETING: 3 has the wrong type", id="number"
        ),
        pytest.param(
            "kind: tiny",
            "kind: tiny\nkind: ask",
            ":4: key 'kind' stands here twice (first on line 3)",
            id="twice",
        ),
        pytest.param("tags: [concurrency]", "tags: [concurrency", "this is not YAML", id="not yaml"),
        pytest.param("tags: [concurrency]", "tags: &a [x]\nextra: *a", "aliases", id="alias"),
    ],
)
def test_a_broken_case(cases: Path, old: str, new: str, said: str) -> None:
    path = cases / "counter" / "case.yaml"
    text = path.read_text()
    assert old in text
    path.write_text(text.replace(old, new, 1))
    with pytest.raises(EvalError) as caught:
        load_case(cases / "counter")
    assert said in str(caught.value)
    assert str(path) in str(caught.value)


@pytest.mark.parametrize(
    ("content", "said"),
    [
        pytest.param(b"", "the file is empty", id="empty"),
        pytest.param(b"\xff\xfe\x00", "not UTF-8", id="binary"),
        pytest.param(b"- a\n- b\n", "must be object", id="list"),
        pytest.param(b"id: a\x00b", "not YAML", id="control character"),
        pytest.param(b"[" * 5000, "nested more than 20 deep", id="deep"),
        pytest.param(b"a: " + b"x" * 300_000, "larger than 256 KiB", id="huge"),
    ],
)
def test_a_hostile_case(cases: Path, content: bytes, said: str) -> None:
    (cases / "counter" / "case.yaml").write_bytes(content)
    with pytest.raises(EvalError, match=said):
        load_case(cases / "counter")


def test_a_case_nothing_would_judge(cases: Path) -> None:
    path = cases / "greeting" / "case.yaml"
    path.write_text(path.read_text().replace("expected", "free"))
    with pytest.raises(EvalError, match="nothing would judge this case"):
        load_case(cases / "greeting")


def test_missing_folders_and_ids(cases: Path, tmp_path: Path) -> None:
    with pytest.raises(EvalError, match="no such folder of cases"):
        load_cases(tmp_path / "nowhere")
    with pytest.raises(EvalError, match="no case here"):
        load_cases(tmp_path)
    with pytest.raises(EvalError, match="did you mean 'counter'"):
        load_cases(cases, ["countr"])
