"""The background worker: `python -m app.worker`, or with `--once` from a scheduler."""

import argparse
import asyncio
import signal
from collections.abc import Sequence
from contextlib import suppress
from uuid import uuid4

import structlog

from app.config import AppConfig, ConfigError
from app.errors import UnavailableError
from app.factory import Factory, open_singletons
from app.logging import configure_logging

logger = structlog.get_logger(module=__name__)

BATCH = 20
PAUSE_SECONDS = 5.0


# region: worker
async def work(config: AppConfig, once: bool) -> bool:
    """Ends after one round, or at SIGTERM when the round in hand is done. False if the last round failed."""
    stop = asyncio.Event()
    for number in (signal.SIGTERM, signal.SIGINT):
        asyncio.get_running_loop().add_signal_handler(number, stop.set)
    async with open_singletons(config) as singletons:
        factory = Factory(singletons)
        done = await deliver(factory)
        while not once and not await stopped(stop):
            done = await deliver(factory)
        return done


async def deliver(factory: Factory) -> bool:
    done = False
    with structlog.contextvars.bound_contextvars(round_id=uuid4().hex):
        try:
            delivered = await factory.announcement_service().deliver(BATCH)
            logger.info("round_done", delivered=delivered)
            done = True
        except* UnavailableError as group:  # bare or out of a TaskGroup; the next round tries again
            logger.warning("round_failed", errors=[repr(error) for error in group.exceptions])
    return done


async def stopped(stop: asyncio.Event) -> bool:
    with suppress(TimeoutError):
        await asyncio.wait_for(stop.wait(), PAUSE_SECONDS)
    return stop.is_set()


# endregion


def main(argv: Sequence[str] | None = None) -> int:
    parser = argparse.ArgumentParser(prog="python -m app.worker", description="Send what is in the outbox.")
    parser.add_argument("--once", action="store_true", help="end after one round")
    options = parser.parse_args(argv)
    try:
        config = AppConfig.from_env()
    except ConfigError as error:
        parser.error(str(error))
    configure_logging(config.log_level)
    done = asyncio.run(work(config, options.once))
    return int(options.once and not done)


if __name__ == "__main__":
    raise SystemExit(main())
