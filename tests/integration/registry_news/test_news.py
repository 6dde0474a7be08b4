"""Bad news at night, from the officer's command to a lane with a line and to one without."""

from __future__ import annotations

import io
import json
from pathlib import Path

import pytest
from sqlalchemy import delete, select

from checkpoint_app import cli
from checkpoint_app.capture.frames import Frame
from checkpoint_app.capture.live import LiveReader
from checkpoint_app.credential.envelope import EnvelopeType
from checkpoint_app.domain.finding import FindingCode as Code
from checkpoint_app.domain.verdict import VerdictKind
from checkpoint_app.main import open_sync
from checkpoint_app.paths import LanePaths
from sync.registry.db import schema
from sync.registry.db.open import reading, writing
from sync.registry.holdings import take_holding
from sync.registry.publish.publisher import Publisher
from sync.registry.publish.tuf_repository import TufRepository
from sync.registry.signer.client import SignerClient
from sync.registry.signer.keys import read_signing_key
from sync.trust.folder_fetcher import folder_carrier
from sync.trust.holding import holding_of
from sync.trust.names import DISTRUSTED_TARGET
from tests.integration.registry_news.conftest import (
    CLOCK,
    Newsroom,
    Pilgrim,
    at,
    key_of,
    synced,
)
from tests.simulators.hard_frames import RATE, Clip, Held
from tests.simulators.hard_pages import in_dark_mode, page_of_sheet

SCREEN = Held(module=3.4, moire=0.3, roll=-6)


def codes(paths: LanePaths, pilgrim: Pilgrim) -> tuple[Code, ...]:
    """What the lane finds of a pilgrim who is read by the print."""
    with at(paths) as lane:
        return lane.service.scan(pilgrim.token, record=False).verdict.codes


def seen_on_a_telephone(page: Path) -> list[str]:
    """What the lane's camera reads from a screen held before it, in a second."""
    held = in_dark_mode(page_of_sheet(page.read_bytes()), 200)
    clip = Clip("held", "QRCode", frozenset(), held, SCREEN, 11)
    reader = LiveReader(CLOCK, thrifty=False)
    scans = [
        scan.text
        for number, pixels in enumerate(clip.frames())
        for scan in reader.look(Frame(pixels, number / RATE)).scans
    ]
    return scans + [scan.text for scan in reader.rest()]


@pytest.mark.requirement("C3", "C5")
def test_a_suspension_reaches_a_lane_with_a_line_and_one_without(
    newsroom: Newsroom, tmp_path: Path
) -> None:
    connected, cut_off = newsroom.enrol("A1"), newsroom.enrol("B2")
    pilgrim, page = newsroom.pilgrims[0], tmp_path / "notice.png"
    assert Code.COMPANY_SUSPENDED not in codes(connected, pilgrim)
    told = newsroom.news("suspend", "--company", pilgrim.company, "--notice", page)
    assert newsroom.where(told["number"]) == {"A1": None, "B2": None}

    # The lane with a line: the round of the next minute.
    with at(connected) as lane, open_sync(lane.stores, CLOCK) as client:
        report = client.tick_down()
        assert report is not None and report.ok, report
        answer = lane.service.scan(pilgrim.token, record=False)
        assert Code.COMPANY_SUSPENDED in answer.verdict.codes
    assert newsroom.where(told["number"]) == {"A1": "data", "B2": None}

    # The lane without: a picture on a telephone.
    assert Code.COMPANY_SUSPENDED not in codes(cut_off, pilgrim)
    (digits,) = seen_on_a_telephone(page)
    assert digits == told["text"]
    with at(cut_off) as lane:
        answer = lane.service.scan(digits, symbology="QRCode")
        assert (answer.note, answer.verdict.kind) == ("notice.taken", None)
        after = lane.service.scan(pilgrim.token, record=False)
        assert after.verdict.kind is VerdictKind.REFER
        assert Code.COMPANY_SUSPENDED in after.verdict.codes
        # A statement on a stick says so to the registry.
        view = lane.stores.trust.view
        assert view is not None
        held = holding_of(
            view,
            lane.stores.records,
            lane.stores.anchor.newest(),
            device_id=lane.stores.device.device_id,
            pending=0,
            at=CLOCK.now(),
            notices=lane.stores.notices().unconfirmed(),
        )
    assert take_holding(newsroom.engine, held, CLOCK.now())
    assert newsroom.where(told["number"]) == {"A1": "data", "B2": "notice"}
    lines = newsroom.say("news", "where")[1].splitlines()
    assert "held by 2 of 2 lanes" in lines[0]
    assert "by camera" in lines[2]

    # A later round confirms it; the lane then needs it no more.
    assert synced(cut_off).ok
    with at(cut_off) as lane:
        assert lane.service.notices.unconfirmed() == ()
    assert Code.COMPANY_SUSPENDED in codes(cut_off, pilgrim)
    assert newsroom.where(told["number"]) == {"A1": "data", "B2": "data"}

    # Reinstated: an old notice shown again changes nothing.
    assert newsroom.news("lift", "--company", pilgrim.company) == {"lifted": True}
    assert synced(cut_off).ok
    with at(cut_off) as lane:
        assert lane.service.scan(digits).note == "notice.overtaken"
    assert Code.COMPANY_SUSPENDED not in codes(cut_off, pilgrim)


