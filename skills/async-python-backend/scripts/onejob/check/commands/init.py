"""`onejob init`: proposes a layer map for an existing code base. It infers where things are, never what is allowed."""

import marshal
import os
from collections.abc import Iterator, Sequence

from onejob.check.running.analysis import Analysis
from onejob.check.commands.options import add_paths, complain, missing, nothing_below, parser
from onejob.check.configuration.config import Config, parse_config
from onejob.check.configuration.config_file import ConfigError, ConfigFile, find_config
from onejob.check.reading.facts import Facts
from onejob.check.reading.encoding import decode
from onejob.check.project.inference import LayerProposal, infer
from onejob.check.project.layers import LAYERS
from onejob.check.run import placements

EXAMPLES = """\
  onejob init src           show the proposed map, with counts and reasons
  onejob init src --write   write it to pyproject.toml (or onejob.toml where there is none)

exit status: 0 proposed or written, 2 nothing to infer from, or a configuration exists already"""


def main(argv: Sequence[str]) -> int:
    """Shows or writes the proposal."""
    arguments = parser("init", "Propose a layer map from names and content.", EXAMPLES)
    add_paths(arguments)
    arguments.add_argument("--write", action="store_true", help="write [tool.onejob]")
    options = arguments.parse_args(argv)
    paths = options.paths or ["."]
    try:
        file = find_config(paths)
        tree, analyses = placements(paths, Config(root=file.root))
    except FileNotFoundError as error:
        return complain(missing(error))
    except ConfigError as error:
        return complain(error)
    asked = {path: item for path, item in analyses.items() if tree.is_asked(path) and item.facts}
    if not asked:
        return complain(_nothing_read(paths, len(analyses)))
    proposal = infer({path: _facts(item) for path, item in asked.items()})
    if not proposal.by_layer:
        return complain(_nothing_told(len(asked)))
    for line in _shown(proposal, len(asked)):
        print(line)
    if options.write:
        return _write(file, proposal)
    print("# Nothing was written; do it with: onejob init --write")
    return 0


def _nothing_read(paths: Sequence[str], found: int) -> str:
    broken = f"none of the {found} Python files there could be parsed: `onejob check` says why"
    return broken if found else nothing_below(paths)


def _nothing_told(files: int) -> str:
    return (
        f"neither a name nor the content of these {files} files tells a layer; write the map yourself, e.g. "
        '[tool.onejob.layers] with service = ["app/logic/**"]; the layers are: ' + ", ".join(LAYERS)
    )


def _facts(item: Analysis) -> Facts:
    return decode(marshal.loads(item.facts))  # noqa: S302  (made a moment ago)


def _shown(proposal: LayerProposal, total: int) -> Iterator[str]:
    yield toml(proposal, table="tool.onejob").rstrip()
    yield ""
    if proposal.proposals:
        yield "# Beside the preset, because of what the files are called or hold:"
    for item in proposal.proposals:
        yield f"#   {item.glob} is {item.layer}: {item.reason}"
    yield f"# With this map the {total} files are:"
    for layer, count in sorted(proposal.by_layer.items(), key=lambda item: -item[1]):
        yield f"# {count:5} {layer}"
    if proposal.unmapped:
        yield f"# {proposal.unmapped:5} without a layer (which, and why: onejob layers --unmapped)"


def toml(proposal: LayerProposal, table: str) -> str:
    """The configuration text; `table` is "" for a onejob.toml."""
    lines = [f"[{table}]"] if table else []
    lines.append(f'preset = "{proposal.preset}"')
    by_layer: dict[str, list[str]] = {}
    for item in proposal.proposals:
        by_layer.setdefault(item.layer, []).append(item.glob)
    if by_layer:
        lines += ["", f"[{table}.layers]" if table else "[layers]"]
        lines += [
            f"{layer} = [{', '.join(map(_quoted, globs))}]" for layer, globs in sorted(by_layer.items())
        ]
    return "\n".join(lines) + "\n"


def _quoted(text: str) -> str:
    import json

    return json.dumps(text)


def _write(file: ConfigFile, proposal: LayerProposal) -> int:
    path = file.path or os.path.join(file.root, "onejob.toml")
    in_pyproject = path.endswith("pyproject.toml")
    if b"tool.onejob" in file.data or (file.data and not in_pyproject):
        return complain(
            f"{os.path.relpath(path)} configures onejob already; edit it, or delete its table first"
        )
    added = toml(proposal, "tool.onejob" if in_pyproject else "").encode()
    data = file.data.rstrip(b"\n") + b"\n\n" + added if file.data else added
    try:
        parse_config(ConfigFile(file.root, path, data))
        temporary = f"{path}.{os.getpid()}"
        with open(temporary, "wb") as stream:
            stream.write(data)
        os.replace(temporary, path)
    except (ConfigError, OSError) as error:
        return complain(f"nothing was written: {error}")
    print(f"# written to {os.path.relpath(path)}")
    return 0
