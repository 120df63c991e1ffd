import httpx

from app.config import get_settings

loyalty = httpx.AsyncClient(base_url=get_settings().loyalty_url, timeout=5)
delivery = httpx.AsyncClient(base_url=get_settings().delivery_url, timeout=5)


async def close() -> None:
    await loyalty.aclose()
    await delivery.aclose()
