"""`[tool.onejob]`: every mistake is named with its key, its file and what is allowed; none is ever green."""

from pathlib import Path

import pytest
from onejob.check import ConfigError, check
from onejob.check.configuration.config import load_config

from tests.check.trees import NO_SLOTS, run_script, write_tree

FILES = {"app/models/recipe.py": NO_SLOTS, "app/domain_logic/orders.py": "class OrderService: ...\n"}


def tree(root: Path, toml: str, name: str = "pyproject.toml") -> Path:
    return write_tree(root, {**FILES, name: toml})


@pytest.mark.parametrize(
    ("toml", "said"),
    [
        ("[tool.onejob]\npresets = 'layered'\n", "tool.onejob.presets: unknown key; did you mean 'preset'?"),
        ("[tool.onejob]\npreset = 'layerd'\n", "did you mean 'layered'? allowed: layered, feature-sliced"),
        ("[tool.onejob]\npreset = 3\n", "tool.onejob.preset: 3 is not possible"),
        ("[tool.onejob.layers]\nservices = ['app/domain_logic/**']\n", "layers.services: unknown layer; did you mean 'service'?"),
        ("[tool.onejob.layers]\nservice = ['app/nowhere/**']\n", "tool.onejob.layers.service: 'app/nowhere/**' matches no file"),
        ("[tool.onejob.layers]\n'app/domain_logic/**' = 'service'\n", "layer and glob are swapped; write service = ['app/domain_logic/**']"),
        ("[tool.onejob.layers]\n'app/models/*.py' = ['x']\n", "layer and glob are swapped"),
        ("[tool.onejob.layers]\nservice = []\n", "tool.onejob.layers.service: has no glob"),
        ("[tool.onejob.layers]\nmodel = 3\n", "layers.model: expected a list"),
        ("[tool.onejob.layers]\nservice = ['app/{feature}/{feature}.py']\n", "braces stand for one folder"),
        ("[tool.onejob.layers]\nservice = ['app/{service}/*.py']\n", "are called {feature}"),
        ("[tool.onejob.layers]\nservice = ['app/{feature/*.py']\n", "braces stand for one folder"),
        ("[tool.onejob.rules]\ncannot-parse = 'off'\n", "cannot-parse always speaks"),
        ("[[tool.onejob.exempt]]\npath = 'app/models/**'\nrules = ['cannot-parse']\nreason = 'x'\n", "exempt[0].rules: cannot-parse always speaks"),
        ("[tool.onejob.layers]\nservice = ['/app/**']\n", "must be relative"),
        ("[tool.onejob.rules]\ndataclass-without-slot = 'off'\n", "did you mean 'dataclass-without-slots'?"),
        ("[tool.onejob.rules]\ndataclass-without-slots = 'warn'\n", "allowed: error, warning, off"),
        ("[tool.onejob.rules.dataclass-without-slots]\nseverty = 'off'\n", "rules.dataclass-without-slots.severty: unknown option"),
        ("[tool.onejob.rules.service-imports-service]\nshared = 'base'\n", "shared: expected a list"),
        ("[[tool.onejob.exempt]]\npath = 'app/models/**'\nrules = ['dataclass-without-slots']\n", "exempt[0].reason: a reason is required"),
        ("[[tool.onejob.exempt]]\npath = 'app/models/**'\nreason = 'x'\n", "path and rules are required"),
        ("[[tool.onejob.exempt]]\npath = 'gone/**'\nrules = ['dataclass-without-slots']\nreason = 'x'\n", "'gone/**' matches no file"),
        ("[tool.onejob]\nexclude = [3]\n", "exclude: expected a list of non-empty strings"),
        ("[tool]\nonejob = 3\n", "[tool.onejob] must be a table"),
        ("[tool.onejob\n", "is not valid TOML"),
    ],
)  # fmt: skip
def test_a_mistake_exits_with_2_and_is_named(tmp_path: Path, toml: str, said: str) -> None:
    done = run_script("app", cwd=tree(tmp_path, toml))
    assert done.returncode == 2
    assert said in done.stderr
    assert "pyproject.toml: " in done.stderr
    assert done.stdout == ""


def test_a_configuration_that_is_not_text_is_named(tmp_path: Path) -> None:
    root = tree(tmp_path, "")
    (root / "pyproject.toml").write_bytes(b"[tool.onejob]\npreset = '\xff'\n")
    assert "is not UTF-8" in run_script("app", cwd=root).stderr


def test_a_broken_pyproject_that_does_not_speak_of_us_does_not_matter(tmp_path: Path) -> None:
    assert run_script("app", cwd=tree(tmp_path, "[project\n")).returncode == 1


@pytest.mark.parametrize("toml", ["", "[project]\nname = 'x'\n", "[tool.onejob]\npreset = 'layered'\n"])
def test_the_defaults_find_the_dataclass(tmp_path: Path, toml: str) -> None:
    result = check([tree(tmp_path, toml)])
    assert [item.rule for item in result.findings] == ["dataclass-without-slots"]


def test_severities_change_or_silence_a_rule(tmp_path: Path) -> None:
    root = tree(tmp_path, "[tool.onejob.rules]\ndataclass-without-slots = 'warning'\n")
    assert [item.severity for item in check([root]).findings] == ["warning"]
    root = tree(tmp_path, "[tool.onejob.rules.dataclass-without-slots]\nseverity = 'off'\n")
    assert check([root]).findings == ()


