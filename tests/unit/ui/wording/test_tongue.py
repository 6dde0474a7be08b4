"""Filling the places of a text."""

from __future__ import annotations

from ui.wording.tongue import fill


def test_values_go_into_their_places():
    assert fill("{who}: {what}", who="A", what="B") == "A: B"


def test_a_place_that_is_not_given_stays():
    assert fill("{who}: {what}", who="A") == "A: {what}"


def test_what_looks_like_a_place_inside_a_value_is_none():
    assert fill("{who}: {what}", who="{what}", what="B") == "{what}: B"
