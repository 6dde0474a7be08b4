"""Who may ask: a device in service, for this request, at this registry, once."""

from __future__ import annotations

import base64
import os

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from checkpoint_app.credential.auth import device_request, sign_auth
from checkpoint_app.credential.keys import DeviceKeyring
from checkpoint_app.credential.refresh import check_refresh
from checkpoint_app.domain.permit import permit_number_from_serial
from sync.protocol import routes
from sync.protocol.limits import NONCE_SECONDS
from sync.protocol.messages import RefreshRequest, encode_json
from tests.integration.registry_api.world import DeviceKeys, Lane, Registry

PERMIT = permit_number_from_serial(123456789012)


def problem(answer: object) -> tuple[int, str]:
    return answer.status_code, answer.json["type"].rpartition("/")[2]  # type: ignore[attr-defined]


def test_without_credentials_nothing_is_read(registry: Registry) -> None:
    answer = registry.client.simulate_post(routes.MOVEMENTS, body=b"x")
    assert problem(answer) == (401, "authentication-needed")
    assert answer.headers["WWW-Authenticate"].startswith("Umrah-Device")


@pytest.mark.parametrize("text", ["", "!", "AAAA", "é", "A" * 3000, "====", "0g" * 20])
def test_rubbish_credentials_are_refused(registry: Registry, text: str) -> None:
    headers = {"Authorization": f"Umrah-Device {text}"}
    path = routes.receipt_of(bytes(16))
    assert registry.client.simulate_get(path, headers=headers).status_code == 401


