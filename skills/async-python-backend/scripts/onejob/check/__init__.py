"""The checker. Standard library only: it must run from a copied folder.

from onejob.check import check
result = check(["src"])
"""

from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from onejob.check.configuration.config import Config as Config
    from onejob.check.configuration.config_file import ConfigError as ConfigError
    from onejob.check.finding import Finding as Finding
    from onejob.check.result import Result as Result
    from onejob.check.result import Summary as Summary
    from onejob.check.run import check as check

_HOMES = {
    "Config": "configuration.config", "ConfigError": "configuration.config_file", "Finding": "finding",
    "Result": "result", "Summary": "result", "check": "run",
}  # fmt: skip


def __getattr__(name: str) -> Any:
    """The public names, imported when first asked for: a check that the cache can answer needs few of them."""
    if name not in _HOMES:
        raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
    import importlib

    return getattr(importlib.import_module(f"{__name__}.{_HOMES[name]}"), name)
