"""The report: one HTML file for people, and the same results in the forms that machines read."""

from onejob.evals.report.writing import write_report

__all__ = ["write_report"]
