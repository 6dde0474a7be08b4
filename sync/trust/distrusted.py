"""Issuer keys distrusted at night, by the online role for bad news.

At a port the list only grows. An online key may take trust away and never give it back: what is
listed here stays so until the offline keys have put another key in its place, and a list that
forgets one, or dates one later, is refused whole.
"""

from __future__ import annotations

from checkpoint_app.credential.keys import IssuerKeyring
from checkpoint_app.errors import ProtocolError, TrustError
from sync.protocol.distrusted_list import LIST_LIMIT, Since, decode_distrusted

__all__ = ["LIST_LIMIT", "Since", "check_grown", "read_distrusted"]


def read_distrusted(content: bytes | None) -> Since:
    """The list of a verified target; none without one. Raises TrustError."""
    if content is None:
        return {}
    try:
        return decode_distrusted(content)
    except ProtocolError as error:
        raise TrustError(f"distrusted keys: {error}", key="trust.malformed") from error


def check_grown(held: Since, fresh: Since, keys: IssuerKeyring) -> None:
    """Raise TrustError when ``fresh`` trusts again what ``held`` does not: a key that the offline
    keys list in ``keys`` still is forgotten, or distrusted from a later time on only."""
    listed = {key.kid for key in keys}
    for kid, since in held.items():
        if kid in listed and (kid not in fresh or fresh[kid] > since):
            raise TrustError(f"key {kid.hex()} is trusted again", key="trust.distrust_forgotten")
