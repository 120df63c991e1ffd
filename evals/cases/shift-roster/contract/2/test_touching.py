"""A shift may start when the other ends."""

import httpx
from roster import assign, at, made, move, new_day, person, seen, shift


async def test_one_after_the_other_is_fine(client: httpx.AsyncClient) -> None:
    ada, day = await person(client, "touch"), new_day()
    early, late = await shift(client, at(6, day)), await shift(client, at(14, day))
    made(await assign(client, early, ada))
    made(await assign(client, late, ada))
    seen(await move(client, late, at(14, day), 4))
    assert (await move(client, late, at(13.5, day))).status_code == 409
