"""Whoever is not of the list, or asks for too much, gets nothing but a problem document."""

from __future__ import annotations

import http.client
import json
import signal
from contextlib import closing, suppress

import pytest
import requests
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from sync.protocol import hub, limits, routes
from sync.protocol.hub import ItemName, Stream, encode_push
from sync.registry.hub.fanning import MOST_STREAMS
from sync.registry.hub.sessions import MOST_SESSIONS
from tests.integration.hub.program import AUDIENCE
from tests.integration.hub.world import (
    SECONDS,
    HubDevice,
    ServedHub,
    chain,
    problem,
    random_bytes,
)

pytestmark = pytest.mark.filterwarnings(
    "ignore::urllib3.exceptions.InsecureRequestWarning"  # the certificate is pinned, not trusted
)
SHARED = settings(
    max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)


@pytest.mark.requirement("C5")
def test_a_device_that_is_not_listed_gets_no_session(shared: ServedHub) -> None:
    assert problem(HubDevice(shared, "stranger").begin()) == (401, "device-unknown")
    listed = shared.device("listed")
    assert problem(listed.begin(device="another")) == (401, "authentication-invalid")
    assert problem(listed.begin(audience=AUDIENCE)) == (401, "authentication-invalid")
    elsewhere = f"{AUDIENCE}/hub/{'00' * 16}"
    assert problem(listed.begin(audience=elsewhere)) == (401, "authentication-invalid")
    assert problem(listed.begin(nonce=random_bytes(32))) == (401, "nonce-unusable")


def test_a_nonce_is_good_once(shared: ServedHub) -> None:
    lane = shared.device("once")
    nonce = routes.from_base64url(lane.get(hub.NONCE).json()["nonce"])
    assert lane.begin(nonce=nonce).status_code == 200
    assert problem(lane.begin(nonce=nonce)) == (401, "nonce-unusable")


@pytest.mark.requirement("C5")
def test_a_recalled_device_is_put_out_at_once(served: ServedHub) -> None:
    lane, other = served.device("l"), served.device("o")
    with lane.stream() as stream:
        stream.next()
        served.recalled = ["l"]
        served.list_devices()
        other.push(chain("o"), b"nothing for it")
        with pytest.raises((StopIteration, requests.RequestException)):
            stream.next()
    push = encode_push(chain("l"), b"x")
    for refused in (
        lane.post(hub.ITEMS, push),
        lane.get(hub.HAVE, headers=lane.bearer()),
        lane.open(),
        lane.begin(),
    ):
        assert problem(refused) == (403, "device-recalled")
    del served.devices["o"]
    served.list_devices()
    assert problem(other.post(hub.ITEMS, push)) == (401, "device-unknown")


@pytest.mark.parametrize(
    "authorization", [None, "Bearer", "Bearer AAAA", "Bearer !", "Basic eA==", "Bearer " + "A" * 43]
)
def test_without_a_session_nothing_is_told(shared: ServedHub, authorization: str | None) -> None:
    lane = HubDevice(shared, "nobody")
    headers = {} if authorization is None else {"Authorization": authorization}
    for path in (hub.HAVE, hub.STREAM):
        assert problem(lane.get(path, headers=headers))[0] == 401
    answer = lane.http.post(
        shared.address + hub.ITEMS,
        data=encode_push(chain("x"), b"x"),
        headers=headers,
        timeout=SECONDS,
    )
    assert problem(answer)[0] == 401


def test_sessions_and_streams_of_one_device_are_bounded(shared: ServedHub) -> None:
    lane = shared.device("many")
    first = lane.token
    opened = [lane.open() for _ in range(MOST_STREAMS)]
    assert problem(lane.open()) == (429, "too-many-attempts")
    opened.pop().close()
    for _ in range(MOST_SESSIONS):
        lane.enter()
    while len(opened) < MOST_STREAMS or opened[-1].status_code != 200:
        opened.append(lane.open())  # until the hub has heard that one left
    for each in opened:
        each.close()
    lane.token = first
    assert problem(lane.get(hub.HAVE, headers=lane.bearer())) == (401, "authentication-needed")


def test_a_flood_is_held_up(shared: ServedHub) -> None:
    lane, other = shared.device("flood"), shared.device("calm")
    content = random_bytes(hub.ITEM_LIMIT)
    answers = [
        lane.post(hub.ITEMS, encode_push(chain("flood", at + 1), content)) for at in range(105)
    ]
    assert [each.status_code for each in answers[:99]] == [200] * 99
    assert problem(answers[-1]) == (429, "too-many-attempts")
    assert 0 < int(answers[-1].headers["Retry-After"]) <= 60
    assert other.push(chain("calm"), b"as ever")[1] is False


