"""What the scaffold takes from the example application, and what it leaves out of it."""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from onejob.skill import source
from onejob.skill.new_feature import slicing
from onejob.skill.new_feature.forgetting import forget
from onejob.skill.new_feature.imports import sorted_imports
from onejob.skill.new_feature.wording import reworded
from onejob.skill.problem import CannotContinueError

EXAMPLE = "examples/recipes"
# In a checkout and in a copied skill it lies beside `scripts/`; in the wheel, inside the package.
_PLACES = (f"../../../../{EXAMPLE}", f"../../{EXAMPLE}")

# The application without its business: everything that mentions one of these goes.
BUSINESS = re.compile(
    r"(?i)recipe|pantry|nutrition|announcement|receipt|ingredient|dashboard|cooking|portion|food|"
    r"(?-i:^Name$|^Cuisine$)|idempotency|KeyReused|RepeatedIngredient|DuplicateTitle"
)
# A client is needed only by gateways.
HTTP_CLIENT = re.compile("^httpx$")
# A recipe without what makes it a recipe: what is left is any thing with an owner and a title.
BEYOND_A_TITLE = re.compile(
    r"(?i)ingredient|cuisine|^version=?$|portion|^food$|^grams=?$|receipt|announcement|pantry|cooking|dashboard|^key$|_earlier|"
    r"^Update|^update_|idempotency|^rating$|refuse_repetition"
)


@dataclass(frozen=True, slots=True)
class Piece:
    """Definitions of one example file that a feature needs.

    `shared` are needed too, but only once in a project; `without` are members that stay away.
    """

    layer: str
    origin: str
    definitions: tuple[str, ...]
    shared: tuple[str, ...] = ()
    without: tuple[str, ...] = ()


PIECES = (
    Piece("model", "app/models/recipe.py", ("Recipe", "CreateRecipeInput", "RecipeCursor", "RecipePage")),
    Piece("errors", "app/errors.py", ("RecipeNotFoundError", "DuplicateTitleError")),
    Piece(
        "repository-interface",
        "app/repositories/protocols.py",
        ("IRecipeRepository",),
        without=("IRecipeRepository.replace",),
    ),
    Piece("orm", "app/repositories/orm/recipes.py", ("RecipeRow",)),
    Piece(
        "repository",
        "app/repositories/recipes.py",
        ("RecipeRepository",),
        without=("RecipeRepository.replace",),
    ),
    Piece(
        "service-interface",
        "app/services/protocols.py",
        ("IRecipeService",),
        without=("IRecipeService.update", "IRecipeService.export"),
    ),
    Piece(
        "service",
        "app/services/recipes.py",
        ("RecipeService", "logger"),
        without=("RecipeService.update", "RecipeService.export"),
    ),
    Piece(
        "schema",
        "app/schemas.py",
        ("RecipeContent", "CreateRecipeBody", "RecipeBody", "Cursor", "PageQuery", "RecipePageBody"),
        shared=("NO_NUL", "Title", "Wire"),
    ),
    Piece("route", "app/routes/recipes.py", ("router", "create_recipe", "list_recipes", "get_recipe")),
    Piece("fake", "tests/fakes.py", ("FakeRecipes",), without=("FakeRecipes.replace",)),
    Piece(
        "service-test",
        "tests/test_services.py",
        (
            "PIE",
            "test_a_created_recipe_belongs_to_its_author",
            "test_a_read_only_token_creates_nothing",
            "test_recipes_of_others_do_not_exist",
            "test_pages_meet_without_gap_or_overlap",
        ),
    ),
    Piece(
        "repository-test",
        "tests/test_repositories.py",
        (
            "a_recipe",
            "test_what_is_added_is_found",
            "test_a_title_is_unique_per_owner",
            "test_equal_timestamps_do_not_lose_a_recipe_between_pages",
        ),
    ),
    Piece(
        "http-test",
        "tests/test_http.py",
        (
            "PIE",
            "test_a_created_recipe_can_be_read_back",
            "test_a_missing_recipe_is_404_also_out_of_a_fan_out",
            "test_the_same_title_twice_is_409",
            "test_no_token_is_401_and_a_reading_token_403",
            "test_lists_are_bounded_and_paged",
            "test_bad_recipes_are_422",
        ),
    ),
)
OWN_PACKAGES = ("app", "tests")
MIGRATION = "migrations/versions/0001_create_the_tables.py"

