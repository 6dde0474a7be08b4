from __future__ import annotations

import pytest

from checkpoint_app import reference
from checkpoint_app.domain.visa import parse_visas

HEAD = "key,needs_permit,label_en,label_ar\n"


def test_which_visas_need_a_permit() -> None:
    kinds = reference.visas()
    assert kinds["umrah"].needs_permit
    assert kinds["tourist"].needs_permit
    assert {key for key, kind in kinds.items() if not kind.needs_permit} == {
        "commercial",
        "family_visit",
        "work",
        "residence",
    }


def test_a_kind_given_twice() -> None:
    with pytest.raises(ValueError, match="twice"):
        parse_visas(f"{HEAD}work,no,a,b\nwork,yes,a,b\n")


def test_neither_yes_nor_no() -> None:
    with pytest.raises(KeyError):
        parse_visas(f"{HEAD}work,perhaps,a,b\n")
