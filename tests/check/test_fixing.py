"""`--fix`: what is safe is repaired, nothing else in the file is touched, and what is not safe is left to a person."""

import subprocess
import sys
from pathlib import Path

import pytest
from onejob.check.adoption.fixing import repairs, write
from onejob.check.configuration.config import parse_config
from onejob.check.configuration.config_file import find_config
from onejob.check.run import Request, run

from tests.check.trees import NO_SLOTS, SLOTS, run_script, write_tree

BARE = NO_SLOTS.replace("(frozen=True)", "")
LOGGER = "import structlog\n\nlogger = structlog.get_logger(logger=__name__)\n\n\n"


def fixed(root: Path, data: bytes | str, path: str = "app/models/a.py", **others: str) -> bytes:
    """One file after `--fix` of everything, in a project of its own; what was left changes nothing the second time."""
    write_tree(root, {path: "", **others})
    target = root / path
    target.write_bytes(data.encode() if isinstance(data, str) else data)
    once = _fix(root).get(str(target), target.read_bytes())
    target.write_bytes(once)
    assert not _fix(root), "a second repair found something left to do"
    return once


def _fix(root: Path) -> dict[str, bytes]:
    file = find_config([root])

    def check(texts: object) -> object:
        return run(Request([root], unsaved=texts), file)  # type: ignore[arg-type]

    found = repairs(check, run(Request([root]), file), lambda result: result, parse_config(file))  # type: ignore[arg-type]
    return {str(Path(item.path).resolve()): item.after for item in found.files}


def service(body: str) -> str:
    """A service whose one method logs."""
    lines = "".join(f"    {line}\n" if line else "\n" for line in body.split("\n"))
    return f"{LOGGER}def note(order_id: str, user: object, total: int) -> None:\n{lines}"


@pytest.mark.parametrize(
    ("before", "after"),
    [
        ("@dataclass", "@dataclass(frozen=True, slots=True)"),
        ("@dataclass()", "@dataclass(frozen=True, slots=True)"),
        ("@dataclass(slots=True)", "@dataclass(frozen=True, slots=True)"),
        ("@dataclass(frozen=True)", "@dataclass(frozen=True, slots=True)"),
        ("@dataclass(frozen=(True))", "@dataclass(frozen=(True), slots=True)"),
        ("@dataclass(order=True, kw_only=True,)", "@dataclass(frozen=True, order=True, kw_only=True, slots=True,)"),
        ("@(dataclass)", "@(dataclass(frozen=True, slots=True))"),
        ("@dataclass  # é ü ∞ 🎈", "@dataclass(frozen=True, slots=True)  # é ü ∞ 🎈"),
        ("@dataclass(  # why\n    kw_only=True,  # so\n)", "@dataclass(  # why\n    frozen=True, kw_only=True, slots=True,  # so\n)"),
        ("@dataclass(\n    # nothing yet\n)", "@dataclass(\n    # nothing yet\nfrozen=True, slots=True)"),
        ("@dataclass \\\n  (order=True)", "@dataclass \\\n  (frozen=True, order=True, slots=True)"),
    ],
)  # fmt: skip
def test_a_dataclass_gets_what_it_lacks(tmp_path: Path, before: str, after: str) -> None:
    text = BARE.replace("@dataclass", before)
    assert fixed(tmp_path, text).decode() == BARE.replace("@dataclass", after)


