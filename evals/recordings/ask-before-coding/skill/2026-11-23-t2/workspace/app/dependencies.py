from typing import Annotated, cast

from fastapi import Depends, Request

from app.factory import Factory
from app.repositories.protocols import IUnitOfWorkFactory


def get_factory(request: Request) -> Factory:
    return Factory(cast(IUnitOfWorkFactory, request.app.state.unit_of_work))


FactoryDep = Annotated[Factory, Depends(get_factory)]
