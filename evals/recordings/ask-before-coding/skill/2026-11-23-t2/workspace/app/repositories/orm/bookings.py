from datetime import datetime

from sqlalchemy import CheckConstraint, DateTime, ForeignKey, Index, String, literal_column
from sqlalchemy.dialects.postgresql import ExcludeConstraint
from sqlalchemy.orm import Mapped, mapped_column

from app.repositories.orm.base import Base

NO_OVERLAP = "ex_bookings_no_overlap"


class BookingRow(Base):
    __tablename__ = "bookings"
    __table_args__ = (
        CheckConstraint("ends_at > starts_at", name="ends_after_start"),
        # The room as a range of one: comparing it with "=" would need the extension btree_gist.
        # A tstzrange leaves out its end, so a booking may start when another one ends.
        ExcludeConstraint(
            (literal_column("int8range(room_id, room_id, '[]')"), "&&"),
            (literal_column("tstzrange(starts_at, ends_at)"), "&&"),
            name=NO_OVERLAP,
            using="gist",
        ),
        Index(None, "room_id", "starts_at"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    room_id: Mapped[int] = mapped_column(ForeignKey("rooms.id"))
    title: Mapped[str] = mapped_column(String(200))
    starts_at: Mapped[datetime] = mapped_column(DateTime(timezone=True))
    ends_at: Mapped[datetime] = mapped_column(DateTime(timezone=True))
