"""ORM classes. Imported here in full so that Alembic sees every table."""

from app.repositories.orm.announcements import AnnouncementRow
from app.repositories.orm.base import Base
from app.repositories.orm.pantry import PantryRow
from app.repositories.orm.receipts import ReceiptRow
from app.repositories.orm.recipes import IngredientRow, RecipeRow

__all__ = ["AnnouncementRow", "Base", "IngredientRow", "PantryRow", "ReceiptRow", "RecipeRow"]
