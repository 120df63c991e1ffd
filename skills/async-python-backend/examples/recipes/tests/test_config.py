"""Settings: complete or refused, and silent about secrets."""

import pytest
from app.config import AppConfig, ConfigError

ENV = {
    "DATABASE_URL": "postgresql+asyncpg://ada:hunter2@db/recipes",
    "TOKEN_SECRET": "correct horse",
    "NUTRITION_URL": "https://food.example/",
    "ANNOUNCEMENTS_URL": "https://news.example",
}


def test_all_missing_variables_are_named_at_once() -> None:
    with pytest.raises(ConfigError, match="DATABASE_URL, TOKEN_SECRET, NUTRITION_URL, ANNOUNCEMENTS_URL"):
        AppConfig.from_env({"TOKEN_SECRET": ""})


def test_secrets_stay_out_of_the_repr() -> None:
    shown = repr(AppConfig.from_env(ENV))
    assert "hunter2" not in shown
    assert "correct horse" not in shown


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("DATABASE_URL", "postgresql://ada@db/recipes"),
        ("NUTRITION_DEADLINE_SECONDS", "soon"),
        ("NUTRITION_DEADLINE_SECONDS", "nan"),
        ("NUTRITION_MAX_CONCURRENCY", "0"),
        ("NUTRITION_MAX_CONCURRENCY", "0.5"),
        ("LOG_LEVEL", "loud"),
    ],
)
def test_a_wrong_value_is_refused_by_name(name: str, value: str) -> None:
    with pytest.raises(ConfigError, match=name):
        AppConfig.from_env({**ENV, name: value})
