"""/dashboard"""

from fastapi import APIRouter

from app.dependencies import FactoryDep, PrincipalDep
from app.models.kitchen import Dashboard
from app.schemas import DashboardBody

router = APIRouter(tags=["dashboard"])


@router.get("/dashboard", response_model=DashboardBody)
async def show_dashboard(factory: FactoryDep, principal: PrincipalDep) -> Dashboard:
    return await factory.dashboard_controller().show(principal)
