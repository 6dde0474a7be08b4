from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from checkpoint_app.domain.permit import permit_number_from_serial
from checkpoint_app.errors import ProtocolError
from sync.protocol.messages import (
    EnrolmentAnswer,
    EnrolmentRequest,
    RefreshRequest,
    decode_message,
    encode_json,
)

LIMIT = 1000
PERMIT = permit_number_from_serial(123456789012)
REQUEST = EnrolmentRequest("1", "Lane", "0a" * 32, "0b" * 32, "age1" + "q" * 58)


def test_a_message_comes_back_as_it_was_sent() -> None:
    assert decode_message(encode_json(REQUEST), EnrolmentRequest, limit=LIMIT) == REQUEST
    refresh = RefreshRequest(PERMIT, "0c" * 16)
    assert decode_message(encode_json(refresh), RefreshRequest, limit=LIMIT) == refresh
    assert b"movements" not in encode_json(refresh)
    more = RefreshRequest(PERMIT, "0c" * 16, movements=True)
    assert decode_message(encode_json(more), RefreshRequest, limit=LIMIT).movements


def test_a_device_that_does_not_say_where_it_stands_asks_as_older_ones_do() -> None:
    assert b"lane" not in encode_json(REQUEST)


@pytest.mark.parametrize(
    "change",
    [
        {"batch_key": "0A" * 32},
        {"batch_key": "0a" * 32 + "\n"},
        {"auth_key": "0a" * 31},
        {"age_recipient": "age1" + "q" * 58 + "\n"},
        {"age_recipient": "age1" + "b" * 58},
        {"code": ""},
        {"name": "n" * 65},
        {"name": None},
    ],
)
def test_a_field_that_does_not_fit_is_refused(change: dict[str, object]) -> None:
    fields = {name: getattr(REQUEST, name) for name in REQUEST.__struct_fields__} | change
    with pytest.raises(ProtocolError) as refused:
        decode_message(encode_json(fields), EnrolmentRequest, limit=LIMIT)
    assert refused.value.key == "api.message-invalid"


@pytest.mark.parametrize("number", [0, -1, 10**12 - 1, 10**13, 1.5, "1234567890123", True])
def test_a_refresh_takes_a_whole_permit_number(number: object) -> None:
    with pytest.raises(ProtocolError):
        decode_message(
            encode_json({"permit": number, "nonce": "00" * 16}), RefreshRequest, limit=LIMIT
        )


@pytest.mark.parametrize(
    "body", [b"", b"{", b"\xff", b"nul", b"NaN", b'{"a":[[[[[1]]]]]}', b"[" * 999]
)
def test_what_is_no_json_of_ours_is_malformed(body: bytes) -> None:
    with pytest.raises(ProtocolError) as refused:
        decode_message(body, RefreshRequest, limit=LIMIT)
    assert refused.value.key == "api.message-malformed"


def test_brackets_in_strings_nest_nothing() -> None:
    body = encode_json({"permit": PERMIT, "nonce": '[[[["\\"[[[['})
    with pytest.raises(ProtocolError) as refused:
        decode_message(body, RefreshRequest, limit=LIMIT)
    assert refused.value.key == "api.message-invalid"


def test_a_large_message_is_not_looked_into() -> None:
    with pytest.raises(ProtocolError) as refused:
        decode_message(b"x" * (LIMIT + 1), RefreshRequest, limit=LIMIT)
    assert refused.value.key == "api.message-too-large"


def test_a_request_of_a_later_lane_may_say_more() -> None:
    later = {name: getattr(REQUEST, name) for name in REQUEST.__struct_fields__} | {"later": [1]}
    assert decode_message(encode_json(later), EnrolmentRequest, limit=LIMIT) == REQUEST
    refresh = {"permit": PERMIT, "nonce": "00" * 16, "later": {"deep": [1]}}
    assert decode_message(encode_json(refresh), RefreshRequest, limit=LIMIT).permit == PERMIT


def test_an_answer_of_a_later_registry_may_say_more() -> None:
    body = encode_json(
        {
            "device_id": "lane-1",
            "port_id": "CAI-AIR",
            "lane": "1",
            "season": 1448,
            "registry_epoch": "00" * 16,
            "audience": "registry",
            "later": [1],
        }
    )
    assert decode_message(body, EnrolmentAnswer, limit=LIMIT).fingerprint == ""


@given(st.binary(max_size=300), st.sampled_from([RefreshRequest, EnrolmentRequest]))
def test_only_its_own_error_escapes(body: bytes, kind: type[RefreshRequest]) -> None:
    with pytest.raises(ProtocolError):
        decode_message(body, kind, limit=LIMIT)