@pytest.mark.parametrize("size", [hub.ITEM_LIMIT + 1, hub.FRAME_LIMIT + 1, 4 * hub.FRAME_LIMIT])
def test_an_item_too_large_is_refused(shared: ServedHub, size: int) -> None:
    lane = shared.device("large")
    status, kind = problem(lane.post(hub.ITEMS, encode_push(chain("large"), bytes(size))))
    assert (status, kind) in {(413, "body-too-large"), (422, "invalid")}
    assert lane.have_of("large") == ()


@pytest.mark.parametrize(
    "head",
    [
        b"RUBBISH\r\n\r\n",
        b"GET / HTTP/1.1\r\nbad header\r\n\r\n",
        b"GET /hub/v1/have HTTP/1.1\r\nX: " + b"y" * (limits.HEADERS + 1) + b"\r\n\r\n",
        b"GET /hub/v1/have?" + b"y" * (limits.HEADERS + 1) + b" HTTP/1.1\r\n\r\n",
    ],
)
def test_what_is_no_http_ends_in_a_problem_document(shared: ServedHub, head: bytes) -> None:
    with shared.wire() as wire:
        wire.sendall(head)
        answer = http.client.HTTPResponse(wire)
        with closing(answer):
            answer.begin()
            assert answer.status == 400
            assert json.loads(answer.read())["type"].endswith("malformed")


def test_a_head_without_end_is_cut_off(shared: ServedHub) -> None:
    with shared.wire() as wire, suppress(OSError):
        wire.sendall(b"GET /hub/v1/have HTTP/1.1\r\nX: ")
        while True:
            wire.sendall(b"y" * 65536)
    assert shared.device("after").instance()


def test_a_chunked_push_is_refused(shared: ServedHub) -> None:
    lane = shared.device("chunks")
    url = shared.address + hub.ITEMS
    answer = lane.http.post(url, data=iter([b"x"]), headers=lane.bearer(), timeout=SECONDS)
    assert problem(answer) == (411, "length-required")


@SHARED
@given(
    st.one_of(
        st.binary(max_size=300),
        st.builds(
            encode_push,
            st.builds(
                ItemName,
                st.sampled_from(list(Stream)),
                st.text(max_size=70),
                st.binary(min_size=15, max_size=17),
                st.integers(-1, 2**64),
                st.integers(-1, 2**64),
            ),
            st.binary(max_size=20),
        ),
    )
)
def test_any_push_is_answered(shared: ServedHub, body: bytes) -> None:
    lane = shared.devices.get("fuzz") or shared.device("fuzz")
    answer = lane.post(hub.ITEMS, body)
    if answer.status_code != 200:
        assert problem(answer)[0] in (400, 422, 429)


@SHARED
@given(
    st.sampled_from([hub.STREAM, hub.IDENTITY, hub.HAVE, hub.NONCE]),
    st.dictionaries(
        st.sampled_from(["after", "copies", "nonce", "x"]),
        st.one_of(st.text(max_size=80), st.integers().map(str)),
    ),
)
def test_any_query_is_answered(shared: ServedHub, path: str, query: dict[str, str]) -> None:
    lane = shared.devices.get("fuzz") or shared.device("fuzz")
    with lane.get(path, params=query, headers=lane.bearer(), stream=True) as answer:
        if answer.status_code != 200:
            assert problem(answer)[0] in (400, 422, 429)


@pytest.mark.requirement("C6")
@pytest.mark.parametrize("number", [signal.SIGTERM, signal.SIGINT])
def test_it_ends_at_once_with_streams_open(served: ServedHub, number: int) -> None:
    lane = served.device("l")
    with lane.stream() as stream:
        stream.next()
        assert served.end(number) == 0
        with pytest.raises((StopIteration, requests.RequestException)):
            stream.next()


def test_a_second_hub_in_the_folder_is_refused(served: ServedHub) -> None:
    before, served.process = served.process, None
    with pytest.raises(json.JSONDecodeError):
        served.start()
    assert served.process is not None
    assert served.process.wait(SECONDS) != 0
    assert served.process.stdout is not None
    served.process.stdout.close()
    served.process = before
