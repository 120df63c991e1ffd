"""What clients send."""

from typing import Annotated

from pydantic import BaseModel, Field

from app.models.page import Content

VersionNumber = Annotated[int, Field(ge=1, le=2**31 - 2)]


class EditBody(BaseModel):
    title: str
    text: str
    version: VersionNumber

    def to_domain(self) -> Content:
        return Content(self.title, self.text)


class PageBody(BaseModel):
    slug: str = Field(pattern="^[a-z0-9-]+$")
    title: str
    text: str

    def to_domain(self) -> Content:
        return Content(self.title, self.text)


class RestoreBody(BaseModel):
    version: VersionNumber
    to: VersionNumber
