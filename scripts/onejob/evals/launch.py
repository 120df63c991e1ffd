"""Runs one program inside the sandbox: sets limits, forwards loopback ports to Unix sockets, waits.

Standard library only: of the whole package this file alone is bound into the sandbox.
Usage: launch.py CONFIG.json, with the keys of `launch_config` in sandbox.py.
"""

import asyncio
import json
import os
import resource
import sys
from typing import Any


def limit(limits: dict[str, int]) -> None:
    """Apply resource limits; ones above what this process may ask for are cut to that."""
    for name, value in limits.items():
        kind = getattr(resource, name, None)
        if kind is None:
            continue
        _, hard = resource.getrlimit(kind)
        bound = value if hard == resource.RLIM_INFINITY else min(value, hard)
        resource.setrlimit(kind, (bound, bound))


async def pump(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
    """Copy bytes until either side ends."""
    try:
        while data := await reader.read(65536):
            writer.write(data)
            await writer.drain()
    except (ConnectionError, BrokenPipeError):
        pass
    finally:
        writer.close()


async def forward(socket: str, port: int) -> asyncio.Server:
    """Listen on 127.0.0.1:port (0: any free one) and carry every connection to the Unix socket."""

    async def carry(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        try:
            up_reader, up_writer = await asyncio.open_unix_connection(socket)
        except OSError:
            writer.close()
            return
        await asyncio.gather(pump(reader, up_writer), pump(up_reader, writer))

    return await asyncio.start_server(carry, "127.0.0.1", port)


async def run(config: dict[str, Any]) -> int:
    """Open the forwards, tell the program their ports, run it, return its exit status.

    Their values are in the environment, and wherever command or environment say `{VARIABLE}`.
    """
    told = {}
    for entry in config["forwards"]:
        server = await forward(entry["socket"], entry["port"])
        port = server.sockets[0].getsockname()[1]
        told[entry["variable"]] = entry["template"].replace("{port}", str(port))

    def filled(text: str) -> str:
        for name, value in told.items():
            text = text.replace(f"{{{name}}}", value)
        return text

    environment = {name: filled(value) for name, value in os.environ.items()} | told
    process = await asyncio.create_subprocess_exec(
        *map(filled, config["command"]), env=environment, preexec_fn=lambda: limit(config["limits"])
    )
    return await process.wait()


if __name__ == "__main__":
    with open(sys.argv[1], encoding="utf-8") as file:
        status = asyncio.run(run(json.load(file)))
    sys.exit(status if status >= 0 else 128 - status)
