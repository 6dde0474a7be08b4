"""What commands are told of a port's lanes."""

from __future__ import annotations

import argparse

import pytest
from hypothesis import given
from hypothesis import strategies as st

from checkpoint_app.errors import ConfigError
from sync.registry.lane_options import asks_of, hubs_of, lane_options


def test_addresses_of_a_port_are_all_of_them_and_none_takes_them_away() -> None:
    given_words = ["cai-air=https://a", "CAI-AIR = https://b", "SGA-SEA="]
    assert hubs_of(given_words) == {"CAI-AIR": ("https://a", "https://b"), "SGA-SEA": ()}
    assert asks_of(["cai-air=300", "SGA-SEA=0"]) == {"CAI-AIR": 300, "SGA-SEA": 0}


def test_both_may_be_given_again() -> None:
    parser = argparse.ArgumentParser()
    lane_options(parser)
    assert vars(parser.parse_args([])) == {"hub": [], "ask": []}
    words = ["--hub", "A=x", "--ask", "A=1", "--hub", "A=y"]
    assert vars(parser.parse_args(words)) == {"hub": ["A=x", "A=y"], "ask": ["A=1"]}


@pytest.mark.parametrize(
    ("text", "key"),
    [
        ("300", "ceremony.wrong_choice"),
        ("CAI-AIR=", "ceremony.wrong_ask"),
        ("CAI-AIR=12345", "ceremony.wrong_ask"),
        ("CAI-AIR=٣٠٠", "ceremony.wrong_ask"),
        ("CAI-AIR=1.5", "ceremony.wrong_ask"),
    ],
)
def test_what_is_no_choice_is_said(text: str, key: str) -> None:
    with pytest.raises(ConfigError) as caught:
        asks_of([text])
    assert caught.value.key == key


@given(st.text(max_size=12))
def test_any_word_is_a_choice_or_refused(text: str) -> None:
    for read in (hubs_of, asks_of):
        try:
            read([text])
        except ConfigError as error:
            assert error.key.startswith("ceremony.wrong_")
