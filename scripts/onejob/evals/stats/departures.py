"""Departures: where a treated agent says, or its code shows, that it set the skill aside. Quotes, no judgement.

A pattern finds them, so some are missed and some are no departures; that is why each is shown with its words.
"""

import re
from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from onejob.evals.stats.cells import Run

# What could be set aside …
_SUBJECT = re.compile(
    r"\b(?:skills?(?:'s)?|checker|lint(?:er)?|rules?|guidelines?|references?|architecture|layers?|layered|"
    r"conventions?|findings?|protocols?|factory|unit of work|controllers?)\b",
    re.IGNORECASE,
)
# … and what setting aside sounds like.
_ASIDE = re.compile(
    r"\b(?:depart(?:s|ed|ure|ing)?|deviat(?:e|es|ed|ion|ing)|skipp(?:ed|ing)|set aside|setting aside|overrid(?:e|es|den)|"
    r"overrode|ignor(?:e|ed|es|ing)|suppress(?:ed|es|ion)?|disagree[sd]?|despite|instead of following|"
    r"(?:did|do|does)(?: not|n't) (?:follow|apply|use|add|fit|introduce)|not follow(?:ed|ing)?|left (?:it |them |those |that |both )?(?:as (?:it is|they are)|alone|unfixed|in place)|"
    r"exception to|on purpose|deliberate(?:ly)?|against the|contrary to|would (?:be|have been|mean) (?:overkill|too much|adding)|"
    r"still reports?|kept (?:it |them )?(?:simple|flat|in one))\b",
    re.IGNORECASE,
)
_SENTENCE = re.compile(r"(?<=[.!?:])\s+|\n+")
_CODE = re.compile(r"```.*?```", re.DOTALL)
_IGNORE = re.compile(r"#\s*([a-z-]+):\s*ignore\[([^\]\n]{1,200})\]\s*(.{0,300})")
_QUOTE = 600


def departures(runs: Sequence[Run], tool: str = "onejob") -> list[dict[str, Any]]:
    """Every departure in runs that had a treatment: kind (`said` or `shown`), quote, and where.

    Args:
        tool: whose suppression comments are looked for in the code.
    """
    treated = [run for run in runs if run["skill_hash"]]
    return [found for run in treated for found in (*_said(run), *_shown(run, tool))]


def _said(run: Run) -> Iterator[dict[str, Any]]:
    for entry in run["says"]:
        sentences = [one.strip(" -*") for one in _SENTENCE.split(_CODE.sub(" ", entry["text"]))]
        for place, sentence in enumerate(sentences):
            if not (_SUBJECT.search(sentence) and _ASIDE.search(sentence)):
                continue
            # The reason often comes in the next breath.
            after = sentences[place + 1] if place + 1 < len(sentences) else ""
            follows = sentence.endswith(":") or bool(
                re.match(r"(?:because|since|so|that|this|it|the reason)\b", after, re.IGNORECASE)
            )
            quote = f"{sentence} {after}" if follows else sentence
            yield {**_where(run), "kind": "said", "turn": entry["turn"], "quote": quote[:_QUOTE]}


def _shown(run: Run, tool: str) -> Iterator[dict[str, Any]]:
    for path, text in run["files"].items():
        if not path.endswith(".py"):
            continue
        for number, line in enumerate(text.splitlines(), start=1):
            found = _IGNORE.search(line)
            if found and found[1] == tool:
                yield {
                    **_where(run),
                    "kind": "shown",
                    "path": path,
                    "line": number,
                    "rules": [rule.strip() for rule in found[2].split(",")],
                    "quote": found[3].strip()[:_QUOTE],
                }


def _where(run: Run) -> Mapping[str, Any]:
    return {"case": run["case"], "arm": run["arm"], "id": run["id"], "trial": run["trial"]}
