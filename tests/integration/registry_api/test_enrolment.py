"""Enrolling by a one-time code."""

from __future__ import annotations

import pytest

from sync.protocol import routes
from sync.protocol.enrolment_code import spaced_code
from sync.protocol.fingerprint import device_fingerprint
from sync.protocol.limits import ENROLMENT_CODE_SECONDS
from sync.registry.api.attempts import WRONG_PER_CALLER
from sync.registry.api.enrolment import USES_OF_A_CODE
from tests.integration.registry_api.world import DeviceKeys, Lane, Registry


def enrol(registry: Registry, code: str, keys: DeviceKeys | None = None) -> tuple[int, str]:
    request = (keys or DeviceKeys()).request(code)
    answer = registry.client.simulate_post(routes.ENROLMENTS, json=request)
    return answer.status_code, answer.json.get("type", "").rpartition("/")[2]


@pytest.mark.requirement("C3")
def test_a_device_learns_who_it_is_and_its_keys_fingerprint(registry: Registry) -> None:
    keys, code = DeviceKeys(), registry.enrolment.issue_code(12, "7")
    answer = registry.client.simulate_post(routes.ENROLMENTS, json=keys.request(spaced_code(code)))
    assert answer.status_code == 201
    assert answer.json == {
        "device_id": answer.json["device_id"],
        "port_id": "SGA-SEA",
        "lane": "7",
        "season": 1448,
        "registry_epoch": registry.identity.epoch.hex(),
        "audience": "registry.test",
        "fingerprint": device_fingerprint(
            keys.batch.public_bytes, keys.auth.public_bytes, keys.age
        ),
    }
    assert registry.port_keys.ports == ["SGA-SEA"]


def test_a_code_is_good_once(registry: Registry) -> None:
    code = registry.enrolment.issue_code(0, "1")
    assert enrol(registry, code) == (201, "")
    assert enrol(registry, code) == (403, "enrolment-code-refused")


def test_a_code_may_be_typed_in_arabic_digits(registry: Registry) -> None:
    code = registry.enrolment.issue_code(0, "1")
    typed = spaced_code(code).translate(str.maketrans("0123456789", "٠١٢٣٤٥٦٧٨٩"))
    assert enrol(registry, typed) == (201, "")


def test_a_code_lapses_after_a_day(registry: Registry) -> None:
    code, later = (registry.enrolment.issue_code(0, "1") for _ in range(2))
    registry.clock.forward(ENROLMENT_CODE_SECONDS - 1)
    assert enrol(registry, code) == (201, "")
    registry.clock.forward(1)
    assert enrol(registry, later) == (403, "enrolment-code-refused")


def test_wrong_codes_run_into_a_wait_that_ends(registry: Registry) -> None:
    code = registry.enrolment.issue_code(0, "1")
    for _ in range(WRONG_PER_CALLER):
        assert enrol(registry, "1" * 18) == (403, "enrolment-code-refused")
    assert enrol(registry, code) == (429, "too-many-attempts")
    registry.clock.forward(901)
    assert enrol(registry, code) == (201, "")


def test_keys_already_enrolled_are_refused_and_use_the_code_up_in_the_end(
    registry: Registry, lane: Lane
) -> None:
    code = registry.enrolment.issue_code(0, "2")
    for _ in range(USES_OF_A_CODE):
        assert enrol(registry, code, lane.keys) == (409, "device-keys-in-use")
    assert enrol(registry, code) == (403, "enrolment-code-refused")


@pytest.mark.parametrize(
    "place", [{"port_id": "CAI-AIR"}, {"lane": "2"}, {"port_id": "CAI-AIR", "lane": "2"}]
)
def test_a_code_for_another_place_is_told_so_and_stays_good(
    registry: Registry, place: dict[str, str]
) -> None:
    code = registry.enrolment.issue_code(12, "7")
    for _ in range(max(USES_OF_A_CODE, WRONG_PER_CALLER) + 1):
        request = DeviceKeys().request(code) | place
        answer = registry.client.simulate_post(routes.ENROLMENTS, json=request)
        assert answer.status_code == 409
        assert answer.json["type"].endswith("/enrolment-code-for-other-place")
        assert (answer.json["port"], answer.json["lane"]) == ("SGA-SEA", "7")
        assert "SGA-SEA" in answer.json["detail"]
    assert registry.rows("device") == []
    request = DeviceKeys().request(code) | {"port_id": "sga-sea", "lane": " ٧"}
    assert registry.client.simulate_post(routes.ENROLMENTS, json=request).status_code == 201


def test_a_guessed_code_learns_no_place_and_counts_as_wrong(registry: Registry) -> None:
    registry.enrolment.issue_code(12, "7")
    for _ in range(WRONG_PER_CALLER):
        request = DeviceKeys().request("1" * 18) | {"port_id": "CAI-AIR", "lane": "2"}
        answer = registry.client.simulate_post(routes.ENROLMENTS, json=request)
        assert answer.json["type"].endswith("/enrolment-code-refused")
        assert "port" not in answer.json
    assert registry.client.simulate_post(routes.ENROLMENTS, json=request).status_code == 429


@pytest.mark.parametrize(
    "change",
    [
        {"batch_key": "00" * 32},
        {"auth_key": "ff" * 32},
        {"batch_key": "xy" * 32},
        {"age_recipient": "age1" + "q" * 58},
        {"age_recipient": "AGE-SECRET-KEY-1"},
        {"name": ""},
        {"name": "x" * 65},
        {"port_id": "X" * 17},
        {"lane": "1" * 65},
    ],
)
def test_unsound_keys_and_odd_names_are_refused_without_touching_the_code(
    registry: Registry, change: dict[str, object]
) -> None:
    code = registry.enrolment.issue_code(0, "1")
    request = DeviceKeys().request(code) | change
    answer = registry.client.simulate_post(routes.ENROLMENTS, json=request)
    assert answer.status_code == 422
    assert enrol(registry, code) == (201, "")


def test_one_key_for_both_purposes_is_refused(registry: Registry) -> None:
    request = DeviceKeys().request(registry.enrolment.issue_code(0, "1"))
    request["auth_key"] = request["batch_key"]
    assert registry.client.simulate_post(routes.ENROLMENTS, json=request).status_code == 422


def test_only_a_hash_of_the_code_is_kept(registry: Registry) -> None:
    code = registry.enrolment.issue_code(0, "1")
    assert code not in repr(registry.rows("enrol_code")) + repr(registry.rows("audit"))
