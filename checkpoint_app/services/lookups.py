"""Looking a pilgrim up by a number that an officer typed: for a reason, and in the audit.

The personal data law (151 of 2020) wants every look-up on record, and no number in more places
than need be. So what was typed goes into the audit as a keyed digest: whoever has the lane's key
and a number can prove that it was looked up, and nobody else can read one out of it. The permit
that was opened stands in the journal already, with the scan that the entry names.
"""

from __future__ import annotations

import hashlib
import logging
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date
from enum import Enum, StrEnum, auto
from uuid import UUID

from checkpoint_app.credential.scanned import interpret
from checkpoint_app.domain.days import cairo_day, day_number
from checkpoint_app.domain.digits import ascii_digits, is_ascii_digits, without_invisible
from checkpoint_app.domain.facts import ReadingKind
from checkpoint_app.domain.national_id import (
    NATIONAL_ID_LENGTH,
    Governorate,
    NationalId,
    parse_national_id,
)
from checkpoint_app.domain.permit import PermitRecord
from checkpoint_app.domain.roles import Deed
from checkpoint_app.errors import ConfigError
from checkpoint_app.services.guard import Guard
from checkpoint_app.services.lane import LaneService
from checkpoint_app.services.stores import Journal, RecordsCache
from checkpoint_app.services.turn import Turn

_LOG = logging.getLogger(__name__)
LONGEST = 64
"""Characters of a typed number at most, grouping included."""
KEY_LENGTH = 32
_DIGEST = 16  # bytes; as hex in the audit
ASKED, OPENED = "lookup.asked", "lookup.opened"


class Sought(StrEnum):
    """What a typed number is."""

    PERMIT = "permit"
    PASSPORT = "passport"
    NATIONAL_ID = "national-id"


class Reason(StrEnum):
    """Why somebody is looked up by hand. The text key is ``lookup.reason.<value>``; the officer's
    key is the place in this list, counted from 1."""

    DAMAGED = "damaged"  # the barcode does not read
    NO_PAPER = "no_paper"  # the permit was left behind, or is on a telephone that is off
    NO_READER = "no_reader"  # scanner, camera or passport reader do not work
    QUESTION = "question"  # the pilgrim, the company or the airline asks how it stands
    COMPARE = "compare"  # something on the paper is to be compared with the record


class Doubt(Enum):
    """What is odd about a number that was typed. It warns and never refuses."""

    NONE = auto()
    PERMIT_DIGIT = auto()  # the check digit of a permit number tells that one is wrong
    NATIONAL_ID_FORM = auto()  # no date, or no governorate, where there must be one
    NATIONAL_ID_DIGIT = auto()  # the last digit; no official rule is public


@dataclass(frozen=True, slots=True)
class Typed:
    """What an officer typed: ``text`` in A-Z and 0-9. ``national_id`` is what a number of that form
    says of itself."""

    sought: Sought
    text: str
    doubt: Doubt = Doubt.NONE
    national_id: NationalId | None = None


class LookUps:
    """Opens a record by a typed number. For the thread of the lane's turn.

    Raises RoleError (`Deed.LOOK_UP`), StorageError: without an entry in the audit nothing is
    opened, and ConfigError ``lookup.malformed``, ``lookup.nobody``.
    """

    def __init__(
        self,
        *,
        lane: LaneService,
        records: RecordsCache,
        journal: Journal,
        guard: Guard,
        governorates: Mapping[str, Governorate],
        digest_key: bytes,
    ) -> None:
        """``digest_key``: 32 secret bytes of this lane, the same for good."""
        if len(digest_key) != KEY_LENGTH:
            raise ValueError("a digest key of a wrong length")
        self._lane, self._records, self._journal = lane, records, journal
        self._guard, self._governorates, self._key = guard, governorates, digest_key

    def open(self, text: str, reason: Reason, read: Callable[[str], Turn]) -> Turn:
        """Look up what was typed: ``read`` takes a permit's or passport's number as one that was
        typed by hand, and answers what then stands."""
        who = self._guard.require(Deed.LOOK_UP)
        at = self._lane.reference_time()
        typed = typed_of(text, self._governorates, cairo_day(at))
        if typed is None:
            raise ConfigError("no number of a permit, passport or person", key="lookup.malformed")
        said = f"{typed.sought.value} {reason.value} {digest_of(self._key, typed)}"
        self._journal.audit(at, who.name, ASKED, said)
        turn = read(self._opens(typed, cairo_day(at)))
        opened = turn.scan_id
        if opened is not None:
            self._journal.audit(self._lane.reference_time(), who.name, OPENED, _of_scan(opened))
        return turn

    def _opens(self, typed: Typed, today: date) -> str:
        if typed.sought is not Sought.NATIONAL_ID:
            return typed.text
        permit = self._permit_of(int(typed.text), today)
        if permit is None:
            raise ConfigError("no permit under this national ID", key="lookup.nobody")
        return str(permit)

    def _permit_of(self, national_id: int, today: date) -> int | None:
        """The permit meant today. One whose record cannot be proven opens too, and says so; one
        whose proven record is somebody else's was filed wrongly, and does not."""
        with self._records.snapshot() as snapshot:
            filed = snapshot.permits_of_national_id(national_id)
        found = {permit: self._lane.record_of(permit) for permit in filed}
        fitting = {
            permit: record
            for permit, record in found.items()
            if record is None or record.national_id == national_id
        }
        if len(fitting) < len(found):
            _LOG.error("a permit is filed under a national ID that is not its holder's")
        day = day_number(today)
        return min(fitting, key=lambda permit: _distance(fitting[permit], day), default=None)


def typed_of(text: str, governorates: Mapping[str, Governorate], today: date) -> Typed | None:
    """What an officer typed, in any digits; None for what is no such number. A national ID of a
    wrong form is one still: 14 digits are nothing else."""
    if len(text) > LONGEST:
        return None
    plain = ascii_digits(without_invisible(text)).strip()
    compact = plain.replace(" ", "").replace("-", "").upper()
    if is_ascii_digits(compact) and len(compact) == NATIONAL_ID_LENGTH:
        said = parse_national_id(compact, governorates, today)
        doubt = Doubt.NATIONAL_ID_FORM if said is None else Doubt.NONE
        if said is not None and said.check_warning:
            doubt = Doubt.NATIONAL_ID_DIGIT
        return Typed(Sought.NATIONAL_ID, compact, doubt, said)
    seen = interpret(compact)
    if seen.kind is ReadingKind.NUMBER:
        return Typed(Sought.PERMIT, compact)
    if seen.hint == "scan.mistyped_number":
        return Typed(Sought.PERMIT, compact, Doubt.PERMIT_DIGIT)
    if seen.kind is ReadingKind.PASSPORT and seen.document is not None:
        return Typed(Sought.PASSPORT, seen.document.number or compact)
    return None


def digest_of(key: bytes, typed: Typed) -> str:
    """The keyed digest (BLAKE2b) under which the audit names what was typed."""
    said = f"{typed.sought.value}/{typed.text}".encode()
    return hashlib.blake2b(said, key=key, digest_size=_DIGEST, person=b"lookup").hexdigest()


def _of_scan(scan_id: UUID) -> str:
    return f"scan {scan_id.hex}"


def _distance(record: PermitRecord | None, day: int) -> tuple[bool, int, int]:
    """How far a permit is from being meant this day: valid then, else the nearest, the later."""
    if record is None:
        return True, 0, 0
    first, last = day_number(record.valid_from), day_number(record.valid_until)
    return False, max(first - day, day - last, 0), -first
