"""/health: is the process alive? /ready: may it get requests?"""

from fastapi import APIRouter

from app.dependencies import FactoryDep

router = APIRouter(tags=["health"])


# region: health
@router.get("/health", status_code=204)
async def health() -> None:
    """Asks nobody else: or a database failure would make the platform restart every process."""


@router.get("/ready", status_code=204)
async def ready(factory: FactoryDep) -> None:
    await factory.readiness_service().check()


# endregion
