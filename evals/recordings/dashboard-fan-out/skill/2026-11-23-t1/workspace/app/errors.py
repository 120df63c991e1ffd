class AppError(Exception):
    """`code` is for programs, the message for people."""

    code = "error"

    def __init__(self, message: str) -> None:
        super().__init__(message)
        self.message = message


class NotFoundError(AppError):
    code = "not_found"


class UnavailableError(AppError):
    """The database or another team's service does not answer; asking again later may help."""

    code = "unavailable"


class CustomerNotFoundError(NotFoundError):
    def __init__(self) -> None:
        super().__init__("there is no such customer")


class MessageNotFoundError(NotFoundError):
    def __init__(self) -> None:
        super().__init__("there is no such message")
