"""`onejob new` on names, folders and projects it cannot work with: a clear message, exit 2, nothing written."""

import os
from pathlib import Path

import pytest
from onejob.skill.cli import main
from onejob.skill.new_feature import planning, writing
from onejob.skill.new_feature.names import Names, names_of


@pytest.fixture
def project(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> Path:
    folder = tmp_path / "shop"
    folder.mkdir()
    assert new(folder, "order") == 0
    capsys.readouterr()
    return folder


def new(project: Path, *words: str) -> int:
    return main(["new", *words, "--project", str(project)])


def content(folder: Path) -> dict[str, bytes]:
    return {str(path.relative_to(folder)): path.read_bytes() for path in folder.rglob("*") if path.is_file()}


def edit(file: Path, old: str, instead: str) -> None:
    text = file.read_text()
    assert old in text
    file.write_text(text.replace(old, instead))


@pytest.mark.parametrize(
    ("name", "forms"),
    [
        ("order", Names("order", "orders")),
        ("orders", Names("order", "orders")),
        ("order-line", Names("order_line", "order_lines")),
        ("OrderLine", Names("order_line", "order_lines")),
        ("HTTPProbe", Names("http_probe", "http_probes")),
        ("categories", Names("category", "categories")),
        ("category", Names("category", "categories")),
        ("survey", Names("survey", "surveys")),
        ("boxes", Names("box", "boxes")),
        ("address", Names("address", "addresses")),
        ("status", Names("status", "statuses")),
        ("houses", Names("house", "houses")),
    ],
)
def test_the_forms_of_a_name(name: str, forms: Names) -> None:
    assert names_of(name) == forms


@pytest.mark.parametrize(
    ("words", "message"),
    [
        pytest.param(["class"], "'class' is a word of the Python language", id="keyword"),
        pytest.param(["match"], "'match' is a word of the Python language", id="soft keyword"),
        pytest.param(["../order"], "not the name of a thing", id="path"),
        pytest.param(["app/order"], "not the name of a thing", id="path inside"),
        pytest.param([""], "not the name of a thing", id="empty"),
        pytest.param(["2nd"], "not the name of a thing", id="digit first"),
        pytest.param(["_order"], "not the name of a thing", id="underscore first"),
        pytest.param(["größe"], "not the name of a thing", id="not ASCII"),
        pytest.param(["order; drop"], "not the name of a thing", id="SQL"),
        pytest.param(["o" * 41], "longer than 40 characters", id="endless"),
        pytest.param(["sheep", "--plural", "sheep"], "the same word", id="no plural"),
        pytest.param(["goose", "--plural", "../geese"], "--plural '../geese'", id="bad plural"),
        pytest.param(["principal"], "already means something else", id="word of the template"),
        pytest.param(["page"], "already means something else", id="variable of the template"),
        pytest.param(["order"], "app/models/order.py exists already", id="existing feature"),
        pytest.param(["orders"], "app/models/order.py exists already", id="existing feature in plural"),
        pytest.param(["token"], "app/services/tokens.py exists already", id="existing module"),
    ],
)
def test_a_bad_name_is_refused(
    project: Path, capsys: pytest.CaptureFixture[str], words: list[str], message: str
) -> None:
    before = content(project)
    assert new(project, *words) == 2
    assert message in capsys.readouterr().err
    assert content(project) == before


def test_a_folder_that_is_not_there(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert new(tmp_path / "nowhere", "order") == 2
    assert "there is no such folder" in capsys.readouterr().err


def test_another_architecture_is_left_alone(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    (tmp_path / "main.py").write_text("from fastapi import FastAPI\n\napp = FastAPI()\n")
    assert new(tmp_path, "order") == 2
    assert "no application in this architecture here" in capsys.readouterr().err
    assert list(tmp_path.iterdir()) == [tmp_path / "main.py"]


def test_a_broken_configuration_is_named(project: Path, capsys: pytest.CaptureFixture[str]) -> None:
    with (project / "pyproject.toml").open("a") as stream:
        stream.write('\n[tool.onejob]\npreset = "layerd"\n')
    assert new(project, "parcel") == 2
    assert "preset" in capsys.readouterr().err


ANCHORS = [
    pytest.param("app/app.py", "include_router", "mount", "from app.routes import parcels", id="router"),
    pytest.param(
        "app/factory.py", "class Factory:", "class Things:", "def parcel_service(self)", id="factory"
    ),
    pytest.param(
        "app/repositories/unit_of_work.py",
        "yield UnitOfWork(",
        "yield make(",
        "parcels: ParcelRepository",
        id="unit of work",
    ),
    pytest.param(
        "app/repositories/protocols.py",
        "class IUnitOfWork(",
        "class IWork(",
        "def parcels(self) -> IParcelRepository",
        id="interface",
    ),
    pytest.param("tests/fakes.py", "class FakeUnitOfWork:", "class Fake:", "parcels: FakeParcels", id="fake"),
    pytest.param("app/dependencies.py", "PrincipalDep =", "WhoDep =", "app/dependencies.py", id="dependency"),
    pytest.param("tests/conftest.py", "def client(", "def browser(", "the fixture client", id="fixture"),
]


@pytest.mark.parametrize(("file", "old", "instead", "by_hand"), ANCHORS)
def test_a_missing_anchor_stops_everything_and_says_what_to_add(
    project: Path, capsys: pytest.CaptureFixture[str], file: str, old: str, instead: str, by_hand: str
) -> None:
    edit(project / file, old, instead)
    before = content(project)
    assert new(project, "parcel") == 2
    told = capsys.readouterr().err
    assert by_hand in told
    assert "nothing was written" in told
    assert content(project) == before


def test_the_rest_can_be_written_all_the_same(project: Path, capsys: pytest.CaptureFixture[str]) -> None:
    edit(project / "app/app.py", "include_router", "mount")
    before = (project / "app/app.py").read_text()
    assert new(project, "parcel", "--by-hand") == 0
    assert "app.include_router(parcels.router)" in capsys.readouterr().err
    assert (project / "app/app.py").read_text() == before
    assert (project / "app/services/parcels.py").is_file()


def test_two_last_revisions_stop_everything(project: Path, capsys: pytest.CaptureFixture[str]) -> None:
    first = project / "migrations/versions/0001_create_orders.py"
    (first.parent / "0002_other.py").write_text(first.read_text().replace('"0001"', '"0002"'))
    before = content(project)
    assert new(project, "parcel") == 2
    assert "0001, 0002" in capsys.readouterr().err
    assert content(project) == before


def test_a_dry_run_shows_the_diff_and_writes_nothing(
    project: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    before = content(project)
    assert new(project, "parcel", "--dry-run") == 0
    shown = capsys.readouterr().out
    assert "--- a/app/app.py\n+++ b/app/app.py\n" in shown
    assert "--- /dev/null\n+++ b/app/services/parcels.py\n" in shown
    assert content(project) == before


def test_a_failure_half_way_is_undone(project: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    before = content(project)
    calls = iter(range(100))
    real = Path.replace

    def fails_late(self: Path, target: Path) -> Path:
        if next(calls) == 6:
            raise OSError(28, "No space left on device", str(target))
        return real(self, target)

    monkeypatch.setattr(Path, "replace", fails_late)
    assert new(project, "parcel") == 2
    assert next(calls) > 6
    assert content(project) == before


def test_a_file_that_appears_meanwhile_is_not_overwritten(project: Path) -> None:
    planned = planning.plan(project, names_of("parcel"))
    late = project / "app/services/parcels.py"
    late.write_text("mine\n")
    with pytest.raises(Exception, match=r"app/services/parcels\.py exists already"):
        writing.carry_out(planned)
    assert late.read_text() == "mine\n"
    assert not (project / "app/models/parcel.py").exists()


def test_line_ends_byte_order_mark_and_mode_stay(project: Path) -> None:
    file = project / "app/errors.py"
    file.write_bytes(b"\xef\xbb\xbf" + file.read_bytes().replace(b"\n", b"\r\n"))
    file.chmod(0o640)
    assert new(project, "parcel") == 0
    data = file.read_bytes()
    assert data.startswith(b'\xef\xbb\xbf"""')
    assert data.count(b"\n") == data.count(b"\r\n")
    assert file.stat().st_mode & 0o777 == 0o640


def test_broken_and_hostile_neighbours_do_no_harm(project: Path) -> None:
    (project / "app/services/broken.py").write_text("def (:\n")
    (project / "app/services/binary.py").write_bytes(b"\xff\xfe\0")
    os.symlink("loop.py", project / "app/services/loop.py")
    assert new(project, "parcel") == 0


def test_a_folder_that_is_a_link_out_of_the_project_is_refused(
    project: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    outside = project.parent / "outside"
    (project / "app/services").rename(outside)
    os.symlink(outside, project / "app/services")
    before = content(project.parent)
    assert new(project, "parcel") == 2
    assert "lies outside of" in capsys.readouterr().err
    assert content(project.parent) == before
