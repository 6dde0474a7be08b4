"""Look-ups by hand over real stores: what opens, and what the audit keeps of it."""

from __future__ import annotations

from datetime import timedelta

import pytest

from checkpoint_app.domain.finding import FindingCode as Code
from checkpoint_app.domain.roles import Role
from checkpoint_app.domain.staff import Session
from checkpoint_app.errors import CheckpointError, ConfigError, RoleError
from checkpoint_app.offices.first_line import FirstLine
from checkpoint_app.services.guard import OnDuty, Unstaffed
from checkpoint_app.services.turn import OfficerTurn
from tests.integration.services.world import pilgrim
from tests.unit.credential.samples import NOW

KEY = b"k" * 32
NATIONAL_ID = 29001010100005
DAY = timedelta(days=1)


def first_line(lane, guard=None):
    service = lane.service()
    turn = OfficerTurn(service, lane.journal, lambda: True)
    return FirstLine(
        lane=service,
        read=turn.read,
        records=lane.records,
        journal=lane.journal,
        guard=guard or Unstaffed(lambda: "o-114"),
        digest_key=KEY,
    )


def audited(lane):
    with lane.journal._database.reading() as conn:
        return conn.execute(
            "SELECT actor, action, detail FROM audit WHERE action LIKE 'lookup.%' ORDER BY entry"
        ).fetchall()


@pytest.fixture
def holder(lane):
    record = pilgrim(1, national_id=NATIONAL_ID)
    lane.registry.add(record, pilgrim(2, national_id=None))
    lane.publish()
    return record


@pytest.mark.requirement("A16")
def test_permit_passport_and_national_id_open_the_same_record(lane, holder):
    line = first_line(lane)
    for text in (str(holder.number), holder.passport.lower(), str(NATIONAL_ID)):
        turn = line.look_up(text, "damaged")
        assert turn.answer.record == holder, text


@pytest.mark.requirement("A16")
def test_each_is_audited_with_its_reason_and_no_number_in_clear(lane, holder):
    line = first_line(lane)
    turn = line.look_up(str(NATIONAL_ID), "question")
    asked, opened = audited(lane)
    assert asked[:2] == ("o-114", "lookup.asked")
    assert asked[2].startswith("national-id question ")
    assert opened == ("o-114", "lookup.opened", f"scan {turn.scan_id.hex}")
    assert lane.journal.scan(turn.scan_id).permit == holder.number
    kept = " ".join(detail for *_, detail in audited(lane))
    for number in (str(NATIONAL_ID), str(holder.number), holder.passport):
        assert number not in kept


def test_a_number_of_nobody_is_told_and_was_asked(lane, holder):
    line = first_line(lane)
    with pytest.raises(ConfigError) as refusal:
        line.look_up("30001010100005", "no_paper")
    assert refusal.value.key == "lookup.nobody"
    assert [action for _, action, _ in audited(lane)] == ["lookup.asked"]
    with pytest.raises(ConfigError) as refusal:
        line.look_up("no number", "no_paper")
    assert refusal.value.key == "lookup.malformed"
    assert len(audited(lane)) == 1


def test_of_several_permits_of_a_person_the_one_of_today_opens(lane):
    today = pilgrim(1, national_id=NATIONAL_ID)
    later = pilgrim(
        2,
        national_id=NATIONAL_ID,
        valid_from=today.valid_until + 60 * DAY,
        valid_until=today.valid_until + 67 * DAY,
    )
    lane.registry.add(later, today)
    lane.publish()
    assert first_line(lane).look_up(str(NATIONAL_ID), "damaged").answer.record == today


def test_a_national_id_that_somebody_wrote_beside_another_permit_opens_nothing(lane, holder):
    lane.edit("UPDATE record SET national_id = 30001010100005")
    with pytest.raises(ConfigError):
        first_line(lane).look_up("30001010100005", "damaged")


def test_a_damaged_record_opens_and_says_so(lane, holder):
    lane.edit("UPDATE record SET body = x'00' WHERE national_id = ?", NATIONAL_ID)
    turn = first_line(lane).look_up(str(NATIONAL_ID), "damaged")
    assert Code.RECORD_ALTERED in turn.answer.verdict.codes


def test_without_an_entry_in_the_audit_nothing_is_opened(lane, holder):
    line = first_line(lane)
    lane.journal.close()
    (lane.folder / "journal.db").write_bytes(b"x" * 4096)
    with pytest.raises(CheckpointError):
        line.look_up(str(holder.number), "damaged")


def test_nobody_looks_up_who_may_not(lane, holder):
    duty = OnDuty()
    line = first_line(lane, duty)
    for act in (lambda: line.look_up(str(NATIONAL_ID), "damaged"), lambda: line.group(1, None)):
        with pytest.raises(RoleError):
            act()
    duty.enter(Session("it", 4, ("م", "IT"), frozenset({Role.IT}), NOW, second_factor=True))
    with pytest.raises(RoleError) as refusal:
        line.look_up(str(NATIONAL_ID), "damaged")
    assert refusal.value.key == "role.forbidden"
    assert audited(lane) == []
