"""create the tables."""

from collections.abc import Sequence

import sqlalchemy as sa
from alembic import op

revision: str = "0001"
down_revision: str | None = None
branch_labels: str | Sequence[str] | None = None
depends_on: str | Sequence[str] | None = None


def upgrade() -> None:
    op.create_table(
        "announcements",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("owner_id", sa.String(length=64), nullable=False),
        sa.Column("recipe_id", sa.Uuid(), nullable=False),
        sa.Column("title", sa.String(length=200), nullable=False),
        sa.Column("due_at", sa.DateTime(timezone=True), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_announcements")),
    )
    op.create_index(op.f("ix_announcements_due_at"), "announcements", ["due_at"], unique=False)
    op.create_table(
        "pantry",
        sa.Column("owner_id", sa.String(length=64), nullable=False),
        sa.Column("food", sa.String(length=100), nullable=False),
        sa.Column("grams", sa.Integer(), nullable=False),
        sa.CheckConstraint("grams > 0", name=op.f("ck_pantry_grams_positive")),
        sa.PrimaryKeyConstraint("owner_id", "food", name=op.f("pk_pantry")),
    )
    op.create_table(
        "receipts",
        sa.Column("owner_id", sa.String(length=64), nullable=False),
        sa.Column("key", sa.String(length=64), nullable=False),
        sa.Column("fingerprint", sa.String(length=64), nullable=False),
        sa.Column("recipe_id", sa.Uuid(), nullable=False),
        sa.PrimaryKeyConstraint("owner_id", "key", name=op.f("pk_receipts")),
    )
    op.create_table(
        "recipes",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("owner_id", sa.String(length=64), nullable=False),
        sa.Column("title", sa.String(length=200), nullable=False),
        sa.Column("cuisine", sa.String(length=60), nullable=True),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_recipes")),
        sa.UniqueConstraint("owner_id", "title", name=op.f("uq_recipes_owner_id_title")),
    )
    op.create_index(
        op.f("ix_recipes_owner_id_created_at_id"), "recipes", ["owner_id", "created_at", "id"], unique=False
    )
    op.create_table(
        "ingredients",
        sa.Column("recipe_id", sa.Uuid(), nullable=False),
        sa.Column("position", sa.Integer(), nullable=False),
        sa.Column("food", sa.String(length=100), nullable=False),
        sa.Column("grams", sa.Integer(), nullable=False),
        sa.CheckConstraint("grams > 0", name=op.f("ck_ingredients_grams_positive")),
        sa.ForeignKeyConstraint(
            ["recipe_id"], ["recipes.id"], name=op.f("fk_ingredients_recipe_id_recipes"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("recipe_id", "position", name=op.f("pk_ingredients")),
    )


def downgrade() -> None:
    op.drop_table("ingredients")
    op.drop_index(op.f("ix_recipes_owner_id_created_at_id"), table_name="recipes")
    op.drop_table("recipes")
    op.drop_table("receipts")
    op.drop_table("pantry")
    op.drop_index(op.f("ix_announcements_due_at"), table_name="announcements")
    op.drop_table("announcements")
