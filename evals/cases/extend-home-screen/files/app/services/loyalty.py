from app import clients


class LoyaltyService:
    async def points(self, customer_id: int) -> int:
        response = await clients.loyalty.get(f"/customers/{customer_id}/points")
        if response.status_code == 404:
            return 0
        return int(response.raise_for_status().json()["points"])
