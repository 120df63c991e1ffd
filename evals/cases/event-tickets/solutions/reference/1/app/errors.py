"""The errors of the domain. What they mean over HTTP is decided in error_handlers.py."""


class AppError(Exception):
    """A failure the caller can be told about."""


class NotFoundError(AppError):
    def __init__(self, what: str, key: object) -> None:
        super().__init__(f"{what} {key} does not exist")


class ConflictError(AppError):
    pass


class SoldOutError(ConflictError):
    def __init__(self, left: int) -> None:
        super().__init__(f"only {left} tickets are left")


class OrderClosedError(ConflictError):
    def __init__(self, order_id: int, status: str) -> None:
        super().__init__(f"order {order_id} is {status}")
