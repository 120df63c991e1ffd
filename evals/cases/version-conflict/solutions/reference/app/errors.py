"""The errors of the domain. What they mean over HTTP is decided in error_handlers.py."""


class AppError(Exception):
    """A failure the caller can be told about."""


class NotFoundError(AppError):
    def __init__(self, what: str, key: object) -> None:
        super().__init__(f"{what} {key} does not exist")


class ConflictError(AppError):
    pass


class SlugTakenError(ConflictError):
    def __init__(self, slug: str) -> None:
        super().__init__(f"there is a page {slug} already")


class OutdatedError(ConflictError):
    def __init__(self, slug: str, version: int) -> None:
        super().__init__(f"version {version} of {slug} is not the current one")


class InvalidError(AppError):
    pass


class NoSuchVersionError(InvalidError):
    def __init__(self, slug: str, version: int) -> None:
        super().__init__(f"{slug} never had a version {version}")
