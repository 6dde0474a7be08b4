"""The desk at the whole window over real stores, by keys as hands and scanners strike them."""

from __future__ import annotations

import tomllib
from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import timedelta
from functools import partial
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QLineEdit, QListWidget, QWidget
from pytestqt.qtbot import QtBot

from checkpoint_app.clock import SystemClock
from checkpoint_app.config import Settings
from checkpoint_app.demo.registry_side import Server
from checkpoint_app.domain.days import cairo_day
from checkpoint_app.domain.finding import FindingCode
from checkpoint_app.domain.movement import Direction, MovementKind
from checkpoint_app.domain.permit import PermitRecord
from checkpoint_app.domain.verdict import VerdictKind
from checkpoint_app.main import open_lane, open_stores
from checkpoint_app.reference import message, visas
from checkpoint_app.services.day_counts import counts_of
from tests.bench._lane import Season
from tests.ui.manned import (
    OFFICER,
    SLOW_SCANNER,
    Manned,
    make_season,
    move_registry,
    opened,
)
from ui.day.day_page import DayPage
from ui.lane.bar import Bar, BarButton
from ui.lane.key_bar import KeyBar
from ui.lane.last_scans import ScanList
from ui.lane.no_barcode import NoBarcode
from ui.lane.number_field import NumberField
from ui.lane.officer_card import OfficerCard
from ui.lane.views import Action, Tone
from ui.ports import LaneOffice
from ui.start import LaneStart
from ui.widgets.chip import Chip

Key = Qt.Key
# Keys of a slow scanner that are struck between two looks at the window.
AT_ONCE, PAUSE_MS = 15, 25


@dataclass(frozen=True)
class Good:
    """A pilgrim whom this lane lets go today."""

    token: str
    record: PermitRecord


@dataclass(frozen=True)
class Prepared:
    """A season, and pilgrims of it with nothing against them."""

    season: Season
    good: tuple[Good, ...]


@pytest.fixture(scope="module")
def prepared(tmp_path_factory: pytest.TempPathFactory) -> Prepared:
    season = make_season(tmp_path_factory.mktemp("season"), 200, 120)
    with open_lane(season.lane, SystemClock()) as looked:
        answers = [
            (token, looked.service.scan(token, record=False, outcome=None))
            for token in season.tokens()
        ]
    good = [
        Good(token, answer.record)
        for token, answer in answers
        if answer.verdict.kind is VerdictKind.CLEAR and answer.record is not None
    ]
    assert len(good) >= 4, "the season is large enough"
    return Prepared(season, tuple(good))


@pytest.fixture
def good(prepared: Prepared) -> tuple[Good, ...]:
    return prepared.good


@pytest.fixture
def lane(qtbot: QtBot, qapp: QApplication, prepared: Prepared, tmp_path: Path) -> Iterator[Manned]:
    manned = opened(qtbot, qapp, prepared.season, tmp_path)
    yield manned
    manned.close()
    qapp.setStyleSheet("")


def movements(lane: Manned) -> list[tuple[MovementKind, bool]]:
    """What stands recorded at this lane, newest first, and whether without a key."""
    with open_stores(lane.paths, SystemClock()) as stores:
        found = stores.journal.last_movements("1", 50)
    return [(each.movement.kind, each.movement.automatic) for each in found if each.stands]


def scans(lane: Manned) -> int:
    with open_stores(lane.paths, SystemClock()) as stores:
        return len(stores.journal.last_scans("1", 100))


def chips(lane: Manned) -> dict[str, str]:
    """The bar's marks by their icons."""
    shown = [each for each in lane.part(Bar).findChildren(Chip) if each.isVisible()]
    return {each.view.icon: each.view.text for each in shown}


def bar_button(lane: Manned, text: str) -> BarButton:
    return next(each for each in lane.part(Bar).findChildren(BarButton) if each.text() == text)


def click(widget: QWidget) -> None:
    QTest.mouseClick(widget, Qt.MouseButton.LeftButton)


