"""What the environment decides, read once at start-up."""

import os
from collections.abc import Mapping
from dataclasses import dataclass, field


@dataclass(frozen=True, slots=True)
class AppConfig:
    database_url: str = field(repr=False)

    @classmethod
    def from_env(cls, environment: Mapping[str, str] | None = None) -> "AppConfig":
        values = os.environ if environment is None else environment
        return cls(database_url=values["DATABASE_URL"])
