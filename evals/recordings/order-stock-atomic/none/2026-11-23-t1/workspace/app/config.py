from pydantic_settings import BaseSettings


class Settings(BaseSettings):
    """Read from the environment: DATABASE_URL, DATABASE_POOL_SIZE."""

    database_url: str
    # Per process. Keep (processes x pool size) below PostgreSQL's max_connections.
    # Orders for the same product run one after another anyway, so a larger pool
    # does not make a sale day faster.
    database_pool_size: int = 10
