"""What lies where: a pack, its skills, and the folders their snippets are taken from."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

from onejob.skill import frontmatter, markdown, source
from onejob.skill.frontmatter import Frontmatter
from onejob.skill.markdown import Document
from onejob.skill.problem import CannotContinueError, Problem, ProblemError

SKILL_FILE = "SKILL.md"
REFERENCES = "references"
SKILLS = "skills"
# The first folder is what a bare path in a fence means; the second lets a page quote other examples.
SNIPPET_ROOTS = (Path("examples/recipes"), Path("examples"))


@dataclass(frozen=True, slots=True)
class Skill:
    """One skill folder. The first document is SKILL.md, if it could be read."""

    folder: Path
    is_source: bool
    front: Frontmatter | None
    documents: tuple[Document, ...]
    problems: tuple[Problem, ...]

    @property
    def name(self) -> str:
        return str(self.front.values.get("name", "")) if self.front else ""

    @property
    def references(self) -> tuple[Document, ...]:
        return tuple(page for page in self.documents if page.path.name != SKILL_FILE)

    @property
    def main(self) -> Document | None:
        return next((page for page in self.documents if page.path == self.folder / SKILL_FILE), None)


@dataclass(frozen=True, slots=True)
class Pack:
    """A folder with skills: a repository, or one skill folder alone."""

    root: Path
    skills: tuple[Skill, ...]
    snippet_roots: tuple[Path, ...]

    @property
    def source(self) -> Skill | None:
        """The authored skill at the root of a repository."""
        return next((skill for skill in self.skills if skill.is_source), None)

    @property
    def authored(self) -> tuple[Skill, ...]:
        """Skills written by hand: all but the payload, which is made from the source."""
        return tuple(skill for skill in self.skills if not self.is_payload(skill))

    def is_payload(self, skill: Skill) -> bool:
        return self.source is not None and not skill.is_source and skill.folder.name == self.source.name


def find_root(start: Path) -> Path:
    """The nearest repository of skills, from `start` upwards, or else the nearest skill. Raises CannotContinueError."""
    folders = [
        folder for folder in (start.resolve(), *start.resolve().parents) if any(_skill_folders(folder))
    ]
    for folder in (*filter(is_repository, folders), *folders):
        return folder
    message = f"{start}: neither this folder nor one above it holds {SKILL_FILE} or {SKILLS}/*/{SKILL_FILE}"
    raise CannotContinueError(f"{message}; name the folder of the skill")


def is_repository(folder: Path) -> bool:
    """A checkout, in contrast to a skill folder that was copied somewhere."""
    return any((folder / mark).exists() for mark in (SKILLS, "pyproject.toml", ".git"))


def load(root: Path, snippet_roots: Sequence[Path] = ()) -> Pack:
    """Read every skill under `root` once. Raises CannotContinueError when there is none."""
    if not root.is_dir():
        raise CannotContinueError(f"{root}: there is no such folder; name the folder of a skill or of a pack")
    skills = tuple(_load_skill(folder, is_source=_is_source(root, folder)) for folder in _skill_folders(root))
    if not skills:
        message = f"{root}: no {SKILL_FILE} here and none under {SKILLS}/, so there is nothing to examine"
        raise CannotContinueError(f"{message}; name the folder of a skill or of a pack")
    roots = tuple(snippet_roots) or tuple(root / folder for folder in SNIPPET_ROOTS)
    return Pack(root, skills, roots)


def _skill_folders(root: Path) -> Iterator[Path]:
    if (root / SKILL_FILE).exists():
        yield root
    yield from (file.parent for file in sorted(root.glob(f"{SKILLS}/*/{SKILL_FILE}")))


def _is_source(root: Path, folder: Path) -> bool:
    return folder == root and is_repository(root)


def _load_skill(folder: Path, *, is_source: bool) -> Skill:
    front: Frontmatter | None = None
    documents: list[Document] = []
    problems: list[Problem] = []
    for path in (folder / SKILL_FILE, *sorted((folder / REFERENCES).rglob("*.md"))):
        try:
            text = source.read(path)
        except ProblemError as error:
            problems.append(error.problem)
            continue
        problems += text.problems
        documents.append(markdown.parse(path, text.text))
        if path.name == SKILL_FILE and front is None:
            front = frontmatter.read(path, text.text)
    return Skill(folder, is_source, front, tuple(documents), tuple(problems))