@pytest.mark.parametrize(
    ("before", "after"),
    [
        (NO_SLOTS.replace("\n", "\r\n").encode(), SLOTS.replace("\n", "\r\n").encode()),
        (NO_SLOTS.replace("\n", "\r").encode(), SLOTS.replace("\n", "\r").encode()),
        (b"\xef\xbb\xbf" + NO_SLOTS.encode(), b"\xef\xbb\xbf" + SLOTS.encode()),
        (NO_SLOTS.rstrip("\n").encode(), SLOTS.rstrip("\n").encode()),
        (NO_SLOTS.replace("    title", "\ttitle").encode(), SLOTS.replace("    title", "\ttitle").encode()),
        (
            f"# coding: latin-1\n'''é'''\n{NO_SLOTS}".encode("latin-1"),
            f"# coding: latin-1\n'''é'''\n{SLOTS}".encode("latin-1"),
        ),
        (f"X = 'é'; \x0c\n{NO_SLOTS}".encode(), f"X = 'é'; \x0c\n{SLOTS}".encode()),
    ],
    ids=["CRLF", "CR", "BOM", "no newline", "tabs", "latin-1", "form feed"],
)
def test_bytes_that_are_not_repaired_stay(tmp_path: Path, before: bytes, after: bytes) -> None:
    assert fixed(tmp_path, before) == after


@pytest.mark.parametrize(
    "change",
    [
        "def f(recipe: Recipe) -> None:\n    recipe.title = 'x'\n",
        "def f(recipes):\n    for item in recipes:\n        item.title += 'x'\n",
        "def f(recipe):\n    del recipe.title\n",
        "def f(recipe, key, value):\n    setattr(recipe, key, value)\n",
        "def f(recipe):\n    setattr(recipe, 'title', 'x')\n",
        "def f(recipe):\n    with open('x') as recipe.title: ...\n",
        "def f(recipe):\n    [recipe.title, y] = 1, 2\n",
        "def f(recipe: 'Recipe | None'):\n    recipe.title = 'x'\n",
        "def f(recipe: HasTitle):\n    recipe.title = 'x'\n\n\nclass HasTitle(Protocol):\n    title: str\n",
        "class Cake(Recipe):\n    def f(self):\n        self.title = 'x'\n",
        "def f(recipe: Recipe):\n    vars(recipe)['title'] = 'x'\n",
        "def f(monkeypatch, recipe: Recipe):\n    monkeypatch.setattr(recipe, 'title', 'x')\n",
        "registry.map_imperatively(Recipe, table)\n",
        "def f(recipe):\n    recipe.title = 'x'\n    print 'Python 2'\n",
    ],
)
def test_what_something_in_the_project_changes_is_not_frozen(tmp_path: Path, change: str) -> None:
    """Also outside of what is checked: tests and scripts assign as well."""
    write_tree(tmp_path, {"tests/test_recipes.py": f"from app.models.a import Recipe\n\n\n{change}"})
    assert b"frozen" not in fixed(tmp_path, BARE)


@pytest.mark.parametrize(
    "change",
    [
        "class Row:\n    title: str\n\n\ndef f(row: Row) -> None:\n    row.title = 'x'\n",
        "class Row:\n    def f(self):\n        self.title = 'x'\n",
        "class Row: ...\n\n\ndef f():\n    row = Row()\n    row.title = 'x'\n",
        "def f(recipe: Recipe) -> str:\n    title = recipe.title\n    return title\n",
        "def f(row):\n    row.headline = 'x'\n",
    ],
)
def test_what_happens_to_other_classes_does_not_matter(tmp_path: Path, change: str) -> None:
    write_tree(tmp_path, {"app/other.py": f"from app.models.a import Recipe\n\n\n{change}"})
    assert b"frozen=True" in fixed(tmp_path, BARE)


@pytest.mark.parametrize(
    "text",
    [
        BARE + "\n    def __post_init__(self) -> None:\n        self.title = self.title.strip()\n",
        BARE.replace("@dataclass", "@dataclass(frozen=False)"),
        BARE.replace("class Recipe:", "class Recipe(Dish):"),
        BARE + "\n\n@dataclass\nclass Cake(Recipe): ...\n",
        BARE + "\n    def __setattr__(self, name: str, value: object) -> None: ...\n",
    ],
)
def test_a_class_that_cannot_be_frozen_is_not(tmp_path: Path, text: str) -> None:
    assert b"frozen=True" not in fixed(tmp_path, text)


