from __future__ import annotations

import pytest

from checkpoint_app.reference import messages
from sync.protocol.problems import (
    NEEDS_A_PERSON,
    RETRY_WITH_NEW_NONCE,
    ProblemKind,
    kind_of,
)


@pytest.mark.parametrize("kind", list(ProblemKind))
def test_a_problem_is_known_by_its_type_and_has_its_sentences(kind: ProblemKind) -> None:
    assert kind_of(kind.type_uri) is kind
    assert 400 <= kind.status < 600
    for part in ("title", "detail"):
        assert f"api.problem.{kind.value}.{part}" in messages()


@pytest.mark.parametrize("uri", ["", "about:blank", "/problems/", "/problems/later", "/not-found"])
def test_a_type_of_a_later_registry_is_none_of_ours(uri: str) -> None:
    assert kind_of(uri) is None


def test_no_problem_is_both_retried_and_brought_to_a_person() -> None:
    assert not RETRY_WITH_NEW_NONCE & NEEDS_A_PERSON
