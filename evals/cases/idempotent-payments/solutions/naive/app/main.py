import os
from contextlib import asynccontextmanager
from typing import Annotated

import httpx
from fastapi import Depends, FastAPI, Header, HTTPException, Request, Response
from pydantic import BaseModel, ConfigDict, Field
from sqlalchemy import select
from sqlalchemy.exc import IntegrityError
from sqlalchemy.ext.asyncio import AsyncSession, async_sessionmaker, create_async_engine

from app.models import Base, Payment

engine = create_async_engine(os.environ["DATABASE_URL"])
SessionLocal = async_sessionmaker(engine, expire_on_commit=False)


@asynccontextmanager
async def lifespan(app: FastAPI):
    async with engine.begin() as connection:
        await connection.run_sync(Base.metadata.create_all)
    async with httpx.AsyncClient(base_url=os.environ["PROVIDER_URL"], timeout=10) as client:
        app.state.provider = client
        yield
    await engine.dispose()


app = FastAPI(title="Payments", lifespan=lifespan)


async def get_session():
    async with SessionLocal() as session:
        yield session


Session = Annotated[AsyncSession, Depends(get_session)]


class PaymentIn(BaseModel):
    account: str
    amount_cents: int = Field(ge=1)


class PaymentOut(BaseModel):
    model_config = ConfigDict(from_attributes=True)

    id: int
    account: str
    amount_cents: int
    status: str
    charge: str | None


async def find_by_key(session: AsyncSession, key: str) -> Payment | None:
    return await session.scalar(select(Payment).where(Payment.idempotency_key == key))


def replay(payment: Payment, body: PaymentIn, response: Response) -> Payment:
    if (payment.account, payment.amount_cents) != (body.account, body.amount_cents):
        raise HTTPException(409, "Idempotency key was used for another payment")
    if payment.status == "declined":
        response.status_code = 402
    return payment


@app.post("/payments", status_code=201, response_model=PaymentOut)
async def create_payment(
    body: PaymentIn,
    request: Request,
    response: Response,
    session: Session,
    idempotency_key: Annotated[str, Header(min_length=1)],
):
    existing = await find_by_key(session, idempotency_key)
    if existing:
        return replay(existing, body, response)

    try:
        answer = await request.app.state.provider.post("/charges", json=body.model_dump())
    except httpx.HTTPError:
        raise HTTPException(502, "Provider unavailable")
    if answer.status_code >= 500:
        raise HTTPException(502, "Provider failed")
    declined = answer.status_code == 402
    payment = Payment(
        idempotency_key=idempotency_key,
        account=body.account,
        amount_cents=body.amount_cents,
        status="declined" if declined else "charged",
        charge=None if declined else answer.json()["charge"],
    )
    session.add(payment)
    try:
        await session.commit()
    except IntegrityError:
        # Another request with the same key was faster.
        await session.rollback()
        return replay(await find_by_key(session, idempotency_key), body, response)
    if declined:
        response.status_code = 402
    return payment


@app.get("/payments", response_model=list[PaymentOut])
async def list_payments(account: str, session: Session):
    return list(await session.scalars(select(Payment).where(Payment.account == account).order_by(Payment.id)))


@app.get("/payments/{payment_id}", response_model=PaymentOut)
async def get_payment(payment_id: int, session: Session):
    payment = await session.get(Payment, payment_id)
    if payment is None:
        raise HTTPException(404, "Payment not found")
    return payment
