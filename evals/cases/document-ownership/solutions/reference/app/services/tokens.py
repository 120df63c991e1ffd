"""Tokens: who is calling."""

import hashlib
import hmac
import time
from dataclasses import dataclass, field
from typing import Protocol

from app.errors import UnauthenticatedError


class ITokenService(Protocol):
    def user_of(self, authorization: str) -> str: ...


@dataclass(frozen=True, slots=True)
class TokenService:
    secret: str = field(repr=False)

    def user_of(self, authorization: str) -> str:
        """The user named by an Authorization header; raises UnauthenticatedError."""
        scheme, _, token = authorization.partition(" ")
        signed, _, signature = token.rpartition(".")
        user, _, expires = signed.partition(".")
        if scheme.lower() != "bearer" or not hmac.compare_digest(self._sign(signed), signature.encode()):
            raise UnauthenticatedError
        if not (user.isascii() and user.isalnum() and expires.isdecimal() and int(expires) > time.time()):
            raise UnauthenticatedError
        return user

    def _sign(self, text: str) -> bytes:
        return hmac.new(self.secret.encode(), text.encode(), hashlib.sha256).hexdigest().encode()
