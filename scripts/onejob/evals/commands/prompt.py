"""`onejob eval prompt CASE [--step K]`: what the agent is given, word for word."""

import argparse
import sys

from onejob.evals.case import load_cases
from onejob.evals.failure import EvalError
from onejob.evals.places import places
from onejob.evals.sequence import misplaced


def arguments(parser: argparse.ArgumentParser) -> None:
    """The command's options."""
    parser.add_argument("case", metavar="CASE")
    parser.add_argument("--step", type=int, metavar="K", help="which step, in a case with steps")
    parser.add_argument(
        "--turn", type=int, default=1, metavar="N", help="1 is the prompt, 2 the first scripted reply …"
    )
    parser.add_argument("--cases", metavar="DIR", help="folder of cases (default: evals/cases)")


def run(options: argparse.Namespace) -> int:
    """Write the text to standard output and nothing else, so that it can be piped to an agent."""
    [case] = load_cases(places(options.cases).cases, [options.case])
    if problem := misplaced(case, options.step):
        raise EvalError(problem)
    prompts = (case.at(options.step) if options.step else case).prompts
    if not 1 <= options.turn <= len(prompts):
        raise EvalError(f"case {case.id!r} has {len(prompts)} turn(s), and no turn {options.turn}")
    sys.stdout.write(prompts[options.turn - 1])
    return 0
