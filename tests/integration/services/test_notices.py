"""Bad news by camera: a notice that a lane without a line takes in, and what it does there."""

from __future__ import annotations

import hashlib
from dataclasses import replace
from datetime import timedelta

import pytest

from checkpoint_app.credential.envelope import EnvelopeType
from checkpoint_app.credential.keys import IssuerKey, IssuerKeyring
from checkpoint_app.credential.notice import Change, Notice, NoticeKind, sign_notice
from checkpoint_app.credential.notice_text import to_digits
from checkpoint_app.domain.finding import FindingCode as Code
from checkpoint_app.domain.movement import Direction
from checkpoint_app.domain.permit import PermitStatus
from checkpoint_app.domain.programme import EntityState
from checkpoint_app.domain.verdict import VerdictKind
from tests.integration.services.world import pilgrim, token_of
from tests.unit.credential.samples import KEYS, KEYS_FROM, KEYS_UNTIL, NOW, SEASON, key_for

NEWS = NOW - timedelta(minutes=5)  # the registry's data here is of five minutes before
COMPANY = Change(NoticeKind.COMPANY, 1077, EntityState.SUSPENDED)


def notice(*changes, issued=NEWS, season=SEASON, key=KEYS[EnvelopeType.NOTICE]):
    return sign_notice(key, Notice(season, issued, changes or (COMPANY,)))


@pytest.fixture
def record(lane):
    made = pilgrim()
    lane.registry.add(made, pilgrim(2))
    lane.publish()
    return made


def scanned(lane, record, **how):
    return lane.service(**how).scan(token_of(record), record=False)


def taken(lane, envelope):
    return lane.service().scan(to_digits(envelope), symbology="QRCode")


@pytest.mark.requirement("C3")
def test_a_suspended_company_is_known_without_a_line(lane, record):
    assert scanned(lane, record).verdict.kind is VerdictKind.CLEAR
    envelope = notice()
    answer = taken(lane, envelope)
    assert (answer.verdict.kind, answer.verdict.findings, answer.permit) == (None, (), None)
    assert (answer.note, answer.notice.changes) == ("notice.taken", (COMPANY,))
    after = scanned(lane, record)
    assert after.verdict.kind is VerdictKind.REFER
    assert Code.COMPANY_SUSPENDED in after.verdict.codes
    assert Code.COMPANY_SUSPENDED in scanned(lane, pilgrim(2)).verdict.codes
    assert taken(lane, envelope).note == "notice.again"
    assert lane.service().notices.unconfirmed() == (hashlib.sha256(envelope).digest(),)


def test_it_is_journalled_and_audited_once(lane, record):
    answer = taken(lane, notice())
    entry = lane.journal.scan(answer.scan_id)
    assert (entry.reading, entry.verdict, entry.note) == ("NOTICE", None, "notice.taken")
    assert lane.service().answer_of(answer.scan_id).note == "notice.taken"
    taken(lane, notice())
    with lane.journal._reading() as conn:
        rows = conn.execute("SELECT actor FROM audit WHERE action = 'notice.taken'").fetchall()
    assert rows == [("o-114",)]


@pytest.mark.parametrize(
    ("change", "code"),
    [
        (COMPANY, Code.COMPANY_SUSPENDED),
        (Change(NoticeKind.COMPANY, 1077, EntityState.CANCELLED), Code.COMPANY_CANCELLED),
        (Change(NoticeKind.AGENT, 88, EntityState.SUSPENDED), Code.PROGRAMME_CANCELLED),
        (Change(NoticeKind.PROGRAMME, 412, EntityState.CANCELLED), Code.PROGRAMME_CANCELLED),
        (Change(NoticeKind.PERMIT, pilgrim().number, PermitStatus.REVOKED), Code.REVOKED),
        (Change(NoticeKind.PERMIT, pilgrim().number, PermitStatus.SUSPENDED), Code.SUSPENDED),
    ],
)
def test_what_each_kind_of_notice_does(lane, record, change, code):
    taken(lane, notice(change))
    assert code in scanned(lane, record).verdict.codes
    home = lane.service(Direction.RETURNING).scan(token_of(record), record=False)
    assert home.verdict.kind is VerdictKind.CLEAR


