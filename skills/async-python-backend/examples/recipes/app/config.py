"""Settings, read once at startup from the environment and passed on from there."""

import os
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Self


class ConfigError(Exception):
    """The environment is incomplete or wrong; the message names every variable concerned."""


# region: config
@dataclass(frozen=True, slots=True)
class AppConfig:
    database_url: str = field(repr=False)
    token_secret: str = field(repr=False)
    nutrition_url: str
    nutrition_deadline_seconds: float
    announcements_url: str
    nutrition_max_concurrency: int
    log_level: str

    @classmethod
    def from_env(cls, env: Mapping[str, str] = os.environ) -> Self:
        required = ("DATABASE_URL", "TOKEN_SECRET", "NUTRITION_URL", "ANNOUNCEMENTS_URL")
        if missing := [name for name in required if not env.get(name)]:
            raise ConfigError(f"set these environment variables: {', '.join(missing)}")
        if not env["DATABASE_URL"].startswith("postgresql+asyncpg://"):
            raise ConfigError("DATABASE_URL: must start with postgresql+asyncpg://")
        return cls(
            database_url=env["DATABASE_URL"],
            token_secret=env["TOKEN_SECRET"],
            nutrition_url=env["NUTRITION_URL"].rstrip("/"),
            nutrition_deadline_seconds=_number(env, "NUTRITION_DEADLINE_SECONDS", 2, least=0.01),
            announcements_url=env["ANNOUNCEMENTS_URL"].rstrip("/"),
            nutrition_max_concurrency=int(_number(env, "NUTRITION_MAX_CONCURRENCY", 20, least=1)),
            log_level=_one_of(env, "LOG_LEVEL", ("info", "debug", "warning", "error")),
        )


# endregion


def _number(env: Mapping[str, str], name: str, default: float, least: float) -> float:
    text = env.get(name, str(default))
    try:
        number = float(text)
    except ValueError:
        raise ConfigError(f"{name}: {text!r} is not a number") from None
    if not least <= number <= 3600:
        raise ConfigError(f"{name}: {text!r} is not between {least} and 3600")
    return number


def _one_of(env: Mapping[str, str], name: str, allowed: tuple[str, ...]) -> str:
    """The first allowed value is the default."""
    value = env.get(name, allowed[0]).lower()
    if value not in allowed:
        raise ConfigError(f"{name}: {value!r} is not one of {', '.join(allowed)}")
    return value
