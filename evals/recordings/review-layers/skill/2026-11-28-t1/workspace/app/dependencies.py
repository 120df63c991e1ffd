"""What a route may ask for."""

from typing import Annotated, cast

from fastapi import Depends, Request

from app.factory import Factory


def get_factory(request: Request) -> Factory:
    return cast(Factory, request.app.state.factory)


RequestFactory = Annotated[Factory, Depends(get_factory)]
