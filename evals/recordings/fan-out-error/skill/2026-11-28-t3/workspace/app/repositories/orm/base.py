"""The metadata of every table."""

from sqlalchemy import MetaData
from sqlalchemy.orm import DeclarativeBase

# What a BIGINT key can be. The driver refuses to send anything larger, so nobody may ask for it.
KEYS = range(1, 2**63)


class Base(DeclarativeBase):
    metadata = MetaData(
        naming_convention={
            "ck": "ck_%(table_name)s_%(constraint_name)s",
            "fk": "fk_%(table_name)s_%(column_0_N_name)s_%(referred_table_name)s",
            "pk": "pk_%(table_name)s",
        }
    )
