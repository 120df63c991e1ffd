from sqlalchemy import ForeignKey
from sqlalchemy.orm import DeclarativeBase, Mapped, mapped_column, relationship


class Base(DeclarativeBase):
    pass


class Document(Base):
    __tablename__ = "documents"

    id: Mapped[int] = mapped_column(primary_key=True)
    owner: Mapped[str]
    title: Mapped[str]
    text: Mapped[str]
    shares: Mapped[list["Share"]] = relationship(lazy="selectin", cascade="all, delete-orphan")

    @property
    def readers(self) -> list[str]:
        return sorted(share.user for share in self.shares)


class Share(Base):
    __tablename__ = "shares"

    document_id: Mapped[int] = mapped_column(ForeignKey("documents.id"), primary_key=True)
    user: Mapped[str] = mapped_column(primary_key=True)
