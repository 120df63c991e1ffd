"""Paired statistics over graded runs. Standard library only; plain data in, plain data out."""

from onejob.evals.stats.measures import measures
from onejob.evals.stats.summary import summarise

__all__ = ["measures", "summarise"]
