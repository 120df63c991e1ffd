"""The errors of the domain. What they mean over HTTP is decided in error_handlers.py."""


class AppError(Exception):
    """A failure the caller can be told about."""


class NotFoundError(AppError):
    def __init__(self, what: str, key: object) -> None:
        super().__init__(f"{what} {key} does not exist")


class InvalidError(AppError):
    """What was asked for makes no sense."""


class ConflictError(AppError):
    pass


class ShiftFullError(ConflictError):
    def __init__(self, shift_id: int) -> None:
        super().__init__(f"shift {shift_id} has as many people as needed")


class AlreadyAssignedError(ConflictError):
    def __init__(self, person_id: int, shift_id: int) -> None:
        super().__init__(f"person {person_id} works shift {shift_id} already")
