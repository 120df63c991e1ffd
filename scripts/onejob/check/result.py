"""What a check gives back."""

from typing import NamedTuple

from onejob.check.finding import Finding


BASELINE = "onejob-baseline.json"


class Summary(NamedTuple):
    """What was looked at.

    `examined` and `found` are by rule name, `layers` counts files by layer; `unparsed` counts files that could not be
    checked, `baselined` the findings that a baseline holds back; `mapped` counts the files that have a layer in the whole
    application around the asked paths. With `--changed`, `since` is the revision, `changed` counts the asked files that
    differ from it, and `older` the findings that it had already.
    """

    files: int
    unmapped: int
    unparsed: int
    examined: dict[str, int]
    found: dict[str, int]
    layers: dict[str, int]
    mapped: int = 0
    baselined: int = 0
    since: str = ""
    changed: int = 0
    older: int = 0


class Result(NamedTuple):
    """The outcome of a check: findings in a stable order, and what was examined to get them."""

    findings: tuple[Finding, ...]
    summary: Summary

    @property
    def exit_code(self) -> int:
        """0 clean, 1 findings, 2 something could not be checked."""
        return 2 if self.summary.unparsed or self.vacuous else int(bool(self.findings))

    @property
    def vacuous(self) -> str:
        """Why this check says nothing, and the remedy; "" when it does say something."""
        if not self.summary.files:
            return "no Python file was checked: name a folder that holds some, and look at `exclude` in the configuration"
        if not self.summary.mapped and self.summary.files > self.summary.unparsed:
            return (
                "no file has a layer, so there was nothing to check: `init` proposes a layer map, "
                "`layers PATH` says what each file is taken for"
            )
        return ""

    def only(self, findings: list[Finding], baselined: int = 0) -> "Result":
        """The same check with fewer findings; what could not be parsed and is not among them no longer counts."""
        found: dict[str, int] = {}
        for item in findings:
            found[item.rule] = found.get(item.rule, 0) + 1
        unparsed = min(self.summary.unparsed, found.get("cannot-parse", 0))
        summary = self.summary._replace(found=found, baselined=baselined, unparsed=unparsed)
        return Result(tuple(findings), summary)
