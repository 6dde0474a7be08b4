"""The passport shown against the permit, field by field."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from typing import Any

import pytest

from checkpoint_app.domain.checks.document import Field, compared
from checkpoint_app.domain.facts import PresentedDocument
from checkpoint_app.domain.permit import PermitClaims, PermitRecord, Sex
from tests.unit.domain.cases import CLAIMS, PASSPORT, RECORD, record

ALL_SAME = dict.fromkeys(Field, True)


def told(
    document: PresentedDocument, permit: PermitRecord | PermitClaims = RECORD
) -> dict[Field, bool | None]:
    return {each.field: each.same for each in compared(document, permit)}


def test_all_four_are_compared_in_the_order_of_the_zone() -> None:
    assert [each.field for each in compared(PASSPORT, RECORD)] == list(Field)
    assert told(PASSPORT) == ALL_SAME


@pytest.mark.requirement("C1")
@pytest.mark.parametrize(
    ("field", "changes"),
    [
        (Field.NUMBER, {"number": "A12345679"}),
        (Field.BIRTH, {"birth": date(1990, 3, 16), "birth_yymmdd": "900316"}),
        (Field.SEX, {"sex": Sex.MALE}),
        (Field.EXPIRY, {"expiry": date(2030, 1, 1)}),
    ],
)
def test_each_differs_by_itself(field: Field, changes: dict[str, Any]) -> None:
    assert told(replace(PASSPORT, **changes)) == ALL_SAME | {field: False}


def test_what_one_of_the_two_does_not_say_is_not_compared() -> None:
    keyed = told(PresentedDocument("5678"))
    assert keyed == {Field.NUMBER: True, Field.BIRTH: None, Field.SEX: None, Field.EXPIRY: None}
    assert told(PASSPORT, CLAIMS)[Field.EXPIRY] is None
    assert told(PASSPORT, record(passport_expiry=None))[Field.EXPIRY] is None
    assert told(replace(PASSPORT, birth=None, birth_yymmdd="<<<<<<"))[Field.BIRTH] is None