@pytest.mark.requirement("C2")
def test_a_revoked_permit_that_is_not_on_file_is_refused(lane, record):
    stranger = pilgrim(9)
    taken(lane, notice(Change(NoticeKind.PERMIT, stranger.number, PermitStatus.REVOKED)))
    answer = lane.service().scan(str(stranger.number), record=False)
    assert answer.verdict.kind is VerdictKind.REFUSE
    assert {Code.REVOKED, Code.NOT_ON_FILE} <= set(answer.verdict.codes)


@pytest.mark.requirement("C2")
def test_a_notice_never_clears(lane, record):
    lane.registry.companies[1077] = EntityState.CANCELLED
    lane.registry.statuses[record.status_index] = PermitStatus.REVOKED
    lane.publish()
    good = (
        Change(NoticeKind.COMPANY, 1077, EntityState.ACTIVE),
        Change(NoticeKind.PERMIT, record.number, PermitStatus.VALID),
        COMPANY,
        Change(NoticeKind.PERMIT, record.number, PermitStatus.SUSPENDED),
    )
    taken(lane, notice(*good))
    codes = scanned(lane, record).verdict.codes
    assert {Code.COMPANY_CANCELLED, Code.REVOKED} <= set(codes)


@pytest.mark.requirement("C2")
def test_a_later_state_table_confirms_it_and_a_replay_changes_nothing(lane, record):
    envelope = notice()
    taken(lane, envelope)
    lane.registry.issued = NEWS + timedelta(seconds=1)
    lane.registry.companies[1077] = EntityState.SUSPENDED
    lane.publish()
    assert lane.service().notices.unconfirmed() == ()
    assert Code.COMPANY_SUSPENDED in scanned(lane, record).verdict.codes
    lane.registry.issued = NEWS + timedelta(seconds=2)
    del lane.registry.companies[1077]
    lane.publish()
    assert scanned(lane, record).verdict.kind is VerdictKind.CLEAR
    assert taken(lane, envelope).note == "notice.overtaken"
    assert scanned(lane, record).verdict.kind is VerdictKind.CLEAR


def test_data_of_the_very_second_does_not_confirm(lane, record):
    lane.registry.issued = NEWS
    lane.publish()
    assert taken(lane, notice()).note == "notice.taken"
    assert Code.COMPANY_SUSPENDED in scanned(lane, record).verdict.codes


@pytest.mark.requirement("C2")
@pytest.mark.parametrize(
    ("envelope", "note"),
    [
        (notice(key=key_for(EnvelopeType.NOTICE, "somebody")), "notice.unknown_key"),
        (notice()[:-1] + bytes((notice()[-1] ^ 1,)), "notice.forged"),
        (notice(season=SEASON - 1), "notice.other_season"),
        (notice(issued=NOW - timedelta(days=29)), "notice.overtaken"),
        (notice(issued=KEYS_FROM - timedelta(seconds=1)), "notice.distrusted"),
        (bytes(40), "notice.forged"),
    ],
)
def test_what_is_not_of_this_registry_and_season_does_nothing(lane, record, envelope, note):
    answer = taken(lane, envelope)
    assert (answer.note, answer.verdict.kind) == (note, None)
    assert scanned(lane, record).verdict.kind is VerdictKind.CLEAR


def test_a_notice_too_old_is_refused(lane, record):
    lane.clock.advance(days=61)
    assert taken(lane, notice()).note == "notice.too_old"
    assert lane.journal.notices() == ()


def test_another_signed_type_is_no_notice(lane, record):
    posing = replace(KEYS[EnvelopeType.STATE], purpose=EnvelopeType.STATE)
    envelope = posing.sign_envelope(b"\x84\x01\x02\x03\x04")
    assert taken(lane, envelope).note == "notice.unknown_key"


