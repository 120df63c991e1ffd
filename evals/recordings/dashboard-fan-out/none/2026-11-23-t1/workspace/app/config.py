from pydantic import Field
from pydantic_settings import BaseSettings


class Settings(BaseSettings):
    database_url: str
    loyalty_url: str
    delivery_url: str

    # Database connections per process, all opened at start-up. The sum over every process that can
    # run at once (workers, and old plus new release during a deploy) must stay below PostgreSQL's
    # max_connections.
    db_pool_size: int = Field(default=25, ge=1)
