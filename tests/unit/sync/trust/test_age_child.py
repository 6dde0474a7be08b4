"""The reader's end of the pipe, its streams in memory."""

from __future__ import annotations

from io import BytesIO

import pytest

from checkpoint_app.errors import TrustError
from sync.trust.age_child import receive, send, serve
from sync.trust.reader import PackReader
from tests.unit.sync.season import Issuer


def talk(*requests: tuple[object, ...]) -> list[object]:
    asked, answered = BytesIO(), BytesIO()
    for request in requests:
        send(asked, request)
    asked.seek(0)
    serve(asked, answered)
    answered.seek(0)
    found = []
    while (answer := receive(answered)) is not None:
        found.append(answer)
    return found


def test_each_request_is_answered_and_a_refusal_ends_nothing() -> None:
    keys = Issuer().json()
    answers = talk(("issuer", b"no keys"), ("issuer", keys), ("manifest", "/nowhere", 3))
    assert answers[0][0] == "refused"  # type: ignore[index]  # a tuple
    assert answers[1:] == [("done",), ("refused", "no port key yet", "trust.port_key")]


def test_a_bug_is_a_refusal_that_says_where() -> None:
    (answer,) = talk(("issuer", 5))
    assert isinstance(answer, tuple)
    assert answer[0] == "refused"
    assert answer[1].startswith("reader failed: TypeError at ")
    assert answer[2] == "trust.reader"


@pytest.mark.parametrize("cut", [0, 1, 7, 8, 12])
def test_a_pipe_that_breaks_is_an_end(cut: int) -> None:
    stream = BytesIO()
    send(stream, ("issuer", b"keys"))
    assert receive(BytesIO(stream.getvalue()[:cut])) is None


def test_a_length_beyond_the_limit_is_an_end() -> None:
    assert receive(BytesIO(b"\xff" * 8 + b"x" * 100)) is None


def test_a_reader_in_this_process_raises() -> None:
    with pytest.raises(TrustError):
        list(PackReader().ask("issuer", b"no keys"))