def test_looking_at_one_takes_nothing_in(lane, record):
    answer = lane.service().scan(to_digits(notice()), record=False)
    assert (answer.note, answer.scan_id) == ("notice.genuine", None)
    assert lane.journal.notices() == ()


@pytest.mark.requirement("C3")
def test_it_outlives_a_restart_and_a_rebuilt_cache(lane, record):
    taken(lane, notice())
    lane.records.rebuild()
    lane.close()
    lane.open()
    lane.publish()
    assert Code.COMPANY_SUSPENDED in scanned(lane, record).verdict.codes


@pytest.mark.requirement("C2")
class TestDistrust:
    TOKEN = Change(NoticeKind.ISSUER_KEY, int.from_bytes(KEYS[EnvelopeType.TOKEN].kid, "big"), 2)

    def ring(self, **revoked):
        return IssuerKeyring(
            IssuerKey(
                key.purpose, key.public_bytes, KEYS_FROM, KEYS_UNTIL, revoked.get(key.purpose.value)
            )
            for key in KEYS.values()
        )

    def test_a_key_distrusted_by_notice_signs_nothing_newer(self, lane, record):
        state = Change(
            NoticeKind.ISSUER_KEY, int.from_bytes(KEYS[EnvelopeType.STATE].kid, "big"), 2
        )
        taken(lane, notice(self.TOKEN, state))
        assert scanned(lane, record).verdict.kind is VerdictKind.CLEAR  # signed before
        lane.registry.issued = NEWS + timedelta(minutes=1)
        lane.publish()
        answer = scanned(lane, record)
        assert Code.ISSUER_KEY_EXPIRED in answer.verdict.codes
        assert answer.verdict.kind is VerdictKind.REFER

    def test_data_newer_than_it_does_not_trust_again(self, lane, record):
        envelope = notice(self.TOKEN)
        taken(lane, envelope)
        lane.registry.issued = NEWS + timedelta(minutes=1)
        lane.publish()
        keys = lane.service().notices.keys()
        assert not keys.was_valid(KEYS[EnvelopeType.TOKEN].kid, NEWS)
        assert lane.service().notices.unconfirmed() == (hashlib.sha256(envelope).digest(),)
        lane.trust.keys = self.ring(token=NEWS)  # the verified list has come
        assert lane.service().notices.unconfirmed() == ()

    def test_a_notice_of_a_distrusted_key_is_refused(self, lane, record):
        own = Change(NoticeKind.ISSUER_KEY, int.from_bytes(KEYS[EnvelopeType.NOTICE].kid, "big"), 2)
        taken(lane, notice(own))
        later = notice(issued=NEWS + timedelta(seconds=1))
        assert taken(lane, later).note == "notice.distrusted"
        assert scanned(lane, record).verdict.kind is VerdictKind.CLEAR

    def test_one_taken_in_before_counts_no_more_once_its_key_is_distrusted(self, lane, record):
        service = lane.service()
        service.scan(to_digits(notice()))
        assert Code.COMPANY_SUSPENDED in service.scan(token_of(record), record=False).verdict.codes
        lane.trust.keys = self.ring(notice=NEWS)
        assert service.scan(token_of(record), record=False).verdict.kind is VerdictKind.CLEAR


@pytest.mark.requirement("C2")
def test_an_edited_notice_counts_for_nothing(lane, record):
    taken(lane, notice())
    spoilt = notice(issued=NEWS + timedelta(seconds=1))[:-1] + b"\x00"
    with lane.journal._writing() as conn:
        conn.execute("INSERT INTO notice VALUES (x'00', 9999999999, ?, 0, '')", (spoilt,))
    assert len(lane.service().notices.unconfirmed()) == 1
    assert Code.COMPANY_SUSPENDED in scanned(lane, record).verdict.codes
