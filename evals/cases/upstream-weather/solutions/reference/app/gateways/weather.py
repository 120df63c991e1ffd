"""The weather service."""

import asyncio
from dataclasses import dataclass
from urllib.parse import quote

import httpx

from app.errors import InvalidError, TimedOutError, UnavailableError

LONGEST_WAIT_SECONDS = 1.0


def seconds_to_wait(answer: httpx.Response) -> float | None:
    """What a busy service asks for; None if it is more than we are ready to wait, or makes no sense."""
    try:
        seconds = float(answer.headers.get("Retry-After", ""))
    except ValueError:
        return None
    return seconds if 0 <= seconds <= LONGEST_WAIT_SECONDS else None


def celsius_in(answer: httpx.Response) -> float:
    if answer.status_code == httpx.codes.NOT_FOUND:
        raise InvalidError("station_unknown")
    try:
        value = answer.raise_for_status().json()["celsius"]
    except (httpx.HTTPStatusError, ValueError, KeyError, TypeError) as error:
        raise UnavailableError from error
    if isinstance(value, bool) or not isinstance(value, int | float):
        raise UnavailableError
    return float(value)


@dataclass(frozen=True, slots=True)
class WeatherGateway:
    client: httpx.AsyncClient
    deadline_seconds: float

    async def celsius(self, station: str) -> float:
        answer = await self._ask(station)
        if answer.status_code == httpx.codes.TOO_MANY_REQUESTS:
            answer = await self._ask_again(station, answer)
        return celsius_in(answer)

    async def _ask(self, station: str) -> httpx.Response:
        try:
            async with asyncio.timeout(self.deadline_seconds):
                return await self.client.get(f"/stations/{quote(station, safe='')}/now")
        except TimeoutError as error:
            raise TimedOutError from error
        except httpx.HTTPError as error:
            raise UnavailableError from error

    async def _ask_again(self, station: str, refusal: httpx.Response) -> httpx.Response:
        seconds = seconds_to_wait(refusal)
        if seconds is None:
            raise UnavailableError
        await asyncio.sleep(seconds)
        try:
            return await self._ask(station)
        except TimedOutError as error:
            raise UnavailableError from error
