"""The whole check: files -> analyses -> findings. What nothing changed in is answered from the cache."""

import gc
import os
import warnings
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from typing import TYPE_CHECKING, Any, NamedTuple

from onejob.check.running.cache import Cache, ForgottenError, checker_version, digest
from onejob.check.configuration.config_file import ConfigFile, find_config
from onejob.check.reading.discovery import Tree, discover
from onejob.check.finding import Finding
from onejob.check.result import Result, Summary

if TYPE_CHECKING:  # the configuration's modules are not imported when the cache has the answer
    from onejob.check.running.analysis import Analysis
    from onejob.check.configuration.config import Config
    from onejob.check.running.judging import Judged
    from onejob.check.running.loading import Progress
    from onejob.check.project.project import Project
    from onejob.check.running.memory import Memory

Paths = Sequence[str | os.PathLike[str]]


class Request(NamedTuple):
    """What is asked for, beside the configuration.

    `jobs` 0 means one process per processor; `cache` is a folder, "" for none; `unsaved` are bytes to be checked instead
    of a file's own, by path; `absent` are paths of files that are passed over; `strict` demands that every glob of the
    configuration matches a file.
    """

    paths: Paths
    select: frozenset[str] = frozenset()
    ignore: frozenset[str] = frozenset()
    jobs: int = 0
    cache: str = ""
    unsaved: Mapping[str, bytes] = {}
    absent: frozenset[str] = frozenset()
    strict: bool = True

    @property
    def is_of_disk(self) -> bool:
        """Whether the files are checked as they lie there: only then an answer is worth remembering."""
        return not (self.unsaved or self.absent)


def check(paths: Paths, config: "Config | None" = None, *, jobs: int = 0) -> Result:
    """Checks files and folders, without a cache.

    Parameters:
        paths: files or folders; the rest of their application is read too, findings are reported for these only.
        config: how to check; by default what the nearest onejob.toml or pyproject.toml says.
        jobs: how many processes may read; 0 for one per processor.

    Raises:
        FileNotFoundError: a path does not exist.
        ConfigError: the configuration cannot be used.
    """
    from onejob.check.configuration.config import load_config
    from onejob.check.running.memory import Memory

    config = config or load_config(paths)
    root = os.path.abspath(config.root)
    request = Request(paths, config.select, config.ignore, jobs)
    tree = discover(paths, root, config.exclude)
    return _shown(_checked(tree, config, request, Memory(None, Cache("")), _silent)[0].result, root)


def run(
    request: Request,
    file: ConfigFile | None = None,
    progress: "Progress | None" = None,
    cache: Cache | None = None,
) -> Result:
    """Checks with a cache: the one in the request's folder, or the one that is given.

    Raises:
        FileNotFoundError: a path does not exist.
        ConfigError: the configuration cannot be used.
    """
    file = file or find_config(request.paths)
    cache = cache or Cache(request.cache)
    version = checker_version() + digest(repr((file.root, file.path)).encode() + file.data)
    asked = [os.path.relpath(path, file.root) for path in request.paths]
    key = digest(
        version
        + repr((asked, sorted(request.select), sorted(request.ignore))).encode("utf-8", "surrogatepass")
    )
    stored = cache.load("result", key) if request.is_of_disk else None
    tree = None
    if stored is not None:
        exclude, files, answer = stored
        tree = discover(request.paths, file.root, exclude)
        if tree.files == files and not tree.unlisted:
            return _shown(_result(answer), file.root)
    return _shown(_fresh(request, file, cache, (key, version), progress or _silent, tree), file.root)


def _fresh(
    request: Request,
    file: ConfigFile,
    cache: Cache,
    keys: tuple[bytes, bytes],
    progress: "Progress",
    tree: Tree | None,
) -> Result:
    import time

    from onejob.check.configuration.config import parse_config
    from onejob.check.running.loading import is_racy, to_be_trusted
    from onejob.check.running.memory import Memory, remembered

    config = parse_config(file)._replace(select=request.select, ignore=request.ignore)
    key, version = keys
    tree = tree or discover(request.paths, file.root, config.exclude, request.unsaved, request.absent)
    analysed = digest(version + repr((sorted(request.select), sorted(request.ignore), _tops(tree))).encode())
    memory = Memory(cache.load("analyses", analysed), cache)
    try:
        judged, analyses, fresh = _checked(tree, config, request, memory, progress)
    except ForgottenError:
        memory = Memory(None, cache)
        judged, analyses, fresh = _checked(tree, config, request, memory, progress)
    result = judged.result
    if not request.is_of_disk:
        return result
    if cache.folder and judged.heard and (fresh or len(memory.state.files) != len(analyses)):
        state = remembered(memory, to_be_trusted(analyses), judged.heard, judged.rules)
        cache.store("analyses", analysed, tuple(state))
    now = time.time_ns()
    if not any(is_racy(stamp, now) for stamp in tree.files.values()):
        cache.store("result", key, (tuple(config.exclude), tree.files, _plain(result)))
    return result


