"""The errors of the domain. What they mean over HTTP is decided in error_handlers.py."""


class AppError(Exception):
    """A failure the caller can be told about."""


class NotFoundError(AppError):
    def __init__(self, what: str, key: object) -> None:
        super().__init__(f"{what} {key} does not exist")


class TooManyMessagesError(AppError):
    def __init__(self, customer_id: int) -> None:
        super().__init__(f"customer {customer_id} has too many unread messages")


class UnavailableError(AppError):
    def __init__(self, service: str) -> None:
        super().__init__(f"the {service} service does not answer")