def test_the_command_at_the_lane_takes_a_notice_from_a_picture(
    newsroom: Newsroom, tmp_path: Path
) -> None:
    lane, page = newsroom.enrol("C3"), tmp_path / "notice.png"
    pilgrim = newsroom.pilgrims[1]
    newsroom.news("revoke", "--permit", pilgrim.permit, "--notice", page)

    def command(*words: object) -> tuple[int, str, str]:
        out, err = io.StringIO(), io.StringIO()
        given = ["--lang", "en", "--data", str(lane.root), "notice", *map(str, words)]
        code = cli.main(given, stdin=io.StringIO(), out=out, err=err, variables={}, clock=CLOCK)
        return code, out.getvalue(), err.getvalue()

    code, out, _ = command("--json", page)
    said = json.loads(out)
    assert (code, said["answer"], said["taken"]) == (0, "taken", True)
    assert said["changes"] == [{"kind": "permit", "number": str(pilgrim.permit), "state": 1}]
    assert command(page)[:2] == (0, out_again(pilgrim))
    assert command("12345678")[0] == 1
    with at(lane) as opened:
        verdict = opened.service.scan(pilgrim.token, record=False).verdict
    assert verdict.kind is VerdictKind.REFUSE


def out_again(pilgrim: Pilgrim) -> str:
    number = str(pilgrim.permit)
    spaced = f"{number[:4]} {number[4:8]} {number[8:]}"
    return f"This notice was already taken in: permit {spaced} revoked\n"


def test_a_notice_is_printed_again(newsroom: Newsroom, tmp_path: Path) -> None:
    first, again = tmp_path / "first.pdf", tmp_path / "again.pdf"
    told = newsroom.news("cancel", "--programme", 1, "--notice", first)
    assert newsroom.say("notice", "--number", told["number"], "--out", again)[0] == 0
    assert again.read_bytes() == first.read_bytes()
    assert first.read_bytes().startswith(b"%PDF")
    assert newsroom.say("notice", "--number", 9999, "--out", again)[0] == 1
    assert newsroom.say("notice", "--number", told["number"], "--out", tmp_path / "a.gif")[0] == 1
    newsroom.news("cancel", "--programme", 1)


def test_what_cannot_be_is_refused_and_changes_nothing(newsroom: Newsroom) -> None:
    pilgrim = newsroom.pilgrims[2]
    by = ("--by", "Night officer", "--reason", "licence")
    newsroom.news("revoke", "--permit", pilgrim.permit)
    newsroom.news("cancel", "--company", pilgrim.company)
    before = _states(newsroom)
    wrong = [
        ("lift", "--permit", pilgrim.permit, *by),
        ("suspend", "--permit", pilgrim.permit, *by),
        ("suspend", "--company", pilgrim.company, *by),
        ("lift", "--company", pilgrim.company, *by),
        ("suspend", "--company", newsroom.pilgrims[3].company, "--agent", 99_999, *by),
        ("suspend", *by),
        ("suspend", "--company", "x", *by),
        ("revoke", "--permit", 123, *by),
        ("distrust", "--key", "00" * 8, *by),
        ("distrust", "--key", "zz", *by),
        ("distrust", "--key", "00" * 8, "--since", "2999-01-01", *by),
        ("suspend", "--company", newsroom.pilgrims[3].company, "--by", " ", "--reason", "x"),
        ("suspend", "--company", 1, *by, "--notice", "notice.gif"),
    ]
    for words in wrong:
        code, _, err = newsroom.say("news", *words)
        assert (code, bool(err)) == (1, True), words
    assert _states(newsroom) == before


