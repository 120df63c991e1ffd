"""Huts and the weather at their stations."""

from dataclasses import dataclass
from typing import Protocol

from app.errors import NotFoundError, UpstreamError
from app.gateways.protocols import IWeatherGateway
from app.models.hut import Hut, Weather
from app.repositories.protocols import IUnitOfWorkFactory


class IHutService(Protocol):
    async def put(self, hut: Hut) -> Hut: ...
    async def get(self, name: str) -> Hut: ...
    async def weather(self, name: str) -> Weather: ...


@dataclass(frozen=True, slots=True)
class HutService:
    unit_of_work: IUnitOfWorkFactory
    gateway: IWeatherGateway

    async def put(self, hut: Hut) -> Hut:
        async with self.unit_of_work() as work:
            await work.huts.put(hut)
        return hut

    async def get(self, name: str) -> Hut:
        async with self.unit_of_work() as work:
            hut = await work.huts.find(name)
        if hut is None:
            raise NotFoundError("hut_not_found")
        return hut

    async def weather(self, name: str) -> Weather:
        """The weather now, or the last that was known; no connection is held while we wait for it."""
        hut = await self.get(name)
        try:
            celsius = await self.gateway.celsius(hut.station)
        except UpstreamError:
            known = await self._last_known(hut)
            if known is None:
                raise
            return known
        async with self.unit_of_work() as work:
            await work.values.put(hut.station, celsius)
        return Weather(hut=name, celsius=celsius, stale=False)

    async def _last_known(self, hut: Hut) -> Weather | None:
        async with self.unit_of_work() as work:
            celsius = await work.values.last(hut.station)
        return None if celsius is None else Weather(hut=hut.name, celsius=celsius, stale=True)
