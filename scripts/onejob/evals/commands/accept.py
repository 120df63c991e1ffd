"""`onejob eval accept`: take the results of the last `onejob eval` as what must not get worse."""

import argparse
from pathlib import Path

from onejob.evals.failure import EvalError
from onejob.evals.gate import write_baseline
from onejob.evals.json_document import read_json
from onejob.evals.places import places, shown

_REMEDY = "Run `onejob eval` first."


def arguments(parser: argparse.ArgumentParser) -> None:
    """The command's options."""
    parser.add_argument(
        "--results", type=Path, metavar="FILE", help="results.json (default: build/evals/results.json)"
    )
    parser.add_argument("--baseline", type=Path, metavar="FILE", help="default: evals/baseline.json")


def run(options: argparse.Namespace) -> int:
    """Write the baseline, to be committed with the change that moved the figures."""
    where = places()
    source = options.results or where.output / "results.json"
    if not source.is_file():
        raise EvalError(f"{shown(source)}: there are no results here. {_REMEDY}")
    results = read_json(source, _REMEDY)
    if not isinstance(results, dict) or "runs" not in results:
        raise EvalError(f"{shown(source)}: these are no results of `onejob eval`. {_REMEDY}")
    target = options.baseline or where.root / "evals" / "baseline.json"
    write_baseline(results, target)
    print(f"accepted {len(results['runs'])} runs: {shown(target.absolute())}")
    return 0
