"""What counts as taken: one clock, the database's, for every answer of a transaction."""

from sqlalchemy import ColumnElement, and_, case, func, or_

from app.repositories.rows import OrderRow

# Not now(), which is the beginning of the transaction: a lock may have been waited for.
NOW = func.clock_timestamp()

IS_TAKEN: ColumnElement[bool] = or_(
    OrderRow.status.in_(("paid", "paying")), and_(OrderRow.status == "held", OrderRow.expires_at > NOW)
)
STATUS = case((and_(OrderRow.status == "held", OrderRow.expires_at <= NOW), "expired"), else_=OrderRow.status)
