"""What can go wrong, in the terms of the domain. `error_handlers.py` alone knows what HTTP makes of it."""


class AppError(Exception):
    """`code` is what the client gets to see."""

    code = "error"


class NotFoundError(AppError):
    code = "not_found"


class UnavailableError(AppError):
    """The database or another service does not answer; asking again later may help."""

    code = "unavailable"


class CustomerNotFoundError(NotFoundError):
    code = "customer_not_found"


class CartNotFoundError(NotFoundError):
    code = "cart_not_found"


class PostcodeNotServedError(NotFoundError):
    code = "postcode_not_served"


class CountryNotServedError(NotFoundError):
    code = "country_not_served"


class CarrierUnavailableError(UnavailableError):
    code = "carrier_unavailable"


class TaxUnavailableError(UnavailableError):
    code = "tax_unavailable"


class DatabaseUnavailableError(UnavailableError):
    code = "database_unavailable"
