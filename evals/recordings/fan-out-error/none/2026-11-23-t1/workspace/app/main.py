from collections.abc import AsyncIterator
from contextlib import AsyncExitStack, asynccontextmanager
from typing import Annotated

from fastapi import FastAPI, Query, Request
from fastapi.exception_handlers import request_validation_exception_handler
from fastapi.exceptions import RequestValidationError
from fastapi.responses import JSONResponse
from sqlalchemy.ext.asyncio import async_sessionmaker

from app.db import create_missing_tables, make_engine
from app.errors import PreviewError
from app.models import Cart, CartItem, Customer
from app.preview import make_preview
from app.rates import carrier_service, tax_service
from app.schemas import CartIn, CartOut, CustomerIn, CustomerOut, PreviewOut
from app.settings import Settings


@asynccontextmanager
async def lifespan(app: FastAPI) -> AsyncIterator[None]:
    settings = Settings()
    async with AsyncExitStack() as stack:
        engine = make_engine(settings.database_url)
        stack.push_async_callback(engine.dispose)
        await create_missing_tables(engine)
        app.state.sessions = async_sessionmaker(engine, expire_on_commit=False)

        app.state.carrier = carrier_service(str(settings.carrier_url))
        stack.push_async_callback(app.state.carrier.aclose)
        app.state.tax = tax_service(str(settings.tax_url))
        stack.push_async_callback(app.state.tax.aclose)
        yield


app = FastAPI(title="Checkout preview", lifespan=lifespan)


@app.exception_handler(PreviewError)
async def preview_error(request: Request, exc: PreviewError) -> JSONResponse:
    return JSONResponse({"error": exc.failure.code}, status_code=exc.failure.status)


@app.exception_handler(RequestValidationError)
async def validation_error(request: Request, exc: RequestValidationError) -> JSONResponse:
    try:
        return await request_validation_exception_handler(request, exc)
    except (ValueError, RecursionError):
        # FastAPI's body repeats the input, which JSON cannot always express (NaN, a lone
        # surrogate, very deep nesting). Leave the input out then.
        detail = [{key: error[key] for key in ("type", "loc", "msg")} for error in exc.errors()]
        return JSONResponse({"detail": detail}, status_code=422)


@app.post("/customers", status_code=201)
async def create_customer(body: CustomerIn, request: Request) -> CustomerOut:
    async with request.app.state.sessions.begin() as session:
        customer = Customer(name=body.name)
        session.add(customer)
    return CustomerOut.model_validate(customer)


@app.post("/carts", status_code=201)
async def create_cart(body: CartIn, request: Request) -> CartOut:
    async with request.app.state.sessions.begin() as session:
        cart = Cart(
            items=[
                CartItem(position=position, **item.model_dump())
                for position, item in enumerate(body.items)
            ]
        )
        session.add(cart)
    return CartOut.model_validate(cart)


# At least one letter or digit: "", "." and ".." would change the path of the service's URL.
PathKey = Annotated[str, Query(min_length=1, max_length=100, pattern=r"\w")]


@app.get("/preview")
async def preview(
    customer_id: int, cart_id: int, postcode: PathKey, country: PathKey, request: Request
) -> PreviewOut:
    return await make_preview(
        request.app.state.sessions,
        request.app.state.carrier,
        request.app.state.tax,
        customer_id=customer_id,
        cart_id=cart_id,
        postcode=postcode,
        country=country,
    )