@pytest.mark.requirement("C1")
def test_a_slow_scanner_shows_who_comes_before_it_tells_whether(
    lane: Manned, good: tuple[Good, ...], qtbot: QtBot
) -> None:
    assert lane.scan(str(good[0].record.number)).needs_tail
    seen: list[tuple[Tone, str | None]] = []
    text = good[1].token + "\r"
    with qtbot.waitSignal(lane.desk.answered, timeout=20_000):
        for start in range(0, len(text), AT_ONCE):
            lane.write(text[start : start + AT_ONCE], SLOW_SCANNER)
            QTest.qWait(PAUSE_MS)
            person = lane.view.person
            seen.append((lane.view.tone, None if person is None else person.name_latin))
            if len(seen) == 20:
                check_no_key_acts(lane)
    readings = [who for tone, who in seen[1:-2] if tone is Tone.READING]
    assert len(readings) == len(seen[1:-2]), "no verdict before the end"
    assert readings[-1] == good[1].record.name_latin
    assert {*readings} <= {None, good[1].record.name_latin}
    assert (lane.view.tone, scans(lane)) == (Tone.CLEAR, 2)
    assert movements(lane) == [(MovementKind.REFERRED, True)], "no key was given to anybody"


def check_no_key_acts(lane: Manned) -> None:
    bar = lane.part(KeyBar)
    for action in (Action.DEPART, Action.REFER, Action.DEFER, Action.UNDO, Action.REFRESH):
        assert not bar.button(action).isEnabled()
        click(bar.button(action))
        lane.desk.act(action)


@pytest.mark.requirement("C1")
def test_a_refresh_without_the_line_is_said_and_the_lane_goes_on(
    lane: Manned, good: tuple[Good, ...]
) -> None:
    lane.scan(good[0].token)
    lane.press(Key.Key_F5)
    lane.wait(lambda: lane.remark not in ("", message("window.refreshing", "en")))
    assert lane.remark == message("sync.unreachable", "en")
    assert lane.view.tone is Tone.CLEAR
    lane.scan(good[1].token)
    assert lane.view.person is not None
    assert lane.view.person.name_latin == good[1].record.name_latin


@pytest.mark.requirement("C1")
def test_the_bar_follows_the_line_and_what_waits_to_be_sent(
    qtbot: QtBot,
    qapp: QApplication,
    prepared: Prepared,
    tmp_path: Path,
) -> None:
    season, good = prepared.season, prepared.good
    server = Server(season.folder / "registry")
    server.start()
    server.stop()
    kept = season.lane.device.read_bytes()
    move_registry(season.lane, server.address)
    offices: list[LaneOffice] = []
    lane = opened(qtbot, qapp, season, tmp_path, behind=partial(remembered, offices))
    season.lane.device.write_bytes(kept)
    try:
        for each in good[:2]:
            lane.scan(each.token)
            lane.press(Key.Key_F2)
        lane.wait(lambda: chips(lane).get("network-off") == "Offline")
        lane.wait(lambda: chips(lane)["upload"] == "2 to send")
        server.start()
        offices[0].sync_now()
        lane.wait(lambda: chips(lane).get("network") == "Online")
        lane.wait(lambda: chips(lane)["upload"] == "All sent")
    finally:
        lane.close()
        server.stop()
        qapp.setStyleSheet("")


def remembered(offices: list[LaneOffice], start: LaneStart) -> LaneStart:
    """The same start, whose office is also noted."""

    def open_lane(settings: Settings) -> LaneOffice:
        offices.append(start.open(settings))
        return offices[0]

    return replace(start, open=open_lane)


@pytest.mark.requirement("C1")
def test_a_typed_number_and_the_last_four_of_the_passport(
    lane: Manned, good: tuple[Good, ...]
) -> None:
    record = good[0].record
    lane.write(str(record.number))
    lane.settled()
    assert lane.part(NumberField).digits == str(record.number)
    lane.press(Key.Key_Return)
    lane.write("1")  # why it is looked up
    lane.wait(lambda: lane.view.tone is Tone.REFER)
    assert lane.turn.needs_tail
    lane.press(Key.Key_F6)
    lane.write(record.passport[-4:])
    lane.press(Key.Key_Return)
    lane.wait(lambda: lane.view.tone is Tone.CLEAR)
    assert not lane.part(NoBarcode).isVisible()
    lane.press(Key.Key_F2)
    assert movements(lane) == [(MovementKind.DEPARTED, False)]


def test_a_typed_passport_opens_its_permit(lane: Manned, good: tuple[Good, ...]) -> None:
    record = good[1].record
    lane.press(Key.Key_F6)
    field = next(
        each
        for each in lane.part(NoBarcode).findChildren(QLineEdit)
        if each.accessibleName() == "Passport number"
    )
    field.setFocus()
    lane.write(record.passport)
    lane.press(Key.Key_Return)
    lane.write("2")
    lane.wait(lambda: lane.turn.answer is not None)
    assert lane.view.person is not None
    assert lane.view.person.name_latin == record.name_latin


