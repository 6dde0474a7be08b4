"""Signed requests against a peer: nonces, refusals, and answers that are not the registry's."""

from __future__ import annotations

from contextlib import suppress

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from checkpoint_app.errors import CheckpointError, ConfigError, ProtocolError, TransportError
from sync.client.calls import RefusedError, accepted, ask_nonce
from sync.client.http import HttpAnswer, RegistryHttp, checked_address
from sync.client.refresh_source import RegistryRefresh
from sync.protocol import limits, routes
from sync.protocol.problems import ProblemKind
from tests.unit.sync.client.memory_outbox import EPOCH
from tests.unit.sync.client.peer import LostError, Peer, Reply, calls_to, http_to, problem

PATH = routes.receipt_of(EPOCH)


def peer_holding(*movements: bytes) -> Peer:
    return Peer(held={EPOCH: dict(enumerate(movements, 1))})


def ask(peer: Peer) -> bytes:
    return calls_to(peer).call("GET", PATH, limit=limits.RECEIPT_ANSWER)


def test_the_first_call_asks_for_a_nonce_and_the_next_one_has_it() -> None:
    peer = peer_holding(b"one")
    calls = calls_to(peer)
    for _ in range(3):
        assert calls.call("GET", PATH, limit=limits.RECEIPT_ANSWER)
    assert peer.requests == [f"GET {routes.NONCE}", *[f"GET {PATH}"] * 3]


def test_a_nonce_that_grew_old_costs_one_more_request() -> None:
    peer = peer_holding(b"one")
    calls = calls_to(peer)
    calls.call("GET", PATH, limit=limits.RECEIPT_ANSWER)
    peer.nonces.clear()
    assert calls.call("GET", PATH, limit=limits.RECEIPT_ANSWER)


def test_nonces_that_never_work_are_a_refusal_not_a_loop() -> None:
    peer = peer_holding(b"one")
    peer.fails = lambda when, path: (
        problem(401, ProblemKind.NONCE_UNUSABLE) if path == PATH else None
    )
    with pytest.raises(RefusedError):
        ask(peer)
    assert len(peer.requests) == 4


@pytest.mark.parametrize(
    ("reply", "kind", "key"),
    [
        (problem(404, ProblemKind.NO_RECEIPT), RefusedError, "sync.refused"),
        (problem(403, ProblemKind.DEVICE_RECALLED), RefusedError, "sync.device_recalled"),
        (problem(401, ProblemKind.DEVICE_UNKNOWN), RefusedError, "sync.device_unknown"),
        (problem(401, ProblemKind.WRONG_AUDIENCE), RefusedError, "sync.wrong_registry"),
        (Reply(418, b'{"type": "/of/later"}', routes.PROBLEM), RefusedError, "sync.refused"),
        (Reply(404, b"{", routes.PROBLEM), ProtocolError, "sync.not_registry"),
        (Reply(404, b"<html>", "text/html"), ProtocolError, "sync.not_registry"),
        (Reply(302, b"", "text/html"), ProtocolError, "sync.not_registry"),
        (Reply(204, b""), ProtocolError, "sync.not_registry"),
        (Reply(200, b"<html>", "text/html"), ProtocolError, "sync.not_registry"),
        (Reply(200, bytes(2000)), ProtocolError, "sync.not_registry"),
        (Reply(500, b"oops"), TransportError, "sync.registry_trouble"),
        (Reply(503, bytes(10_000)), TransportError, "sync.registry_trouble"),
        (Reply(429, b""), TransportError, "sync.registry_trouble"),
    ],
)
def test_what_an_answer_means(reply: Reply, kind: type[CheckpointError], key: str) -> None:
    peer = peer_holding(b"one")
    peer.fails = lambda when, path: reply if path == PATH else None
    with pytest.raises(kind) as error:
        ask(peer)
    assert error.value.key == key


def test_a_lost_request_may_be_tried_again() -> None:
    peer = peer_holding(b"one")

    def lost(when: str, path: str) -> None:
        raise LostError

    peer.fails = lost
    with pytest.raises(TransportError) as error:
        ask(peer)
    assert error.value.retryable
    assert error.value.key == "sync.unreachable"


@settings(max_examples=200, deadline=None)
@given(
    st.integers(200, 599),
    st.binary(max_size=200),
    st.sampled_from([routes.CBOR, routes.JSON, routes.PROBLEM, "text/html", ""]),
)
def test_random_answers_end_in_our_own_errors_only(status: int, body: bytes, kind: str) -> None:
    answer = HttpAnswer(status, {"content-type": kind}, body)
    with suppress(CheckpointError):
        accepted(answer)
    peer = Peer()
    peer.fails = lambda when, path: Reply(status, body, kind)
    with pytest.raises(CheckpointError):
        ask_nonce(http_to(peer))


def test_a_refresh_is_one_signed_request() -> None:
    peer = Peer()
    peer.fails = lambda when, path: Reply(200, b"envelope") if path == routes.REFRESH else None
    assert RegistryRefresh(calls_to(peer)).fetch(10**12, bytes(16)) == b"envelope"
    assert peer.requests[-1] == f"POST {routes.REFRESH}"


@pytest.mark.parametrize(
    "address",
    ["", "registry", "ftp://x", "https://", "https://u:p@x", "https://x?q", "http://[", "x" * 600],
)
def test_an_address_that_is_none_is_refused(address: str) -> None:
    with pytest.raises(ConfigError):
        RegistryHttp(address)


def test_an_address_loses_its_last_slash() -> None:
    assert checked_address("https://registry.example/base/") == "https://registry.example/base"
