from dataclasses import dataclass
from datetime import date
from typing import Any

from app.gateways.json_api import JsonApi


@dataclass(frozen=True, slots=True)
class DeliveryGateway:
    api: JsonApi

    async def find_next(self, customer_id: int) -> date | None:
        return await self.api.find(f"/customers/{customer_id}/next", _date)


def _date(answer: Any) -> date:
    return date.fromisoformat(answer["date"])
