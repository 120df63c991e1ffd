"""The short addresses themselves."""

from fastapi import APIRouter
from fastapi.responses import RedirectResponse

from app.dependencies import RequestFactory

router = APIRouter()


@router.get("/{code}", status_code=307, response_class=RedirectResponse)
async def visit(code: str, factory: RequestFactory) -> str:
    return await factory.links().visit(code)
