"""What goes over the wire. Only routes know these."""

import base64
import binascii
from collections.abc import AsyncGenerator, AsyncIterator
from datetime import UTC, datetime
from typing import Annotated
from uuid import UUID

from pydantic import BaseModel, BeforeValidator, ConfigDict, Field, PlainSerializer, StringConstraints

from app.models.food import Energy, Portion
from app.models.recipe import CreateRecipeInput, Recipe, RecipeCursor, UpdateRecipeInput

NO_NUL = r"^[^\x00]*$"  # PostgreSQL stores every character but this one
Name = Annotated[str, StringConstraints(strip_whitespace=True, min_length=1, max_length=100, pattern=NO_NUL)]
Title = Annotated[str, StringConstraints(strip_whitespace=True, min_length=1, max_length=200, pattern=NO_NUL)]
Cuisine = Annotated[str, StringConstraints(strip_whitespace=True, max_length=60, pattern=NO_NUL)]


# region: schemas
class Wire(BaseModel):
    """Refuses unknown keys on the way in, reads domain models on the way out."""

    model_config = ConfigDict(extra="forbid", from_attributes=True)


class PortionBody(Wire):
    food: Name
    grams: int = Field(gt=0, le=100_000)


class RecipeContent(Wire):
    title: Title
    cuisine: Cuisine | None = None
    ingredients: list[PortionBody] = Field(min_length=1, max_length=100)

    def portions(self) -> tuple[Portion, ...]:
        return tuple(Portion(line.food, line.grams) for line in self.ingredients)


class CreateRecipeBody(RecipeContent):
    def to_input(self) -> CreateRecipeInput:
        return CreateRecipeInput(title=self.title, cuisine=self.cuisine, ingredients=self.portions())


class RecipeBody(Wire):
    id: UUID
    title: str
    cuisine: str | None
    ingredients: list[PortionBody]
    version: int
    created_at: datetime


# endregion


# region: update-schema
class UpdateRecipeBody(RecipeContent):
    version: int = Field(ge=1)

    def to_input(self) -> UpdateRecipeInput:
        return UpdateRecipeInput(self.title, self.cuisine, self.portions(), self.version)


# endregion


async def json_lines(recipes: AsyncIterator[Recipe]) -> AsyncGenerator[str]:
    async for recipe in recipes:
        yield RecipeBody.model_validate(recipe).model_dump_json() + "\n"


class StockBody(Wire):
    grams: int = Field(ge=0, le=100_000)


class DashboardBody(Wire):
    latest: list[RecipeBody]
    stock: list[Portion]
    energy: Energy


class CookingPlanBody(Wire):
    recipe: RecipeBody
    shopping: list[Portion]
    energy: Energy


# region: cursor
def _decode(text: object) -> object:
    if not isinstance(text, str):
        return text
    try:
        moment, _, recipe_id = base64.urlsafe_b64decode(text).decode().partition("/")
        return RecipeCursor(datetime.fromisoformat(moment).astimezone(UTC), UUID(recipe_id))
    except (binascii.Error, ValueError, OverflowError) as error:
        raise ValueError("take the cursor from `next` of an earlier page") from error


def _encode(cursor: RecipeCursor) -> str:
    return base64.urlsafe_b64encode(f"{cursor.created_at.isoformat()}/{cursor.id}".encode()).decode()


Cursor = Annotated[RecipeCursor, BeforeValidator(_decode), PlainSerializer(_encode)]


class PageQuery(Wire):
    after: Cursor | None = None
    limit: int = Field(default=20, ge=1, le=100)


class RecipePageBody(Wire):
    recipes: list[RecipeBody]
    next: Cursor | None


# endregion
