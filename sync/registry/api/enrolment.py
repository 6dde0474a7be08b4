"""Enrolling a device by a one-time code."""

from __future__ import annotations

import hashlib
import hmac
from collections.abc import Callable
from dataclasses import dataclass

import pyrage
from sqlalchemy import Connection, Engine
from sqlalchemy.exc import IntegrityError

from checkpoint_app.clock import Clock
from checkpoint_app.credential.envelope import CredentialError, EnvelopeType, VerifyingKey
from checkpoint_app.domain.digits import ascii_digits
from checkpoint_app.reference import ports
from sync.protocol.enrolment_code import make_code, parse_code
from sync.protocol.fingerprint import device_fingerprint
from sync.protocol.limits import ENROLMENT_CODE_SECONDS
from sync.protocol.messages import EnrolmentRequest
from sync.protocol.problems import ProblemKind
from sync.registry.api.attempts import WrongAttempts
from sync.registry.api.refusals import Refusal
from sync.registry.db.open import writing

# How often a genuine code may be presented with keys that do not do, before it is void.
USES_OF_A_CODE = 5
_LIVE_CODES = """
    SELECT code_sha256, port, lane FROM enrol_code
    WHERE used_at IS NULL AND expires_at > ? AND attempts < ?
"""
_INSERT_DEVICE = """
    INSERT INTO device (device_id, name, port, lane, batch_key, batch_kid, auth_key, auth_kid,
                        age_recipient, enrolled_at, state)
    VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, 0)
"""
_AUDIT = "INSERT INTO audit (at, actor, action, subject, detail) VALUES (?, ?, ?, ?, ?)"


@dataclass(frozen=True, slots=True)
class EnrolCode:
    """A live code, found by its hash. ``port`` is the port's bit."""

    code_sha256: bytes
    port: int
    lane: str


@dataclass(frozen=True, slots=True)
class Enrolled:
    """A device just enrolled. ``port`` is the port's bit."""

    device_id: str
    port: int
    lane: str
    fingerprint: str


@dataclass(frozen=True, slots=True)
class OfferedKeys:
    """A device's public keys, each sound and all different."""

    batch: VerifyingKey
    auth: VerifyingKey
    age_recipient: str


class Enrolment:
    """Gives out codes and takes each once."""

    def __init__(
        self, engine: Engine, clock: Clock, chance: Callable[[int], int], wrong: WrongAttempts
    ) -> None:
        self._engine = engine
        self._clock = clock
        self._below = chance
        self._wrong = wrong

    def issue_code(self, port: int, lane: str) -> str:
        """A new code for a lane of a port (its bit), good once within 24 hours. Only its hash is
        kept."""
        code = make_code(self._below)
        now = self._now()
        with writing(self._engine) as connection:
            connection.exec_driver_sql(
                "INSERT INTO enrol_code (code_sha256, port, lane, created_at, expires_at, attempts)"
                " VALUES (?, ?, ?, ?, ?, 0)",
                (_code_hash(code), port, lane, now, now + ENROLMENT_CODE_SECONDS),
            )
            connection.exec_driver_sql(
                _AUDIT, (now, "registry", "enrol.code", f"{port}/{lane}", "")
            )
        return code

    def enrol(self, request: EnrolmentRequest, caller: str) -> Enrolled:
        """Enrol the device that brings a code. ``caller`` is where the request came from.

        Raises Refusal: code wrong, used or lapsed; too many wrong ones; keys unsound or in use; a
        code that is for another place than the device says it stands at, which is not spent.
        """
        seconds = self._wrong.seconds_to_wait(caller)
        if seconds:
            headers = {"Retry-After": str(seconds)}
            raise Refusal(ProblemKind.TOO_MANY_ATTEMPTS, headers=headers, seconds=seconds)
        keys = _sound_keys(request)
        try:
            return self._enrol(request, keys)
        except Refusal as refusal:
            if refusal.kind is ProblemKind.CODE_REFUSED:
                self._wrong.note_wrong(caller)
            raise

    def _enrol(self, request: EnrolmentRequest, keys: OfferedKeys) -> Enrolled:
        refused = False
        with writing(self._engine) as connection:
            code = self._find(connection, request.code)
            _check_place(request, code)  # only whoever has the code learns what it is for
            device_id = f"lane-{self._below(16**16):016x}"
            try:
                with connection.begin_nested():
                    self._insert(connection, device_id, code, request.name, keys)
            except IntegrityError:
                connection.exec_driver_sql(
                    "UPDATE enrol_code SET attempts = attempts + 1 WHERE code_sha256 = ?",
                    (code.code_sha256,),
                )
                refused = True
        if refused:
            raise Refusal(ProblemKind.KEYS_IN_USE)
        fingerprint = device_fingerprint(keys.batch.public, keys.auth.public, keys.age_recipient)
        return Enrolled(device_id, code.port, code.lane, fingerprint)

    def _find(self, connection: Connection, typed: str) -> EnrolCode:
        """The live code that was typed; every live one is compared, in constant time each."""
        given = _code_hash(parse_code(typed) or "")
        found = None
        for row in connection.exec_driver_sql(_LIVE_CODES, (self._now(), USES_OF_A_CODE)):
            if hmac.compare_digest(row[0], given):
                found = EnrolCode(*row)
        if found is None:
            raise Refusal(ProblemKind.CODE_REFUSED)
        return found

    def _insert(
        self, connection: Connection, device_id: str, code: EnrolCode, name: str, keys: OfferedKeys
    ) -> None:
        now = self._now()
        connection.exec_driver_sql(
            _INSERT_DEVICE,
            (
                *(device_id, name, code.port, code.lane),
                *(keys.batch.public, keys.batch.kid, keys.auth.public, keys.auth.kid),
                *(keys.age_recipient, now),
            ),
        )
        connection.exec_driver_sql(
            "UPDATE enrol_code SET used_at = ?, device_id = ? WHERE code_sha256 = ?",
            (now, device_id, code.code_sha256),
        )
        subject = f"{code.port}/{code.lane}"
        connection.exec_driver_sql(_AUDIT, (now, device_id, "device.enrol", subject, ""))

    def _now(self) -> int:
        return int(self._clock.now().timestamp())


def _check_place(request: EnrolmentRequest, code: EnrolCode) -> None:
    port_id = ports().by_bit(code.port).port_id
    said = ((request.port_id, port_id), (request.lane, code.lane))
    if any(given and _plain(given) != _plain(meant) for given, meant in said):
        raise Refusal(ProblemKind.CODE_FOR_OTHER_PLACE, port=port_id, lane=code.lane)


def _plain(name: str) -> str:
    """A name as people mean it: digits of either script, letters large or small."""
    return ascii_digits(name).strip().casefold()


def _code_hash(code: str) -> bytes:
    return hashlib.sha256(b"umrah/1/enrol-code/" + code.encode()).digest()


def _sound_keys(request: EnrolmentRequest) -> OfferedKeys:
    try:
        batch = VerifyingKey(EnvelopeType.BATCH, bytes.fromhex(request.batch_key))
        auth = VerifyingKey(EnvelopeType.AUTH, bytes.fromhex(request.auth_key))
    except CredentialError:
        raise Refusal(ProblemKind.INVALID, field="batch_key, auth_key") from None
    if batch.public == auth.public:
        raise Refusal(ProblemKind.INVALID, field="batch_key, auth_key")
    try:
        pyrage.x25519.Recipient.from_str(request.age_recipient)
    except pyrage.RecipientError:
        raise Refusal(ProblemKind.INVALID, field="age_recipient") from None
    return OfferedKeys(batch, auth, request.age_recipient)
