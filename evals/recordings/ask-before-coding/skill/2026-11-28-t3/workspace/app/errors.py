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


class InvalidInputError(AppError):
    code = "invalid_input"


class UnavailableError(AppError):
    """Asking again later may help."""

    code = "unavailable"


class DatabaseUnavailableError(UnavailableError):
    code = "database_unavailable"

    def __init__(self) -> None:
        super().__init__("the database does not answer")


class RoomNotFoundError(NotFoundError):
    code = "room_not_found"

    def __init__(self, room_id: int) -> None:
        super().__init__(f"there is no room {room_id}")


class BookingNotFoundError(NotFoundError):
    code = "booking_not_found"

    def __init__(self, booking_id: int) -> None:
        super().__init__(f"there is no booking {booking_id}")


class DuplicateRoomNameError(ConflictError):
    code = "duplicate_room_name"

    def __init__(self, name: str) -> None:
        super().__init__(f"there is already a room called {name!r}")


class RoomTakenError(ConflictError):
    code = "room_taken"

    def __init__(self, room_id: int) -> None:
        super().__init__(f"room {room_id} is taken for a part of that time")


class EndNotAfterStartError(InvalidInputError):
    code = "end_not_after_start"

    def __init__(self) -> None:
        super().__init__("a booking must end after it starts")
