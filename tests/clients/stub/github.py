"""A GitHub that hosts one local git repository: as much of its REST API as `gh skill install` asks for.

Reached through a Unix socket, which `gh` can be told to send everything to: it believes to speak with the real one.
"""

import base64
import json
import subprocess
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler
from pathlib import Path
from socketserver import ThreadingUnixStreamServer
from typing import Any
from urllib.parse import unquote, urlsplit

NAME, BRANCH = "onejob/onejob", "main"


class GitHub(ThreadingUnixStreamServer):
    """Serves the repository's HEAD as the branch `main`; `asked` are the paths that were requested.

    Parameters:
        folder: gets the socket and the configuration that makes `gh` use it.
    """

    daemon_threads = True

    def __init__(self, repository: Path, folder: Path) -> None:
        socket = folder / "github.sock"
        super().__init__(str(socket), _Handler)
        (folder / "config.yml").write_text(f"http_unix_socket: {socket}\n")
        self.environment = {"GH_CONFIG_DIR": str(folder), "GH_TOKEN": "dummy", "GH_NO_UPDATE_NOTIFIER": "1"}
        self.repository = repository
        self.asked: list[str] = []

    def git(self, *words: str) -> bytes:
        done = subprocess.run(["git", "-C", str(self.repository), *words], capture_output=True, check=True)
        return done.stdout

    def answer(self, path: str) -> Any:
        """The document at a path of the API; None for those that a repository without releases has not."""
        rest = path.removeprefix(f"/repos/{NAME}")
        if rest == path:
            return None
        kind, _, name = rest.strip("/").rpartition("/")
        if not rest:
            return {"default_branch": BRANCH, "visibility": "public", "full_name": NAME, "fork": False}
        if (kind, name) == ("git/ref/heads", BRANCH):
            return {"ref": f"refs/heads/{BRANCH}", "object": {"sha": self._head(), "type": "commit"}}
        if kind == "git/trees":
            return {"sha": name, "tree": list(self._tree(name)), "truncated": False}
        if kind == "git/blobs":
            content = base64.b64encode(self.git("cat-file", "blob", name)).decode()
            return {"sha": name, "content": content, "encoding": "base64"}
        return None

    def _head(self) -> str:
        return self.git("rev-parse", "HEAD").decode().strip()

    def _tree(self, name: str) -> Iterator[dict[str, Any]]:
        for line in self.git("ls-tree", "-r", "-t", "-l", "-z", name).decode().split("\0")[:-1]:
            head, _, path = line.partition("\t")
            mode, kind, digest, size = head.split()
            size_known = {"size": int(size)} if kind == "blob" else {}
            yield {"path": path, "mode": mode, "type": kind, "sha": digest, **size_known}


class _Handler(BaseHTTPRequestHandler):
    server: GitHub

    def do_GET(self) -> None:
        path = unquote(urlsplit(self.path).path)
        self.server.asked.append(path)
        document = self.server.answer(path)
        body = json.dumps(document if document is not None else {"message": "Not Found"}).encode()
        self.send_response(200 if document is not None else 404)
        self.send_header("content-type", "application/json")
        self.send_header("content-length", str(len(body)))
        self.end_headers()
        self.wfile.write(body)

    def log_message(self, format: str, *args: Any) -> None:  # noqa: A002  (the base class names it so)
        """Nothing on stderr."""


@contextmanager
def serving(repository: Path, folder: Path) -> Iterator[GitHub]:
    """A GitHub with this repository, for as long as the block lasts."""
    with GitHub(repository, folder) as server:
        threading.Thread(target=server.serve_forever, daemon=True).start()
        try:
            yield server
        finally:
            server.shutdown()
