"""Which permits are revoked or suspended: the IETF Token Status List, 2 bits an entry.

A list has 65,536 entries, so that a look-up costs the same however many permits there are.
"""

from __future__ import annotations

import zlib
from dataclasses import dataclass
from datetime import datetime

from checkpoint_app.credential import shape
from checkpoint_app.credential.canonical import decode, encode
from checkpoint_app.credential.envelope import (
    LIMITS,
    EnvelopeType,
    KeyLookup,
    SigningKey,
    open_envelope,
)
from checkpoint_app.domain.permit import PermitStatus

ENTRIES = 65_536
UNALLOCATED = 3  # "application specific" in the draft: neither valid nor anything else
BITS = 2
_ENTRIES_A_BYTE = 8 // BITS
_SIZE = ENTRIES // _ENTRIES_A_BYTE
_SUBJECT, _ISSUED, _STATUS_LIST, _VERSION = 2, 6, 65533, -70002
_CLAIMS = {_SUBJECT, _ISSUED, _STATUS_LIST, _VERSION}
_LOW_BITS = int.from_bytes(b"\x55" * _SIZE, "little")


@dataclass(frozen=True, slots=True)
class StatusList:
    """A list whose signature holds. ``packed`` has entry i in bits 2*(i%4) of byte i//4; it ends
    early when only part of the list was unpacked."""

    list_id: int
    version: int
    issued: datetime
    packed: bytes

    def status(self, index: int) -> PermitStatus | None:
        """The permit's status; None when the entry is unallocated, or outside what is here."""
        if not 0 <= index < len(self.packed) * _ENTRIES_A_BYTE:
            return None
        value = entry_of(self.packed, index, BITS)
        return None if value == UNALLOCATED else PermitStatus(value)

    def clears_revocation_of(self, older: StatusList) -> bool:
        """Whether an entry revoked in the older list is anything else here. That never happens:
        a revocation is lifted by a new issue only."""
        return bool(_revoked(older.packed) & ~_revoked(self.packed))


def _revoked(packed: bytes) -> int:
    """A number with the low bit of each revoked entry set."""
    bits = int.from_bytes(packed, "little")
    return bits & ~(bits >> 1) & _LOW_BITS


def entry_of(packed: bytes, index: int, bits: int) -> int:
    """Entry ``index`` of a byte array with 1, 2, 4 or 8 bits an entry, lowest bits first."""
    place = index * bits
    return packed[place >> 3] >> (place & 7) & ((1 << bits) - 1)


def pack_entries(entries: bytes, bits: int = BITS) -> bytes:
    """Pack one entry a byte into ``bits`` (1, 2, 4, 8) an entry, lowest bits first; the last byte
    is filled with zeros. Raises CredentialError(BAD_CONTENT) when an entry does not fit."""
    if entries and max(entries) >> bits:
        raise shape.bad("status entry")
    places = 8 // bits
    padded = entries + bytes(-len(entries) % places)
    packed = 0
    for place in range(places):
        packed |= int.from_bytes(padded[place::places], "little") << place * bits
    return packed.to_bytes(len(padded) // places, "little")


def compress(packed: bytes) -> bytes:
    """The ``lst`` of a list: zlib at level 9, as the draft recommends."""
    return zlib.compress(packed, 9)


def decompress(lst: bytes, size: int) -> bytes:
    """The byte array of exactly ``size`` bytes in a ``lst``. Raises CredentialError."""
    stream = zlib.decompressobj()
    try:
        packed = stream.decompress(lst, size + 1)
    except zlib.error as error:
        raise shape.bad("compressed status list") from error
    if len(packed) != size or not stream.eof or stream.unused_data:
        raise shape.bad("size of the status list")
    return packed


def decompress_start(lst: bytes, size: int) -> bytes:
    """The first ``size`` bytes of the byte array in a ``lst``. Raises CredentialError."""
    try:
        packed = zlib.decompressobj().decompress(lst, size)
    except zlib.error as error:
        raise shape.bad("compressed status list") from error
    if len(packed) != size:
        raise shape.bad("size of the status list")
    return packed


def sign_status_list(
    key: SigningKey, list_id: int, version: int, issued: datetime, entries: bytes
) -> bytes:
    """The envelope of a list. ``entries`` holds one byte an entry from index 0; what is left up to
    65,536 is unallocated. Raises CredentialError(BAD_CONTENT)."""
    if len(entries) > ENTRIES:
        raise shape.bad("too many entries")
    packed = pack_entries(entries + bytes([UNALLOCATED]) * (ENTRIES - len(entries)))
    claims = {
        _SUBJECT: _subject(list_id),
        _ISSUED: shape.seconds(issued),
        _STATUS_LIST: {"bits": BITS, "lst": compress(packed)},
        _VERSION: version,
    }
    return key.sign_envelope(encode(claims))


def check_status_list(envelope: bytes, keys: KeyLookup, *, up_to: int = ENTRIES - 1) -> StatusList:
    """Check a list's envelope, the term of its key included. Raises CredentialError.

    ``up_to`` (0 to 65,535) is the last entry that will be asked for: a scan asks for one, and what
    follows it stays packed. An import unpacks it all.
    """
    opened = open_envelope(envelope, EnvelopeType.STATUS, keys)
    claims = decode(opened.payload, limit=LIMITS[EnvelopeType.STATUS])
    if type(claims) is not dict or claims.keys() != _CLAIMS:
        raise shape.bad("claims")
    return StatusList(
        list_id=_list_id(claims[_SUBJECT]),
        version=shape.integer(claims[_VERSION], 1),
        issued=opened.issued_at(shape.instant(claims[_ISSUED])),
        packed=_unpacked(_lst(claims[_STATUS_LIST]), up_to // _ENTRIES_A_BYTE + 1),
    )


def _unpacked(lst: bytes, size: int) -> bytes:
    return decompress(lst, size) if size == _SIZE else decompress_start(lst, size)


def _lst(content: object) -> bytes:
    if type(content) is not dict or content.keys() != {"bits", "lst"} or content["bits"] != BITS:
        raise shape.bad("status list")
    return shape.octets_up_to(content["lst"], LIMITS[EnvelopeType.STATUS])


def _subject(list_id: int) -> str:
    return f"umrah:status:{list_id}"


def _list_id(subject: object) -> int:
    name = shape.text(subject, 32)
    digits = name.rpartition(":")[2]
    if not digits.isascii() or not digits.isdigit() or name != _subject(int(digits)):
        raise shape.bad("subject")
    return shape.integer(int(digits), 0, shape.UINT32)
