"""The errors of the domain. What they mean over HTTP is decided in error_handlers.py."""


class AppError(Exception):
    """A failure the caller can be told about."""


class NotFoundError(AppError):
    def __init__(self, what: str, key: object) -> None:
        super().__init__(f"{what} {key} does not exist")


class UsedUpError(AppError):
    def __init__(self, code: str) -> None:
        super().__init__(f"all visits of {code} are used up")
