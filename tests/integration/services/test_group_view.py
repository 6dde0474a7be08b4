"""The group of a programme: who has passed, who is missing, whoever's lane it was."""

from __future__ import annotations

import pytest

from checkpoint_app.domain.movement import Direction, MovementKind
from checkpoint_app.services.group_view import MOST, GroupView, Standing
from checkpoint_app.services.guard import Unstaffed
from sync.trust.sink import ElsewhereRow
from tests.integration.services.world import pilgrim, token_of
from tests.unit.credential.samples import NOW

PROGRAMME = 410


def group(lane, service=None, **changes):
    service = service or lane.service()
    view = GroupView(
        lane=service,
        records=lane.records,
        journal=lane.journal,
        guard=Unstaffed(lambda: "o-114"),
    )
    return view.of(PROGRAMME, changes.get("permit"))


def people(count=6):
    names = ("ZEINAB", "AHMED", "MONA", "KARIM", "BASMA", "OMAR")
    return [
        pilgrim(serial, programme=PROGRAMME, name_latin=names[serial % len(names)])
        for serial in range(1, count + 1)
    ]


def standings(found):
    return {member.permit: member.standing for member in found.members}


@pytest.mark.requirement("C1")
def test_everybody_of_the_programme_stands_where_the_journal_says(lane):
    made = people()
    lane.registry.add(*made, pilgrim(50, programme=999))
    lane.publish()
    leaving, coming = lane.service(), lane.service(Direction.RETURNING)
    leaving.scan(token_of(made[0]))
    leaving.scan(token_of(made[1]))
    lane.clock.advance(hours=3)
    coming.scan(token_of(made[1]))
    for record, kind in ((made[2], MovementKind.REFERRED), (made[3], MovementKind.DEFERRED)):
        scan = leaving.scan(token_of(record), outcome=None)
        leaving.outcome(scan.scan_id, kind)
    found = group(lane)
    assert standings(found) == {
        made[0].number: Standing.DEPARTED,
        made[1].number: Standing.RETURNED,
        made[2].number: Standing.REFERRED,
        made[3].number: Standing.DEFERRED,
        made[4].number: Standing.MISSING,
        made[5].number: Standing.MISSING,
    }
    assert (found.gone, found.returned, found.company) == (2, 1, made[0].company)
    order = [member.standing.value for member in found.members]
    assert order == sorted(order), "who is missing comes first"
    missing = [each.name_latin for each in found.members if each.standing is Standing.MISSING]
    assert missing == sorted(missing)


def test_what_was_taken_back_leaves_nobody_gone(lane):
    made = people(2)
    lane.registry.add(*made)
    lane.publish()
    service = lane.service()
    scan = service.scan(token_of(made[0]))
    assert group(lane).gone == 1
    service.undo(scan.scan_id)
    assert group(lane).gone == 0


def test_departures_at_other_ports_count(lane):
    made = people(2)
    lane.registry.add(*made)
    lane.publish()
    row: ElsewhereRow = (made[0].number, 9, int(MovementKind.DEPARTED), int(NOW.timestamp()) - 60)
    with lane.records.importing() as changes:
        changes.replace_elsewhere([row])
    found = group(lane)
    (gone,) = (each for each in found.members if each.standing is Standing.DEPARTED)
    assert gone.last is not None
    assert gone.last.port == 9


def test_somebody_filed_under_the_programme_who_is_not_of_it_is_left_out(lane):
    made = people(2)
    lane.registry.add(*made, pilgrim(9, programme=7))
    lane.publish()
    lane.edit("UPDATE record SET programme = ? WHERE programme = 7", PROGRAMME)
    assert len(group(lane).members) == 2


def test_the_permit_on_screen_is_of_it_though_no_record_is_here(lane):
    found = group(lane, permit=pilgrim(3).number)
    (member,) = found.members
    assert (member.permit, member.name_latin) == (pilgrim(3).number, "")


def test_more_than_can_be_looked_at_is_told(lane):
    lane.registry.add(*(pilgrim(serial, programme=PROGRAMME) for serial in range(1, 200)))
    lane.registry.add(*(pilgrim(serial, programme=PROGRAMME) for serial in range(200, 400)))
    lane.registry.add(*(pilgrim(serial, programme=PROGRAMME) for serial in range(400, MOST + 2)))
    lane.publish()
    found = group(lane)
    assert found.beyond
    assert len(found.members) == MOST


def test_a_look_is_audited_once_and_names_nobody(lane):
    lane.registry.add(*people(2))
    lane.publish()
    view = GroupView(
        lane=lane.service(),
        records=lane.records,
        journal=lane.journal,
        guard=Unstaffed(lambda: "o-114"),
    )
    for _ in range(3):
        view.of(PROGRAMME, None)
    lane.clock.advance(hours=1)
    view.of(PROGRAMME, None)
    with lane.journal._database.reading() as conn:
        rows = conn.execute("SELECT actor, detail FROM audit WHERE action = 'group.seen'")
        assert rows.fetchall() == [("o-114", "programme 410, 2 permits")] * 2
