"""Run other people's validators on what we ship, and write docs/validators.md: what was run, what was waived, and why.

`make validators`. Exit status: 0 all pass, 1 a finding that nobody waived, 2 no validator could be run.
"""

import json
import os
import subprocess
import sys
import tempfile
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
if str(ROOT) not in sys.path:
    sys.path.insert(0, str(ROOT))

from tests.clients.claude_code import ClaudeCode  # noqa: E402
from tests.clients.session import isolation  # noqa: E402

SKILLS = ("async-python-backend", "planning-features")
PROGRAMS = ROOT / ".venv-validators" / "bin"
SKILL_CHECK = ROOT / ".venv-clients/node/node_modules/.bin/skill-check"
PAGE = ROOT / "docs" / "validators.md"
# skillscheck counts tokens; this is the file that it would download, and the scanner's wheel brings it along.
TOKENS = "lib/python3.*/site-packages/litellm/litellm_core_utils/tokenizers"
# Validator → rule → why its finding is no fault of the skill.
WAIVED = {
    "skillsaw": {
        "agentskill-unreferenced-files": "the modules behind `scripts/check.py`, which the skill names: it imports them, an agent need not read them",
        "content-section-length": "information only: the rules that agents break belong together, and the evals run with this text",
        "content-weak-language": 'information only: "as needed" stands in a list of words that a plan must not contain',
    },
    "skillscheck": {
        "2a.description.user-centric": "planning is what a user asks for: that is the only trigger there is",
        "2b.extraneous-file": "information only: a copied folder carries its licence",
        "2b.orphan": "information only: the modules behind `scripts/check.py`, which the skill names",
        "4c.nesting": "information only: every reference is named in SKILL.md; links between them save an agent the way back",
    },
    "skill-scanner": {
        "TOOL_ABUSE_UNDECLARED_NETWORK": "the checker knows the names of network libraries; it opens no connection, and a test shows that it imports neither `socket` nor `ssl`",
        "UNDECLARED_NETWORK_DESTINATION": "the address is the name of the schema that a SARIF report must give; nothing connects to it",
        "EXCESSIVE_FILE_COUNT": "one rule of the checker is one file",
        "SUPPLY_CHAIN_UNPINNED_DEPENDENCY": "lower bounds in the template of a new application, which pins in a lock file of its own; the skill itself installs nothing",
        "DATA_EXFIL_NETWORK_REQUESTS": "a test in that template asks the server that it started itself, on loopback, whether it is up",
    },
}


@dataclass(frozen=True, slots=True)
class Finding:
    """What a validator says, and about what."""

    rule: str
    text: str


@dataclass(frozen=True, slots=True)
class Validator:
    """A program, the release that is pinned, and how to get its findings."""

    name: str
    program: Path | None
    release: str
    findings: Callable[["Validator"], Iterator[Finding]]

    def run(self, *words: str) -> subprocess.CompletedProcess[str]:
        command = [*isolation(), str(self.program), *words]
        tokens = next(iter(PROGRAMS.parent.glob(TOKENS)), PROGRAMS)
        with tempfile.TemporaryDirectory() as home:
            environment = os.environ | {"TIKTOKEN_CACHE_DIR": str(tokens), "HOME": home}
            return subprocess.run(
                command, cwd=ROOT, env=environment, capture_output=True, text=True, check=False
            )

    @property
    def installed(self) -> bool:
        return self.program is not None and self.program.exists()


def by_exit_code(*commands: Sequence[str]) -> Callable[[Validator], Iterator[Finding]]:
    """Findings of a program that says by its exit status whether it is content."""

    def findings(validator: Validator) -> Iterator[Finding]:
        for words in commands:
            done = validator.run(*words)
            if done.returncode:
                yield Finding(f"exit {done.returncode}", (done.stdout + done.stderr).strip())

    return findings


def skillsaw(validator: Validator) -> Iterator[Finding]:
    """Every violation, information included."""
    report = json.loads(validator.run("lint", "-v", "--format", "json", "skills").stdout)
    seen = report["stats"]["skills"]  # their number, or, with -v, their folders
    if (len(seen) if isinstance(seen, list) else seen) != len(SKILLS):
        yield Finding("nothing examined", f"it saw {seen}, not {len(SKILLS)} skills")
    for item in report["violations"]:
        yield Finding(item["rule_id"], f"{item['file_path']}: {item['message']}")


