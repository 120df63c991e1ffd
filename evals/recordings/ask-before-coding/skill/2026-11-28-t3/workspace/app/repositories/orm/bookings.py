"""One table: bookings."""

from datetime import datetime

from sqlalchemy import CheckConstraint, DateTime, ForeignKey, Identity, Index, String, text
from sqlalchemy.dialects.postgresql import ExcludeConstraint
from sqlalchemy.orm import Mapped, mapped_column

from app.repositories.orm.base import Base

NO_OVERLAP = "ex_bookings_no_overlap"


class BookingRow(Base):
    __tablename__ = "bookings"
    __table_args__ = (
        CheckConstraint("ends_at > starts_at", name="ends_after_start"),
        # GiST compares ranges, but plain integers only with the extension btree_gist, which not every
        # server has and not every role may create: hence the room as a range of one number.
        # tstzrange includes its start and excludes its end: bookings may touch.
        ExcludeConstraint(
            (text("int8range(room_id, room_id, '[]')"), "="),
            (text("tstzrange(starts_at, ends_at)"), "&&"),
            name=NO_OVERLAP,
            using="gist",
        ),
        Index(None, "room_id", "starts_at"),
    )

    id: Mapped[int] = mapped_column(Identity(), primary_key=True)
    room_id: Mapped[int] = mapped_column(ForeignKey("rooms.id"))
    title: Mapped[str] = mapped_column(String(200))
    starts_at: Mapped[datetime] = mapped_column(DateTime(timezone=True))
    ends_at: Mapped[datetime] = mapped_column(DateTime(timezone=True))
