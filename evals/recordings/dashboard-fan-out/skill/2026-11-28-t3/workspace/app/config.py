"""Settings, read once at start-up from the environment and passed on from there."""

import os
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Self


class ConfigError(Exception):
    """The environment is incomplete or wrong; the message names every variable concerned."""


@dataclass(frozen=True, slots=True)
class AppConfig:
    database_url: str = field(repr=False)
    loyalty_url: str
    delivery_url: str

    @classmethod
    def from_env(cls, env: Mapping[str, str] = os.environ) -> Self:
        required = ("DATABASE_URL", "LOYALTY_URL", "DELIVERY_URL")
        if missing := [name for name in required if not env.get(name)]:
            raise ConfigError(f"set these environment variables: {', '.join(missing)}")
        if not env["DATABASE_URL"].startswith("postgresql+asyncpg://"):
            raise ConfigError("DATABASE_URL: must start with postgresql+asyncpg://")
        return cls(
            database_url=env["DATABASE_URL"],
            loyalty_url=env["LOYALTY_URL"].rstrip("/"),
            delivery_url=env["DELIVERY_URL"].rstrip("/"),
        )