@pytest.mark.parametrize(
    "rest",
    [
        "    def f(self) -> None:\n        super().f()\n",
        "    def f(self) -> None:\n        __class__.g()\n",
        "    @cached_property\n    def f(self) -> int: ...\n",
        "    def f(self) -> None:\n        object.__setattr__(self, 'x', 1)\n        self.__dict__\n",
        "\n\ndef default() -> str:\n    return Recipe.title\n",
        "\n\ndef f(recipe: Recipe) -> None:\n    recipe.cached = 1\n",
        "\n\nclass Both(Recipe, Other): ...\n",
        "\n\nimport weakref\n\ncache = weakref.WeakKeyDictionary[Recipe, int]()\n",
    ],
)
def test_what_slots_would_break_is_left_to_a_person(tmp_path: Path, rest: str) -> None:
    assert b"slots" not in fixed(tmp_path, NO_SLOTS + rest)


def test_a_decorator_that_keeps_the_class_keeps_it_without_slots(tmp_path: Path) -> None:
    """`slots=True` makes another class: what `register` has got would no longer be the one that is used."""
    above = NO_SLOTS.replace("@dataclass", "@register\n@dataclass")
    below = NO_SLOTS.replace("class Recipe", "@register\nclass Recipe")
    assert fixed(tmp_path, above).decode() == SLOTS.replace("@dataclass", "@register\n@dataclass")
    assert fixed(tmp_path, below).decode() == below


@pytest.mark.parametrize(
    ("before", "after"),
    [
        ('logger.info(f"order {order_id} placed")', 'logger.info("order_placed", order_id=order_id)'),
        ("logger.info(f'Order {order_id} placed!')", "logger.info('order_placed', order_id=order_id)"),
        ('logger.info("order %s placed" % order_id)', 'logger.info("order_placed", order_id=order_id)'),
        ('logger.info("%s got %5.2f%%" % (user, total))', 'logger.info("got", user=user, total=total)'),
        ('logger.info("order {} placed".format(order_id))', 'logger.info("order_placed", order_id=order_id)'),
        ('logger.info("order {key} placed".format(key=order_id))', 'logger.info("order_placed", key=order_id)'),
        ('logger.info("order {1} of {0}".format(user, order_id))', 'logger.info("order", order_id=order_id, user=user)'),
        ('logger.info("order " + str(order_id) + " placed")', 'logger.info("order_placed", order_id=order_id)'),
        ('logger.info("order %s placed", order_id)', 'logger.info("order_placed", order_id=order_id)'),
        ('logger.error(f"failed for {user.id}: {user.mail}", exc_info=True)',
         'logger.error("failed", user_id=user.id, mail=user.mail, exc_info=True)'),
        ('logger.info(f"placed order_id={order_id}")', 'logger.info("placed", order_id=order_id)'),
        ('logger.info(f"placed {order_id=} {total:>{width}}")', 'logger.info("placed", order_id=order_id, total=total)'),
        ('logger.info(f"placed {order_id!r}", order_id=order_id)', 'logger.info("placed", order_id=order_id)'),
        ('logger.log(20, f"placed {order_id}")', 'logger.log(20, "placed", order_id=order_id)'),
        ('logger.bind(a=1).info(f"placed {order_id}")', 'logger.bind(a=1).info("placed", order_id=order_id)'),
        ('logger.info(  # é says it\n    f"order {order_id} "\n    f"placed {total}",\n    exc_info=True,  # why\n)',
         'logger.info(  # é says it\n    "order_placed",\n    order_id=order_id,\n    total=total,\n    exc_info=True,  # why\n)'),
        ("note = 'é ∞ 🎈'; logger.info(f'placed {order_id}')", "note = 'é ∞ 🎈'; logger.info('placed', order_id=order_id)"),
        ('logger.info(f"it\'s {order_id} \\"here\\"")', 'logger.info("it_s_here", order_id=order_id)'),
    ],
)  # fmt: skip
def test_an_event_becomes_a_constant_and_keywords(tmp_path: Path, before: str, after: str) -> None:
    for ending in ("\n", "\r\n"):
        found = fixed(tmp_path, service(before).replace("\n", ending), "app/services/a.py")
        assert found.decode() == service(after).replace("\n", ending)


