"""What a grader gets to see: one recorded run and the case it is a run of."""

from dataclasses import dataclass

from onejob.evals.case import Case
from onejob.evals.recording import Recording


@dataclass(frozen=True, slots=True, eq=False)
class Subject:
    """One run to be graded."""

    recording: Recording
    case: Case

    @property
    def key(self) -> str:
        """Unique among runs."""
        return f"{self.recording.case}/{self.recording.arm}/{self.recording.id}"
