"""Pages in PostgreSQL."""

from dataclasses import dataclass

from sqlalchemy import select, update
from sqlalchemy.exc import IntegrityError
from sqlalchemy.ext.asyncio import AsyncSession

from app.errors import SlugTakenError
from app.models.page import Content, Page, Version
from app.repositories.rows import PageRow, VersionRow


def to_page(row: VersionRow) -> Page:
    return Page(slug=row.slug, title=row.title, text=row.text, version=row.version, updated_at=row.updated_at)


def to_version(row: VersionRow) -> Version:
    return Version(version=row.version, title=row.title, text=row.text, updated_at=row.updated_at)


@dataclass(frozen=True, slots=True)
class PageRepository:
    session: AsyncSession

    async def create(self, slug: str) -> None:
        self.session.add(PageRow(slug=slug, version=1))
        try:
            await self.session.flush()
        except IntegrityError as error:
            raise SlugTakenError(slug) from error

    async def exists(self, slug: str) -> bool:
        return await self.session.scalar(select(PageRow.slug).where(PageRow.slug == slug)) is not None

    async def advance(self, slug: str, version: int) -> bool:
        # The second of two waits for the first to commit, then finds another version.
        moved = (
            update(PageRow)
            .where(PageRow.slug == slug, PageRow.version == version)
            .values(version=version + 1)
            .returning(PageRow.version)
        )
        return await self.session.scalar(moved) is not None

    async def add_version(self, slug: str, version: int, content: Content) -> Page:
        row = VersionRow(slug=slug, version=version, title=content.title, text=content.text)
        self.session.add(row)
        await self.session.flush()
        await self.session.refresh(row)
        return to_page(row)

    async def current(self, slug: str) -> Page | None:
        newest = select(VersionRow).where(VersionRow.slug == slug).order_by(VersionRow.version.desc())
        row = await self.session.scalar(newest.limit(1))
        return None if row is None else to_page(row)

    async def version(self, slug: str, version: int) -> Version | None:
        row = await self.session.get(VersionRow, (slug, version))
        return None if row is None else to_version(row)

    async def newest(self, slug: str, limit: int) -> list[Version]:
        query = (
            select(VersionRow).where(VersionRow.slug == slug).order_by(VersionRow.version.desc()).limit(limit)
        )
        return [to_version(row) for row in await self.session.scalars(query)]
