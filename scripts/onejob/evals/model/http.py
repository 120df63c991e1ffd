"""As much of HTTP/1.1 as stands between a client and its model's API: one request per connection, streamed answers."""

import asyncio
from collections.abc import AsyncIterator, Sequence
from dataclasses import dataclass, field

Headers = Sequence[tuple[str, str]]
MAX_BODY = 64 * 1024 * 1024
_MAX_LINES = 200


class HttpError(Exception):
    """What came is no HTTP that we speak, or ended too early."""


@dataclass(frozen=True, slots=True)
class Request:
    """What a client asked."""

    method: str
    target: str
    headers: Headers
    body: bytes

    @property
    def path(self) -> str:
        """The target without its query."""
        return self.target.partition("?")[0]


@dataclass(frozen=True, slots=True)
class Answer:
    """What it was told; `body` comes in pieces, as it arrives.

    Iterating over the body raises HttpError where the server ends it too early.
    """

    status: int
    headers: Headers
    body: AsyncIterator[bytes]


@dataclass(frozen=True, slots=True)
class Head:
    """The first line and the headers of a message."""

    start: str
    headers: list[tuple[str, str]] = field(default_factory=list)

    def get(self, name: str) -> str | None:
        """The last value of a header, by its lower-case name."""
        return header(self.headers, name)


def header(headers: Headers, name: str) -> str | None:
    """The last value of a header, by its lower-case name."""
    return next((value for key, value in reversed(headers) if key.lower() == name), None)


async def read_request(reader: asyncio.StreamReader) -> Request | None:
    """One request; None where the connection was closed without one.

    Raises:
        HttpError: it is malformed, too large, or not for us (a proxy request to another server).
    """
    head = await read_head(reader)
    if head is None:
        return None
    words = head.start.split(" ")
    if len(words) != 3 or not words[1].startswith("/"):
        raise HttpError(f"not a request for this server: {head.start[:80]!r}")
    pieces, size = [], 0
    if head.get("content-length") or head.get("transfer-encoding"):
        async for piece in read_body(reader, head):
            pieces.append(piece)
            size += len(piece)
            if size > MAX_BODY:
                raise HttpError(f"the request is larger than {MAX_BODY >> 20} MiB")
    return Request(words[0], words[1], head.headers, b"".join(pieces))


async def read_head(reader: asyncio.StreamReader) -> Head | None:
    """A message up to the blank line; None at the end of the connection.

    Raises:
        HttpError: it is malformed.
    """
    try:
        start = (await reader.readline()).decode("latin-1").strip()
        if not start:
            return None
        head = Head(start)
        while line := (await reader.readline()).decode("latin-1").strip():
            name, colon, value = line.partition(":")
            if not colon or len(head.headers) > _MAX_LINES:
                raise HttpError(f"not a header: {line[:80]!r}")
            head.headers.append((name.strip(), value.strip()))
    except ValueError as error:  # a line beyond the reader's limit
        raise HttpError("a line is too long") from error
    return head


async def read_body(reader: asyncio.StreamReader, head: Head) -> AsyncIterator[bytes]:
    """A message's body, in pieces: chunked, of a told length, or up to the end of the connection.

    Raises:
        HttpError: it ended before it was complete.
    """
    try:
        if "chunked" in (head.get("transfer-encoding") or "").lower():
            while size := int((await reader.readline()).partition(b";")[0], 16):
                yield await reader.readexactly(size)
                await reader.readline()
            while (await reader.readline()).strip():
                pass
        elif length := head.get("content-length"):
            left = int(length)
            while left > 0:
                piece = await reader.read(min(left, 65536))
                if not piece:
                    raise HttpError("the body ended too early")
                left -= len(piece)
                yield piece
        else:
            while piece := await reader.read(65536):
                yield piece
    except (ValueError, asyncio.IncompleteReadError, ConnectionError) as error:
        raise HttpError("the body ended too early") from error


def head_bytes(start: str, headers: Headers) -> bytes:
    """First line and headers, ready to be sent."""
    lines = [start, *(f"{name}: {value}" for name, value in headers)]
    return ("\r\n".join(lines) + "\r\n\r\n").encode("latin-1")


async def write_answer(writer: asyncio.StreamWriter, answer: Answer) -> None:
    """Send an answer as it arrives. One that ends too early also ends too early here: the client must know.

    Raises:
        HttpError: the answer's body ended too early.
    """
    kept = [(name, value) for name, value in answer.headers if name.lower() in _PASSED]
    framing = [("transfer-encoding", "chunked"), ("connection", "close")]
    writer.write(head_bytes(f"HTTP/1.1 {answer.status} -", [*kept, *framing]))
    async for piece in answer.body:
        if piece:
            writer.write(b"%x\r\n%b\r\n" % (len(piece), piece))
            await writer.drain()
    writer.write(b"0\r\n\r\n")
    await writer.drain()


async def pieces(*parts: bytes) -> AsyncIterator[bytes]:
    """A body that is here already."""
    for part in parts:
        yield part


_PASSED = frozenset({"content-type", "retry-after", "retry-after-ms", "request-id", "x-should-retry"})