@settings(max_examples=150, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(st.binary(max_size=400))
def test_any_bytes_as_credentials_end_in_401(registry: Registry, envelope: bytes) -> None:
    headers = {"Authorization": routes.device_authorization(envelope)}
    path = routes.receipt_of(bytes(16))
    assert registry.client.simulate_get(path, headers=headers).status_code == 401


def test_every_flipped_bit_of_an_auth_envelope_is_refused(registry: Registry, lane: Lane) -> None:
    path = routes.receipt_of(lane.epoch)
    request = device_request(lane.nonce(), "GET", path, b"", lane.audience, lane.device_id)
    envelope = sign_auth(lane.keys.auth, request)
    for bit in range(0, len(envelope) * 8, 7):
        flipped = bytearray(envelope)
        flipped[bit // 8] ^= 1 << bit % 8
        headers = {"Authorization": routes.device_authorization(bytes(flipped))}
        assert registry.client.simulate_get(path, headers=headers).status_code == 401
    headers = {"Authorization": routes.device_authorization(envelope)}
    assert registry.client.simulate_get(path, headers=headers).status_code == 404  # no receipt yet


def test_a_nonce_is_good_once_and_the_refusal_brings_a_new_one(lane: Lane) -> None:
    lane.record()
    nonce = lane.nonce()
    assert lane.post(routes.MOVEMENTS, lane.batch(), nonce=nonce).status_code == 200
    again = lane.post(routes.MOVEMENTS, lane.batch(), nonce=nonce)
    assert problem(again) == (401, "nonce-unusable")
    fresh = routes.from_base64url(again.headers[routes.NONCE_HEADER])
    assert lane.post(routes.MOVEMENTS, lane.batch(), nonce=fresh).status_code == 200


def test_every_authenticated_answer_carries_the_next_nonce(lane: Lane) -> None:
    lane.record()
    nonce = lane.nonce()
    for body in (lane.batch(), b"no batch", lane.batch()):
        answer = lane.post(routes.MOVEMENTS, body, nonce=nonce)
        assert answer.status_code in {200, 422}
        nonce = routes.from_base64url(answer.headers[routes.NONCE_HEADER])


def test_a_nonce_lapses_after_five_minutes_and_not_before(registry: Registry, lane: Lane) -> None:
    lane.record()
    early, late = lane.nonce(), lane.nonce()
    registry.clock.forward(NONCE_SECONDS)
    assert lane.post(routes.MOVEMENTS, lane.batch(), nonce=early).status_code == 200
    registry.clock.forward(1)
    assert problem(lane.post(routes.MOVEMENTS, lane.batch(), nonce=late)) == (401, "nonce-unusable")


@pytest.mark.parametrize(
    "nonce", [b"", bytes(32), os.urandom(32), os.urandom(64)], ids=("none", "zeros", "32", "64")
)
def test_a_nonce_that_the_registry_did_not_issue_is_refused(lane: Lane, nonce: bytes) -> None:
    lane.record()
    answer = lane.post(routes.MOVEMENTS, lane.batch(), nonce=nonce)
    assert problem(answer) == (401, "nonce-unusable")


def test_a_request_for_another_registry_is_refused_by_name(lane: Lane) -> None:
    lane.record()
    answer = lane.post(routes.MOVEMENTS, lane.batch(), audience="another.registry")
    assert problem(answer) == (403, "wrong-audience")


def test_credentials_for_one_request_open_no_other(registry: Registry, lane: Lane) -> None:
    lane.record()
    body, other = lane.batch(), lane.batch() + b"\0"
    headers = lane.headers("POST", routes.MOVEMENTS, body) | {"Content-Type": routes.CBOR}
    answer = registry.client.simulate_post(routes.MOVEMENTS, body=other, headers=headers)
    assert problem(answer) == (401, "authentication-invalid")
    path = routes.receipt_of(lane.epoch)
    answer = registry.client.simulate_get(path, headers=headers)
    assert problem(answer) == (401, "authentication-invalid")
    answer = registry.client.simulate_get(
        path, query_string="x=1", headers=lane.headers("GET", path)
    )
    assert problem(answer) == (401, "authentication-invalid")


def test_a_device_that_is_not_enrolled_is_told_so(lane: Lane) -> None:
    lane.record()
    lane.keys = DeviceKeys()
    answer = lane.post(routes.MOVEMENTS, lane.batch())
    assert problem(answer) == (401, "device-unknown")


def test_a_device_cannot_speak_for_another(registry: Registry, lane: Lane) -> None:
    other = Lane(registry, lane="2")
    lane.record()
    answer = lane.post(routes.MOVEMENTS, lane.batch(), device=other.device_id)
    assert problem(answer) == (401, "authentication-invalid")


def test_a_batch_key_does_not_authenticate(registry: Registry, lane: Lane) -> None:
    path = routes.receipt_of(lane.epoch)
    request = device_request(lane.nonce(), "GET", path, b"", lane.audience, lane.device_id)
    headers = {"Authorization": routes.device_authorization(sign_auth(lane.keys.batch, request))}
    assert registry.client.simulate_get(path, headers=headers).status_code == 401


def test_a_recalled_device_is_refused_from_the_next_request_on(
    registry: Registry, lane: Lane
) -> None:
    lane.record()
    assert lane.post(routes.MOVEMENTS, lane.batch()).status_code == 200
    assert registry.register.recall(lane.device_id)
    assert problem(lane.post(routes.MOVEMENTS, lane.batch())) == (403, "device-recalled")
    assert problem(lane.receipt()) == (403, "device-recalled")
    assert not registry.register.recall(lane.device_id)


def test_a_refresh_is_answered_for_this_device_and_noted(registry: Registry, lane: Lane) -> None:
    nonce = os.urandom(16)
    body = encode_json(RefreshRequest(PERMIT, nonce.hex()))
    answer = lane.post(routes.REFRESH, body, routes.JSON)
    assert (answer.status_code, answer.headers["Content-Type"]) == (200, routes.CBOR)
    key = registry.refresh_signer.key
    keys = DeviceKeyring([(key.purpose, key.public_bytes)])
    refreshed = check_refresh(
        answer.content, keys, nonce=nonce, device=lane.device_id, permit=PERMIT
    )
    assert refreshed.record is None
    assert (lane.device_id, "permit.refresh", str(PERMIT)) in [
        row[2:5] for row in registry.rows("audit")
    ]


def test_a_refresh_needs_a_permit_and_a_nonce(lane: Lane) -> None:
    for body in (b"{}", b'{"permit": 5, "nonce": ""}', b"[]", b"null", b'{"permit":', b"\xff"):
        assert lane.post(routes.REFRESH, body, routes.JSON).status_code in {400, 422}


def test_padding_of_base64_does_no_harm(registry: Registry, lane: Lane) -> None:
    path = routes.receipt_of(lane.epoch)
    request = device_request(lane.nonce(), "GET", path, b"", lane.audience, lane.device_id)
    text = base64.urlsafe_b64encode(sign_auth(lane.keys.auth, request)).decode()
    headers = {"Authorization": f"umrah-device {text}"}
    assert registry.client.simulate_get(path, headers=headers).status_code == 404
