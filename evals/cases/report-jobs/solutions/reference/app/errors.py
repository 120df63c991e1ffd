"""The errors of the domain. What they mean over HTTP is decided in error_handlers.py."""


class AppError(Exception):
    """A failure the caller can be told about."""


class NotFoundError(AppError):
    def __init__(self, what: str, key: object) -> None:
        super().__init__(f"{what} {key} does not exist")


class UpstreamError(AppError):
    """A system we depend on gave no answer we can use."""


class UnknownRegionError(UpstreamError):
    def __init__(self) -> None:
        super().__init__("unknown region")


class SalesUnavailableError(UpstreamError):
    def __init__(self) -> None:
        super().__init__("sales system unavailable")
