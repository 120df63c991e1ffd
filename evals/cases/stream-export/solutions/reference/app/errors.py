"""The errors of the domain. What they mean over HTTP is decided in error_handlers.py."""


class AppError(Exception):
    """A failure the caller can be told about."""


class ConflictError(AppError):
    pass
