"""What can go wrong, in the terms of the domain. `error_handlers.py` alone knows what HTTP makes of it."""


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
    code = "customer_not_found"

    def __init__(self, customer_id: int) -> None:
        super().__init__(f"there is no customer {customer_id}")


class MessageNotFoundError(NotFoundError):
    code = "message_not_found"

    def __init__(self, message_id: int) -> None:
        super().__init__(f"there is no message {message_id}")


class DatabaseUnavailableError(UnavailableError):
    code = "database_unavailable"

    def __init__(self) -> None:
        super().__init__("the database does not answer")


class LoyaltyUnavailableError(UnavailableError):
    code = "loyalty_unavailable"

    def __init__(self) -> None:
        super().__init__("the loyalty service does not answer")


class DeliveryUnavailableError(UnavailableError):
    code = "delivery_unavailable"

    def __init__(self) -> None:
        super().__init__("the delivery service does not answer")