@pytest.mark.parametrize(
    "call",
    [
        'logger.info(f"{order_id}")',  # nothing is left to call the event
        'logger.info(f"placed {order_id()}")',  # no name for the value
        'logger.info(f"placed {user[0]}")',
        'logger.info(f"placed {user.id} {total.user_id}")',  # one name for two values
        'logger.info(f"placed {order_id}", order_id=total)',
        'logger.info(f"placed {event}")',  # structlog's own name
        'logger.info(f"placed {order_id}", **user)',
        'logger.info((f"placed {order_id}"))',
        'logger.info(f"""order {order_id}\nplaced""")',  # laid out for people
        'logger.info(\n    f"order {order_id} "  # first\n    f"placed"\n)',
        'logger.info("order %s placed %s" % order_id)',
        'logger.info("order %(id)s placed" % user)',
        'logger.info("order {0.id} placed".format(user))',
        'logger.info("order %s placed", *user)',
        'logger.info("order %s placed", (order_id))',
        'logger.info(f"placed {order_id}", total)',
        "logger.info(message())",
    ],
)
def test_an_event_that_would_have_to_be_guessed_stays(tmp_path: Path, call: str) -> None:
    assert fixed(tmp_path, service(call), "app/services/a.py").decode() == service(call)


@pytest.mark.parametrize(
    "head",
    [
        "import logging\n\nlogger = logging.getLogger(__name__)\n",
        "from app.logs import logger\n",
        "import structlog\n\nlogger = structlog.get_logger()\nlogger = wrap(logger)\n",
        "from loguru import logger\n",
    ],
)
def test_other_loggers_take_no_keywords(tmp_path: Path, head: str) -> None:
    text = f'{head}\n\ndef note(order_id: str) -> None:\n    logger.info(f"placed {{order_id}}")\n'
    assert fixed(tmp_path, text, "app/services/a.py").decode() == text


def test_a_logger_that_is_handed_in_may_be_any(tmp_path: Path) -> None:
    text = f'{LOGGER}def note(logger, order_id: str) -> None:\n    logger.info(f"placed {{order_id}}")\n'
    assert fixed(tmp_path, text, "app/services/a.py").decode() == text


def test_repaired_code_does_what_it_did(tmp_path: Path) -> None:
    """Run, before and after: the same answer, and the events carry their values."""
    text = (
        "from dataclasses import dataclass\n\nimport structlog\n\nlogger = structlog.get_logger()\n\n\n"
        "@dataclass\nclass Order:\n    id: int\n    total: int = 0\n\n\n"
        'def answer() -> str:\n    order = Order(1)\n    logger.info(f"order {order.id} costs {order.total}")\n'
        "    return repr(order)\n"
    )
    after = fixed(tmp_path, text).decode()
    assert "@dataclass(frozen=True, slots=True)" in after
    run_it = "from structlog.testing import capture_logs\nwith capture_logs() as seen: print(answer())\nprint(seen)\n"
    outputs = [
        subprocess.run(
            [sys.executable, "-c", code + run_it], capture_output=True, text=True, check=True
        ).stdout
        for code in (text, after)
    ]
    assert [line.split("\n")[0] for line in outputs] == ["Order(id=1, total=0)"] * 2
    assert "'event': 'order_costs'" in outputs[1]
    assert "'order_id': 1" in outputs[1]
    assert "'total': 0" in outputs[1]


