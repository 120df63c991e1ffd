from enum import Enum


class Failure(Enum):
    """Why a preview fails: (code, HTTP status).

    The order is the precedence: of several failures the client gets the first one.
    """

    CUSTOMER_NOT_FOUND = ("customer_not_found", 404)
    CART_NOT_FOUND = ("cart_not_found", 404)
    POSTCODE_NOT_SERVED = ("postcode_not_served", 404)
    COUNTRY_NOT_SERVED = ("country_not_served", 404)
    CARRIER_UNAVAILABLE = ("carrier_unavailable", 503)
    TAX_UNAVAILABLE = ("tax_unavailable", 503)

    def __init__(self, code: str, status: int) -> None:
        self.code = code
        self.status = status


PRECEDENCE = {failure: rank for rank, failure in enumerate(Failure)}


class PreviewError(Exception):
    def __init__(self, failure: Failure) -> None:
        super().__init__(failure.code)
        self.failure = failure
