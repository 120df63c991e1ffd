"""What was found last time, in `.onejob_cache/` at the project's root.

Nothing here is needed: a cache that is missing, broken, foreign or read-only only costs time. Files are replaced
atomically, so that two checks at once do not disturb each other.
"""

import marshal
import os
import sys
from binascii import crc32
from collections.abc import Mapping
from typing import Any

FOLDER = ".onejob_cache"
MAGIC = b"onejob 1\n"
KEPT_FILES = 24
_WITHOUT_SAY = frozenset({"__pycache__", "commands", "formats"})  # they cannot change what is found


def digest(data: bytes) -> bytes:
    """A short content hash."""
    from _blake2 import blake2b

    return bytes(blake2b(data, digest_size=16).digest())


def checker_version() -> bytes:
    """Changes when the checker, one of its rules or the interpreter does."""
    parts: list[object] = [sys.version, sys.implementation.cache_tag]
    waiting = [os.path.dirname(os.path.dirname(os.path.abspath(__file__)))]
    while waiting:
        with os.scandir(waiting.pop()) as entries:
            for entry in entries:
                if entry.name.endswith(".py"):
                    status = entry.stat()
                    parts.append((entry.name, status.st_mtime_ns, status.st_size))
                elif "." not in entry.name and entry.name not in _WITHOUT_SAY:
                    waiting.append(entry.path)
    return digest(repr(sorted(parts, key=repr)).encode())


class ForgottenError(Exception):
    """Something that the cache should hold is gone: the check is made without it."""


class Cache:
    """A folder of marshalled values by key.

    Parameters:
        folder: where; "" for a cache that remembers nothing.
    """

    def __init__(self, folder: str) -> None:
        self.folder = folder

    def load(self, kind: str, key: bytes) -> Any:
        """The value stored under this key; None when there is none that can be trusted."""
        if not self.folder:
            return None
        try:
            with open(self._path(kind, key), "rb") as stream:
                data = stream.read()
            head = len(MAGIC) + len(key) + 4
            if (
                data[: head - 4] != MAGIC + key
                or crc32(data[head:]).to_bytes(4, "big") != data[head - 4 : head]
            ):
                return None
            return marshal.loads(data[head:])  # noqa: S302  (the checksum holds: we wrote it)
        except (OSError, ValueError, EOFError, TypeError, MemoryError):
            return None

    def piece(self, name: str, start: int, length: int, checksum: int) -> bytes | None:
        """One of the pieces stored under a name; None when it cannot be trusted."""
        try:
            with open(os.path.join(self.folder, f"pieces-{name}"), "rb") as stream:
                stream.seek(start)
                data = stream.read(length)
        except (OSError, ValueError):
            return None
        return data if len(data) == length and crc32(data) == checksum else None

    def store_pieces(self, name: str, pieces: Mapping[str, bytes]) -> dict[str, tuple[int, int, int]]:
        """Stores pieces that are read one by one: where each starts, its length and checksum."""
        found: dict[str, tuple[int, int, int]] = {}
        start = 0
        for key, data in pieces.items():
            found[key] = (start, len(data), crc32(data))
            start += len(data)
        try:
            self._create()
            with open(os.path.join(self.folder, f"pieces-{name}"), "wb") as stream:
                stream.writelines(pieces.values())
        except (OSError, ValueError):
            self.forget_pieces(name)
        return found

    def forget_pieces(self, name: str) -> None:
        """Removes what was stored under a name."""
        self._remove(os.path.join(self.folder, f"pieces-{name}"))

    def store(self, kind: str, key: bytes, value: Any) -> None:
        """Stores a value; what cannot be written is not remembered."""
        if not self.folder:
            return
        temporary = f"{self._path(kind, key)}.{os.getpid()}"
        try:
            self._create()
            payload = marshal.dumps(value)
            with open(temporary, "wb") as stream:
                stream.write(MAGIC + key + crc32(payload).to_bytes(4, "big") + payload)
            os.replace(temporary, self._path(kind, key))
        except (OSError, ValueError):
            self._remove(temporary)

    def _path(self, kind: str, key: bytes) -> str:
        return os.path.join(self.folder, f"{kind}-{key.hex()}")

    def _create(self) -> None:
        if not os.path.isdir(self.folder):
            os.makedirs(self.folder, exist_ok=True)
            with open(os.path.join(self.folder, ".gitignore"), "w", encoding="utf-8") as stream:
                stream.write("*\n")
        self._prune()

    def _prune(self) -> None:
        """Keeps the newest files only: every edit of the configuration or of a rule starts new ones."""
        with os.scandir(self.folder) as entries:
            ours = [(entry.stat().st_mtime_ns, entry.path) for entry in entries if "-" in entry.name]
        for _, path in sorted(ours)[: max(len(ours) - KEPT_FILES, 0)]:
            self._remove(path)

    @staticmethod
    def _remove(path: str) -> None:
        try:
            os.remove(path)
        except OSError:
            return


def folder_for(root: str) -> str:
    """Where the cache of a project lies; `ONEJOB_CACHE_DIR` moves it (every project gets a folder of its own there)."""
    elsewhere = os.environ.get("ONEJOB_CACHE_DIR")
    if not elsewhere:
        return os.path.join(root, FOLDER)
    return os.path.join(os.path.abspath(elsewhere), digest(os.fsencode(root)).hex())
