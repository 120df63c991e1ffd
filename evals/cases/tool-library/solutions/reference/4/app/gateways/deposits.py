"""The deposit service."""

from dataclasses import dataclass

import httpx

from app.errors import CannotPayError, DepositServiceError


@dataclass(frozen=True, slots=True)
class DepositGateway:
    client: httpx.AsyncClient

    async def hold(self, member_id: int, amount_cents: int) -> str:
        body = {"member_id": member_id, "amount_cents": amount_cents}
        try:
            answer = await self.client.post("/holds", json=body)
            if answer.status_code == httpx.codes.PAYMENT_REQUIRED:
                raise CannotPayError(member_id)
            return str(answer.raise_for_status().json()["hold"])
        except (httpx.HTTPError, ValueError, KeyError) as error:
            raise DepositServiceError from error

    async def release(self, hold: str) -> bool:
        try:
            answer = await self.client.delete(f"/holds/{hold}")
        except httpx.HTTPError:
            return False
        return answer.is_success
