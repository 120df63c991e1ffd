"""The errors of the domain. What they mean over HTTP is decided in error_handlers.py."""


class AppError(Exception):
    """A failure the caller can be told about."""


class NotFoundError(AppError):
    status_code = 404

    def __init__(self, what: str, key: object) -> None:
        super().__init__(f"{what} {key} does not exist")


class ConflictError(AppError):
    pass


class AlreadyExistsError(ConflictError):
    def __init__(self, what: str, key: object) -> None:
        super().__init__(f"{what} {key} exists already")


class TooMuchStockError(ConflictError):
    def __init__(self, sku: str) -> None:
        super().__init__(f"the warehouse has no room for so many of {sku}")


class OutOfStockError(ConflictError):
    def __init__(self, sku: str) -> None:
        super().__init__(f"too little stock of {sku}")
