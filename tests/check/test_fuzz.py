"""Mutations of real files: whatever the text, the check answers; it never raises."""

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from onejob.check import check
from onejob.check.reading.discovery import Failure
from onejob.check.running.analysis import load

from tests.check.trees import ROOT, write_tree

SEEDS = [
    path.read_bytes()
    for folder in ("services", "repositories", "controllers", "routes")
    for path in sorted((ROOT / "examples/recipes/app" / folder).glob("*.py"))
    if path.stat().st_size > 200
]
PIECES = [b"\0", b"\xff", b"'", b'"""', b"(", b")", b":", b"\n", b"\n    ", b"#", b"\\", b"async ", b"await ", b"yield ",
          b"@", b"*", b"**", b"# onejob: ignore[", b"] reason", b"lambda: ", b"class X(", b"match x:\n case _:", b"from . import *",
          "é".encode(), b"\r", b"\x0c", b"type X = int\n", b"except* ValueError:", b"f'{x!r:>{w}}'"]  # fmt: skip
LAYERS = [
    "services/a.py",
    "repositories/a.py",
    "controllers/a.py",
    "routes/a.py",
    "models/a.py",
    "factory.py",
    "app.py",
    "error_handlers.py",
]


@st.composite
def mutated(draw: st.DrawFn) -> bytes:
    data = draw(st.sampled_from(SEEDS))
    for _ in range(draw(st.integers(1, 6))):
        start = draw(st.integers(0, len(data)))
        end = min(len(data), start + draw(st.integers(0, 40)))
        other = draw(st.sampled_from(SEEDS))
        cut = draw(st.integers(0, len(other)))
        piece = draw(st.sampled_from([*PIECES, b"", other[cut : cut + 60]]))
        data = data[:start] + piece + data[end:]
    return data


@settings(max_examples=60, deadline=None, suppress_health_check=list(HealthCheck))
@given(data=mutated(), layer=st.sampled_from(LAYERS))
def test_a_mutated_file_is_answered(
    tmp_path_factory: pytest.TempPathFactory, data: bytes, layer: str
) -> None:
    root = write_tree(tmp_path_factory.mktemp("tree"), {"app/models/b.py": "X = 1\n", f"app/{layer}": ""})
    (root / "app" / layer).write_bytes(data)
    result = check([root], jobs=1)
    assert result.summary.files == 2
    failed = [item.message for item in result.findings if "failed here" in item.message]
    assert not failed


@settings(max_examples=100, deadline=None)
@given(data=st.binary(max_size=300))
def test_any_bytes_are_answered(data: bytes) -> None:
    loaded = load(data, "a.py", "a")
    assert isinstance(loaded, Failure | tuple)


def test_the_seeds_are_there() -> None:
    assert len(SEEDS) > 5
