"""The fingerprint of a device's keys, shown at the lane and at the registry to be compared."""

from __future__ import annotations

import hashlib

_DOMAIN = b"umrah/1/device-fingerprint/"
_GROUPS = 6


def device_fingerprint(batch_key: bytes, auth_key: bytes, age_recipient: str) -> str:
    """Six groups of five digits over all of a device's public keys (about 99 bits).

    Digits, so that it can be read out in either language. Keys are raw Ed25519 (32 bytes).
    """
    digest = hashlib.sha256(_DOMAIN + batch_key + auth_key + age_recipient.encode()).digest()
    groups = (int.from_bytes(digest[at * 4 : at * 4 + 4], "big") % 100_000 for at in range(_GROUPS))
    return " ".join(f"{group:05d}" for group in groups)
