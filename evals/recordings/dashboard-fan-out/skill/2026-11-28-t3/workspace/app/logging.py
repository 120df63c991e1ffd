"""JSON lines on stdout."""

import structlog
from structlog.tracebacks import ExceptionDictTransformer

# Local variables hold other people's data; structlog's `dict_tracebacks` would write them down.
WITHOUT_LOCALS = ExceptionDictTransformer(show_locals=False)


def configure_logging() -> None:
    structlog.configure(
        processors=[
            structlog.contextvars.merge_contextvars,
            structlog.processors.add_log_level,
            structlog.processors.TimeStamper(fmt="iso", utc=True),
            structlog.processors.ExceptionRenderer(WITHOUT_LOCALS),
            structlog.processors.JSONRenderer(),
        ],
        wrapper_class=structlog.make_filtering_bound_logger("info"),
        logger_factory=structlog.WriteLoggerFactory(),
    )
