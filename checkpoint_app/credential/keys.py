"""Public keys as ports and registry hold them: the issuer's, and those of devices."""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, replace
from datetime import datetime
from typing import cast

from checkpoint_app.credential.envelope import (
    CredentialError,
    EnvelopeType,
    KeyWindow,
    Rejection,
    VerifyingKey,
    key_id,
)
from checkpoint_app.credential.shape import bad

ISSUER_KEYS_LIMIT = 256 * 1024
_MOST_KEYS = 256
_VERSION = 1
_PURPOSES = {kind.value: kind for kind in EnvelopeType}


@dataclass(frozen=True, slots=True)
class IssuerKey:
    """One of the issuer's public keys, what it signs, and when it may have signed (aware times)."""

    purpose: EnvelopeType
    public: bytes
    valid_from: datetime
    valid_until: datetime
    revoked_at: datetime | None = None

    @property
    def kid(self) -> bytes:
        """The key's id."""
        return key_id(self.purpose, self.public)

    @property
    def window(self) -> KeyWindow:
        """When the key may have signed."""
        return KeyWindow(self.valid_from, self.valid_until, self.revoked_at)


class IssuerKeyring:
    """The issuer's keys, each parsed once. Raises CredentialError(WEAK_KEY) for an unsound one."""

    def __init__(self, keys: Iterable[IssuerKey]) -> None:
        self.keys = tuple(keys)
        found = (VerifyingKey(key.purpose, key.public, key.window) for key in self.keys)
        self._by_kid = {key.kid: key for key in found}
        if len(self._by_kid) != len(self.keys):
            raise bad("a key is listed twice")

    def __iter__(self) -> Iterator[IssuerKey]:
        return iter(self.keys)

    def find(self, kid: bytes, purpose: EnvelopeType) -> VerifyingKey | None:
        """The key with this id and purpose, whether or not its time is over."""
        key = self._by_kid.get(kid)
        return key if key is not None and key.purpose is purpose else None

    def distrusting(self, since: Mapping[bytes, datetime]) -> IssuerKeyring:
        """The same keys, those with an id in ``since`` distrusted from that time on, or earlier
        where they were already."""
        if not any(key.kid in since for key in self.keys):
            return self
        return IssuerKeyring(_distrusted(key, since.get(key.kid)) for key in self.keys)

    def was_valid(self, kid: bytes, at: datetime) -> bool:
        """Whether this key is known and may have signed at that (aware) time."""
        key = self._by_kid.get(kid)
        return key is not None and key.window.covers(at)


def _distrusted(key: IssuerKey, since: datetime | None) -> IssuerKey:
    times = [at for at in (key.revoked_at, since) if at is not None]
    return replace(key, revoked_at=min(times, default=None))


class DeviceKeyring:
    """Keys of enrolled devices, or of anybody else without a term."""

    def __init__(self, keys: Iterable[tuple[EnvelopeType, bytes]]) -> None:
        found = (VerifyingKey(purpose, public) for purpose, public in keys)
        self._by_kid = {key.kid: key for key in found}

    def find(self, kid: bytes, purpose: EnvelopeType) -> VerifyingKey | None:
        """The key with this id and purpose, or None."""
        key = self._by_kid.get(kid)
        return key if key is not None and key.purpose is purpose else None


def encode_issuer_keys(keys: Iterable[IssuerKey]) -> bytes:
    """The content of the target `issuer-keys.json`."""
    rows = [
        {
            "kid": key.kid.hex(),
            "public": key.public.hex(),
            "purpose": key.purpose.value,
            "valid_from": _iso(key.valid_from),
            "valid_until": _iso(key.valid_until),
            "revoked_at": None if key.revoked_at is None else _iso(key.revoked_at),
        }
        for key in keys
    ]
    return json.dumps({"version": _VERSION, "keys": rows}, indent=1).encode()


def parse_issuer_keys(data: bytes) -> IssuerKeyring:
    """Read `issuer-keys.json`, itself already verified as a target. Keys for purposes that this
    program does not know are left out.

    Raises CredentialError: TOO_LARGE, BAD_CONTENT, NEWER_FORMAT or WEAK_KEY.
    """
    if len(data) > ISSUER_KEYS_LIMIT:
        raise CredentialError(Rejection.TOO_LARGE, "issuer keys")
    try:
        content = json.loads(data.decode("utf-8"), object_pairs_hook=_without_duplicates)
    except (ValueError, RecursionError) as error:
        raise bad("issuer keys are not JSON") from error
    rows = _rows(content)
    return IssuerKeyring(_key(row) for row in rows if row.get("purpose") in _PURPOSES)


def _rows(content: object) -> list[dict[str, object]]:
    if type(content) is not dict or type(content.get("version")) is not int:
        raise bad("issuer keys")
    if content["version"] > _VERSION:
        raise CredentialError(Rejection.NEWER_FORMAT, "issuer keys")
    rows = content.get("keys")
    if type(rows) is not list or len(rows) > _MOST_KEYS:
        raise bad("issuer keys")
    if any(type(row) is not dict or type(row.get("purpose")) is not str for row in rows):
        raise bad("issuer key")
    return cast("list[dict[str, object]]", rows)


def _key(row: dict[str, object]) -> IssuerKey:
    revoked = row.get("revoked_at")
    key = IssuerKey(
        _PURPOSES[str(row["purpose"])],
        _from_hex(row.get("public")),
        _time(row.get("valid_from")),
        _time(row.get("valid_until")),
        None if revoked is None else _time(revoked),
    )
    if _from_hex(row.get("kid")) != key.kid:
        raise bad("key id")
    return key


def _without_duplicates(pairs: list[tuple[str, object]]) -> dict[str, object]:
    found = dict(pairs)
    if len(found) != len(pairs):
        raise ValueError("a name is given twice")
    return found


def _from_hex(value: object) -> bytes:
    try:
        return bytes.fromhex(str(value))
    except ValueError as error:
        raise bad("hex") from error


def _iso(at: datetime) -> str:
    return at.isoformat().replace("+00:00", "Z")


def _time(value: object) -> datetime:
    try:
        at = datetime.fromisoformat(str(value))
    except ValueError as error:
        raise bad("time") from error
    if at.tzinfo is None:
        raise bad("time without a zone")
    return at
