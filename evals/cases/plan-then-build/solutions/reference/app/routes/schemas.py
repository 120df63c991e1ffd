"""What clients send."""

from pydantic import BaseModel, Field, HttpUrl

from app.models.link import NewLink


class LinkBody(BaseModel):
    url: HttpUrl
    max_visits: int | None = Field(default=None, ge=1)

    def to_domain(self) -> NewLink:
        return NewLink(url=str(self.url), max_visits=self.max_visits)