def _states(newsroom: Newsroom) -> object:
    with reading(newsroom.engine) as connection:
        return [
            connection.execute(select(column).order_by(table.c.number)).scalars().all()
            for table, column in (
                (schema.company, schema.company.c.state),
                (schema.permit, schema.permit.c.status),
                (schema.notice, schema.notice.c.number),
            )
        ]


@pytest.mark.requirement("C2")
def test_a_key_distrusted_at_night_stays_so(newsroom: Newsroom, tmp_path: Path) -> None:
    lane = newsroom.enrol("D4")
    pilgrim = newsroom.pilgrims[0]
    kid = read_signing_key(newsroom.paths.issuer_keys, EnvelopeType.TOKEN).kid
    assert Code.ISSUER_KEY_EXPIRED not in codes(lane, pilgrim)
    page = tmp_path / "distrust.png"
    newsroom.news("distrust", "--key", kid.hex(), "--since", "2020-01-01T00:00Z", "--notice", page)
    assert synced(lane).ok
    assert Code.ISSUER_KEY_EXPIRED in codes(lane, pilgrim)  # out of what is held: a restart

    # Somebody with the online keys trusts it again: by network and by stick it is refused whole.
    with writing(newsroom.engine) as connection:
        connection.execute(delete(schema.meta).where(schema.meta.c.name.startswith("distrusted/")))
    with SignerClient(newsroom.paths.data) as signer:
        Publisher(newsroom.paths, newsroom.engine, signer, CLOCK).publish_status()
    assert synced(lane).ok  # the registry itself does not forget what it has published
    assert Code.ISSUER_KEY_EXPIRED in codes(lane, pilgrim)
    repository = TufRepository(newsroom.paths)
    listed = dict(repository.role("status").targets)
    del listed[DISTRUSTED_TARGET]
    repository.replace_targets("status", listed)
    repository.commit(CLOCK.now())
    assert key_of(synced(lane).down_error) == "trust.distrust_forgotten"
    assert Code.ISSUER_KEY_EXPIRED in codes(lane, pilgrim)
    with at(lane) as opened, open_sync(opened.stores, CLOCK) as client:
        stick = folder_carrier(newsroom.paths.metadata.parent)
        client._ways._registry = stick
        assert key_of(client.once().down_error) == "trust.distrust_forgotten"
    assert Code.ISSUER_KEY_EXPIRED in codes(lane, pilgrim)

    # Put right at the registry, the lane goes on.
    newsroom.news("distrust", "--key", kid.hex(), "--since", "2020-01-01T00:00Z")
    assert synced(lane).ok


@pytest.mark.requirement("C3")
def test_a_recall_locks_the_lane_at_its_next_round(newsroom: Newsroom) -> None:
    lane = newsroom.enrol("E5")
    with at(lane) as opened:
        device = opened.stores.device.device_id
    newsroom.news("recall", "--device", device)
    synced(lane)
    with at(lane) as opened, pytest.raises(Exception) as locked:
        opened.service.scan("1", record=False)
    assert getattr(locked.value, "key", "") == "lane.recalled"


@pytest.mark.requirement("C3")
def test_a_recall_reaches_a_lane_without_a_line_by_camera(
    newsroom: Newsroom, tmp_path: Path
) -> None:
    stolen, other = newsroom.enrol("F6"), newsroom.enrol("G7")
    pilgrim, page = newsroom.pilgrims[0], tmp_path / "recall.png"
    with at(stolen) as opened:
        device = opened.stores.device.device_id
    newsroom.news("recall", "--device", device, "--notice", page)
    (digits,) = seen_on_a_telephone(page)
    with at(other) as lane:
        told = lane.service.scan(digits, symbology="QRCode")
        assert told.note == "notice.taken"
        assert lane.service.scan(pilgrim.token, record=False).verdict.kind is not None
    with at(stolen) as lane:
        assert lane.service.scan(digits, record=False).note == "notice.genuine"
        assert lane.service.scan(pilgrim.token, record=False).verdict.kind is not None
        lane.service.scan(digits, symbology="QRCode")
        with pytest.raises(Exception) as locked:
            lane.service.scan(pilgrim.token, record=False)
        assert key_of(locked.value) == "lane.recalled"  # type: ignore[arg-type]
        assert lane.stores.records.held_manifest() is None
        assert lane.stores.journal.pending() == 0
