"""The message service."""

from dataclasses import dataclass

import httpx

from app.models.notification import Notification


@dataclass(frozen=True, slots=True)
class MessageGateway:
    client: httpx.AsyncClient

    async def send(self, notification: Notification) -> bool:
        body = {
            "person_id": notification.person_id,
            "kind": notification.kind,
            "shift_id": notification.shift_id,
        }
        try:
            answer = await self.client.post("/messages", json=body)
        except httpx.HTTPError:
            return False
        return answer.status_code == httpx.codes.ACCEPTED
