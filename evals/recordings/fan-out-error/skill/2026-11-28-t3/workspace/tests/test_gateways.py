"""What the services make of each answer, and of none."""

import asyncio
import json
import unittest
from fractions import Fraction
from unittest.mock import patch

import httpx

from app.errors import CarrierUnavailableError, TaxUnavailableError
from app.gateways.carrier import CarrierGateway
from app.gateways.rates import RateApi
from app.gateways.tax import TaxGateway

BASE = "http://service/v1"
USELESS = (
    b"",
    b"no json",
    b"\xff",
    b"null",
    b"[]",
    b"{}",
    b"[" * 5000,
    *(
        b'{"price_cents": %s, "percent": %s}' % (value, value)
        for value in (b"null", b"true", b'"590"', b"-1", b"NaN", b"Infinity", b"1e400", b"[]", b"9" * 400)
    ),
)


def carrier(client: httpx.AsyncClient) -> CarrierGateway:
    return CarrierGateway(RateApi(client, asyncio.Semaphore(1)))


def taxes(client: httpx.AsyncClient) -> TaxGateway:
    return TaxGateway(RateApi(client, asyncio.Semaphore(1)))


def answering(response: httpx.Response) -> httpx.AsyncClient:
    return httpx.AsyncClient(base_url=BASE, transport=httpx.MockTransport(lambda _: response))


def failing(error: Exception) -> httpx.AsyncClient:
    def fail(_: httpx.Request) -> httpx.Response:
        raise error

    return httpx.AsyncClient(base_url=BASE, transport=httpx.MockTransport(fail))


class GatewayTest(unittest.IsolatedAsyncioTestCase):
    async def assert_unavailable(self, client: httpx.AsyncClient) -> None:
        async with client:
            with self.assertRaises(CarrierUnavailableError):
                await carrier(client).price_cents("10115")
            with self.assertRaises(TaxUnavailableError):
                await taxes(client).percent("DE")

    async def test_an_answer(self) -> None:
        async with answering(httpx.Response(200, json={"price_cents": 590, "percent": 5.5})) as client:
            self.assertEqual(await carrier(client).price_cents("10115"), 590)
            self.assertEqual(await taxes(client).percent("DE"), Fraction("5.5"))

    async def test_404_is_an_answer(self) -> None:
        async with answering(httpx.Response(404)) as client:
            self.assertIsNone(await carrier(client).price_cents("10115"))
            self.assertIsNone(await taxes(client).percent("DE"))

    async def test_other_statuses(self) -> None:
        for status in (204, 302, 400, 429, 500, 503):
            with self.subTest(status=status):
                await self.assert_unavailable(answering(httpx.Response(status)))

    async def test_useless_answers(self) -> None:
        for content in USELESS:
            with self.subTest(content=content[:60]):
                await self.assert_unavailable(answering(httpx.Response(200, content=content)))

    async def test_no_connection(self) -> None:
        await self.assert_unavailable(failing(httpx.ConnectError("refused")))

    async def test_a_part_of_a_cent_is_no_price(self) -> None:
        async with answering(httpx.Response(200, json={"price_cents": 590.5})) as client:
            with self.assertRaises(CarrierUnavailableError):
                await carrier(client).price_cents("10115")

    async def test_the_deadline_is_for_the_whole_call(self) -> None:
        async def hang(_: httpx.Request) -> httpx.Response:
            await asyncio.sleep(60)
            return httpx.Response(200)

        with patch("app.gateways.rates.DEADLINE_SECONDS", 0.05):
            async with asyncio.timeout(5):
                await self.assert_unavailable(
                    httpx.AsyncClient(base_url=BASE, transport=httpx.MockTransport(hang))
                )

    async def test_a_place_stays_one_segment_of_the_path(self) -> None:
        asked: list[bytes] = []

        def record(request: httpx.Request) -> httpx.Response:
            asked.append(request.url.raw_path)
            return httpx.Response(200, content=json.dumps({"price_cents": 1}))

        async with httpx.AsyncClient(base_url=BASE, transport=httpx.MockTransport(record)) as client:
            for postcode in ("SW1A 1AA", "a/../b?c#d", "50%", "ä"):
                await carrier(client).price_cents(postcode)
        self.assertEqual(
            asked,
            [
                b"/v1/rates/SW1A%201AA",
                b"/v1/rates/a%2F..%2Fb%3Fc%23d",
                b"/v1/rates/50%25",
                b"/v1/rates/%C3%A4",
            ],
        )


if __name__ == "__main__":
    unittest.main()
