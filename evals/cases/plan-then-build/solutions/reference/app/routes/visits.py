"""The short addresses themselves."""

from app.dependencies import RequestFactory
from fastapi import APIRouter
from fastapi.responses import RedirectResponse

router = APIRouter()


@router.get("/{code}", status_code=307, response_class=RedirectResponse)
async def visit(code: str, factory: RequestFactory) -> str:
    return await factory.links().visit(code)