def _checked(
    tree: Tree, config: "Config", request: Request, memory: "Memory", progress: "Progress"
) -> tuple["Judged", "dict[str, Analysis]", int]:
    from onejob.check.running.analysis import Analyst
    from onejob.check.configuration.coverage import require_matches
    from onejob.check.running.judging import judge
    from onejob.check.project.layers import LayerMap
    from onejob.check.running.loading import Loader
    from onejob.check.project.project import Project
    from onejob.check.rule import RememberedRule, Rule, select_rules
    from onejob.check.running.workers import Team, TeamError, processors

    if request.strict:
        require_matches(tree, config)
    rules: list[Rule] = [RememberedRule(*item) for item in memory.state.rules]
    rules = rules or select_rules(config.select, config.ignore, config.severities)
    unsaved = {os.path.relpath(path, tree.root): data for path, data in request.unsaved.items()}

    def work(team: Team) -> "tuple[Judged, dict[str, Analysis], int]":
        analyst = Analyst(
            tree.root, LayerMap(config.globs), rules, Project(config.options), bool(memory.state.said)
        )
        loaded = Loader(tree, analyst, memory.state.files, team, progress, unsaved).load()
        judged = judge(tree, loaded.analyses, rules, config, team, memory, analyst)
        return judged, dict(loaded.analyses), loaded.fresh

    with _undisturbed():
        try:
            with Team(request.jobs or processors()) as team:
                return work(team)
        except TeamError:  # a process was killed: alone, it takes longer
            return work(Team(1))


@contextmanager
def _undisturbed() -> Iterator[None]:
    """Without garbage collection: trees are many small objects that live until the end. Without warnings about escapes."""
    was_enabled = gc.isenabled()
    gc.disable()
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore", SyntaxWarning)
            warnings.simplefilter("ignore", DeprecationWarning)
            yield
    finally:
        if was_enabled:
            gc.enable()


def placements(paths: Paths, config: "Config") -> "tuple[Tree, Mapping[str, Analysis]]":
    """Which layer each file is, without judging anything: analyses by path.

    Raises:
        FileNotFoundError: a path does not exist.
    """
    from onejob.check.running.analysis import Analyst
    from onejob.check.project.layers import LayerMap
    from onejob.check.running.loading import Loader
    from onejob.check.project.project import Project
    from onejob.check.running.workers import Team, processors

    tree = discover(paths, os.path.abspath(config.root), config.exclude)
    analyst = Analyst(tree.root, LayerMap(config.globs), [], Project(config.options))
    with _undisturbed(), Team(processors()) as team:
        found = Loader(tree, analyst, {}, team, _silent, {}).load().analyses
        team.deliver(None)
        return tree, found


def _tops(tree: Tree) -> list[str]:
    """The folders right below the root that are read: another set of them is another cache entry."""
    return sorted({path.partition("/")[0] for path in tree.files})


def _shown(result: Result, root: str) -> Result:
    """Paths relative to the working directory, as the user would write them."""
    here = os.getcwd()
    if here == root:
        return result
    paths = {item.path for item in result.findings}
    shown = {path: os.path.relpath(os.path.join(root, path), here).replace(os.sep, "/") for path in paths}
    moved = sorted(item._replace(path=shown[item.path]) for item in result.findings)
    return result._replace(findings=tuple(moved))


def _plain(result: Result) -> tuple[Any, ...]:
    return tuple(tuple(item) for item in result.findings), tuple(result.summary)


def _result(plain: tuple[Any, ...]) -> Result:
    findings, summary = plain
    return Result(tuple(Finding._make(item) for item in findings), Summary._make(summary))


def _silent(number: int) -> None:
    """No progress is shown."""


def load_project(paths: Paths, config: "Config") -> "Project":
    """Facts and resolution of everything below these paths, without judging anything.

    Raises:
        FileNotFoundError: a path does not exist.
    """
    from onejob.check.running.judging import project_of

    tree, analyses = placements(paths, config)
    return project_of(tree, analyses, config)
