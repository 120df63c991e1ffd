"""What a handler may ask for."""

from typing import Annotated, cast

from fastapi import Depends, Request
from fastapi.security import HTTPAuthorizationCredentials, HTTPBearer

from app.factory import Factory, Singletons
from app.models.principal import Principal


# region: dependencies
def get_factory(request: Request) -> Factory:
    return Factory(cast(Singletons, request.state.singletons))


FactoryDep = Annotated[Factory, Depends(get_factory)]
# auto_error=False: a missing token is our NotAuthenticatedError, not a response made by FastAPI.
BearerDep = Annotated[HTTPAuthorizationCredentials | None, Depends(HTTPBearer(auto_error=False))]


def get_principal(factory: FactoryDep, bearer: BearerDep) -> Principal:
    return factory.token_service().authenticate(bearer.credentials if bearer else None)


PrincipalDep = Annotated[Principal, Depends(get_principal)]
# endregion