# The files of a whole application. Test files keep only the tests that speak of no business.
APPLICATION = (
    "app/__init__.py", "app/app.py", "app/config.py", "app/dependencies.py", "app/error_handlers.py", "app/errors.py",
    "app/factory.py", "app/logging.py", "app/middleware.py",
    "app/models/__init__.py", "app/models/principal.py",
    "app/repositories/__init__.py", "app/repositories/protocols.py", "app/repositories/unit_of_work.py",
    "app/repositories/orm/__init__.py", "app/repositories/orm/base.py",
    "app/routes/__init__.py", "app/routes/health.py",
    "app/services/__init__.py", "app/services/protocols.py", "app/services/readiness.py", "app/services/tokens.py",
    "migrations/env.py", "tests/__init__.py", "tests/conftest.py", "tests/fakes.py", "tests/playground.py",
    "tests/test_config.py",
)  # fmt: skip
APPLICATION_TESTS = {
    "tests/test_http.py": (
        "test_a_bug_is_logged_with_its_request_but_without_its_variables",
        "test_an_error_of_no_kind_is_a_bug",
        "test_a_strange_request_id_is_replaced",
    ),
    "tests/test_services.py": (
        "test_bad_tokens_authenticate_nobody",
        "test_a_good_token_names_its_principal",
    ),
    "tests/test_processes.py": (
        "run",
        "test_an_incomplete_environment_stops_the_start_with_one_message",
        "test_the_migrations_and_the_orm_classes_agree",
        "test_the_migrations_go_back_and_forth",
    ),
}
AS_THEY_ARE = ("migrations/script.py.mako",)
PROJECT_FILE = "pyproject.toml"


def needed_files() -> tuple[str, ...]:
    """Every file of the example that the scaffold reads."""
    pieces = (piece.origin for piece in PIECES)
    return tuple(sorted({*pieces, *APPLICATION, *APPLICATION_TESTS, *AS_THEY_ARE, MIGRATION, PROJECT_FILE}))


@cache
def root() -> Path:
    """Where the example application lies. Raises CannotContinueError."""
    here = Path(__file__).resolve().parent
    for place in _PLACES:
        if ((folder := (here / place).resolve()) / MIGRATION).is_file():
            return folder
    raise CannotContinueError("the example application is not installed here; install onejob again")


@cache
def read(origin: str) -> str:
    """A file of the example as it is. Raises ProblemError."""
    return source.read(root() / origin).text


@cache
def application() -> dict[str, str]:
    """The smallest whole application, by path: everything of the example that has no business in it."""
    files = {path: read(path) for path in AS_THEY_ARE}
    for path in APPLICATION:
        files[path] = _without_business(slicing.without_markers(read(path)))
    for path, tests in APPLICATION_TESTS.items():
        text = slicing.keep(slicing.without_markers(read(path)), tests)
        files[path] = _without_business(text)
    files["app/factory.py"] = forget(files["app/factory.py"], HTTP_CLIENT, {})
    own = frozenset(OWN_PACKAGES)
    return {
        path: sorted_imports(reworded(path, text), own) if path.endswith(".py") else text
        for path, text in files.items()
    }


def _without_business(text: str) -> str:
    return forget(text, BUSINESS, {}) if text.strip() else ""


@cache
def feature(piece: Piece, *, with_shared: frozenset[str] = frozenset()) -> str:
    """One piece with its imports, still in the words of the example.

    Parameters:
        with_shared: those of the shared definitions that the project does not have yet.
    """
    wanted = {*piece.definitions, *(name for name in piece.shared if name in with_shared)}
    text = slicing.keep(slicing.without_markers(read(piece.origin)), wanted)
    return reworded(piece.layer, forget(slicing.drop(text, piece.without), BEYOND_A_TITLE, _cuts()))


@cache
def migration() -> str:
    """The revision that creates the feature's table, still in the words of the example."""
    words = re.compile(f"{BEYOND_A_TITLE.pattern}|^announcements$|^ix_announcements|^receipts$")
    return reworded("migration", forget(read(MIGRATION), words, {}))


@cache
def _cuts() -> Mapping[str, frozenset[int]]:
    """The positional arguments that calls lose because the definitions forget them."""
    cuts: dict[str, frozenset[int]] = {}
    for piece in PIECES:
        before = slicing.drop(
            slicing.keep(slicing.without_markers(read(piece.origin)), piece.definitions), piece.without
        )
        cuts |= slicing.cuts_between(before, forget(before, BEYOND_A_TITLE, {}))
    return cuts


def project_file(name: str) -> str:
    """The pyproject.toml of a new application. Raises LookupError when the example's has changed."""
    text = reworded(PROJECT_FILE, read(PROJECT_FILE))
    return text.replace("recipes-example", name)
