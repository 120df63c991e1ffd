"""What clients send."""

from pydantic import AwareDatetime, BaseModel

from app.models.post import NewPost


class PostBody(BaseModel):
    text: str
    published_at: AwareDatetime

    def to_domain(self, topic: str) -> NewPost:
        return NewPost(topic=topic, text=self.text, published_at=self.published_at)
