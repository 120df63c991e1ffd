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


class RoomNotFoundError(NotFoundError):
    code = "room_not_found"

    def __init__(self, room_id: int) -> None:
        super().__init__(f"there is no room {room_id}")


class BookingNotFoundError(NotFoundError):
    code = "booking_not_found"

    def __init__(self, booking_id: int) -> None:
        super().__init__(f"there is no booking {booking_id}")


class RoomNameTakenError(ConflictError):
    code = "room_name_taken"

    def __init__(self, name: str) -> None:
        super().__init__(f"there is already a room named {name}")


class RoomOccupiedError(ConflictError):
    code = "room_occupied"

    def __init__(self, room_id: int) -> None:
        super().__init__(f"room {room_id} is taken for a part of that time")
