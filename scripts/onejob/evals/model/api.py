"""How a model's API is reached: where it is, and how it wants to be shown the key."""

from dataclasses import dataclass
from urllib.parse import urlsplit

from onejob.evals.failure import EvalError


@dataclass(frozen=True, slots=True)
class ModelApi:
    """An API by its defaults.

    Attributes:
        upstream: base URL, without a trailing slash.
        key_variable: the environment variable of ours that has the key.
        header: the header that carries it; `authorization` carries it as a bearer token.
    """

    upstream: str
    key_variable: str
    header: str

    def credentials(self, key: str) -> tuple[str, str]:
        """The header that shows the key."""
        return self.header, f"Bearer {key}" if self.header == "authorization" else key


@dataclass(frozen=True, slots=True)
class Upstream:
    """A server to hand requests to, and the header that opens it. Its text never shows the key."""

    host: str
    port: int
    tls: bool
    path: str
    credentials: tuple[str, str] | None

    def __repr__(self) -> str:
        return f"Upstream({self.host}:{self.port}{self.path})"


def upstream(api: ModelApi, url: str | None, key: str | None) -> Upstream:
    """The server named by `url`, or the API's own.

    Raises:
        EvalError: this is no URL of a server.
    """
    text = (url or api.upstream).rstrip("/")
    parts = urlsplit(text)
    try:
        port = parts.port
    except ValueError:
        port = -1
    if parts.scheme not in {"http", "https"} or not parts.hostname or port == -1 or parts.query:
        raise EvalError(f"--upstream {text}: not a server's address; write https://HOST[:PORT][/PATH]")
    tls = parts.scheme == "https"
    return Upstream(
        parts.hostname, port or (443 if tls else 80), tls, parts.path, api.credentials(key) if key else None
    )


ANTHROPIC = ModelApi("https://api.anthropic.com", "ANTHROPIC_API_KEY", "x-api-key")
OPENAI = ModelApi("https://api.openai.com", "OPENAI_API_KEY", "authorization")
APIS = {"anthropic": ANTHROPIC, "openai": OPENAI}
