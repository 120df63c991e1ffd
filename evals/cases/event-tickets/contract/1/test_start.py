"""How an order starts."""

import httpx
from box_office import event, made, order


async def test_an_order_is_placed(client: httpx.AsyncClient) -> None:
    assert made(await order(client, await event(client)))["status"] == "placed"
