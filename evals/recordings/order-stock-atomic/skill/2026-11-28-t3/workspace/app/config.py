"""Settings, read once at start-up from the environment and passed on from there."""

import os
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Self


class ConfigError(Exception):
    """The environment is incomplete or wrong."""


@dataclass(frozen=True, slots=True)
class AppConfig:
    database_url: str = field(repr=False)

    @classmethod
    def from_env(cls, env: Mapping[str, str] = os.environ) -> Self:
        database_url = env.get("DATABASE_URL", "")
        if not database_url.startswith("postgresql+asyncpg://"):
            raise ConfigError("set DATABASE_URL; it must start with postgresql+asyncpg://")
        return cls(database_url)
