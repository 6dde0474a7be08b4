"""The permit token of the printed QR: a CWT (RFC 8392) in an envelope."""

from __future__ import annotations

from dataclasses import dataclass

from checkpoint_app.credential import shape
from checkpoint_app.credential.canonical import decode, encode
from checkpoint_app.credential.envelope import (
    LIMITS,
    CredentialError,
    EnvelopeType,
    KeyLookup,
    Opened,
    Rejection,
    SigningKey,
    open_envelope,
)
from checkpoint_app.domain.facts import TokenState
from checkpoint_app.domain.permit import PermitClaims, Sex

SCHEMA = 1
TOKEN_LIMIT = LIMITS[EnvelopeType.TOKEN]
# CWT claims registered by RFC 8392, and one for private use (below -65536).
_EXPIRES, _NOT_BEFORE, _ISSUED, _PERMIT = 4, 5, 6, -70001
_CLAIMS = {_EXPIRES, _NOT_BEFORE, _ISSUED, _PERMIT}
_PERMIT_FIELDS = 12
NAME_LIMIT = 64
PASSPORT_LIMIT = 20

_STATES = {
    Rejection.UNKNOWN_KEY: TokenState.UNKNOWN_ISSUER,
    Rejection.KEY_EXPIRED: TokenState.ISSUER_KEY_EXPIRED,
}


@dataclass(frozen=True, slots=True)
class TokenCheck:
    """What checking a token gave.

    ``claims`` are there when ``state`` is GENUINE or ISSUER_KEY_EXPIRED. A genuine token of a later
    schema has state ABSENT, no claims, and its ``schema``: the reading counts as an unsigned
    number. ``reason`` tells why a token was refused.
    """

    state: TokenState
    claims: PermitClaims | None
    schema: int | None
    reason: Rejection | None = None

    @property
    def newer_format(self) -> bool:
        """Genuine, but of a schema this program cannot read."""
        return self.schema is not None and self.schema > SCHEMA


def issue_token(claims: PermitClaims, key: SigningKey) -> bytes:
    """Sign the claims. Raises CredentialError(BAD_CONTENT or TOO_LARGE) when they do not fit."""
    payload = encode(
        {
            _EXPIRES: shape.seconds(claims.expires),
            _NOT_BEFORE: shape.seconds(claims.not_before),
            _ISSUED: shape.seconds(claims.issued),
            _PERMIT: [
                SCHEMA,
                claims.number,
                claims.issue,
                shape.nfc(claims.name_latin),
                claims.passport,
                shape.day_number(claims.birth),
                int(claims.sex),
                claims.programme,
                claims.company,
                claims.ports,
                claims.status_list,
                claims.status_index,
            ],
        }
    )
    _claims(payload)
    token = key.sign_envelope(payload)
    if len(token) > TOKEN_LIMIT:
        raise CredentialError(Rejection.TOO_LARGE, "token")
    return token


def check_token(token: bytes, keys: KeyLookup, *, number: int | None = None) -> TokenCheck:
    """Check a token's signature and read its claims; refusals are values, nothing is raised.

    ``number`` is the permit number that the text around the token gave: another one inside counts
    as a bad signature.
    """
    try:
        opened = open_envelope(token, EnvelopeType.TOKEN, keys)
        schema, claims = _claims(opened.payload)
    except CredentialError as error:
        state = _STATES.get(error.reason, TokenState.BAD_SIGNATURE)
        return TokenCheck(state, None, None, error.reason)
    if claims is None:
        return TokenCheck(TokenState.ABSENT, None, schema, Rejection.NEWER_FORMAT)
    if number is not None and claims.number != number:
        return TokenCheck(TokenState.BAD_SIGNATURE, None, schema, Rejection.WRONG_NUMBER)
    return _in_time(opened, claims)


def _in_time(opened: Opened, claims: PermitClaims) -> TokenCheck:
    if opened.key.window.covers(claims.issued):
        return TokenCheck(TokenState.GENUINE, claims, SCHEMA)
    return TokenCheck(TokenState.ISSUER_KEY_EXPIRED, claims, SCHEMA, Rejection.KEY_EXPIRED)


def _claims(payload: bytes) -> tuple[int, PermitClaims | None]:
    """Schema and claims; claims are None for a later schema."""
    content = decode(payload, limit=TOKEN_LIMIT)
    if type(content) is not dict:
        raise shape.bad("claims")
    permit = shape.array(content.get(_PERMIT))
    schema = shape.integer(permit[0] if permit else None, 1)
    if schema > SCHEMA:
        return schema, None
    if content.keys() != _CLAIMS or len(permit) != _PERMIT_FIELDS:
        raise shape.bad("claims")
    return schema, _permit_claims(content, permit)


def _permit_claims(content: dict[object, object], permit: list[object]) -> PermitClaims:
    return PermitClaims(
        number=shape.permit_number(permit[1]),
        issue=shape.integer(permit[2], 1),
        name_latin=shape.text(permit[3], NAME_LIMIT),
        passport=shape.text(permit[4], PASSPORT_LIMIT),
        birth=shape.day(permit[5]),
        sex=Sex(shape.integer(permit[6], 0, 2)),
        programme=shape.integer(permit[7]),
        company=shape.integer(permit[8]),
        ports=shape.integer(permit[9]),
        status_list=shape.integer(permit[10], 0, shape.UINT32),
        status_index=shape.integer(permit[11], 0, shape.LAST_STATUS_INDEX),
        not_before=shape.instant(content[_NOT_BEFORE]),
        expires=shape.instant(content[_EXPIRES]),
        issued=shape.instant(content[_ISSUED]),
    )
