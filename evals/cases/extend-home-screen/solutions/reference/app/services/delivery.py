from app import clients


class DeliveryService:
    async def next_delivery(self, customer_id: int) -> str | None:
        response = await clients.delivery.get(f"/customers/{customer_id}/next")
        if response.status_code == 404:
            return None
        return str(response.raise_for_status().json()["date"])
