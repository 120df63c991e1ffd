"""Words of the example that speak of what the scaffold leaves out, and what stands there instead."""

from collections.abc import Mapping

Phrases = tuple[tuple[str, str], ...]

# File or layer → (phrase of the example, what replaces it). A phrase that is gone from the example is an error.
WORDING: Mapping[str, Phrases] = {
    "app/factory.py": (("The web app and the worker both live inside this block.", "The application lives inside."),),
    "tests/test_config.py": (
        ("@db/recipes", "@db/app"),
        ("DATABASE_URL, TOKEN_SECRET, NUTRITION_URL, ANNOUNCEMENTS_URL", "DATABASE_URL"),
    ),
    "tests/test_http.py": ((", on PostgreSQL and a stand-in nutrition API", ", on PostgreSQL"),),
    "tests/test_processes.py": (
        ("uvicorn, the worker, Alembic", "uvicorn, Alembic"),
        ("DATABASE_URL, TOKEN_SECRET, NUTRITION_URL, ANNOUNCEMENTS_URL", "DATABASE_URL, TOKEN_SECRET"),
    ),
    "pyproject.toml": (
        ("A recipe box and a pantry: every layer of a production async backend, in its smallest form.", "An async backend in which every layer has one job."),
        ('readme = "README.md"\n', ""),
        ('  "httpx>=0.28",\n', ""),
        ('test = ["asgi-lifespan>=2.1", ', 'test = ["asgi-lifespan>=2.1", "httpx>=0.28", '),
        ("[tool.mypy]", "[tool.ruff]\nline-length = 110\n\n[tool.mypy]"),
    ),
    "errors": (
        ("DuplicateTitleError", "DuplicateRecipeTitleError"),
        ("duplicate_title", "duplicate_recipe_title"),
    ),
    "repository-interface": (("DuplicateTitleError", "DuplicateRecipeTitleError"),),
    "orm": (("Two tables: a recipe and its ingredients.", "One table: recipes."),),
    "repository": (
        ("the tables `recipes` and `ingredients`", "the table `recipes`"),
        ("DuplicateTitleError", "DuplicateRecipeTitleError"),
        ("_unique", "_unique_title"),
        (
            "query = (\n            select(RecipeRow)\n            .where(RecipeRow.owner_id == owner_id, RecipeRow.id"
            " == recipe_id)\n        )",
            "query = select(RecipeRow).where(RecipeRow.owner_id == owner_id, RecipeRow.id == recipe_id)",
        ),
    ),
    "service-interface": (
        (
            '-> Recipe:\n        """The same key again: the recipe of the first call, nothing new."""\n        ...',
            "-> Recipe: ...",
        ),
    ),
    "schema": (
        (
            "class RecipeContent(Wire):\n    title: Title\n\n\nclass CreateRecipeBody(RecipeContent):\n",
            "class CreateRecipeBody(Wire):\n    title: Title\n\n",
        ),
        ("_decode", "_decode_recipe_cursor"),
        ("_encode", "_encode_recipe_cursor"),
        (": Cursor", ": RecipeCursorText"),
        (
            "\nCursor = Annotated[RecipeCursor, BeforeValidator(_decode_recipe_cursor), PlainSerializer(_encode_recipe_cursor)]",
            "\nRecipeCursorText = Annotated[\n    RecipeCursor,\n    BeforeValidator(_decode_recipe_cursor),\n"
            "    PlainSerializer(_encode_recipe_cursor),\n]",
        ),
        ("PageQuery", "RecipePageQuery"),
    ),
    "route": (
        ("PageQuery", "RecipePageQuery"),
        (
            "(\n    body: CreateRecipeBody, factory: FactoryDep, principal: PrincipalDep\n)",
            "(\n    body: CreateRecipeBody,\n    factory: FactoryDep,\n    principal: PrincipalDep,\n)",
        ),
        (
            "(\n    query: Annotated[RecipePageQuery, Query()], factory: FactoryDep, principal: PrincipalDep\n)",
            "(\n    query: Annotated[RecipePageQuery, Query()],\n    factory: FactoryDep,\n    principal: PrincipalDep,\n)",
        ),
    ),
    "migration": (
        (
            '        op.f("ix_recipes_owner_id_created_at_id"), "recipes", ["owner_id", "created_at", "id"], unique=False\n',
            '        op.f("ix_recipes_owner_id_created_at_id"),\n        "recipes",\n'
            '        ["owner_id", "created_at", "id"],\n        unique=False,\n',
        ),
    ),
    "fake": (("DuplicateTitleError", "DuplicateRecipeTitleError"),),
    "service-test": (
        ("PIE", "RECIPE"),
        ("Apple pie", "First"),
        (
            'made = [\n        await service.create(ADA, CreateRecipeInput(f"Dish {n}")) for n in range(5)\n    ]',
            'made = [await service.create(ADA, CreateRecipeInput(f"Recipe {n}")) for n in range(5)]',
        ),
    ),
    "repository-test": (
        ("Repositories and the unit of work, on PostgreSQL.", "The repository of recipes, on PostgreSQL."),
        ("DuplicateTitleError", "DuplicateRecipeTitleError"),
        ("Pie", "First"),
        ("pie", "recipe"),
        ("Dish", "Recipe"),
    ),
    "http-test": (
        ("The whole application over ASGI, with its lifespan, on PostgreSQL and a stand-in nutrition API.", "/recipes over ASGI, on PostgreSQL."),
        ("_also_out_of_a_fan_out", ""),
        (
            'for path in (f"/recipes/{uuid4()}",):\n        answer = await client.get(path)\n        assert answer'
            '.status_code == 404\n        assert answer.json()["code"] == "recipe_not_found"',
            'answer = await client.get(f"/recipes/{uuid4()}")\n    assert (answer.status_code, answer.json()["code"])'
            ' == (404, "recipe_not_found")',
        ),
        ('PIE = {\n    "title": "Apple pie",\n}', 'RECIPE = {"title": "First"}'),
        ("PIE", "RECIPE"),
        ("duplicate_title", "duplicate_recipe_title"),
        ("Dish", "Recipe"),
    ),
}  # fmt: skip


def reworded(place: str, text: str) -> str:
    """The text with the phrases of its place replaced. Raises LookupError when the example lost one."""
    for phrase, instead in WORDING.get(place, ()):
        if phrase not in text:
            raise LookupError(f"{place}: the example no longer says {phrase!r}; mend wording.py")
        text = text.replace(phrase, instead)
    return text
