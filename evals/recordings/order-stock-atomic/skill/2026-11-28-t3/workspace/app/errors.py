"""What can go wrong, in the terms of the domain. `error_handlers.py` alone knows what HTTP makes of it."""


class AppError(Exception):
    """`code` is for programs, the message for people."""

    code = "error"

    def __init__(self, message: str) -> None:
        super().__init__(message)
        self.message = message


class NotFoundError(AppError):
    code = "not_found"


class ConflictError(AppError):
    code = "conflict"


class UnavailableError(AppError):
    """Asking again later may help."""

    code = "unavailable"


class DatabaseUnavailableError(UnavailableError):
    code = "database_unavailable"

    def __init__(self) -> None:
        super().__init__("the database does not answer")


class ProductNotFoundError(NotFoundError):
    code = "product_not_found"

    def __init__(self, *skus: str) -> None:
        super().__init__(f"there is no product {', '.join(skus)}")


class OrderNotFoundError(NotFoundError):
    code = "order_not_found"

    def __init__(self, order_id: int) -> None:
        super().__init__(f"there is no order {order_id}")


class DuplicateSkuError(ConflictError):
    code = "duplicate_sku"

    def __init__(self, sku: str) -> None:
        super().__init__(f"there already is a product {sku}")


class OutOfStockError(ConflictError):
    code = "out_of_stock"

    def __init__(self, *skus: str) -> None:
        super().__init__(f"too little stock of {', '.join(skus)}")
