from pydantic import HttpUrl
from pydantic_settings import BaseSettings


class Settings(BaseSettings):
    """Read from DATABASE_URL, CARRIER_URL and TAX_URL."""

    database_url: str
    carrier_url: HttpUrl
    tax_url: HttpUrl
