"""Module names and applications, whatever the layout."""

from pathlib import Path

import pytest
from onejob.check import check
from onejob.check.project.modules import module_names, unresolved
from onejob.check.project.worlds import worlds
from onejob.check.reading.discovery import discover

from tests.check.trees import NO_SLOTS, run_script, write_tree


@pytest.mark.parametrize(
    ("paths", "imported", "names"),
    [
        (["app/__init__.py", "app/a.py"], [], ["app", "app.a"]),
        (["src/app/a.py"], [], ["app.a"]),
        (["backend/app/services/a.py"], ["app.services", "fastapi.routing"], ["app.services.a"]),
        (["backend/app/services/a.py"], [], ["backend.app.services.a"]),
        (
            ["x/__init__.py", "x/app/__init__.py", "x/app/models/a.py"],
            ["app.models"],
            ["x", "app", "app.models.a"],
        ),
        (
            ["app/__init__.py", "app/a.py", "app/celery/__init__.py", "app/celery/b.py"],
            ["celery.b"],
            ["app", "app.a", "app.celery", "app.celery.b"],
        ),
        (
            [
                "app/__init__.py",
                "app/kit/__init__.py",
                "app/kit/sqlalchemy/__init__.py",
                "app/kit/sqlalchemy/sql.py",
            ],
            ["sqlalchemy.sql"],
            ["app", "app.kit", "app.kit.sqlalchemy", "app.kit.sqlalchemy.sql"],
        ),
        (["app/stripe/a.py"], ["stripe.error"], ["app.stripe.a"]),
        (
            ["app/main.py", "app/routes.py", "app/services/a.py"],
            ["routes.router", "services"],
            ["main", "routes", "services.a"],
        ),
        (
            ["app/main.py", "app/routes.py", "app/config.py"],
            ["routes.router", "logging"],
            ["app.main", "app.routes", "app.config"],
        ),
        (["__init__.py", "a.py", "inner/__init__.py"], [], ["", "a", "inner"]),
        (["lib/python/shop/__init__.py", "lib/python/shop/deep/a.py"], [], ["shop", "shop.deep.a"]),
    ],
)
def test_names(paths: list[str], imported: list[str], names: list[str]) -> None:
    found = module_names(paths, unresolved(imported, module_names(paths)))
    assert [found[path] for path in paths] == names


SERVICES = {
    "app/services/users.py": "class UserService: ...\n",
    "app/services/orders.py": "from app.services.users import UserService\n",
}


def found(root: Path) -> list[str]:
    return [
        item.path.removeprefix(f"{root}/")
        for item in check([root]).findings
        if item.rule == "service-imports-service"
    ]


@pytest.mark.parametrize("prefix", ["", "src/", "backend/", "services/billing/src/"])
def test_imports_resolve_in_every_root(tmp_path: Path, prefix: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    write_tree(tmp_path, {f"{prefix}{path}": text for path, text in SERVICES.items()})
    assert found(Path()) == [f"{prefix}app/services/orders.py"]


def test_two_applications_of_one_name_do_not_see_each_other(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    other = {"app/services/users.py": "x = 1\n", "app/models/user.py": "", "app/__init__.py": ""}
    files = {f"one/{path}": text for path, text in {**SERVICES, "app/__init__.py": ""}.items()}
    write_tree(tmp_path, {**files, **{f"two/{path}": text for path, text in other.items()}})
    assert found(Path()) == ["one/app/services/orders.py"]


def test_worlds_are_split_only_where_packages_collide() -> None:
    names = {"a/app/x.py": "app.x", "b/app/x.py": "app.x", "tool/y.py": "tool.y", "c/lib/z.py": "lib.z"}
    assert [sorted(group) for group in worlds(names)] == [
        ["a/app/x.py", "c/lib/z.py", "tool/y.py"],
        ["b/app/x.py"],
    ]


@pytest.mark.parametrize("where", [".", "app"])
def test_without_any_configuration(tmp_path: Path, where: str) -> None:
    root = (
        write_tree(tmp_path / "x", {**SERVICES, "app/__init__.py": ""})
        if not (tmp_path / "x").mkdir()
        else tmp_path
    )
    (root / "pyproject.toml").unlink()
    for cwd, path in ((root / where, "."), (root, where)):
        done = run_script("--no-cache", "--select", "service-imports-service", path, cwd=cwd)
        assert (done.returncode, "orders.py:1:1" in done.stdout) == (1, True)


SLOTLESS = {"one/app/models/a.py": NO_SLOTS, "two/app/models/b.py": NO_SLOTS}


def test_a_folder_with_an_application_does_not_see_its_siblings(tmp_path: Path) -> None:
    root = write_tree(tmp_path, {f"cases/{path}": text for path, text in SLOTLESS.items()})
    assert list(discover([root / "cases/one"], str(root)).files) == ["cases/one/app/models/a.py"]


def test_paths_are_relative_to_where_one_stands(tmp_path: Path) -> None:
    root = write_tree(tmp_path, {f"cases/{path}": text for path, text in SLOTLESS.items()})
    done = run_script(".", "--format", "agent", "--no-cache", cwd=root / "cases/one")
    assert done.stdout.startswith("app/models/a.py:")
