"""Hands requests on to the model's server, with the key that only we have."""

import asyncio
import ssl
from collections.abc import AsyncIterator
from contextlib import suppress

from onejob.evals.model.api import Upstream
from onejob.evals.model.http import Answer, Head, HttpError, Request, head_bytes, read_body, read_head

# What belongs to the connection, or to the client's own idea of a key.
_NOT_PASSED = frozenset(
    {
        "host", "connection", "keep-alive", "proxy-connection", "proxy-authorization", "te", "trailer", "upgrade",
        "transfer-encoding", "content-length", "accept-encoding", "authorization", "x-api-key", "cookie",
    }
)  # fmt: skip
CONNECT_SECONDS = 30.0
SILENT_SECONDS = 300.0


class Forwarding:
    """The real thing: one connection per request."""

    def __init__(self, upstream: Upstream, silent_seconds: float = SILENT_SECONDS) -> None:
        self._upstream = upstream
        self._silent = silent_seconds
        self._tls = ssl.create_default_context() if upstream.tls else None

    async def answer(self, request: Request) -> Answer:
        """The server's answer.

        Raises:
            HttpError: the server cannot be reached, says nothing, or no HTTP.
        """
        up = self._upstream
        try:
            reader, writer = await asyncio.wait_for(
                asyncio.open_connection(up.host, up.port, ssl=self._tls, limit=1 << 20), CONNECT_SECONDS
            )
        except (OSError, TimeoutError) as error:
            raise HttpError(f"{up.host}:{up.port} cannot be reached: {error or 'no answer'}") from error
        try:
            writer.write(
                head_bytes(f"{request.method} {up.path}{request.target} HTTP/1.1", self._headers(request))
            )
            writer.write(request.body)
            await writer.drain()
            head = await asyncio.wait_for(read_head(reader), self._silent)
        except (OSError, TimeoutError) as error:
            writer.close()
            raise HttpError(f"{up.host}:{up.port} does not answer: {error or 'silence'}") from error
        if head is None:
            writer.close()
            raise HttpError(f"{up.host}:{up.port} closed the connection without an answer")
        return Answer(_status(head), head.headers, self._body(request, reader, writer, head))

    def _headers(self, request: Request) -> list[tuple[str, str]]:
        up = self._upstream
        passed = [(name, value) for name, value in request.headers if name.lower() not in _NOT_PASSED]
        host = up.host if up.port in {80, 443} else f"{up.host}:{up.port}"
        ours = [("host", host), ("connection", "close"), ("accept-encoding", "identity")]
        if request.body or request.method == "POST":
            ours.append(("content-length", str(len(request.body))))
        return [*ours, *passed, *([up.credentials] if up.credentials else [])]

    async def _body(
        self, request: Request, reader: asyncio.StreamReader, writer: asyncio.StreamWriter, head: Head
    ) -> AsyncIterator[bytes]:
        try:
            if request.method == "HEAD" or _status(head) in {204, 304}:
                return
            body = aiter(read_body(reader, head))
            while True:
                try:
                    yield await asyncio.wait_for(anext(body), self._silent)
                except StopAsyncIteration:
                    return
                except TimeoutError as error:
                    raise HttpError(f"no more came for {self._silent:g} seconds") from error
        finally:
            writer.close()
            with suppress(OSError, ssl.SSLError):
                await writer.wait_closed()


def _status(head: Head) -> int:
    words = head.start.split(" ")
    if len(words) < 2 or not words[1].isdecimal():
        raise HttpError(f"not an answer: {head.start[:80]!r}")
    return int(words[1])
