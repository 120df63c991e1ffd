"""The errors of the domain. What they mean over HTTP is decided in error_handlers.py."""


class AppError(Exception):
    """A failure the caller can be told about; its text is a code."""


class NotFoundError(AppError):
    pass


class InvalidError(AppError):
    pass


class UpstreamError(AppError):
    """The weather service gave no answer we can use."""


class TimedOutError(UpstreamError):
    def __init__(self) -> None:
        super().__init__("weather_timeout")


class UnavailableError(UpstreamError):
    def __init__(self) -> None:
        super().__init__("weather_unavailable")
