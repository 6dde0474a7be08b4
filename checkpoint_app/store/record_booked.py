"""How many of the records here are booked on a flight or sailing of a day."""

from __future__ import annotations

from datetime import date

from checkpoint_app.credential.record import decode_record
from checkpoint_app.credential.rejection import CredentialError
from checkpoint_app.domain.orders import service_key
from checkpoint_app.domain.permit import PermitRecord
from checkpoint_app.store.encrypted import Connection

# No index: a person asks for it now and then, and waits a second where a million are here.
_NAMING = "SELECT body FROM record WHERE instr(body, ?) > 0"


def booked(conn: Connection, service: str, day: date) -> int:
    """Permits whose record names this service, there without spaces and in capitals, and this day
    of travel. For an order's effect: nothing is decided by it, and no signature is looked at."""
    key = service_key(service)
    if not key:
        return 0
    found: set[int] = set()
    for (body,) in conn.execute(_NAMING, (key.encode(),)):
        found |= _permit(body, key, day)
    return len(found)


def _permit(body: bytes, key: str, day: date) -> set[int]:
    try:
        record = decode_record(body)
    except CredentialError:
        return set()
    if not isinstance(record, PermitRecord) or record.travel_out != day:
        return set()
    return {record.number} if service_key(record.service) == key else set()
