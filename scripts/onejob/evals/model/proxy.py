"""The one door between the sandbox and the model: a Unix socket that the sandbox sees as a port of its loopback.

It hands each request to a source of answers (the model's server, or a cassette), streams the answer back, counts, and
knows when it was not the agent's fault that a run went wrong.
"""

import asyncio
import json
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager, suppress
from dataclasses import dataclass
from pathlib import Path
from typing import Protocol

from onejob.evals.model.http import Answer, HttpError, Request, header, pieces, read_request, write_answer
from onejob.evals.model.stream import failure, is_whole, tokens
from onejob.evals.sandbox import Forward
from onejob.evals.supervise import Stop

VARIABLE = "ONEJOB_MODEL_URL"
_PORT = 8080  # the sandbox's own
_REFUSED = frozenset({401, 402, 403})
_FAILED = frozenset({408, 409, 425, 429})


class Source(Protocol):
    """Where answers come from."""

    async def answer(self, request: Request) -> Answer:
        """The answer to one request.

        Raises:
            HttpError: there is none.
            StaleError: what was recorded does not fit this request.
        """


class StaleError(Exception):
    """A cassette has no answer to this request; the text says what differs."""


@dataclass(frozen=True, slots=True)
class Caps:
    """What one run may use of the model; None is no limit."""

    requests: int | None = None
    tokens: int | None = None


NO_CAPS = Caps()


@dataclass(frozen=True, slots=True)
class Trouble:
    """The model's server did not do its part in the last request; `retry_after` in seconds, where it said so."""

    reason: str
    retry_after: float | None = None


class Proxy:
    """Answers one run's requests, and remembers how that went."""

    def __init__(self, source: Source, caps: Caps) -> None:
        self.requests = 0
        self.tokens = 0
        self.trouble: Trouble | None = None
        self._source = source
        self._caps = caps
        self._stop: Stop | None = None

    def verdict(self) -> Stop | None:
        """Why the run must end now, or None."""
        return self._stop

    async def handle(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        """Serve one connection."""
        try:
            request = await read_request(reader)
            if request is not None:
                await self._serve(request, writer)
        except HttpError as error:
            with suppress(OSError):
                await write_answer(writer, _refusal(400, str(error)))
        except OSError:
            pass  # the client hung up
        finally:
            writer.close()
            with suppress(OSError):
                await writer.wait_closed()

    async def _serve(self, request: Request, writer: asyncio.StreamWriter) -> None:
        asked = request.method == "POST"
        if asked and self._over():
            await write_answer(writer, _refusal(403, "the budget of this run is used up"))
            return
        try:
            answer = await self._source.answer(request)
        except StaleError as stale:
            self._stop = self._stop or Stop("stale", str(stale))
            await write_answer(writer, _refusal(410, f"stale: {stale}"))
            return
        except HttpError as error:
            self.trouble = Trouble(str(error))
            await write_answer(writer, _refusal(502, str(error)))
            return
        if asked and answer.status >= 400:
            self._learn(answer, b"")  # now: a client that hears of a failure need not listen to the end
        overheard = self._overheard(answer, asked)
        try:
            await write_answer(writer, Answer(answer.status, answer.headers, overheard))
        except HttpError as error:
            self.trouble = Trouble(f"a truncated answer: {error}")

    async def _overheard(self, answer: Answer, asked: bool) -> AsyncIterator[bytes]:
        """The answer's body; what it says is known to us before the client knows that it is at its end."""
        heard = bytearray()
        async for piece in answer.body:
            heard += piece
            yield piece
        if asked and answer.status < 400:
            self._learn(answer, bytes(heard))

    def _over(self) -> bool:
        for what, used, cap in (
            ("requests to the model", self.requests, self._caps.requests),
            ("tokens", self.tokens, self._caps.tokens),
        ):
            if cap is not None and used >= cap:
                self._stop = self._stop or Stop("budget", f"it used its {cap} {what}")
        return self._stop is not None and self._stop.status == "budget"

    def _learn(self, answer: Answer, body: bytes) -> None:
        said = f"the model's server answers {answer.status}"
        if answer.status in _REFUSED:
            self._stop = self._stop or Stop("refused", said)
        elif answer.status in _FAILED or answer.status >= 500:
            self.trouble = Trouble(said, _retry_after(answer))
        elif answer.status >= 400:
            self.trouble = None  # the client asked for something wrong: its own fault
        elif error := failure(body):
            self.trouble = Trouble(f"the model's answer ended in an error: {error}")
        elif not is_whole(header(answer.headers, "content-type") or "", body):
            self.trouble = Trouble("a truncated answer: the stream does not say that it is at its end")
        else:
            self.trouble = None
            self.requests += 1
            self.tokens += tokens(body)


@asynccontextmanager
async def listening(proxy: Proxy, socket: Path) -> AsyncIterator[Forward]:
    """Serve the proxy on a Unix socket until the block ends; how the sandbox reaches it."""
    server = await asyncio.start_unix_server(proxy.handle, socket, limit=1 << 20)
    try:
        yield Forward(VARIABLE, "http://127.0.0.1:{port}", socket, _PORT)
    finally:
        server.close()


def _refusal(status: int, text: str) -> Answer:
    said = {"type": "error", "error": {"type": "onejob", "message": text}}
    return Answer(status, [("content-type", "application/json")], pieces(json.dumps(said).encode()))


def _retry_after(answer: Answer) -> float | None:
    for name, scale in (("retry-after-ms", 0.001), ("retry-after", 1.0)):
        with suppress(TypeError, ValueError):
            return float(header(answer.headers, name)) * scale  # type: ignore[arg-type]
    return None
