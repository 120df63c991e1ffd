"""The config is a frozen slots dataclass, and its secrets do not show when it is printed.

Whoever can change a setting at run time will; a misspelt one must fail at once; and a config in a log line or a traceback
must not publish the database password. `field(repr=False)` or a `SecretStr` hides it. A pydantic-settings class that only
feeds the dataclass is fine; as the config object itself it needs `allow-settings-class = true`.

```python bad app/config.py
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class AppConfig:
    database_password: str
```

```python good app/config.py
from dataclasses import dataclass, field


@dataclass(frozen=True, slots=True)
class AppConfig:
    database_password: str = field(repr=False)
    token_lifetime_seconds: int
```
"""

import re
from collections.abc import Iterable, Iterator

from onejob.check.vocabulary.annotations import types_of
from onejob.check.vocabulary.dataclass_syntax import CONFIG_NAMES
from onejob.check.reading.facts import Class, Field
from onejob.check.project.project import Project
from onejob.check.project.file import File, Found
from onejob.check.rule import Problem, problem

SEVERITY = "warning"
REFERENCE = "operations.md#config"
SCOPE = "file"
LAYERS = ("config",)
OPTIONS = {"allow-settings-class": False}

_SECRET = re.compile(
    r"(?:^|_)(?:secret|password|passwd|passphrase|token|api_?key|private_key|secret_key|signing_key|encryption_key|access_key|"
    r"credentials?|dsn|(?:database|db|postgres|redis|broker)_(?:url|uri)|(?:jwt|stripe|openai|aws|hmac|webhook)_(?:\w+_)?key)$",
    re.IGNORECASE,
)
_HIDING_TYPES = frozenset({"SecretStr", "SecretBytes", "Secret"})
_OPEN_TYPES = frozenset({"int", "float", "bool", "timedelta", "datetime", "Path"})


def subjects(file: File) -> Iterable[Found]:
    """Every class in config.py that is called Config or Settings, or is a settings class."""
    for item in file.facts.classes:
        found = Found(file, item)
        named = item.name.endswith(CONFIG_NAMES) or file.project.descends_from(found, "BaseSettings")
        if named and not file.project.is_protocol(found) and not item.name.endswith(".Config"):
            yield found


def _is_settings(found: Found, project: Project) -> bool:
    return project.descends_from(found, "BaseSettings", "BaseModel")


def judge(found: Found, project: Project) -> Iterator[Problem]:
    item, path = found.item, found.file.path
    dataclass = _dataclass(item, found.file)
    if dataclass is None:
        yield from _other_class(found, project)
        return
    if "**" in dataclass:
        return
    missing = [name for name in ("frozen", "slots") if f"{name}=True" not in dataclass]
    if missing:
        keywords = ", ".join(f"{name}=True" for name in missing)
        yield problem(
            item,
            f"config `{item.name}` lacks `{keywords}`",
            "write `@dataclass(frozen=True, slots=True)`",
            path,
        )
    if "repr=False" not in dataclass and not any(
        method.name.endswith(".__repr__") for method in item.methods
    ):
        yield from _visible_secrets(found)


def _other_class(found: Found, project: Project) -> Iterator[Problem]:
    """A plain class, a NamedTuple, a settings class: no frozen slots dataclass."""
    item, settings = found.item, _is_settings(found, project)
    feeds = settings and any(_dataclass(other, found.file) is not None for other in found.file.facts.classes)
    allowed = settings and project.option("config-without-slots-or-repr-guard", "allow-settings-class", False)
    if not (feeds or allowed):
        kind = "a Pydantic class" if settings else "no dataclass"
        yield problem(
            item,
            f"config `{item.name}` is {kind}",
            "make the config a `@dataclass(frozen=True, slots=True)`; a settings class may fill it",
            found.file.path,
        )


def _dataclass(item: Class, file: File) -> str | None:
    """The `@dataclass(...)` decorator as spelled, blanks removed; None when there is none."""
    for decorator in item.decorators:
        if file.resolve(decorator.partition("(")[0]).dotted == "dataclasses.dataclass":
            return decorator.replace(" ", "")
    return None


def _visible_secrets(found: Found) -> Iterator[Problem]:
    for field in found.item.fields:
        if _SECRET.search(field.name) and field.annotation and not _is_hidden(field, found.file):
            yield problem(
                field,
                f"secret `{found.item.name}.{field.name}` shows when the config is printed",
                f"write `{field.name}: {field.annotation} = field(repr=False)`",
                found.file.path,
            )


def _is_hidden(field: Field, file: File) -> bool:
    types = {target.dotted.rpartition(".")[2] for target in types_of(field.annotation, file)}
    return bool(types & _HIDING_TYPES) or types <= _OPEN_TYPES or "repr=False" in field.value.replace(" ", "")
