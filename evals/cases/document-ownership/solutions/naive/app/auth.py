import hashlib
import hmac
import os
import time
from typing import Annotated

from fastapi import Depends, HTTPException
from fastapi.security import HTTPAuthorizationCredentials, HTTPBearer

SECRET = os.environ["TOKEN_SECRET"].encode()
bearer = HTTPBearer(auto_error=False)


def current_user(credentials: Annotated[HTTPAuthorizationCredentials | None, Depends(bearer)]) -> str:
    denied = HTTPException(401, "Invalid token", headers={"WWW-Authenticate": "Bearer"})
    if credentials is None:
        raise denied
    try:
        user, expires, signature = credentials.credentials.split(".")
        expected = hmac.new(SECRET, f"{user}.{expires}".encode(), hashlib.sha256).hexdigest()
        if not hmac.compare_digest(signature, expected) or int(expires) < time.time():
            raise denied
    except ValueError:
        raise denied
    return user


CurrentUser = Annotated[str, Depends(current_user)]
