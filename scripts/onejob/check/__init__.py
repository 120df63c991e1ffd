"""The checker. Standard library only: it must run from a copied folder.

from onejob.check import check
result = check(["src"])
"""

from onejob.check.config import Config, ConfigError
from onejob.check.rule import Finding
from onejob.check.run import Result, Summary, check

__all__ = ["Config", "ConfigError", "Finding", "Result", "Summary", "check"]
