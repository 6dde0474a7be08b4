"""Entries of cases as bytes: read back as they were, within their bounds, and nothing else."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime, timedelta
from uuid import UUID

import cbor2
import pytest
from hypothesis import given
from hypothesis import strategies as st

from checkpoint_app.credential.canonical import decode, encode
from checkpoint_app.credential.entry_bytes import (
    CASE_FORMAT,
    ENTRY_LIMIT,
    ORDER_FORMAT,
    decode_case_event,
    decode_entry,
    encode_case_event,
)
from checkpoint_app.credential.movement_bytes import encode_movement
from checkpoint_app.credential.rejection import CredentialError, Rejection
from checkpoint_app.domain.cases import (
    CaseEvent,
    CaseOutcome,
    Decided,
    Noted,
    Opened,
    Released,
    SeenFinding,
    Taken,
)
from checkpoint_app.domain.finding import FindingCode
from checkpoint_app.domain.orders import Lifted, Ordered, OrderKind
from tests.unit.credential import samples

DEVICE = "CAI-LANE-02"
AT = datetime(2026, 5, 14, 8, 0, 0, 123_000, tzinfo=UTC)
OPENED = Opened(
    UUID(int=9), "refer", "NUMBER", "A1", 7, "MS 671", (SeenFinding("EXPIRED", "2026-05-01"),)
)
EVENT = CaseEvent(
    event_id=UUID(int=1),
    epoch=bytes(16),
    sequence=3,
    previous=bytes(32),
    device=DEVICE,
    case_id=UUID(int=5),
    permit=samples.permit_number(1),
    port=2,
    lane="7",
    officer="o-114",
    at=AT,
    content=OPENED,
)

short = st.text(st.characters(min_codepoint=32, max_codepoint=126), max_size=16)
instants = st.integers(0, 10**12).map(lambda ms: AT + timedelta(milliseconds=ms))
findings = st.builds(SeenFinding, short, short)
contents = st.one_of(
    st.builds(
        Opened,
        st.uuids(),
        short,
        short,
        short,
        st.none() | st.integers(0, 10**6),
        short,
        st.lists(findings, max_size=12).map(tuple),
        st.booleans(),
    ),
    st.builds(Taken, instants),
    st.just(Released()),
    st.builds(
        Decided,
        st.sampled_from(CaseOutcome),
        st.frozensets(st.sampled_from(FindingCode).map(str), max_size=6),
        instants,
        st.booleans(),
        short,
        st.lists(st.uuids(), max_size=16).map(tuple),
    ),
    st.builds(Noted, short),
    st.builds(
        Ordered,
        st.sampled_from(OrderKind),
        short,
        instants,
        short,
        short,
        st.none() | st.dates(),
        st.none() | st.dates(),
    ),
    st.just(Lifted()),
)
events = st.builds(
    lambda content, event_id, at, permit: replace(
        EVENT, content=content, event_id=event_id, at=at, permit=permit
    ),
    contents,
    st.uuids(),
    instants,
    st.none() | st.integers(1, 99).map(samples.permit_number),
)


@pytest.mark.requirement("C4")
@given(events)
def test_an_entry_is_read_back_as_it_was(event):
    data = encode_case_event(event)
    assert len(data) <= ENTRY_LIMIT
    assert decode_case_event(data, DEVICE) == event
    assert decode_entry(data, DEVICE) == event


def test_a_movement_of_the_same_chain_is_read_too():
    assert decode_entry(encode_movement(samples.movement()), DEVICE) == samples.movement()


@given(
    st.builds(
        Opened,
        st.just(UUID(int=9)),
        st.text(max_size=80),
        st.text(max_size=80),
        st.text(max_size=80),
        st.just(2**40),
        st.text(max_size=80),
        st.lists(st.builds(SeenFinding, st.text(max_size=80), st.text(max_size=80)), max_size=45),
    ),
    st.text(max_size=90),
)
def test_whatever_was_seen_finds_room_the_last_findings_excepted(opened, name):
    event = replace(
        EVENT, content=replace(opened, findings=tuple(opened.findings)), officer=name, lane=name
    )
    data = encode_case_event(event)
    read = decode_case_event(data, DEVICE).content
    assert len(data) <= ENTRY_LIMIT
    assert isinstance(read, Opened)
    assert read.whole == (len(read.findings) == len(opened.findings))
    assert encode_case_event(decode_case_event(data, DEVICE)) == data


def test_the_worst_findings_are_kept():
    found = tuple(SeenFinding(f"CODE_{number}", "x" * 64) for number in range(30))
    read = decode_case_event(
        encode_case_event(replace(EVENT, content=replace(OPENED, findings=found))), DEVICE
    ).content
    assert isinstance(read, Opened)
    assert not read.whole
    assert read.findings == found[: len(read.findings)]
    assert 8 <= len(read.findings) < 30


def test_a_note_and_many_covered_findings_find_room():
    note = Noted("ملاحظة " * 60)
    told = decode_case_event(encode_case_event(replace(EVENT, content=note)), DEVICE).content
    assert isinstance(told, Noted) and note.text.startswith(told.text) and len(told.text) == 200
    loud = encode_case_event(replace(EVENT, content=Noted("🕋" * 300), officer="ع" * 99))
    assert len(loud) <= ENTRY_LIMIT
    many = Decided(
        CaseOutcome.CLEAR,
        frozenset(f"{number:064d}" for number in range(50)),
        AT,
        lifts_refusal=False,
        reason="other",
        supersedes=tuple(UUID(int=number) for number in range(30)),
    )
    read = decode_case_event(encode_case_event(replace(EVENT, content=many)), DEVICE).content
    assert isinstance(read, Decided)
    assert read.covers < many.covers
    assert read.supersedes == many.supersedes[:16]


LIFTED = Decided(
    CaseOutcome.CLEAR,
    frozenset({"REVOKED"}),
    AT,
    lifts_refusal=True,
    reason="other",
    approved_by="s",
)


def test_an_outcome_that_names_a_supervisor_has_a_form_of_its_own():
    data = encode_case_event(replace(EVENT, content=LIFTED))
    assert data[1] == ORDER_FORMAT
    assert decode_case_event(data, DEVICE).content == LIFTED
    nameless = encode_case_event(replace(EVENT, content=replace(LIFTED, approved_by="")))
    assert nameless[1] == CASE_FORMAT
    told = decode(data, limit=ENTRY_LIMIT)
    for version, said in (
        (CASE_FORMAT, told[13]),
        (ORDER_FORMAT, told[13][:6]),
        (ORDER_FORMAT, [*told[13][:6], ""]),
        (ORDER_FORMAT, [*told[13], "t"]),
        (ORDER_FORMAT, told[13][:5]),
    ):
        with pytest.raises(CredentialError):
            decode_case_event(encode([version, *told[1:13], said]), DEVICE)


def row(**changes: object) -> bytes:
    items = cbor2.loads(encode_case_event(EVENT))
    for place, value in changes.items():
        items[int(place[1:])] = value
    return cbor2.dumps(items, canonical=True)


@pytest.mark.parametrize(
    ("data", "reason"),
    [
        (row(_0=1), Rejection.BAD_CONTENT),
        (row(_0=4), Rejection.NEWER_FORMAT),
        (row(_0=True), Rejection.BAD_CONTENT),
        (row(_1=b"short"), Rejection.BAD_CONTENT),
        (row(_3=0), Rejection.BAD_CONTENT),
        (row(_5="tale"), Rejection.BAD_CONTENT),
        (row(_6=5), Rejection.BAD_CONTENT),
        (row(_6=1), Rejection.BAD_CONTENT),
        (row(_8=1), Rejection.BAD_CONTENT),
        (row(_9=255), Rejection.BAD_CONTENT),
        (row(_10="x" * 65), Rejection.BAD_CONTENT),
        (row(_12=-1), Rejection.BAD_CONTENT),
        (row(_13=[]), Rejection.BAD_CONTENT),
        (row(_6=4, _13=["x" * 201]), Rejection.BAD_CONTENT),
        (row(_6=3, _13=[0, ["B", "A"], 1, False, "", []]), Rejection.BAD_CONTENT),
        (row(_6=3, _13=[3, [], 1, False, "", []]), Rejection.BAD_CONTENT),
        (row(_6=3, _13=[0, [], 1, False, "", [bytes(16)] * 17]), Rejection.BAD_CONTENT),
        (encode_case_event(EVENT) + b"\x00", Rejection.TRAILING_BYTES),
        (bytes(ENTRY_LIMIT + 1), Rejection.TOO_LARGE),
        (b"", Rejection.NOT_CBOR),
        (cbor2.dumps([]), Rejection.BAD_CONTENT),
    ],
)
def test_anything_else_is_refused(data, reason):
    with pytest.raises(CredentialError) as refused:
        decode_case_event(data, DEVICE)
    assert refused.value.reason is reason


ORDERED = Ordered(OrderKind.RELAX, "storm", AT, "VISA_EXPIRED")


def order_row(**changes: object) -> bytes:
    items = cbor2.loads(encode_case_event(replace(EVENT, content=ORDERED, permit=None)))
    for place, value in changes.items():
        items[int(place[1:])] = value
    return cbor2.dumps(items, canonical=True)


@pytest.mark.parametrize(
    "data",
    [
        row(_0=3),
        row(_0=3, _5="order"),
        row(_0=3, _5="order", _6=4, _13=["x"]),
        row(_6=5, _13=[0, "x", 1, "", "", None, None]),
        order_row(_0=2),
        order_row(_0=2, _5="case"),
        order_row(_5="case"),
        order_row(_6=7),
        order_row(_6=6),
        order_row(_13=[4, "x", 1, "", "", None, None]),
        order_row(_13=[0, "x" * 81, 1, "", "", None, None]),
        order_row(_13=[0, "x", 1, "", "", "2026-11-22", None]),
        order_row(_13=[0, "x", 1, "", "", None]),
    ],
)
def test_an_order_is_of_its_own_form_alone(data):
    with pytest.raises(CredentialError) as refused:
        decode_entry(data, DEVICE)
    assert refused.value.reason is Rejection.BAD_CONTENT


def test_an_orders_name_has_room_for_eighty_letters_of_any_script():
    said = replace(ORDERED, name="🕋" * 99, code="c" * 99, service="ع" * 99)
    read = decode_case_event(encode_case_event(replace(EVENT, content=said)), DEVICE).content
    assert isinstance(read, Ordered)
    assert read.name == "🕋" * 80
    assert decode_case_event(order_row(), DEVICE).content == ORDERED


def test_a_later_format_is_told_as_such():
    for read in (decode_entry, decode_case_event):
        with pytest.raises(CredentialError) as refused:
            read(row(_0=4), DEVICE)
        assert refused.value.reason is Rejection.NEWER_FORMAT


@given(events, st.lists(st.tuples(st.integers(0, 1023), st.integers(0, 255)), max_size=6))
def test_a_changed_entry_is_read_in_one_form_or_refused(event, changes):
    data = bytearray(encode_case_event(event))
    for place, value in changes:
        data[place % len(data)] = value
    try:
        read = decode_entry(bytes(data), DEVICE)
    except CredentialError:
        return
    assert isinstance(read, CaseEvent)
    assert encode_case_event(read) == bytes(data)


@given(st.binary(max_size=200))
def test_arbitrary_bytes_are_refused(data):
    for start in (b"\x8e\x02", b"\x8e\x03"):
        with pytest.raises(CredentialError):
            decode_entry(start + data, DEVICE)
