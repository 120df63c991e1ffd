"""What the skill says about real servers and real sockets: deadlines, disconnects, shutdown."""

import asyncio
import signal
import socket
import sys
from contextlib import suppress
from pathlib import Path

import httpx
import pytest

APP = """
import asyncio
from contextlib import asynccontextmanager
from fastapi import FastAPI

def note(text):
    with open("log", "a") as log:
        log.write(text + "\\n")

@asynccontextmanager
async def lifespan(app):
    yield
    note("lifespan ended")

app = FastAPI(lifespan=lifespan)

@app.get("/ready")
async def ready(): ...

@app.get("/work/{seconds}")
async def work(seconds: float):
    note("started")
    try:
        await asyncio.sleep(seconds)
        note("committed")
    except asyncio.CancelledError:
        note("cancelled")
        raise
"""


@pytest.fixture
def port() -> int:
    with socket.socket() as listener:
        listener.bind(("127.0.0.1", 0))
        return int(listener.getsockname()[1])


@pytest.fixture
async def server(tmp_path: Path, port: int):
    (tmp_path / "main.py").write_text(APP)
    command = [
        sys.executable,
        "-m",
        "uvicorn",
        "main:app",
        "--port",
        str(port),
        "--timeout-graceful-shutdown",
        "1",
    ]
    process = await asyncio.create_subprocess_exec(*command, cwd=tmp_path, stderr=asyncio.subprocess.DEVNULL)
    async with httpx.AsyncClient() as client:
        for _ in range(200):
            try:
                await client.get(f"http://127.0.0.1:{port}/ready")
                break
            except httpx.ConnectError:
                await asyncio.sleep(0.05)
    yield process
    if process.returncode is None:
        process.kill()
        await process.wait()


async def send_and_wait_for_start(port: int, seconds: float, log: Path) -> asyncio.StreamWriter:
    _, writer = await asyncio.open_connection("127.0.0.1", port)
    writer.write(f"GET /work/{seconds} HTTP/1.1\r\nhost: app\r\n\r\n".encode())
    await writer.drain()
    await _until(lambda: log.exists() and "started" in log.read_text())
    return writer


async def _until(condition) -> None:
    for _ in range(200):
        if condition():
            return
        await asyncio.sleep(0.05)
    raise AssertionError("it never happened")


@pytest.mark.claim("client-gone-handler-finishes")
async def test_a_handler_finishes_although_its_client_is_gone(server, port: int, tmp_path: Path) -> None:
    log = tmp_path / "log"
    writer = await send_and_wait_for_start(port, 0.3, log)
    writer.close()
    await _until(lambda: "committed" in log.read_text())
    assert "cancelled" not in log.read_text()


@pytest.mark.claim("shutdown-cancels-slow-requests")
async def test_at_shutdown_a_slow_request_is_cancelled_then_the_lifespan_ends(
    server, port: int, tmp_path: Path
) -> None:
    log = tmp_path / "log"
    writer = await send_and_wait_for_start(port, 60, log)
    server.send_signal(signal.SIGTERM)
    await server.wait()
    writer.close()
    assert log.read_text().splitlines() == ["started", "cancelled", "lifespan ended"]


@pytest.mark.claim("httpx-limits-phases")
async def test_httpx_limits_each_phase_and_only_asyncio_timeout_the_whole(port: int) -> None:
    async def drip(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        await reader.readuntil(b"\r\n\r\n")
        writer.write(b"HTTP/1.1 200 OK\r\ncontent-length: 6\r\nconnection: close\r\n\r\n")
        for _ in range(6):
            writer.write(b"x")
            await writer.drain()
            await asyncio.sleep(0.1)
        writer.close()

    async with await asyncio.start_server(drip, "127.0.0.1", port), httpx.AsyncClient(timeout=0.3) as client:
        assert (await client.get(f"http://127.0.0.1:{port}")).text == "xxxxxx"
        with pytest.raises(TimeoutError):
            async with asyncio.timeout(0.3):
                await client.get(f"http://127.0.0.1:{port}")


@pytest.mark.claim("httpx-pool-loses-slots")
@pytest.mark.parametrize("own_bound", [False, True], ids=["httpx's own pool", "a semaphore, no pool limit"])
async def test_calls_cancelled_in_front_of_a_full_pool_can_cost_it_its_slots(own_bound: bool) -> None:
    hanging = asyncio.Event()

    async def serve(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        with suppress(asyncio.IncompleteReadError, ConnectionError):
            while await reader.readuntil(b"\r\n\r\n"):
                await hanging.wait()
                writer.write(b"HTTP/1.1 204 No Content\r\n\r\n")
                await writer.drain()
        writer.close()

    slots = asyncio.Semaphore(20 if own_bound else 1000)
    limits = httpx.Limits(max_connections=None if own_bound else 20)
    timeout = httpx.Timeout(5, pool=1)
    server = await asyncio.start_server(serve, "127.0.0.1", 0)
    host, port = server.sockets[0].getsockname()

    async def call(seconds: float) -> int:
        async with slots, asyncio.timeout(seconds):
            return (await client.get(f"http://{host}:{port}")).status_code

    async def hundred(seconds: float) -> set[int | type[BaseException]]:
        answers = await asyncio.gather(*(call(seconds) for _ in range(100)), return_exceptions=True)
        return {answer if isinstance(answer, int) else type(answer) for answer in answers}

    async with httpx.AsyncClient(limits=limits, timeout=timeout) as client:
        assert await hundred(0.3) == {TimeoutError}, "the server hangs, every deadline passes"
        hanging.set()  # the server is back
        answers = await hundred(30)
    assert answers == {204} if own_bound else httpx.PoolTimeout in answers
    server.close()