def skillscheck(validator: Validator) -> Iterator[Finding]:
    """Errors, warnings and information, about both skills and about the two together."""
    report = json.loads(validator.run("skills", "--format", "json").stdout)
    if sorted(report["skills"]) != sorted(SKILLS):
        yield Finding("nothing examined", f"it saw {sorted(report['skills'])}")
    pending = [report]
    while pending:
        item = pending.pop()
        if isinstance(item, dict) and "check" in item:
            yield Finding(item["check"], f"{item['level']} {item.get('path')}: {item['message']}")
        elif isinstance(item, dict | list):
            pending += item.values() if isinstance(item, dict) else item


def skill_scanner(validator: Validator) -> Iterator[Finding]:
    """Every finding of the static analysers. One of high severity cannot be waived."""
    for skill in SKILLS:
        text = validator.run("scan", f"skills/{skill}", "--format", "json").stdout
        for item in json.loads(text[text.index("{") :])["findings"]:
            grave = "HIGH " if item["severity"] in {"HIGH", "CRITICAL"} else ""
            text = f"{item['severity']} {item.get('file_path')}: {item['title']}"
            yield Finding(grave + item["rule_id"], text)


VALIDATORS = (
    Validator(
        "agentskills validate", PROGRAMS / "agentskills", "skills-ref 0.1.1",
        by_exit_code(*(["validate", str(ROOT / "skills" / skill)] for skill in SKILLS)),
    ),
    Validator(
        "claude plugin validate --strict", ClaudeCode().program, f"Claude Code {ClaudeCode.version}",
        by_exit_code(*(
            ["plugin", "validate", "--strict", target]
            for target in (".claude-plugin/plugin.json", ".claude-plugin/marketplace.json", "skills")
        )),
    ),
    Validator("skillsaw", PROGRAMS / "skillsaw", "skillsaw 0.22.0", skillsaw),
    Validator("skilllint", PROGRAMS / "skilllint", "skilllint 1.21.4", by_exit_code(["check", *(f"skills/{skill}/SKILL.md" for skill in SKILLS)])),
    Validator(
        "skill-check", SKILL_CHECK, "skill-check 1.2.0 (npm)", by_exit_code(["check", "skills", "--no-security-scan"])
    ),
    Validator("skillscheck", PROGRAMS / "skillscheck", "skillscheck 0.9.7", skillscheck),
    Validator("skill-scanner", PROGRAMS / "skill-scanner", "cisco-ai-skill-scanner 2.3.2", skill_scanner),
)  # fmt: skip


def main() -> int:
    """Run what is installed; say loudly what is not."""
    present = [validator for validator in VALIDATORS if validator.installed]
    for validator in VALIDATORS:
        if validator not in present:
            print(f"NOT RUN: {validator.name} is not installed", file=sys.stderr)
    if not present:
        return 2
    found = {validator.name: list(validator.findings(validator)) for validator in present}
    failures = [
        (name, item)
        for name, items in found.items()
        for item in items
        if item.rule not in WAIVED.get(name, {})
    ]
    for name, item in failures:
        print(f"{name}: {item.rule}: {item.text}")
    if len(present) == len(VALIDATORS) and not failures:
        PAGE.write_text(page(found))
    print(f"{len(present)} of {len(VALIDATORS)} validators run, {len(failures)} findings not waived")
    return 1 if failures else 0


def page(found: dict[str, list[Finding]]) -> str:
    """The table of what was run and the list of what was waived."""
    lines = [
        "# Other people's validators", "",
        "Written by `make validators`, which runs them on `skills/` and on the plugin, without a network where the system allows that.", "",
        "| validator | version | findings |", "|---|---|---|",
    ]  # fmt: skip
    for validator in VALIDATORS:
        rules = sorted({item.rule for item in found[validator.name]})
        said = "none" if not rules else ", ".join(f"`{rule}`" for rule in rules) + ", waived"
        lines.append(f"| {validator.name} | {validator.release} | {said} |")
    lines += ["", "Waived, and why:", ""]
    used = {(name, item.rule) for name, items in found.items() for item in items}
    lines += [
        f"- {name} `{rule}`: {reason}."
        for name, rules in WAIVED.items()
        for rule, reason in rules.items()
        if (name, rule) in used
    ]
    return "\n".join(lines) + "\n"


if __name__ == "__main__":
    raise SystemExit(main())
