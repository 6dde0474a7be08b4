"""The one token that opens the counts, until people have accounts."""

from __future__ import annotations

import base64
import binascii
import hashlib
import hmac

from falcon import Request

from sync.protocol.problems import ProblemKind
from sync.registry.api.refusals import Refusal

_BEARER = {"WWW-Authenticate": 'Bearer realm="umrah-registry"'}
_BASIC = {"WWW-Authenticate": 'Basic realm="umrah-registry", charset="UTF-8"'}


class AdminToken:
    """Compares tokens without telling by time how much of one was right."""

    def __init__(self, token: str) -> None:
        if len(token) < 32:
            raise ValueError("an admin token has at least 32 characters")
        self._digest = _digest(token)

    def need_bearer(self, req: Request) -> None:
        """Raises Refusal unless the request bears the token."""
        self._need(_credentials(req, "bearer", _BEARER), _BEARER)

    def need_basic(self, req: Request) -> None:
        """Raises Refusal unless the request's password (any user name) is the token."""
        encoded = _credentials(req, "basic", _BASIC)
        try:
            decoded = base64.b64decode(encoded, validate=True).decode("utf-8")
        except (binascii.Error, UnicodeDecodeError, ValueError):
            raise Refusal(ProblemKind.AUTH_INVALID, headers=_BASIC) from None
        self._need(decoded.partition(":")[2], _BASIC)

    def _need(self, token: str, challenge: dict[str, str]) -> None:
        if not hmac.compare_digest(_digest(token), self._digest):
            raise Refusal(ProblemKind.AUTH_INVALID, headers=challenge)


def _digest(token: str) -> bytes:
    return hashlib.sha256(token.encode("utf-8", "surrogatepass")).digest()


def _credentials(req: Request, scheme: str, challenge: dict[str, str]) -> str:
    given, _, credentials = (req.get_header("Authorization") or "").strip().partition(" ")
    if given.lower() != scheme:
        raise Refusal(ProblemKind.AUTH_NEEDED, headers=challenge)
    return credentials.strip()
