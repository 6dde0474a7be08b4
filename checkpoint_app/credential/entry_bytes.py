"""An entry of a case, or of an order, as bytes, in the chain that it shares with the movements."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from typing import TypeVar
from uuid import UUID

from checkpoint_app.credential import shape
from checkpoint_app.credential.block import DIGEST
from checkpoint_app.credential.canonical import decode, encode
from checkpoint_app.credential.movement_bytes import EPOCH, MOVEMENT_LIMIT, decode_movement
from checkpoint_app.credential.rejection import CredentialError, Rejection
from checkpoint_app.domain.cases import (
    FIRST_OF_ORDERS,
    KIND_OF,
    CaseContent,
    CaseEvent,
    CaseEventKind,
    CaseOutcome,
    Decided,
    Noted,
    Opened,
    Released,
    SeenFinding,
    Taken,
)
from checkpoint_app.domain.movement import Movement
from checkpoint_app.domain.orders import LONGEST_NAME, Lifted, Ordered, OrderKind

ENTRY_LIMIT = MOVEMENT_LIMIT
CASE_FORMAT = 2
# Of orders, and of outcomes that name a supervisor. A program that knows cases alone keeps such an
# entry unread, and its place.
ORDER_FORMAT = 3
_CASE_MARK, _ORDER_MARK = "case", "order"
_FIELDS = 14
# Of an outcome that names no supervisor; one that does has another.
_DECIDED_FIELDS = 6
_UUID = 16
_LONGEST_TEXT, _LONGEST_NOTE = 64, 200
# In bytes of UTF-8, as of a movement's texts: an officer's name has room for Arabic letters.
_TEXT_BYTES, _OFFICER_BYTES, _NOTE_BYTES = 64, 128, 600
_NAME_BYTES = 4 * LONGEST_NAME
_MOST_FINDINGS, _MOST_SUPERSEDED = 40, 16
_LAST_PORT_BIT = 254
_ENTRY_FORMATS = (bytes([CASE_FORMAT]), bytes([ORDER_FORMAT]))
_T = TypeVar("_T")


def encode_case_event(event: CaseEvent) -> bytes:
    """The bytes of an entry, at most 1,024. Its texts are cut to what an entry may hold; an OPENED
    one says the last findings not at all where there is no room, a DECIDED one covers the fewer."""
    content = event.content
    data = _encoded(event, content)
    while len(data) > ENTRY_LIMIT:
        content = _shorter(content)
        data = _encoded(event, content)
    return data


def decode_case_event(data: bytes, device: str) -> CaseEvent:
    """Read an entry of a case or an order of this device's journal strictly. Raises
    CredentialError."""
    row = _row(data)
    kind = _kind(row)
    return CaseEvent(
        event_id=_uuid(row[1]),
        epoch=shape.octets(row[2], EPOCH),
        sequence=shape.integer(row[3], 1),
        previous=shape.octets(row[4], DIGEST),
        device=device,
        case_id=_uuid(row[7]),
        permit=None if row[8] is None else shape.permit_number(row[8]),
        port=shape.integer(row[9], 0, _LAST_PORT_BIT),
        lane=shape.text(row[10], _LONGEST_TEXT),
        officer=shape.text(row[11], _LONGEST_TEXT),
        at=shape.instant_ms(row[12]),
        content=_READERS[kind](row[13]),
    )


def decode_entry(data: bytes, device: str) -> Movement | CaseEvent:
    """Read whatever a journal's chain holds: a movement, or an entry of a case or an order. Raises
    CredentialError (NEWER_FORMAT for what a later program adds)."""
    if data[1:2] in _ENTRY_FORMATS:  # after the array's own byte, as the one form has it
        return decode_case_event(data, device)
    return decode_movement(data)


def _encoded(event: CaseEvent, content: CaseContent) -> bytes:
    kind, said = KIND_OF[type(content)], _written(content)
    version, mark = _form_of(kind)
    if isinstance(content, Decided) and content.approved_by:
        version = ORDER_FORMAT
    return encode(
        [
            version,
            event.event_id.bytes,
            event.epoch,
            event.sequence,
            event.previous,
            mark,
            int(kind),
            event.case_id.bytes,
            event.permit,
            event.port,
            _cut(event.lane),
            _cut(event.officer, _LONGEST_TEXT, _OFFICER_BYTES),
            shape.milliseconds(event.at),
            said,
        ]
    )


def _form_of(kind: CaseEventKind) -> tuple[int, str]:
    """The version of a row, and the word that tells it from a movement."""
    return (ORDER_FORMAT, _ORDER_MARK) if kind >= FIRST_OF_ORDERS else (CASE_FORMAT, _CASE_MARK)


def _written(content: CaseContent) -> list[object]:
    match content:
        case Opened():
            return _written_opened(content)
        case Taken():
            return [shape.milliseconds(content.until)]
        case Released() | Lifted():
            return []
        case Decided():
            return _written_decided(content)
        case Noted():
            return [_cut(content.text, _LONGEST_NOTE, _NOTE_BYTES)]
        case Ordered():
            return _written_ordered(content)


def _written_opened(opened: Opened) -> list[object]:
    found = opened.findings[:_MOST_FINDINGS]
    return [
        opened.scan_id.bytes,
        _cut(opened.verdict),
        _cut(opened.reading),
        _cut(opened.passport),
        opened.company,
        _cut(opened.service),
        [[_cut(each.code), _cut(each.detail)] for each in found],
        opened.whole and len(found) == len(opened.findings),
    ]


def _written_decided(decided: Decided) -> list[object]:
    return [
        int(decided.outcome),
        sorted({_cut(code) for code in decided.covers})[:_MOST_FINDINGS],
        shape.milliseconds(decided.until),
        decided.lifts_refusal,
        _cut(decided.reason),
        [each.bytes for each in decided.supersedes[:_MOST_SUPERSEDED]],
        *([_cut(decided.approved_by)] if decided.approved_by else ()),
    ]


def _written_ordered(said: Ordered) -> list[object]:
    return [
        int(said.kind),
        _cut(said.name, LONGEST_NAME, _NAME_BYTES),
        shape.milliseconds(said.until),
        _cut(said.code),
        _cut(said.service),
        shape.optional_day_number(said.day),
        shape.optional_day_number(said.new_day),
    ]


def _shorter(content: CaseContent) -> CaseContent:
    """With one finding less, the last. A note and the like always find room."""
    if isinstance(content, Opened) and content.findings:
        return replace(content, findings=content.findings[:-1], whole=False)
    if isinstance(content, Decided) and content.covers:
        return replace(content, covers=frozenset(sorted(content.covers)[:-1]))
    raise CredentialError(Rejection.TOO_LARGE, "case entry")


def _cut(text: str, longest: int = _LONGEST_TEXT, most_bytes: int = _TEXT_BYTES) -> str:
    """As much of a text as fits, in the form in which it is signed."""
    if text.isascii():
        return text[: min(longest, most_bytes)]
    sound = shape.nfc(text.encode("utf-8", "replace").decode("utf-8"))
    return sound[:longest].encode("utf-8")[:most_bytes].decode("utf-8", "ignore")


def _row(data: bytes) -> list[object]:
    row = shape.array(decode(data, limit=ENTRY_LIMIT))
    if not row or type(row[0]) is not int or row[0] < CASE_FORMAT:
        raise shape.bad("version")
    if row[0] > ORDER_FORMAT:
        raise CredentialError(Rejection.NEWER_FORMAT, f"version {row[0]}")
    if len(row) != _FIELDS:
        raise shape.bad("case entry")
    return row


def _kind(row: list[object]) -> CaseEventKind:
    kind = CaseEventKind(shape.integer(row[6], 0, max(CaseEventKind)))
    form = _form_of(kind)
    if kind is CaseEventKind.DECIDED and len(shape.array(row[13])) > _DECIDED_FIELDS:
        form = ORDER_FORMAT, _CASE_MARK
    if (row[0], row[5]) != form:
        raise shape.bad("case entry")
    return kind


def _uuid(value: object) -> UUID:
    return UUID(bytes=shape.octets(value, _UUID))


def _opened(value: object) -> Opened:
    said = shape.array(value, 8)
    return Opened(
        scan_id=_uuid(said[0]),
        verdict=shape.text(said[1], _LONGEST_TEXT),
        reading=shape.text(said[2], _LONGEST_TEXT),
        passport=shape.text(said[3], _LONGEST_TEXT),
        company=None if said[4] is None else shape.integer(said[4]),
        service=shape.text(said[5], _LONGEST_TEXT),
        findings=tuple(_listed(said[6], _MOST_FINDINGS, _finding)),
        whole=shape.boolean(said[7]),
    )


def _finding(value: object) -> SeenFinding:
    code, detail = shape.array(value, 2)
    return SeenFinding(shape.text(code, _LONGEST_TEXT), shape.text(detail, _LONGEST_TEXT))


def _taken(value: object) -> Taken:
    return Taken(shape.instant_ms(shape.array(value, 1)[0]))


def _released(value: object) -> Released:
    shape.array(value, 0)
    return Released()


def _decided(value: object) -> Decided:
    said = shape.array(value)
    if len(said) not in (_DECIDED_FIELDS, _DECIDED_FIELDS + 1) or said[-1] == "":
        raise shape.bad("outcome")
    covers = _listed(said[1], _MOST_FINDINGS, lambda code: shape.text(code, _LONGEST_TEXT))
    if covers != sorted(set(covers)):
        raise shape.bad("order")
    return Decided(
        outcome=CaseOutcome(shape.integer(said[0], 0, max(CaseOutcome))),
        covers=frozenset(covers),
        until=shape.instant_ms(said[2]),
        lifts_refusal=shape.boolean(said[3]),
        reason=shape.text(said[4], _LONGEST_TEXT),
        supersedes=tuple(_listed(said[5], _MOST_SUPERSEDED, _uuid)),
        approved_by="".join(shape.text(each, _LONGEST_TEXT) for each in said[_DECIDED_FIELDS:]),
    )


def _noted(value: object) -> Noted:
    return Noted(shape.text(shape.array(value, 1)[0], _LONGEST_NOTE))


def _ordered(value: object) -> Ordered:
    said = shape.array(value, 7)
    return Ordered(
        kind=OrderKind(shape.integer(said[0], 0, max(OrderKind))),
        name=shape.text(said[1], LONGEST_NAME),
        until=shape.instant_ms(said[2]),
        code=shape.text(said[3], _LONGEST_TEXT),
        service=shape.text(said[4], _LONGEST_TEXT),
        day=shape.optional_day(said[5]),
        new_day=shape.optional_day(said[6]),
    )


def _lifted(value: object) -> Lifted:
    shape.array(value, 0)
    return Lifted()


def _listed(value: object, most: int, read: Callable[[object], _T]) -> list[_T]:
    items = shape.array(value)
    if len(items) > most:
        raise shape.bad("too many")
    return [read(item) for item in items]


_READERS: dict[CaseEventKind, Callable[[object], CaseContent]] = {
    CaseEventKind.OPENED: _opened,
    CaseEventKind.TAKEN: _taken,
    CaseEventKind.RELEASED: _released,
    CaseEventKind.DECIDED: _decided,
    CaseEventKind.NOTED: _noted,
    CaseEventKind.ORDERED: _ordered,
    CaseEventKind.LIFTED: _lifted,
}
