"""What a route may ask for."""

from typing import Annotated, cast

from fastapi import Depends, Header, Request

from app.factory import Factory


def get_factory(request: Request) -> Factory:
    return cast(Factory, request.app.state.factory)


RequestFactory = Annotated[Factory, Depends(get_factory)]


def get_user(factory: RequestFactory, authorization: Annotated[str, Header()] = "") -> str:
    return factory.tokens().user_of(authorization)


User = Annotated[str, Depends(get_user)]
