"""Which tax applies."""

from dataclasses import dataclass

from app.errors import CountryNotServedError, TaxUnavailableError
from app.gateways.protocols import ITaxGateway
from app.models.preview import TaxRate


@dataclass(frozen=True, slots=True)
class TaxService:
    taxes: ITaxGateway

    async def rate(self, country: str) -> TaxRate | CountryNotServedError | TaxUnavailableError:
        try:
            percent = await self.taxes.percent(country)
        except TaxUnavailableError as error:
            return error
        return CountryNotServedError() if percent is None else TaxRate(percent)
