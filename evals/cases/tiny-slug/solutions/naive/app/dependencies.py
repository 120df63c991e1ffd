from typing import Annotated

from fastapi import Depends

from app.factory import Factory


def get_factory() -> Factory:
    return Factory()


FactoryDep = Annotated[Factory, Depends(get_factory)]
