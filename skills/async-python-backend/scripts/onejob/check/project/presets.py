"""Layer maps to start from; a project's own globs come before them."""

from onejob.check.project.layers import Globs, layered

# A folder per feature, layers by file name: `{feature}` lets a service use its own feature's repository Protocol.
_FEATURE_SLICED: Globs = tuple(
    (layer, f"**/{{feature}}/{name}{ending}")
    for layer, names in {
        "route": ("endpoints", "router", "routes", "views"),
        "dependencies": ("dependencies", "deps", "auth"),
        "schema": ("schemas", "schema"),
        "controller": ("controller", "controllers", "flows", "use_cases"),
        "service": ("service", "services"),
        "interface": ("protocols", "interfaces", "ports"),
        "repository": ("repository", "repositories"),
        "orm": ("orm", "tables"),
        "gateway": ("gateway", "gateways", "client"),
        "model": ("models", "model", "domain"),
        "errors": ("errors", "exceptions"),
    }.items()
    for name in names
    for ending in (".py", "/**")
)

# The folders of the full-stack FastAPI template: one `crud.py`, one `models.py`, everything else in `core/` and `api/`.
_FASTAPI_TEMPLATE: Globs = (
    ("route", "**/api/routes/**"),
    ("route", "**/api/main.py"),
    ("dependencies", "**/api/deps.py"),
    ("repository", "**/crud.py"),
    ("repository", "**/core/db.py"),
    ("config", "**/core/config.py"),
    ("script", "**/*_pre_start.py"),
    ("script", "**/initial_data.py"),
)

_TESTS_AND_MIGRATIONS: Globs = tuple(item for item in layered() if item[0] in {"test", "migration"})

PRESETS: dict[str, Globs] = {
    "layered": layered(),
    "feature-sliced": (*_TESTS_AND_MIGRATIONS, *_FEATURE_SLICED, *layered()),
    "fastapi-template": (*_TESTS_AND_MIGRATIONS, *_FASTAPI_TEMPLATE, *layered()),
}
