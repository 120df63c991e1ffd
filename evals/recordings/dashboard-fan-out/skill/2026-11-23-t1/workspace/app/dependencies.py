from typing import Annotated, cast

from fastapi import Depends, Request
from pydantic import AfterValidator

from app.factory import Factory, Singletons


def get_factory(request: Request) -> Factory:
    return Factory(cast(Singletons, request.app.state.singletons))


def _storable(number: int) -> int:
    # What no bigint can hold is nobody's id, as 0 is: a 404 like any unknown id, not an error of the driver.
    return number if abs(number) < 2**63 else 0


FactoryDep = Annotated[Factory, Depends(get_factory)]
Id = Annotated[int, AfterValidator(_storable)]
