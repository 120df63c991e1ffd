"""/health: is the process alive? It asks nobody else, or a database failure would restart every process."""

from fastapi import APIRouter

router = APIRouter(tags=["health"])


@router.get("/health")
async def health() -> dict[str, str]:
    return {"status": "alive"}
