class AppError(Exception):
    def __init__(self, message: str) -> None:
        super().__init__(message)
        self.message = message


class NotFoundError(AppError): ...


class ConflictError(AppError): ...


class InvalidInputError(AppError): ...
