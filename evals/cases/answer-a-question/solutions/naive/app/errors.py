"""The errors of the domain. What they mean over HTTP is decided in error_handlers.py."""


class AppError(Exception):
    """A failure the caller can be told about, named by a code."""

    def __init__(self, code: str) -> None:
        super().__init__(code)
        self.code = code


class NotFoundError(AppError):
    pass


class UnavailableError(AppError):
    pass