@pytest.mark.requirement("C1")
def test_without_a_permit_each_kind_of_visa_is_answered_and_recorded(lane: Manned) -> None:
    kinds = [*visas().values(), None]
    for row, kind in enumerate(kinds):
        lane.press(Key.Key_F6)
        card = lane.part(NoBarcode)
        lane.part(QListWidget).setCurrentRow(row)
        with lane.qtbot.waitSignal(lane.desk.answered, timeout=20_000):
            click(next(each for each in card.controls() if each_text(each).startswith("Answer")))
        exempt = kind is not None and not kind.needs_permit
        assert lane.view.tone is (Tone.CLEAR if exempt else Tone.REFER), kind
        assert lane.turn.answer is not None
        codes = lane.turn.answer.verdict.codes
        assert (FindingCode.EXEMPT_VISA in codes) is exempt
    lane.settled()
    assert scans(lane) == len(kinds)


def each_text(widget: QWidget) -> str:
    text = getattr(widget, "text", None)
    return "" if text is None else str(text())


@pytest.mark.requirement("C1")
def test_an_undo_after_two_minutes_is_refused_in_words(
    lane: Manned, good: tuple[Good, ...]
) -> None:
    lane.scan(good[0].token)
    lane.press(Key.Key_F2)
    lane.clock.by += timedelta(minutes=2, seconds=1)
    lane.press(Key.Key_F8)
    assert lane.remark == message("lane.undo_too_late", "en")
    assert movements(lane) == [(MovementKind.DEPARTED, False)]


@pytest.mark.requirement("C1")
def test_a_scan_of_the_list_is_taken_back(lane: Manned, good: tuple[Good, ...]) -> None:
    lane.scan(good[0].token)
    lane.press(Key.Key_F2)
    lane.scan(good[1].token)
    lane.settled()
    rows = lane.part(ScanList)
    rows.setFocus()
    rows.setCurrentIndex(rows.model().index(1, 0))
    lane.press(Key.Key_Delete)
    assert movements(lane) == []
    assert "Departed" not in str(rows.model().index(1, 0).data())


@pytest.mark.requirement("C4")
def test_the_page_of_the_day_shows_what_the_journal_holds(
    lane: Manned, good: tuple[Good, ...]
) -> None:
    for each in good[:3]:
        lane.scan(each.token)
        lane.press(Key.Key_F2)
    lane.press(Key.Key_F8)
    lane.press(Key.Key_F3)
    lane.scan(f"{good[3].record.number}")
    lane.press(Key.Key_F9)
    lane.settled()
    assert lane.post.day is not None
    with open_stores(lane.paths, SystemClock()) as stores:
        counted = counts_of(stores.journal, cairo_day(lane.clock.now()))
    shown = lane.post.day.counts
    assert shown is not None
    assert (counted.departed, counted.by_kind[MovementKind.REFERRED]) == (2, 1)
    assert (shown.by_kind, shown.verdicts) == (counted.by_kind, counted.verdicts)
    view = lane.part(DayPage).view
    assert view is not None
    assert "2" in {total.value for total in view.totals}


@pytest.mark.requirement("C1")
def test_the_lane_turned_round_records_returns_and_stays_so(
    lane: Manned, good: tuple[Good, ...]
) -> None:
    click(bar_button(lane, "Departing"))
    lane.wait(lambda: lane.turn.direction is Direction.RETURNING)
    lane.scan(good[2].token)
    lane.settled()
    assert [kind for kind, _ in movements(lane)] == [MovementKind.RETURNED]
    assert bar_button(lane, "Returning").isVisible()
    assert settings(lane)["direction"] == "returning"


def test_another_officer_is_seen_kept_and_written_with_the_movement(
    lane: Manned, good: tuple[Good, ...]
) -> None:
    click(bar_button(lane, OFFICER))
    assert lane.part(OfficerCard).isVisible()
    lane.write("منى")
    lane.press(Key.Key_Return)
    lane.wait(lambda: lane.turn.officer == "منى")
    assert bar_button(lane, "منى").isVisible()
    lane.scan(good[0].token)
    lane.press(Key.Key_F2)
    assert settings(lane)["officer"] == "منى"
    with open_stores(lane.paths, SystemClock()) as stores:
        (newest,) = stores.journal.last_movements("1", 1)
    assert newest.movement.officer == "منى"


def settings(lane: Manned) -> dict[str, object]:
    lane.settled()
    return tomllib.loads(lane.paths.settings.read_text("utf-8"))
