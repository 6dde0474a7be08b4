"""The signer's protocol: both ends in memory, and nonsense."""

from __future__ import annotations

from functools import cache

import pytest
from hypothesis import given
from hypothesis import strategies as st

from checkpoint_app.credential.canonical import encode
from sync.registry.signer.exchange import answer
from sync.registry.signer.frames import DONE, REFUSED
from tests.unit.sync.registry.memory import NOW
from tests.unit.sync.registry.signer.desks import Desk

NAMES = st.sampled_from(["blocks", "manifest", "status", "state", "token", "refresh", "notice"])
VALUES = st.recursive(
    st.none() | st.integers(-(2**63), 2**63 - 1) | st.binary(max_size=20) | st.text(max_size=5),
    lambda inner: st.lists(inner, max_size=4),
    max_leaves=12,
)


@cache
def office() -> Desk:
    return Desk(20)


def test_a_question_is_answered() -> None:
    done, result = answer(office().desk, encode(["state", int(NOW.timestamp())]))
    assert done == DONE
    assert isinstance(result, list)


def test_a_refusal_carries_its_text_key() -> None:
    assert answer(office().desk, encode(["token", 5]))[:2] == [REFUSED, "registry.not_approved"]


@given(st.binary(max_size=100))
def test_bytes_that_are_no_request_are_refused(data: bytes) -> None:
    assert answer(office().desk, data)[0] == REFUSED


@pytest.mark.parametrize("hour", [0])
@given(name=NAMES, arguments=st.lists(VALUES, max_size=6))
def test_no_request_breaks_the_signer(hour: int, name: str, arguments: list[object]) -> None:
    assert answer(office().desk, encode([name, *arguments]))[0] in (DONE, REFUSED)
