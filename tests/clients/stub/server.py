"""The server: loopback only, answers from the script, writes down every request."""

import json
import threading
from collections.abc import Sequence
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import Any

from tests.clients.stub import anthropic_messages, google_generate, openai_chat, openai_responses
from tests.clients.stub.protocol import encode, strings
from tests.clients.stub.steps import Step
from tests.clients.stub.vocabulary import UnknownFolderError, speak

PROTOCOLS = (anthropic_messages, google_generate, openai_chat, openai_responses)


@dataclass(frozen=True, slots=True)
class Fault:
    """One way a model's server fails: a status, silence for some seconds, or else a stream cut in the middle."""

    status: int = 0
    headers: dict[str, str] = field(default_factory=dict)
    text: str = "scripted"
    hangs: float = 0.0


class Stub(ThreadingHTTPServer):
    """A scripted model for one client in one project.

    Parameters:
        log: a file that gets one JSON line per request: path, body, and what was answered.
    """

    daemon_threads = True

    def __init__(self, client: str, steps: Sequence[Step], project: str, log: Path) -> None:
        super().__init__(("127.0.0.1", 0), _Handler)
        self.client, self.steps, self.project = client, steps, project
        self._log, self._lock = log, threading.Lock()
        self.faults: dict[int, list[Fault]] = {}
        self.keys: set[str] = set()

    @property
    def url(self) -> str:
        return f"http://127.0.0.1:{self.server_address[1]}"

    def fault(self, turn: int) -> Fault | None:
        """What goes wrong the next time this step is due, if anything."""
        with self._lock:
            waiting = self.faults.get(turn)
            return waiting.pop(0) if waiting else None

    def record(self, **entry: Any) -> None:
        with self._lock, self._log.open("a", encoding="utf-8") as stream:
            stream.write(json.dumps(entry) + "\n")


class _Handler(BaseHTTPRequestHandler):
    server: Stub

    def do_POST(self) -> None:
        path = self.path.partition("?")[0]
        data = self.rfile.read(int(self.headers.get("content-length") or 0))
        self.server.keys |= {
            value for name in ("x-api-key", "authorization") if (value := self.headers.get(name))
        }
        protocol = next((module for module in PROTOCOLS if path.endswith(module.PATH)), None)
        if protocol is None:
            self.server.record(path=path, body=data.decode("utf-8", "replace"), answer="404")
            self.send_error(404)
            return
        body = json.loads(data)
        # Titles and summaries are asked for without tools: they are no turn of the script.
        number = protocol.turn(body) if body.get("tools") else -1
        if fault := self.server.fault(number):
            self.server.record(path=path, body=body, turn=-1, answer=f"FAULT {fault}")
            self._fail(
                fault, b"".join(encode(event, item) for event, item in protocol.reply("Cut off.", number))
            )
            return
        answer = self._answer(body, number)
        self.server.record(path=path, body=body, turn=number, answer=str(answer))
        self._stream(b"".join(encode(event, item) for event, item in protocol.reply(answer, number)))

    def do_GET(self) -> None:
        self.server.record(path=self.path, body=None, answer="404")
        self.send_error(404)

    def do_HEAD(self) -> None:
        self.do_GET()

    def _answer(self, body: dict[str, Any], number: int) -> Any:
        if number < 0:
            return "A title"
        if number >= len(self.server.steps):
            return "SCRIPT EXHAUSTED"
        try:
            heard = "\n".join(strings(body))
            return speak(self.server.client, self.server.steps[number], self.server.project, heard)
        except UnknownFolderError as error:
            return f"SCRIPT BROKEN: {error}"

    def _fail(self, fault: Fault, whole: bytes) -> None:
        if fault.status:
            self.send_response(fault.status)
            for name, value in fault.headers.items():
                self.send_header(name, value)
            self.send_header("content-type", "application/json")
            self.send_header("connection", "close")
            self.end_headers()
            self.wfile.write(
                json.dumps({"type": "error", "error": {"type": "stub", "message": fault.text}}).encode()
            )
        elif fault.hangs:
            threading.Event().wait(fault.hangs)
        else:
            self._stream(whole[: len(whole) // 2])
        self.close_connection = True

    def _stream(self, payload: bytes) -> None:
        self.send_response(200)
        self.send_header("content-type", "text/event-stream")
        self.send_header("connection", "close")
        self.end_headers()
        self.wfile.write(payload)
        self.close_connection = True

    def log_message(self, format: str, *args: Any) -> None:  # noqa: A002  (the base class names it so)
        """Nothing on stderr: it belongs to the client."""
