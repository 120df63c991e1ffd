"""A real Chromium, driven over the WebDriver protocol with the standard library alone."""

import base64
import json
import re
import shutil
import subprocess
import tempfile
import time
import urllib.error
import urllib.request
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

FLAGS = [
    "--headless", "--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run", "--disable-background-networking",
    "--disable-component-update", "--disable-sync", "--hide-scrollbars", "--allow-file-access-from-files",
]  # fmt: skip
STARTED = re.compile(r"started successfully on port (\d+)\.")
_ELEMENT = "element-6066-11e4-a52e-4f735466cecf"
# The system's proxy settings must not stand between this test and its own machine.
_OPEN = urllib.request.build_opener(urllib.request.ProxyHandler({})).open


def programs() -> tuple[str, str] | None:
    """Chromium and its driver, where both are installed."""
    found = shutil.which("chromium"), shutil.which("chromedriver")
    return (found[0], found[1]) if found[0] and found[1] else None


class Browser:
    """One window."""

    def __init__(self, session: str) -> None:
        self._session = session

    def open(self, page: Path, fragment: str = "") -> None:
        """Load the page anew; a mere change of fragment would not."""
        _call("POST", f"{self._session}/url", {"url": "about:blank"})
        _call("POST", f"{self._session}/url", {"url": page.as_uri() + fragment})

    def run(self, script: str, *arguments: Any) -> Any:
        """The value of a script, `arguments[0]` and so on at hand. A promise is waited for."""
        return _call("POST", f"{self._session}/execute/sync", {"script": script, "args": list(arguments)})

    def wait(self, script: str, seconds: float = 10) -> Any:
        """Run the script until its value is true."""
        until = time.monotonic() + seconds
        while not (value := self.run(script)):
            assert time.monotonic() < until, f"never became true: {script}"
            time.sleep(0.05)
        return value

    def find(self, css: str) -> str:
        """The first element that matches."""
        found = _call("POST", f"{self._session}/element", {"using": "css selector", "value": css})
        return str(found[_ELEMENT])

    def click(self, css: str) -> None:
        """Click as a person does: the element must be in view and not covered."""
        element = self.find(css)
        self.run("arguments[0].scrollIntoView({block: 'center'})", {_ELEMENT: element})
        _call("POST", f"{self._session}/element/{element}/click", {})

    def press(self, key: str) -> None:
        """Press one key."""
        action = {
            "type": "key",
            "id": "keyboard",
            "actions": [{"type": "keyDown", "value": key}, {"type": "keyUp", "value": key}],
        }
        _call("POST", f"{self._session}/actions", {"actions": [action]})

    def emulate(self, width: int, height: int, *, dark: bool = False, media: str = "") -> None:
        """A window of this size, a colour scheme, a medium ("print")."""
        metrics = {"width": width, "height": height, "deviceScaleFactor": 1, "mobile": width < 600}
        self._devtools("Emulation.setDeviceMetricsOverride", metrics)
        scheme = {"name": "prefers-color-scheme", "value": "dark" if dark else "light"}
        self._devtools("Emulation.setEmulatedMedia", {"media": media, "features": [scheme]})

    def picture(self, target: Path) -> Path:
        """A screenshot of the window."""
        target.parent.mkdir(parents=True, exist_ok=True)
        target.write_bytes(base64.b64decode(_call("GET", f"{self._session}/screenshot")))
        return target

    def complaints(self) -> list[str]:
        """Errors in the console since the last call: broken scripts, refused resources."""
        entries = _call("POST", f"{self._session}/se/log", {"type": "browser"})
        return [entry["message"] for entry in entries if entry["level"] == "SEVERE"]

    def accessibility(self) -> list[dict[str, Any]]:
        """The accessibility tree, flat, as a screen reader gets it."""
        self._devtools("Accessibility.enable", {})
        return list(self._devtools("Accessibility.getFullAXTree", {})["nodes"])

    def _devtools(self, command: str, parameters: dict[str, Any]) -> Any:
        return _call("POST", f"{self._session}/goog/cdp/execute", {"cmd": command, "params": parameters})


@contextmanager
def browser() -> Iterator[Browser]:
    """A fresh browser with a profile of its own; both are gone afterwards."""
    found = programs()
    assert found, "chromium and chromedriver are not installed"
    chromium, driver = found
    profile = Path(tempfile.mkdtemp(prefix="onejob-browser-"))
    port_file = profile / "port"
    with port_file.open("w") as said:
        process = subprocess.Popen([driver, "--port=0"], stdout=said, stderr=subprocess.STDOUT)
    try:
        base = f"http://127.0.0.1:{_port(port_file, process)}"
        options = {"binary": chromium, "args": [*FLAGS, f"--user-data-dir={profile / 'profile'}"]}
        capabilities = {"goog:chromeOptions": options, "goog:loggingPrefs": {"browser": "ALL"}}
        session = _call("POST", f"{base}/session", {"capabilities": {"alwaysMatch": capabilities}})[
            "sessionId"
        ]
        try:
            yield Browser(f"{base}/session/{session}")
        finally:
            _call("DELETE", f"{base}/session/{session}")
    finally:
        process.terminate()
        process.wait(10)
        shutil.rmtree(profile, ignore_errors=True)


def _port(said: Path, process: subprocess.Popen[bytes]) -> int:
    until = time.monotonic() + 20
    while time.monotonic() < until and process.poll() is None:
        # The banner names port 0 first; only the line about success names the one it was given.
        if found := STARTED.search(said.read_text()):
            return int(found[1])
        time.sleep(0.05)
    raise AssertionError(f"chromedriver did not start: {said.read_text()}")


def _call(method: str, url: str, body: dict[str, Any] | None = None) -> Any:
    data = None if body is None else json.dumps(body).encode()
    request = urllib.request.Request(url, data, {"Content-Type": "application/json"}, method=method)
    try:
        with _OPEN(request, timeout=60) as answer:
            return json.load(answer)["value"]
    except urllib.error.HTTPError as error:
        raise AssertionError(f"{url.rsplit('/', 1)[-1]}: {json.load(error)['value']['message']}") from None