def test_suppressed_and_accepted_findings_are_not_repaired(tmp_path: Path) -> None:
    held = NO_SLOTS.replace("Recipe:", "Recipe:  # onejob: ignore[dataclass-without-slots] weak references")
    root = write_tree(tmp_path, {"app/models/a.py": held, "app/models/b.py": NO_SLOTS})
    run_script("baseline", cwd=root)
    write_tree(root, {"app/models/c.py": NO_SLOTS})
    done = run_script("--fix", "app", cwd=root)
    assert (done.returncode, done.stderr) == (0, "repaired 1 finding in 1 file\n")
    texts = {path.stem: path.read_text() for path in (root / "app/models").iterdir()}
    assert texts == {"a": held, "b": NO_SLOTS, "c": SLOTS}


def test_modes_and_links_stay_and_nothing_is_left_behind(tmp_path: Path) -> None:
    root = write_tree(tmp_path, {"app/models/a.py": NO_SLOTS})
    (root / "app/models/a.py").chmod(0o640)
    (root / "real.py").write_text(NO_SLOTS)
    (root / "app/models/b.py").symlink_to(root / "real.py")
    assert run_script("--fix", "app", cwd=root).returncode == 0
    assert (root / "app/models/a.py").stat().st_mode & 0o777 == 0o640
    assert (root / "app/models/b.py").is_symlink()
    assert (root / "real.py").read_text() == SLOTS
    assert sorted(item.name for item in (root / "app/models").iterdir()) == ["a.py", "b.py"]


def test_the_diff_shows_what_the_repair_would_do_and_writes_nothing(tmp_path: Path) -> None:
    root = write_tree(tmp_path, {"app/models/a.py": NO_SLOTS, "app/models/b.py": SLOTS})
    done = run_script("--diff", "app", cwd=root)
    assert (done.returncode, done.stderr) == (1, "")
    assert done.stdout.startswith("--- a/app/models/a.py\n+++ b/app/models/a.py\n")
    assert "-@dataclass(frozen=True)\n+@dataclass(frozen=True, slots=True)\n" in done.stdout
    assert (root / "app/models/a.py").read_text() == NO_SLOTS
    subprocess.run(["patch", "-s", "-p1"], cwd=root, input=done.stdout.encode(), check=True)
    assert (root / "app/models/a.py").read_text() == SLOTS
    assert run_script("--fix", "--diff", "app", cwd=root).stdout == ""


def test_standard_input_is_not_repaired(tmp_path: Path) -> None:
    root = write_tree(tmp_path, {"app/models/a.py": SLOTS})
    done = run_script("--fix", "--stdin-filename", "app/models/a.py", cwd=root, stdin=NO_SLOTS.encode())
    assert (done.returncode, "not standard input" in done.stderr) == (2, True)
    assert (root / "app/models/a.py").read_text() == SLOTS


def test_a_repair_that_adds_a_finding_is_dropped_and_others_stay(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    from onejob.check.edits import Edit
    from onejob.check.rule import load_rule

    def harmful(found: object, file: object, bench: object) -> list[Edit]:
        if getattr(file, "path", "").endswith("a.py"):
            return [Edit(1, 0, 1, 0, "import sqlalchemy\n")]
        return list(repair(found, file, bench))  # type: ignore[misc]

    repair = load_rule("dataclass-without-slots").repair
    monkeypatch.setattr(load_rule("dataclass-without-slots"), "repair", harmful)
    root = write_tree(tmp_path, {"app/models/a.py": NO_SLOTS, "app/models/b.py": NO_SLOTS})
    assert {Path(path).name: data.decode() for path, data in _fix(root).items()} == {"b.py": SLOTS}


def test_a_file_that_changed_meanwhile_is_left_alone(tmp_path: Path) -> None:
    from onejob.check.adoption.fixing import Repair

    path = write_tree(tmp_path, {"a.py": "somebody else's\n"}) / "a.py"
    assert write([Repair(str(path), b"mine\n", b"repaired\n")]) == 0
    assert path.read_text() == "somebody else's\n"
