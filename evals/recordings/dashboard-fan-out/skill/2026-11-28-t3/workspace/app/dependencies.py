"""What a handler may ask for."""

from typing import Annotated, cast

from fastapi import Depends, Request

from app.factory import Factory, Singletons


def get_factory(request: Request) -> Factory:
    return Factory(cast(Singletons, request.app.state.singletons))


FactoryDep = Annotated[Factory, Depends(get_factory)]
