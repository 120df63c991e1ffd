"""Pages: nobody overwrites what they have not seen."""

from dataclasses import dataclass
from typing import Protocol

from app.errors import NoSuchVersionError, NotFoundError, OutdatedError
from app.models.page import Content, Page, Version
from app.repositories.protocols import IUnitOfWork, IUnitOfWorkFactory


class IPageService(Protocol):
    async def create(self, slug: str, content: Content) -> Page: ...
    async def get(self, slug: str) -> Page: ...
    async def edit(self, slug: str, version: int, content: Content) -> Page: ...
    async def restore(self, slug: str, version: int, to: int) -> Page: ...
    async def history(self, slug: str, limit: int) -> list[Version]: ...


async def advanced(work: IUnitOfWork, slug: str, version: int) -> int:
    """Take the page to its next version, whose number is returned; whoever comes second is told."""
    if not await work.pages.exists(slug):
        raise NotFoundError("page", slug)
    if not await work.pages.advance(slug, version):
        raise OutdatedError(slug, version)
    return version + 1


@dataclass(frozen=True, slots=True)
class PageService:
    unit_of_work: IUnitOfWorkFactory

    async def create(self, slug: str, content: Content) -> Page:
        async with self.unit_of_work() as work:
            await work.pages.create(slug)
            return await work.pages.add_version(slug, 1, content)

    async def get(self, slug: str) -> Page:
        async with self.unit_of_work() as work:
            page = await work.pages.current(slug)
        if page is None:
            raise NotFoundError("page", slug)
        return page

    async def edit(self, slug: str, version: int, content: Content) -> Page:
        async with self.unit_of_work() as work:
            following = await advanced(work, slug, version)
            return await work.pages.add_version(slug, following, content)

    async def restore(self, slug: str, version: int, to: int) -> Page:
        async with self.unit_of_work() as work:
            following = await advanced(work, slug, version)
            wanted = await work.pages.version(slug, to)
            if wanted is None:
                raise NoSuchVersionError(slug, to)
            return await work.pages.add_version(slug, following, wanted.content)

    async def history(self, slug: str, limit: int) -> list[Version]:
        async with self.unit_of_work() as work:
            versions = await work.pages.newest(slug, limit)
        if not versions:
            raise NotFoundError("page", slug)
        return versions
