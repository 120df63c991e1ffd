"""What can go wrong, in the terms of the domain. `error_handlers.py` alone knows what HTTP makes of it."""

from uuid import UUID


# region: error-kinds
class AppError(Exception):
    """`code` is for programs, the message for people."""

    code = "error"

    def __init__(self, message: str) -> None:
        super().__init__(message)
        self.message = message


class NotAuthenticatedError(AppError):
    """Nobody knows who is asking."""

    code = "not_authenticated"


class NotAllowedError(AppError):
    """We know who is asking, and they may not."""

    code = "not_allowed"


class NotFoundError(AppError):
    code = "not_found"


# endregion


class ConflictError(AppError):
    code = "conflict"


class InvalidInputError(AppError):
    code = "invalid_input"


class UnavailableError(AppError):
    """A database or another company's API does not answer; asking again later may help."""

    code = "unavailable"


# region: recipe-errors
class RecipeNotFoundError(NotFoundError):
    code = "recipe_not_found"

    def __init__(self, recipe_id: UUID) -> None:
        super().__init__(f"there is no recipe {recipe_id}")


class DuplicateTitleError(ConflictError):
    code = "duplicate_title"

    def __init__(self, title: str) -> None:
        super().__init__(f"you already have a recipe called {title!r}")


# endregion


class RecipeChangedError(ConflictError):
    code = "recipe_changed"

    def __init__(self, version: int) -> None:
        super().__init__(f"somebody changed this recipe after version {version}; read it again")


class KeyReusedError(ConflictError):
    code = "idempotency_key_reused"

    def __init__(self, key: str) -> None:
        super().__init__(f"the idempotency key {key!r} belongs to another request")


class PantryFullError(ConflictError):
    code = "pantry_full"

    def __init__(self, limit: int) -> None:
        super().__init__(f"a pantry holds at most {limit} foods")


class RepeatedIngredientError(InvalidInputError):
    code = "repeated_ingredient"

    def __init__(self, food: str) -> None:
        super().__init__(f"{food!r} is listed twice; add the weights up")


class DatabaseUnavailableError(UnavailableError):
    code = "database_unavailable"

    def __init__(self) -> None:
        super().__init__("the database does not answer")


class NutritionUnavailableError(UnavailableError):
    code = "nutrition_unavailable"

    def __init__(self) -> None:
        super().__init__("the nutrition service does not answer")


class AnnouncementsUnavailableError(UnavailableError):
    code = "announcements_unavailable"

    def __init__(self) -> None:
        super().__init__("the announcement service does not answer")
