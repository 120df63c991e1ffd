"""What shipping costs."""

from dataclasses import dataclass

from app.errors import CarrierUnavailableError, PostcodeNotServedError
from app.gateways.protocols import ICarrierGateway


@dataclass(frozen=True, slots=True)
class ShippingService:
    carrier: ICarrierGateway

    async def price_cents(self, postcode: str) -> int | PostcodeNotServedError | CarrierUnavailableError:
        try:
            price_cents = await self.carrier.price_cents(postcode)
        except CarrierUnavailableError as error:
            return error
        return PostcodeNotServedError() if price_cents is None else price_cents
