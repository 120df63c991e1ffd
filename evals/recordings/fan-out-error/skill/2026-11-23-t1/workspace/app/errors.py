class AppError(Exception):
    """`code` is what the client reads."""

    code = "error"


class NotFoundError(AppError):
    code = "not_found"


class UnavailableError(AppError):
    """A service that we depend on does not answer; asking again later may help."""

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
