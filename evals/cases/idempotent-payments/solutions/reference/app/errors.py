"""The errors of the domain. What they mean over HTTP is decided in error_handlers.py."""


class AppError(Exception):
    """A failure the caller can be told about."""


class NotFoundError(AppError):
    def __init__(self, what: str, key: object) -> None:
        super().__init__(f"{what} {key} does not exist")


class ConflictError(AppError):
    pass


class KeyReusedError(ConflictError):
    def __init__(self, key: str) -> None:
        super().__init__(f"the idempotency key {key} belongs to another payment")


class UpstreamError(AppError):
    pass


class DeclinedError(AppError):
    """The payment is known, and the card was declined."""

    def __init__(self, payment: dict[str, object]) -> None:
        super().__init__("the card was declined")
        self.payment = payment
