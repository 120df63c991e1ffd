class AppError(Exception):
    """`code` is for programs, the message for people."""

    code = "error"

    def __init__(self, message: str) -> None:
        super().__init__(message)
        self.message = message


class NotFoundError(AppError):
    code = "not_found"


class CustomerNotFoundError(NotFoundError):
    def __init__(self, customer_id: int) -> None:
        super().__init__(f"there is no customer {customer_id}")


class MessageNotFoundError(NotFoundError):
    def __init__(self, message_id: int) -> None:
        super().__init__(f"there is no message {message_id}")


class UnavailableError(AppError):
    """The database or another team's service does not answer; asking again later may help."""

    code = "unavailable"
