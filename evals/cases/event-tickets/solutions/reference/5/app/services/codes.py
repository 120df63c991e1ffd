"""Discount codes."""

from dataclasses import dataclass
from typing import Protocol

from app.errors import InvalidError, NotFoundError
from app.models.code import Code, NewCode
from app.repositories.protocols import IUnitOfWorkFactory


class ICodeService(Protocol):
    async def add(self, event_id: int, code: NewCode) -> Code: ...
    async def get(self, event_id: int, code: str) -> Code: ...


@dataclass(frozen=True, slots=True)
class CodeService:
    unit_of_work: IUnitOfWorkFactory

    async def add(self, event_id: int, code: NewCode) -> Code:
        async with self.unit_of_work() as work:
            event = await work.events.find(event_id)
            if event is None:
                raise NotFoundError("event", event_id)
            if code.category is not None and event.category(code.category) is None:
                raise InvalidError(f"the event has no category {code.category!r}")
            return await work.codes.add(event_id, code)

    async def get(self, event_id: int, code: str) -> Code:
        async with self.unit_of_work() as work:
            found = await work.codes.find(event_id, code)
        if found is None:
            raise NotFoundError("code", code)
        return found
