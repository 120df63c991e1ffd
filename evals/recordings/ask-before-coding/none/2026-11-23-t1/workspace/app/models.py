from datetime import datetime

from sqlalchemy import CheckConstraint, DateTime, ForeignKey, Index, Integer, Text, text
from sqlalchemy.dialects.postgresql import ExcludeConstraint
from sqlalchemy.orm import DeclarativeBase, Mapped, mapped_column

# Largest value of PostgreSQL's integer, the type of the ids and of seats.
MAX_INTEGER = 2**31 - 1

NO_OVERLAP = "bookings_no_overlap"


class Base(DeclarativeBase):
    pass


class Room(Base):
    __tablename__ = "rooms"
    __table_args__ = (CheckConstraint("seats >= 1", name="rooms_seats_positive"),)

    id: Mapped[int] = mapped_column(Integer, primary_key=True)
    name: Mapped[str] = mapped_column(Text, unique=True)
    seats: Mapped[int] = mapped_column(Integer)


class Booking(Base):
    __tablename__ = "bookings"
    __table_args__ = (
        # An empty range overlaps nothing, so the exclusion below relies on this.
        CheckConstraint("ends_at > starts_at", name="bookings_end_after_start"),
        # The guarantee against double booking. '[)' lets one booking end when the
        # next one starts. The room id is compared as a one-element range because
        # GiST handles ranges out of the box; "room_id WITH =" would need the
        # btree_gist extension.
        ExcludeConstraint(
            (text("int4range(room_id, room_id, '[]')"), "&&"),
            (text("tstzrange(starts_at, ends_at, '[)')"), "&&"),
            using="gist",
            name=NO_OVERLAP,
        ),
        Index("bookings_room_id_starts_at", "room_id", "starts_at"),
    )

    id: Mapped[int] = mapped_column(Integer, primary_key=True)
    room_id: Mapped[int] = mapped_column(ForeignKey("rooms.id"))
    title: Mapped[str] = mapped_column(Text)
    starts_at: Mapped[datetime] = mapped_column(DateTime(timezone=True))
    ends_at: Mapped[datetime] = mapped_column(DateTime(timezone=True))
