"""The errors of the domain. What they mean over HTTP is decided in error_handlers.py."""


class AppError(Exception):
    """A failure the caller can be told about."""


class NotFoundError(AppError):
    def __init__(self, what: str, key: object) -> None:
        super().__init__(f"{what} {key} does not exist")


class ConflictError(AppError):
    pass


class EmailTakenError(ConflictError):
    def __init__(self, email: str) -> None:
        super().__init__(f"{email} belongs to another member")


class NothingAvailableError(ConflictError):
    def __init__(self, tool_id: int) -> None:
        super().__init__(f"no copy of tool {tool_id} is available")


class AlreadyReturnedError(ConflictError):
    def __init__(self, loan_id: int) -> None:
        super().__init__(f"loan {loan_id} is returned already")
