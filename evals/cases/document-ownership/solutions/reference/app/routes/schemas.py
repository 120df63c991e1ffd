"""What clients send."""

from pydantic import BaseModel

from app.models.document import DocumentPatch, NewDocument


class DocumentBody(BaseModel):
    title: str
    text: str

    def to_domain(self, owner: str) -> NewDocument:
        return NewDocument(owner=owner, title=self.title, text=self.text)


class PatchBody(BaseModel):
    title: str | None = None
    text: str | None = None

    def to_domain(self) -> DocumentPatch:
        return DocumentPatch(title=self.title, text=self.text)
