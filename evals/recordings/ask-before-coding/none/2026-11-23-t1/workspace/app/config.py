from pydantic_settings import BaseSettings


class Settings(BaseSettings):
    """Read from the environment: DATABASE_URL=postgresql+asyncpg://..."""

    database_url: str
