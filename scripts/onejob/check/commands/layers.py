"""`onejob layers`: which layer each file is taken for, and why."""

import argparse
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence

from onejob.check.running.analysis import Analysis
from onejob.check.commands.options import add_paths, complain, missing, nothing_below, parser
from onejob.check.configuration.config import load_config
from onejob.check.configuration.config_file import ConfigError
from onejob.check.configuration.coverage import require_matches
from onejob.check.project.layers import LAYERS, Placement
from onejob.check.run import placements

EXAMPLES = """\
  onejob layers src                     every file, its layer and the reason
  onejob layers --unmapped              only the files without a layer
  onejob layers app/orders/service.py   one file

exit status: 0, or 2 when a path or the configuration is wrong or no file has a layer"""


def main(argv: Sequence[str]) -> int:
    """Prints files with their layers, then counts."""
    options = _arguments().parse_args(argv)
    paths = options.paths or ["."]
    try:
        config = load_config(paths)
        tree, analyses = placements(paths, config)
        require_matches(tree, config)
    except FileNotFoundError as error:
        return complain(missing(error))
    except ConfigError as error:
        return complain(error)
    asked = {path: item for path, item in analyses.items() if tree.is_asked(path)}
    if not asked:
        return complain(nothing_below(paths))
    for line in _lines(asked, options.unmapped):
        print(line)
    mapped = any(item.placement and item.placement[0] for item in analyses.values())
    return 0 if mapped else complain("no file has a layer; `onejob init` proposes a layer map")


def _arguments() -> argparse.ArgumentParser:
    found = parser("layers", "Which layer each file is taken for, and why.", EXAMPLES)
    add_paths(found)
    found.add_argument("--unmapped", action="store_true", help="only files without a layer")
    return found


def _lines(analyses: Mapping[str, Analysis], only_unmapped: bool) -> Iterator[str]:
    rows = [(path, *_described(item)) for path, item in analyses.items()]
    counts = Counter(layer for _, layer, _ in rows)
    shown = [("FILE", "LAYER", "WHY"), *(row for row in rows if row[1] == NONE or not only_unmapped)]
    path_width, layer_width = (max(len(row[column]) for row in shown) for column in (0, 1))
    for path, layer, reason in shown:
        yield f"{path:{path_width}}  {layer:{layer_width}}  {reason}"
    yield ""
    yield " FILES  LAYER"
    for layer in (*LAYERS, NONE, BROKEN):
        if counts[layer]:
            yield f"{counts[layer]:6}  {_COUNTED.get(layer, layer)}"


NONE, BROKEN = "-", "?"
_COUNTED = {
    NONE: "- without a layer: only general rules judge them; a glob below [tool.onejob.layers] gives them one",
    BROKEN: "? could not be parsed",
}


def _described(item: Analysis) -> tuple[str, str]:
    if not item.placement:
        return BROKEN, str(item.failure[3])
    placement = Placement(*item.placement)
    feature = f", feature {placement.feature}" if placement.feature else ""
    return placement.layer or NONE, placement.reason + feature
