"""A real HTTP server that stands in for both external APIs; tests make it slow, broken or ignorant."""

import json
import threading
import time
from collections.abc import Generator
from contextlib import contextmanager
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from urllib.parse import unquote


@dataclass(slots=True)
class FoodApi:
    url: str = ""
    kcal_per_100g: dict[str, int] = field(default_factory=lambda: {"apple": 52, "flour": 364, "butter": 717})
    broken: bool = False
    seconds: float = 0.0
    in_flight: int = 0
    most_in_flight: int = 0
    announced: dict[str, dict[str, str]] = field(default_factory=dict)


class _Server(ThreadingHTTPServer):
    request_queue_size = 256  # a burst of requests must not be refused by the stand-in

    def handle_error(self, request: object, client_address: object) -> None:
        """Silent: callers that hang up are what some tests are about."""


@contextmanager
def serve_food_api(port: int = 0) -> Generator[FoodApi]:
    api = FoodApi()
    lock = threading.Lock()

    class Handler(BaseHTTPRequestHandler):
        protocol_version = "HTTP/1.1"
        disable_nagle_algorithm = True  # or every answer waits 40 ms for an acknowledgement

        def do_GET(self) -> None:
            with lock:
                api.in_flight += 1
                api.most_in_flight = max(api.most_in_flight, api.in_flight)
            time.sleep(api.seconds)
            kcal = api.kcal_per_100g.get(unquote(self.path.removeprefix("/foods/")))
            with lock:
                api.in_flight -= 1
            self._answer(500 if api.broken else 404 if kcal is None else 200, {"kcal_per_100g": kcal})

        def do_POST(self) -> None:
            content = json.loads(self.rfile.read(int(self.headers["content-length"])))
            if not api.broken:
                api.announced[self.headers["idempotency-key"]] = content
            self._answer(500 if api.broken else 202, {})

        def _answer(self, status: int, content: dict[str, int | None]) -> None:
            body = json.dumps(content).encode()
            self.send_response(status)
            self.send_header("content-length", str(len(body)))
            self.end_headers()
            self.wfile.write(body)

        def log_message(self, format: str, *_: object) -> None:  # noqa: A002
            """Silent."""

    server = _Server(("127.0.0.1", port), Handler)
    api.url = f"http://127.0.0.1:{server.server_port}"
    threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.01}, daemon=True).start()
    try:
        yield api
    finally:
        server.shutdown()
        server.server_close()
