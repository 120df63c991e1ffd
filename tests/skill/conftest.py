"""Small skills and packs on disk, built file by file."""

from collections.abc import Callable, Mapping
from pathlib import Path

import pytest

Write = Callable[[Mapping[str, str]], Path]

SKILL = """\
---
name: demo
description: Says how to do it. Use when it must be done.
---
# Demo

Read [the layers](references/layers.md#services) first. Then run `scripts/check.py`.
"""
SOURCE = SKILL.replace("---\n# Demo", "metadata:\n  internal: true\n---\n# Demo")
LAYERS = """\
# Layers

## Services

```python services/recipes.py#create
async def create(title: str) -> str:
    return title
```
"""
CREATE = """\
# region: create
async def create(title: str) -> str:
    return title
# endregion
"""
PLANNING = """\
---
name: planning
description: Writes a plan. Use when a plan is wanted.
---
# Planning
"""
OPENAI = """\
interface:
  display_name: "Demo"
  short_description: "Everything in its one right place"
  default_prompt: "Use $demo for this."
"""
PACK = {
    "pyproject.toml": "",
    "LICENSE": "MIT\n",
    "SKILL.md": SOURCE,
    "references/layers.md": LAYERS,
    "examples/recipes/services/recipes.py": CREATE,
    "scripts/check.py": "print('check')\n",
    "scripts/onejob/__init__.py": "",
    "scripts/onejob/py.typed": "",
    "scripts/onejob/check/__init__.py": "",
    "scripts/onejob/check/run.py": "RUN = 1\n",
    "scripts/onejob/check/notes.txt": "not shipped\n",
    "scripts/onejob/check/__pycache__/run.cpython-311.pyc": "not shipped\n",
    "scripts/onejob/skill/clients/openai.yaml": OPENAI,
    "skills/planning/SKILL.md": PLANNING,
}


@pytest.fixture
def tree(tmp_path: Path) -> Write:
    """Write files below a folder called `demo` and return it."""

    def write(files: Mapping[str, str]) -> Path:
        root = tmp_path / "demo"
        for name, text in files.items():
            path = root / name
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_bytes(text.encode())
        return root

    return write


@pytest.fixture
def skill(tree: Write) -> Path:
    """One sound skill folder, as it lies where it was installed."""
    return tree({"SKILL.md": SKILL, "references/layers.md": LAYERS, "scripts/check.py": ""})


@pytest.fixture
def pack(tree: Write) -> Path:
    """A repository with an authored skill, an example application and everything a payload is made from."""
    return tree(PACK)
