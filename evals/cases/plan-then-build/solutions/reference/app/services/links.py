"""Links and their visits."""

import secrets
import string
from dataclasses import dataclass
from typing import Protocol

from app.errors import NotFoundError, UsedUpError
from app.models.link import Link, NewLink
from app.repositories.protocols import IUnitOfWorkFactory

ALPHABET = string.ascii_letters + string.digits
CODE_LENGTH = 10


class ILinkService(Protocol):
    async def add(self, link: NewLink) -> Link: ...
    async def get(self, code: str) -> Link: ...
    async def visit(self, code: str) -> str: ...
    async def most_visited(self, limit: int) -> list[Link]: ...


@dataclass(frozen=True, slots=True)
class LinkService:
    unit_of_work: IUnitOfWorkFactory

    async def add(self, link: NewLink) -> Link:
        code = "".join(secrets.choice(ALPHABET) for _ in range(CODE_LENGTH))
        async with self.unit_of_work() as work:
            return await work.links.add(code, link)

    async def get(self, code: str) -> Link:
        async with self.unit_of_work() as work:
            link = await work.links.find(code)
        if link is None:
            raise NotFoundError("link", code)
        return link

    async def visit(self, code: str) -> str:
        """Count a visit and tell where it leads; raises NotFoundError or UsedUpError."""
        async with self.unit_of_work() as work:
            link = await work.links.find(code)
            if link is None:
                raise NotFoundError("link", code)
            if not await work.links.count_visit(code):
                raise UsedUpError(code)
        return link.url

    async def most_visited(self, limit: int) -> list[Link]:
        async with self.unit_of_work() as work:
            return await work.links.most_visited(limit)
