"""The errors of the domain. What they mean over HTTP is decided in error_handlers.py."""


class AppError(Exception):
    """A failure the caller can be told about."""


class UnauthenticatedError(AppError):
    """Nobody we know is calling."""

    def __init__(self) -> None:
        super().__init__("a valid token is needed")


class ForbiddenError(AppError):
    """The caller may see it, but not do this with it."""

    def __init__(self) -> None:
        super().__init__("only the owner may do this")


class NotFoundError(AppError):
    def __init__(self, what: str, key: object) -> None:
        super().__init__(f"{what} {key} does not exist")
