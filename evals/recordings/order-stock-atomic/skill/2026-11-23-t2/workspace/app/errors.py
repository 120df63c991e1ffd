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


class ProductNotFoundError(NotFoundError):
    code = "product_not_found"


class OrderNotFoundError(NotFoundError):
    code = "order_not_found"


class SkuTakenError(ConflictError):
    code = "sku_taken"


class StockTooLowError(ConflictError):
    code = "stock_too_low"
