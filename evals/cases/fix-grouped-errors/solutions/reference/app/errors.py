class PreviewError(Exception):
    def __init__(self, status: int, code: str):
        self.status = status
        self.code = code


PRECEDENCE = (
    "customer_not_found",
    "cart_not_found",
    "postcode_not_served",
    "country_not_served",
    "carrier_unavailable",
    "tax_unavailable",
)


def raise_first(errors: list[PreviewError]) -> None:
    """Raise the error the client is to hear of, if there is any."""
    if errors:
        raise min(errors, key=lambda error: PRECEDENCE.index(error.code))
