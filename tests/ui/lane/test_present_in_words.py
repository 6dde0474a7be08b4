"""Every finding and every state, said in both languages by the catalogues themselves."""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import timedelta

import pytest
from pytestqt.qtbot import QtBot

from checkpoint_app.domain.finding import Finding, FindingCode
from checkpoint_app.domain.freshness import Freshness
from checkpoint_app.domain.movement import Direction
from checkpoint_app.domain.verdict import VerdictKind
from checkpoint_app.errors import StorageError
from tests.unit.domain.cases import NOW, record
from tests.unit.ui.lane.samples import (
    BOTH_WAYS,
    DETAILS,
    PLACE,
    answer,
    health,
    movements_everywhere,
    turns,
)
from ui.lane.present_bar import present_bar
from ui.lane.present_findings import present_findings
from ui.lane.present_verdict import (
    present_early,
    present_opening,
    present_trouble,
    present_turn,
    present_waiting,
)
from ui.lane.states import NetworkState, SourceState
from ui.lane.views import BarView, VerdictView
from ui.wording.qt_tongue import LANGUAGES, QtTongue

_CODE = re.compile(r"\u2066[^\u2066\u2069]*\u2069")
_TURNS = list(turns())
_DETAILS = [(code, detail) for code in FindingCode for detail in DETAILS[code]]


@pytest.fixture(params=LANGUAGES)
def tongue(qtbot: QtBot, request: pytest.FixtureRequest) -> Iterator[QtTongue]:
    speaking = QtTongue(request.param)
    yield speaking
    speaking.switch("en")


def assert_readable(text: str, tongue: QtTongue) -> None:
    """A text for people: nothing left open, and Arabic without stray Latin."""
    assert text.strip()
    assert not re.search(r"[{}]|%n|None", text), text
    if tongue.language == "ar":
        bare = _CODE.sub("", text)
        assert not re.search("[A-Za-z0-9]", bare), text


def texts_of(view: VerdictView) -> Iterator[str]:
    """What a presenter made; names and passports of people stay as they are."""
    yield from (view.word, view.lead)
    yield from filter(None, (view.outcome, view.before, view.permit))
    yield from (action.label for action in view.actions)
    for finding in view.findings:
        yield from (finding.sentence, finding.next_step)
    for event in view.earlier:
        yield from (event.when, event.what)
    if view.person is not None:
        yield view.person.passport_note
        for fact in view.person.facts:
            yield from (fact.label, fact.value)


def texts_of_bar(bar: BarView) -> Iterator[str]:
    yield from (bar.port, bar.lane, bar.direction)
    for chip in bar.chips:
        yield from (chip.text, chip.detail)


@pytest.mark.requirement("A16")
@pytest.mark.parametrize(("code", "detail"), _DETAILS)
@pytest.mark.parametrize("direction", BOTH_WAYS)
def test_every_finding_is_a_sentence_with_a_next_step(
    tongue: QtTongue, code: FindingCode, detail: str, direction: Direction
):
    found = answer(VerdictKind.REFER, Finding(code, detail), movements=movements_everywhere())
    (view,) = present_findings(found, PLACE, direction, NOW, tongue)
    assert_readable(view.sentence, tongue)
    assert_readable(view.next_step, tongue)


@pytest.mark.parametrize("code", list(FindingCode))
def test_a_finding_about_nothing_proven_is_a_sentence_too(tongue: QtTongue, code: FindingCode):
    found = answer(VerdictKind.REFER, code, record=None, claims=None, movements=())
    (view,) = present_findings(found, PLACE, Direction.DEPARTING, NOW, tongue)
    assert_readable(view.sentence, tongue)


def test_what_the_record_does_not_hold_is_said(tongue: QtTongue):
    bare = record(visa_expiry=None, vaccinated=None, passport_expiry=None)
    codes = (
        *(FindingCode.VISA_EXPIRED, FindingCode.VACCINATION_DUE),
        FindingCode.DOCUMENT_EXPIRES_SOON,
    )
    found = answer(VerdictKind.REFER, *(Finding(code, "a-rule") for code in codes), record=bare)
    for view in present_findings(found, PLACE, Direction.DEPARTING, NOW, tongue):
        assert view.sentence.endswith(tongue.translate("Detail", "not recorded"))


@pytest.mark.parametrize(("name", "standing"), _TURNS, ids=[name for name, _ in _TURNS])
def test_every_turn(tongue: QtTongue, name: str, standing: object):
    for text in texts_of(present_turn(standing, PLACE, tongue, NOW)):
        assert_readable(text, tongue)


def test_what_is_shown_without_a_turn(tongue: QtTongue):
    error = StorageError("x", key="store.damaged", name=tongue.code("journal.db"))
    for view in (
        present_opening(tongue),
        present_waiting(Direction.RETURNING, tongue),
        present_early(None, PLACE, tongue),
        present_early(answer(), PLACE, tongue),
        present_trouble(error, tongue),
    ):
        for text in texts_of(view):
            assert_readable(text, tongue)


@pytest.mark.parametrize("network", list(NetworkState))
@pytest.mark.parametrize("source", list(SourceState))
@pytest.mark.parametrize("freshness", list(Freshness))
def test_every_bar(
    tongue: QtTongue, network: NetworkState, source: SourceState, freshness: Freshness
):
    hours = None if freshness is Freshness.MISSING else 30.0
    alarms = {"record_altered": "x", "refresh_lacking": "x"}
    measured = health(103, freshness, hours, alarms=alarms, altered_scans=3, clock_suspect=True)
    for state in (measured, health(), None):
        bar = present_bar(
            PLACE, "ن. عادل", Direction.DEPARTING, state, network, source, NOW, tongue
        )
        for text in texts_of_bar(bar):
            assert_readable(text, tongue)


@pytest.mark.parametrize("count", [0, 1, 2, 3, 11, 100])
def test_plurals_read_well_at_every_form(tongue: QtTongue, count: int):
    """Numbers are told in words or digits, and none is lost."""
    span = tongue.age(timedelta(days=count)) if count else tongue.age(timedelta())
    waiting = tongue.translate("Bar", "%n movement(s) wait to be sent", None, count)
    for text in (span, waiting):
        assert_readable(text, tongue)
    if count > 2 or tongue.language == "en":
        assert tongue.number(count) in waiting
