import datetime as dt
from typing import TypeVar

import httpx
import structlog
from pydantic import BaseModel

log = structlog.get_logger()

Reply = TypeVar("Reply", bound=BaseModel)


class PartnerError(Exception):
    """Another team's service gave no usable answer."""

    def __init__(self, service: str) -> None:
        super().__init__(f"{service} service unavailable")


class _Partner:
    """HTTP client of one service. Each has its own, so a slow one cannot take the other's connections."""

    name: str

    def __init__(self, base_url: str) -> None:
        self._client = httpx.AsyncClient(
            base_url=base_url,
            timeout=httpx.Timeout(5.0, pool=30.0),
            # Few idle connections: httpx's pool costs noticeable CPU per call when it keeps many, and after
            # a burst they are not needed. The expiry is below the five seconds after which many servers
            # close an idle connection.
            limits=httpx.Limits(max_connections=100, max_keepalive_connections=10, keepalive_expiry=2.0),
        )

    async def close(self) -> None:
        await self._client.aclose()

    async def _get(self, path: str, reply: type[Reply]) -> Reply | None:
        """The parsed answer; None on 404."""
        try:
            try:
                response = await self._client.get(path)
            except (httpx.NetworkError, httpx.RemoteProtocolError):
                # Most likely a kept-alive connection that the server was just closing.
                response = await self._client.get(path)
            if response.status_code == httpx.codes.NOT_FOUND:
                return None
            response.raise_for_status()
            return reply.model_validate_json(response.content)
        except (httpx.HTTPError, ValueError) as error:
            log.warning("partner_failed", service=self.name, path=path, error=repr(error))
            raise PartnerError(self.name) from error


class _Points(BaseModel):
    points: int


class Loyalty(_Partner):
    name = "loyalty"

    async def points(self, customer_id: int) -> int:
        reply = await self._get(f"/customers/{customer_id}/points", _Points)
        return reply.points if reply else 0


class _NextDelivery(BaseModel):
    date: dt.date


class Delivery(_Partner):
    name = "delivery"

    async def next_date(self, customer_id: int) -> dt.date | None:
        reply = await self._get(f"/customers/{customer_id}/next", _NextDelivery)
        return reply.date if reply else None
