from dataclasses import dataclass
from typing import Any

from app.gateways.json_api import JsonApi


@dataclass(frozen=True, slots=True)
class LoyaltyGateway:
    api: JsonApi

    async def find_points(self, customer_id: int) -> int | None:
        return await self.api.find(f"/customers/{customer_id}/points", _points)


def _points(answer: Any) -> int:
    return int(answer["points"])
