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
    """The database does not answer; asking again later may help."""

    code = "unavailable"


class UnknownSkuError(NotFoundError):
    code = "unknown_sku"

    def __init__(self, *skus: str) -> None:
        super().__init__(f"unknown sku: {', '.join(skus)}")


class UnknownOrderError(NotFoundError):
    code = "unknown_order"

    def __init__(self, order_id: int) -> None:
        super().__init__(f"unknown order: {order_id}")


class SkuTakenError(ConflictError):
    code = "sku_taken"

    def __init__(self, sku: str) -> None:
        super().__init__(f"sku exists already: {sku}")


class StockTooLowError(ConflictError):
    code = "stock_too_low"

    def __init__(self, *skus: str) -> None:
        super().__init__(f"too little stock: {', '.join(skus)}")
