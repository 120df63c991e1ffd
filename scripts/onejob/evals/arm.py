"""An arm: what the agent is given besides the prompt."""

import re
from dataclasses import dataclass
from typing import Literal

from onejob.evals.failure import EvalError

ArmKind = Literal["none", "skill", "inline", "skill-at", "other"]
_FORMS = "none, skill, inline, skill@REF, other:DIR"


@dataclass(frozen=True, slots=True)
class Arm:
    """One arm; `name` is also its folder in the store, `argument` the REF or DIR it was asked with."""

    name: str
    kind: ArmKind
    argument: str = ""

    @property
    def treated(self) -> bool:
        """Whether the agent gets a skill, in whatever form."""
        return self.kind != "none"


def parse_arm(text: str) -> Arm:
    """Read an arm as written on the command line.

    Raises:
        EvalError: naming the forms there are.
    """
    match text.partition("@"), text.partition(":"):
        case (("none" | "skill" | "inline" as kind, "", ""), _):
            return Arm(text, kind)
        case (("skill", "@", reference), _) if reference:
            return Arm(f"skill@{_as_folder(reference)}", "skill-at", reference)
        case (_, ("other", ":", folder)) if folder.strip("/."):
            return Arm(f"other-{_as_folder(folder.rstrip('/').rpartition('/')[2])}", "other", folder)
    raise EvalError(f"{text!r} is not an arm; the forms are: {_FORMS}")


def recorded_arm(name: str) -> Arm:
    """The arm of a recording, by the name of its folder."""
    if name.startswith("other-"):
        return Arm(name, "other", name.removeprefix("other-"))
    return parse_arm(name)


def _as_folder(text: str) -> str:
    return re.sub(r"[^A-Za-z0-9._-]+", "-", text).strip("-.")