def test_an_exemption_with_a_reason_holds_for_its_path_only(tmp_path: Path) -> None:
    toml = "[[tool.onejob.exempt]]\npath = 'app/models/recipe.py'\nrules = ['dataclass-without-slots']\nreason = 'legacy'\n"
    root = tree(tmp_path, toml)
    assert check([root]).findings == ()
    write_tree(root, {"app/models/other.py": NO_SLOTS})
    assert [Path(item.path).name for item in check([root]).findings] == ["other.py"]


def test_excluded_files_are_not_read_even_when_named(tmp_path: Path) -> None:
    root = tree(tmp_path, "[tool.onejob]\nexclude = ['app/models/**']\n")
    assert check([root / "app"]).summary.files == 1
    assert check([root / "app/models/recipe.py"]).summary.files == 0


def test_own_globs_come_before_the_preset(tmp_path: Path) -> None:
    root = tree(
        tmp_path, "[tool.onejob.layers]\nservice = ['app/domain_logic/']\nerrors = 'app/models/recipe.py'\n"
    )
    assert check([root]).summary.layers == {"errors": 1, "service": 1}


def test_a_onejob_toml_has_the_keys_at_the_top(tmp_path: Path) -> None:
    root = tree(tmp_path, "[rules]\ndataclass-without-slots = 'off'\n", name="onejob.toml")
    assert check([root]).findings == ()
    (root / "onejob.toml").write_text("[tool.onejob]\n")
    with pytest.raises(ConfigError, match=r"onejob\.toml: tool: unknown key"):
        load_config([root])


def test_of_two_configurations_in_one_folder_none_is_passed_over(tmp_path: Path) -> None:
    root = tree(tmp_path, "[tool.onejob]\npreset = 'layered'\n")
    (root / "onejob.toml").write_text("")
    done = run_script("app", cwd=root)
    assert done.returncode == 2
    assert "pyproject.toml: has [tool.onejob], and a onejob.toml lies beside it" in done.stderr


def test_a_long_list_of_names_is_not_recited(tmp_path: Path) -> None:
    done = run_script("app", cwd=tree(tmp_path, "[tool.onejob.rules]\nzzz = 'off'\n"))
    assert (
        done.stderr
        == "onejob: pyproject.toml: tool.onejob.rules.zzz: 'zzz' is no rule; `onejob rules` lists them\n"
    )


def test_features_are_captured(tmp_path: Path) -> None:
    root = write_tree(
        tmp_path,
        {"pyproject.toml": "[tool.onejob]\npreset = 'feature-sliced'\n", "app/orders/service.py": ""},
    )
    done = run_script("layers", cwd=root)
    assert "app/orders/service.py  service  matches **/{feature}/service.py, feature orders" in done.stdout


def test_init_proposes_and_writes_a_map_that_works(tmp_path: Path) -> None:
    root = write_tree(
        tmp_path,
        {
            "pyproject.toml": "[project]\nname = 'x'\n",
            "shop/web/items.py": "from fastapi import APIRouter\nrouter = APIRouter()\n",
            "shop/web/users.py": "from fastapi import APIRouter\nrouter = APIRouter()\n",
            "shop/services/a.py": "class AService: ...\n",
        },
    )
    shown = run_script("init", cwd=root)
    assert 'route = ["shop/web/*.py"]' in shown.stdout
    assert "#   shop/web/*.py is route: 2 of 2 files: declares routes" in shown.stdout
    assert "Nothing was written; do it with: onejob init --write" in shown.stdout
    assert (root / "pyproject.toml").read_text() == "[project]\nname = 'x'\n"
    assert run_script("init", "--write", cwd=root).returncode == 0
    assert check([root]).summary.layers == {"route": 2, "service": 1}
    again = run_script("init", "--write", cwd=root)
    assert (again.returncode, "configures onejob already" in again.stderr) == (2, True)


def test_init_knows_a_plain_services_module(tmp_path: Path) -> None:
    files = {
        "main.py": "from fastapi import FastAPI\napp = FastAPI()\n",
        "services.py": "class OrderService: ...\n",
        "store.py": "class Base(DeclarativeBase): ...\n",
        "notes.py": "X = 1\n",
    }
    root = write_tree(tmp_path, files)
    shown = run_script("init", "--write", cwd=root).stdout
    assert "services.py is service: is called services.py" in shown
    assert "1 without a layer (which, and why: onejob layers --unmapped)" in shown
    assert check([root]).summary.layers == {"app": 1, "orm": 1, "service": 1}


def test_init_writes_no_map_that_maps_nothing(tmp_path: Path) -> None:
    root = write_tree(tmp_path, {"stuff/notes.py": "X = 1\n"})
    done = run_script("init", "--write", cwd=root)
    assert (done.returncode, done.stdout, (root / "pyproject.toml").read_text()) == (2, "", "")
    assert "neither a name nor the content" in done.stderr
    assert 'service = ["app/logic/**"]' in done.stderr


def test_init_never_infers_law(tmp_path: Path) -> None:
    root = write_tree(tmp_path, FILES)
    written = run_script("init", "--write", cwd=root)
    assert written.returncode == 0
    text = (root / "pyproject.toml").read_text()
    assert not any(word in text for word in ("rules", "exempt", "exclude"))
