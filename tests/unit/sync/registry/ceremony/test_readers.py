"""The readers of a ceremony's files take every byte string: only their own error escapes."""

from __future__ import annotations

import json
from collections.abc import Callable
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from checkpoint_app.errors import ConfigError
from sync.registry.ceremony.bounded import decode_json
from sync.registry.ceremony.plan import PLAN_LIMIT, encode_plan, parse_plan
from sync.registry.ceremony.progress import SignatureFile
from sync.registry.ceremony.public_key import (
    PUBLIC_LIMIT,
    PublicHalf,
    encode_public,
    parse_public,
    spoken,
)
from sync.registry.port_settings import port_scopes
from tests.unit.sync.registry.ceremony.samples import genesis_plan, half

PLAN, HALF = encode_plan(genesis_plan()), encode_public(half("root-1"))
RECIPIENT = "age1" + "q" * 58
JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | st.text(max_size=20),
    lambda inner: st.lists(inner, max_size=4) | st.dictionaries(st.text(max_size=8), inner),
    max_leaves=12,
)


def only_config_error(read: Callable[[], object]) -> None:
    try:
        read()
    except ConfigError as error:
        assert error.key == "ceremony.malformed"


def flipped(content: bytes) -> st.SearchStrategy[bytes]:
    return st.tuples(st.integers(0, len(content) - 1), st.integers(0, 255)).map(
        lambda at: content[: at[0]] + bytes([at[1]]) + content[at[0] + 1 :]
    )


def replaced(content: bytes) -> st.SearchStrategy[bytes]:
    """One field of the object, at any depth of two, holding anything."""
    whole = json.loads(content)
    places = [(name, None) for name in whole]
    places += [(name, own) for name, inner in whole.items() if type(inner) is dict for own in inner]

    def put(place: tuple[str, str | None], value: Any) -> bytes:
        changed = json.loads(content)
        if place[1] is None:
            changed[place[0]] = value
        else:
            changed[place[0]][place[1]] = value
        return json.dumps(changed).encode()

    return st.builds(put, st.sampled_from(places), JSON)


@given(
    st.binary(max_size=400) | flipped(PLAN) | replaced(PLAN) | JSON.map(json.dumps).map(str.encode)
)
def test_plans(content: bytes) -> None:
    only_config_error(lambda: parse_plan(content))


@given(st.binary(max_size=400) | flipped(HALF) | replaced(HALF))
def test_public_halves(content: bytes) -> None:
    only_config_error(lambda: parse_public(content, "root-1.pub.json"))


@given(st.binary(max_size=400) | JSON.map(json.dumps).map(str.encode))
def test_signatures_and_settings(content: bytes) -> None:
    only_config_error(lambda: decode_json(content, SignatureFile, "signature"))
    only_config_error(lambda: port_scopes(content))


def test_too_long_is_refused_unread() -> None:
    with pytest.raises(ConfigError):
        parse_plan(PLAN + b" " * PLAN_LIMIT)
    with pytest.raises(ConfigError):
        parse_public(HALF + b" " * PUBLIC_LIMIT, "x")
    assert parse_plan(PLAN) == genesis_plan()
    assert parse_public(HALF, "x") == half("root-1")


@pytest.mark.parametrize(
    "changes",
    [
        {"fingerprint": "00000 " * 5 + "00000"},
        {"seat": "recovery"},
        {"seat": "root-4"},
        {"recipient": RECIPIENT},
        {"key": None},
        {"key": {"keytype": "ed25519", "scheme": "ed25519", "keyval": {"public": "00" * 32}}},
        {"unknown": 1},
    ],
)
def test_a_public_half_that_does_not_fit_itself(changes: dict[str, object]) -> None:
    content = json.dumps({**json.loads(HALF), **changes}).encode()
    with pytest.raises(ConfigError):
        parse_public(content, "root-1.pub.json")


def test_a_recipient_that_is_none() -> None:
    wrong = PublicHalf.of_recovery("", "2026-11-22T09:00:00Z", RECIPIENT)
    with pytest.raises(ConfigError):
        parse_public(encode_public(wrong), "recovery.pub.json")


@pytest.mark.parametrize(
    "changes",
    [
        {"root": None},
        {"root": None, "targets": None},
        {"base_root": 1},
        {"base_targets": 1},
        {"kind": "renew"},
        {"made": "2026-13-22T09:00:00Z"},
        {"format": 2},
    ],
)
def test_a_plan_whose_parts_do_not_go_together(changes: dict[str, object]) -> None:
    with pytest.raises(ConfigError):
        parse_plan(json.dumps({**json.loads(PLAN), **changes}).encode())


def test_digits_for_one_thing_are_never_those_of_another() -> None:
    assert spoken(b"key", b"x") != spoken(b"draft", b"x")
    assert len(spoken(b"key", b"x").replace(" ", "")) == 30
