"""The one form of CBOR that is signed: RFC 8949 section 4.2, and few types."""

from __future__ import annotations

from itertools import chain
from typing import Any, NoReturn

import cbor2

from checkpoint_app.credential.rejection import CredentialError, Rejection

MAX_DEPTH = 8  # the deepest format here nests five levels
_SCALARS = frozenset({int, bytes, str, bool, type(None)})
_KEYS = frozenset({int, str})


class _TagFoundError(Exception):
    """A CBOR tag where none is allowed."""


def _refuse_tag(*_args: object) -> NoReturn:
    raise _TagFoundError


# Every tag that cbor2 would turn into an object by itself; all others reach `tag_hook`.
_NO_TAGS: dict[int, Any] = dict.fromkeys(
    (
        *range(6),
        *(25, 28, 29, 30, 35, 36, 37, 52, 54, 100, 256, 258, 260, 261, 1004, 43000, 55799),
    ),
    _refuse_tag,
)


def encode(value: object) -> bytes:
    """Canonical CBOR of ints, bytes, text, booleans, None, and lists and maps of them."""
    return cbor2.dumps(value, canonical=True)


def decode(data: bytes, *, limit: int) -> object:
    """Read one canonical CBOR item that fills ``data``, at most ``limit`` bytes.

    Gives int (64 bits and a sign), bytes, str, bool, None, list, and dict with int or str keys.
    Raises CredentialError: TOO_LARGE, NOT_CBOR, FORBIDDEN_TYPE, TRAILING_BYTES or NOT_CANONICAL.
    """
    if len(data) > limit:
        raise CredentialError(Rejection.TOO_LARGE, f"{len(data)} bytes, {limit} allowed")
    value = _loads(data)
    has_map = _check_types(value)
    # Without a map there is nothing to sort, and the plain encoder gives the same bytes faster.
    encoded = cbor2.dumps(value, canonical=has_map)
    if encoded != data:
        trailing = data.startswith(encoded)
        raise CredentialError(Rejection.TRAILING_BYTES if trailing else Rejection.NOT_CANONICAL)
    return value


def decode_signed(data: bytes) -> object:
    """Read CBOR whose hash is already proven, so that nobody but the issuer chose its encoding.

    No tags, no duplicate keys, bounded depth; the caller bounds the size and checks each type.
    Raises CredentialError: NOT_CBOR or FORBIDDEN_TYPE.
    """
    return _loads(data)


def _loads(data: bytes) -> object:
    try:
        return cbor2.loads(
            data,
            allow_indefinite=False,
            allow_duplicate_keys=False,
            max_depth=MAX_DEPTH,
            semantic_decoders=_NO_TAGS,
            tag_hook=_refuse_tag,
        )
    except (cbor2.CBORDecodeError, ValueError, TypeError) as error:
        reason = Rejection.FORBIDDEN_TYPE if _is_tag(error) else Rejection.NOT_CBOR
        raise CredentialError(reason) from error


def _is_tag(error: BaseException | None) -> bool:
    while error is not None:
        if isinstance(error, _TagFoundError):
            return True
        error = error.__cause__
    return False


def _check_types(value: object) -> bool:
    """Refuse any type outside the few; True when there is a map somewhere. Depth is bounded by
    the decoder."""
    if type(value) is list:
        return _check_list(value)
    if type(value) is dict:
        if not _KEYS.issuperset(map(type, value)):
            raise CredentialError(Rejection.FORBIDDEN_TYPE, "map key")
        _check_list(list(value.values()))
        return True
    if type(value) not in _SCALARS:
        raise CredentialError(Rejection.FORBIDDEN_TYPE, type(value).__name__)
    return False


def _check_list(values: list[Any]) -> bool:
    kinds = set(map(type, values))
    if kinds <= _SCALARS:
        return False
    if kinds == {list} and _SCALARS.issuperset(map(type, chain.from_iterable(values))):
        return False  # rows of scalars, the usual shape of what is long
    has_map = False
    for value in values:
        if type(value) not in _SCALARS:
            has_map |= _check_types(value)
    return has_map
