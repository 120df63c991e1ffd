"""What the services need of the database."""

from contextlib import AbstractAsyncContextManager
from typing import Protocol

from app.models.payment import NewPayment, Payment


class IPaymentRepository(Protocol):
    async def add(self, payment: NewPayment, charge: str | None) -> Payment: ...
    async def find(self, payment_id: int) -> Payment | None: ...
    async def by_key(self, key: str) -> Payment | None: ...
    async def of_account(self, account: str) -> list[Payment]: ...


class IUnitOfWork(Protocol):
    @property
    def payments(self) -> IPaymentRepository: ...


class IUnitOfWorkFactory(Protocol):
    def __call__(self) -> AbstractAsyncContextManager[IUnitOfWork]: ...
