"""Two tables: a recipe and its ingredients."""

from datetime import datetime
from uuid import UUID

from sqlalchemy import CheckConstraint, DateTime, ForeignKey, Index, String, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, relationship

from app.repositories.orm.base import Base


# region: orm-classes
class RecipeRow(Base):
    __tablename__ = "recipes"
    __table_args__ = (
        UniqueConstraint("owner_id", "title"),
        Index(None, "owner_id", "created_at", "id"),
    )

    id: Mapped[UUID] = mapped_column(primary_key=True)
    owner_id: Mapped[str] = mapped_column(String(64))
    title: Mapped[str] = mapped_column(String(200))
    cuisine: Mapped[str | None] = mapped_column(String(60))
    version: Mapped[int]
    created_at: Mapped[datetime] = mapped_column(DateTime(timezone=True))
    ingredients: Mapped[list["IngredientRow"]] = relationship(
        lazy="raise", cascade="all, delete-orphan", order_by="IngredientRow.position"
    )


class IngredientRow(Base):
    __tablename__ = "ingredients"
    __table_args__ = (CheckConstraint("grams > 0", name="grams_positive"),)

    recipe_id: Mapped[UUID] = mapped_column(ForeignKey("recipes.id", ondelete="CASCADE"), primary_key=True)
    position: Mapped[int] = mapped_column(primary_key=True)
    food: Mapped[str] = mapped_column(String(100))
    grams: Mapped[int]


# endregion
