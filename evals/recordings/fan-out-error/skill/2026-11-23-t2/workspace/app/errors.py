from typing import ClassVar


class AppError(Exception):
    """An expected failure; `code` is what the client reads."""

    code: ClassVar[str]


class CustomerNotFoundError(AppError):
    code = "customer_not_found"


class CartNotFoundError(AppError):
    code = "cart_not_found"


class PostcodeNotServedError(AppError):
    code = "postcode_not_served"


class CountryNotServedError(AppError):
    code = "country_not_served"


class CarrierUnavailableError(AppError):
    code = "carrier_unavailable"


class TaxUnavailableError(AppError):
    code = "tax_unavailable"
