"""A registry, three lanes at two ports, sticks, and two hubs where two lanes are: whatever is lost,
doubled, reordered, withheld, torn or cut off between any two steps, everything agrees once it is
all done honestly.

The model knows three things: which bad news each publication had, which movements a lane said that
it recorded, and which publication each lane took in last.
"""

from __future__ import annotations

import shutil
import tempfile
from collections import Counter
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import timedelta
from pathlib import Path

import pytest
import requests
from hypothesis import HealthCheck, settings
from hypothesis import strategies as st
from hypothesis.stateful import (
    RuleBasedStateMachine,
    initialize,
    precondition,
    rule,
    run_state_machine_as_test,
)

import sync.trust.reader_process
from checkpoint_app.credential.movement_bytes import decode_movement
from checkpoint_app.domain.cases import CaseOutcome
from checkpoint_app.domain.finding import FindingCode
from checkpoint_app.domain.permit import PermitStatus
from checkpoint_app.domain.programme import EntityState
from checkpoint_app.domain.verdict import VerdictKind
from checkpoint_app.errors import CheckpointError, ConfigError
from checkpoint_app.main import enrol_lane
from checkpoint_app.paths import LanePaths
from checkpoint_app.reference import ports
from checkpoint_app.services.cases import WAITING
from tests.chaos.disconnected import sticks
from tests.chaos.disconnected.centre import (
    PORTS,
    START,
    Centre,
    TickingClock,
    enrolment,
    make_centre,
    pilgrims,
)
from tests.chaos.disconnected.hubs import Fate, Hub
from tests.chaos.disconnected.lanes import Lane, reader_here
from tests.chaos.disconnected.line import ADDRESS, Fault, Line
from tests.chaos.disconnected.port import (
    LanesOfPorts,
    cases_of,
    desk_of,
    is_let_off,
    known,
    recounted,
    told_conflicts,
    told_outcomes,
)
from tests.chaos.disconnected.power import Mains, Power, PowerCut, wire, wired_engines
from tests.chaos.disconnected.sticks import Damage

LANES = ("CAI-AIR", "CAI-AIR", "SGA-SEA")
PERMITS, PEOPLE = 90, 4
LANE = st.integers(0, len(LANES) - 1)
STICK = st.integers(0, 2)
PORT = st.sampled_from(PORTS)
PERSON = st.integers(0, 2 * PEOPLE - 1)
# After so many steps of the disk the power fails; mostly it does not.
CUT = st.one_of(st.none(), st.integers(0, 8), st.integers(0, 40))
SHARE = st.floats(0, 1, exclude_max=True)
FAULTS = st.lists(st.sampled_from(Fault), max_size=14)
OF_HUB, HUB = st.integers(0, 1), st.integers(0, 1)
FATES = st.lists(st.sampled_from(Fate), max_size=5)


class World:
    """Made once: a registry that has published, and three lanes enrolled there, two at work and one
    with an empty cache. Every example begins with a copy."""

    def __init__(self, folder: Path, mains: Mains, patch: pytest.MonkeyPatch) -> None:
        self.folder, self.mains, self._patch = folder, mains, patch
        self.seen: Counter[str] = Counter()
        clock = TickingClock()
        make_centre(folder / "registry", clock, PERMITS)
        centre = Centre(folder / "registry", clock)
        self.join(Line(lambda: centre.app, mains, Power()))
        for number, port_id in enumerate(LANES):
            code = enrolment(centre).issue_code(ports().by_id(port_id).bit, f"A{number}")
            paths = LanePaths(folder / f"lane-{number}")
            root = centre.paths.root_metadata.read_bytes()
            name = f"lane {number}"
            enrol_lane(paths, registry=ADDRESS, code=code, name=name, root=root, demo=True)
        clock.forward(timedelta(minutes=1))
        centre.publisher.publish(PORTS)
        self.people = pilgrims(centre, PEOPLE)
        for number in (0, 2):
            self._begin_shift(Lane(folder / f"lane-{number}", LANES[number], clock))
        centre.close()

    def _begin_shift(self, lane: Lane) -> None:
        """The lane holds what is published, and has something to send."""
        assert lane.sync().ok
        first = next(each for each in self.people if each.port_id == lane.port_id)
        assert lane.scan(first.text).verdict.kind is VerdictKind.CLEAR
        lane.close()

    def join(self, line: Line) -> None:
        """Have this line be the only one that there is."""
        self._patch.setattr(requests, "Session", line.session)

    def copied(self, folder: Path) -> None:
        shutil.copytree(self.folder, folder, dirs_exist_ok=True)


class Disconnected(RuleBasedStateMachine):
    """See the module."""

    world: World

    @initialize()
    def begin(self) -> None:
        self.temporary = tempfile.TemporaryDirectory()
        self.folder = Path(self.temporary.name)
        self.world.copied(self.folder)
        self.clock = TickingClock(START + timedelta(minutes=2))
        self.centre = Centre(self.folder / "registry", self.clock)
        self.power = Power()
        self.line = Line(lambda: self.centre.app, self.world.mains, self.power)
        self.world.join(self.line)
        self.lanes = LanesOfPorts(
            Lane(self.folder / f"lane-{number}", port_id, self.clock)
            for number, port_id in enumerate(LANES)
        )
        self.hubs = [Hub(self.folder / f"hub-{number}", self.clock) for number in range(2)]
        self.sticks = [self.folder / f"stick-{number}" for number in range(3)]
        for stick in self.sticks:
            stick.mkdir()
        self.notices: list[tuple[int, str]] = []
        self.published = {self.centre.version(): self.centre.bad_news()}

    # The registry.

    @rule(person=PERSON)
    def revoke(self, person: int) -> None:
        self.centre.revoke(self.world.people[person].number)

    @rule(person=PERSON)
    def suspend(self, person: int) -> None:
        self.centre.suspend(self.world.people[person].company)

    @rule(person=PERSON, flight=st.sampled_from(["MS671", "SV310"]))
    def change(self, person: int, flight: str) -> None:
        self.centre.change(self.world.people[person].number, flight)

    @rule(cut=CUT)
    def publish(self, cut: int | None) -> None:
        self._publish(lambda: self.centre.publisher.publish(PORTS), cut)

    @rule(cut=CUT)
    def publish_status(self, cut: int | None) -> None:
        self._publish(self.centre.publisher.publish_status, cut)

    @rule(person=PERSON, cut=CUT)
    def give_notice(self, person: int, cut: int | None) -> None:
        """An officer at night revokes a permit; what comes out is photographed."""
        number = self.world.people[person].number
        with self._at_the_registry("notice", cut):
            self.notices.append((number, self.centre.notice_of_revoked(number)))

    @precondition(lambda self: self.notices)
    @rule(lane=LANE, which=SHARE, cut=CUT)
    def show_notice(self, lane: int, which: float, cut: int | None) -> None:
        number, text = self.notices[int(which * len(self.notices))]
        with self._at("notice shown", self.lanes[lane], cut):
            answer = self.lanes[lane].scan(text)
            assert answer.notice is not None
            if answer.notice.genuine:
                self.lanes[lane].told.add(number)

    @precondition(lambda self: not any(lane.recalled for lane in self.lanes))
    @rule(lane=LANE)
    def recall(self, lane: int) -> None:
        self.centre.recall(self.lanes[lane].device_id)
        self.lanes[lane].recalled = True

    # Sticks.

    @rule(port=PORT, stick=STICK, cut=CUT)
    def write(self, port: str, stick: int, cut: int | None) -> None:
        with self._at_the_registry("bundle", cut):
            self.centre.bundle(port, self.sticks[stick])

    @rule(stick=STICK, cut=CUT)
    def take_back(self, stick: int, cut: int | None) -> None:
        with self._at_the_registry("bundle_in", cut):
            self.centre.bundle_in(self.sticks[stick])

    @rule(lane=LANE, stick=STICK, cut=CUT, patience=st.one_of(st.none(), st.integers(0, 20)))
    def take(self, lane: int, stick: int, cut: int | None, patience: int | None) -> None:
        with self._at("take", self.lanes[lane], cut):
            self.lanes[lane].take(self.sticks[stick], _patient(patience))

    @rule(lane=LANE, stick=STICK, cut=CUT)
    def export(self, lane: int, stick: int, cut: int | None) -> None:
        with self._at("export", self.lanes[lane], cut):
            self.lanes[lane].export(self.sticks[stick])

    @rule(lane=LANE, stick=STICK)
    def fetch(self, lane: int, stick: int) -> None:
        """What the lane has, to the registry."""
        self.export(lane, stick, None)
        self.take_back(stick, None)

    @rule(lane=LANE, stick=STICK)
    def deliver(self, lane: int, stick: int) -> None:
        """A new stick from the registry to the lane."""
        sticks.empty(self.sticks[stick])
        self.write(self.lanes[lane].port_id, stick, None)
        self.take(lane, stick, None, None)

    @rule(stick=STICK, kind=st.sampled_from(Damage), which=SHARE, where=SHARE)
    def spoil(self, stick: int, kind: Damage, which: float, where: float) -> None:
        sticks.damage(self.sticks[stick], kind, which, where)

    @rule(one=STICK, other=STICK)
    def copy(self, one: int, other: int) -> None:
        sticks.copy(self.sticks[one], self.sticks[other])

    @rule(one=STICK, other=STICK)
    def mistake(self, one: int, other: int) -> None:
        sticks.swap(self.sticks[one], self.sticks[other])

    @rule(stick=STICK)
    def lose(self, stick: int) -> None:
        sticks.empty(self.sticks[stick])

    # Lanes.

    @rule(lane=LANE, person=PERSON, cut=CUT)
    def scan(self, lane: int, person: int, cut: int | None) -> None:
        self._scan(self.lanes[lane], person, cut)

    @rule(lane=LANE)
    def shift(self, lane: int) -> None:
        """Everybody who leaves from this port, one after the other."""
        for number, person in enumerate(self.world.people):
            if person.port_id == self.lanes[lane].port_id:
                self._scan(self.lanes[lane], number, None)

    @rule(lane=LANE, cut=CUT)
    def annul(self, lane: int, cut: int | None) -> None:
        with self._at("annul", self.lanes[lane], cut):
            self.lanes[lane].annul()

    @rule(lane=LANE, faults=FAULTS, cut=CUT, registry_cut=st.one_of(st.none(), st.integers(0, 6)))
    def sync(
        self, lane: int, faults: list[Fault], cut: int | None, registry_cut: int | None
    ) -> None:
        self.line.faults = list(faults)
        self.power.cut(registry_cut)
        with self._at("sync", self.lanes[lane], cut):
            self.lanes[lane].sync()
        self.line.faults = []
        self._restart_registry()

    @rule(lane=LANE)
    def reopen(self, lane: int) -> None:
        self.lanes[lane].reopen(after_cut=False)

    # Hubs of the port with two lanes.

    @rule(lane=OF_HUB, hub=HUB, cut=CUT, fates=FATES, backwards=st.booleans())
    def exchange(
        self, lane: int, hub: int, cut: int | None, fates: list[Fate], backwards: bool
    ) -> None:
        with self._at("pushed", self.lanes[lane], cut):
            self.hubs[hub].take_from(self.lanes[lane])
        with self._at("pulled", self.lanes[lane], cut):
            self.hubs[hub].give_to(self.lanes[lane], fates, backwards=backwards)

    @rule(lane=OF_HUB, hub=HUB)
    def meet(self, lane: int, hub: int) -> None:
        """All lanes at the hub, this one first and last."""
        for each in (lane, 1 - lane, lane):
            self.exchange(each, hub, None, [], backwards=False)

    @rule(person=st.integers(0, PEOPLE - 1), hub=HUB)
    def leave_twice(self, person: int, hub: int) -> None:
        """At both lanes, before and after the hub told of it."""
        for _ in range(2):
            self._scan(self.lanes[0], person, None)
            self._scan(self.lanes[1], person, None)
            self.meet(0, hub)

    @rule(hub=HUB)
    def forget(self, hub: int) -> None:
        self.hubs[hub].forget()

    @rule(lane=OF_HUB, hub=HUB, faults=FAULTS, registry_cut=st.one_of(st.none(), st.integers(0, 6)))
    def pass_on(self, lane: int, hub: int, faults: list[Fault], registry_cut: int | None) -> None:
        self.line.faults = list(faults)
        self.power.cut(registry_cut)
        with self._at("passed on", self.lanes[lane], None):
            self.hubs[hub].pass_on(self.lanes[lane])
        self.line.faults = []
        self._restart_registry()

    @rule(lane=OF_HUB, which=SHARE, outcome=st.sampled_from(CaseOutcome), cut=CUT)
    def decide(self, lane: int, which: float, outcome: CaseOutcome, cut: int | None) -> None:
        """A desk of the second line takes any case that waits, and decides it."""
        with self._at("decided", self.lanes[lane], cut):
            waiting = [
                view
                for view in cases_of(self.lanes[lane], self.clock).values()
                if view.state in WAITING
            ]
            if waiting:
                desk = desk_of(self.lanes[lane], self.clock)
                view = desk.take(waiting[int(which * len(waiting))].case_id)
                desk.decide(view.case_id, outcome, "document-checked")
                self.world.seen[f"decided {outcome.name}"] += 1

    @precondition(lambda self: self.lanes.dead is None)
    @rule(lane=OF_HUB)
    def die(self, lane: int) -> None:
        """Its computer is gone for good."""
        self.world.seen["died"] += 1
        self.lanes.dead = lane

    @rule(minutes=st.sampled_from([1, 30, 7 * 60]))
    def wait(self, minutes: int) -> None:
        self.clock.forward(timedelta(minutes=minutes))

    # The end.

    def teardown(self) -> None:
        if not hasattr(self, "lanes"):
            return
        try:
            self._make_honest()
            self._check()
        finally:
            for lane in self.lanes:
                lane.close()
            for hub in self.hubs:
                hub.close()
            self.centre.close()
            self.temporary.cleanup()

    def _make_honest(self) -> None:
        """New sticks and no damage, there and back, and there again with what is acknowledged."""
        for last in (False, True):
            self.clock.forward(timedelta(minutes=1))
            self._publish(lambda: self.centre.publisher.publish(PORTS), None)
            for number, lane in enumerate(self.lanes):
                if self.lanes.is_dead(lane):
                    continue
                stick = self.folder / f"courier-{number}"
                sticks.empty(stick)
                self.centre.bundle(lane.port_id, stick)
                self._take_honestly(lane, stick)
                if not last:
                    lane.export(stick)
                    taken = self.centre.bundle_in(stick)
                    assert taken.is_well, taken.refused
            if not last:
                self._meet_honestly()

    def _meet_honestly(self) -> None:
        """The living at one hub, until nothing is new, and its way up."""
        living, hub = self._at_hubs(), self.hubs[0]
        for lane in (*living, *living[:1]):
            hub.take_from(lane)
            hub.give_to(lane)
        for lane in living[:1]:
            hub.pass_on(lane)

    def _at_hubs(self) -> list[Lane]:
        port = [lane for lane in self.lanes if lane.port_id == LANES[0]]
        return [lane for lane in port if not (lane.recalled or self.lanes.is_dead(lane))]

    @staticmethod
    def _take_honestly(lane: Lane, stick: Path) -> None:
        outcome = lane.take(stick, lambda: False)
        assert outcome.receipt_error is None
        assert outcome.taken.recalled is lane.recalled

    def _check_port(self) -> None:
        """At the port with hubs: the same movements, the same conflicts, the same outcomes."""
        living = self._at_hubs()
        permits = [person.number for person in self.world.people]
        seen = [cases_of(lane, self.clock) for lane in living]
        for lane, cases in zip(living, seen, strict=True):
            assert told_conflicts(cases) == recounted(lane, permits)
            if told_conflicts(cases):
                self.world.seen["conflicts"] += 1
        if len(living) > 1:
            for permit in permits:
                assert known(living[0], permit) == known(living[1], permit)
            assert told_conflicts(seen[0]) == told_conflicts(seen[1])
            assert told_outcomes(seen[0]) == told_outcomes(seen[1])
            assert seen[0].keys() == seen[1].keys()

    def _check_dead(self, lane: Lane, counted: list[bytes]) -> None:
        """What anybody heard of a lane that died is counted, once."""
        assert len(set(counted)) == len(counted)
        assert set(counted) <= set(lane.movements())
        for other in self._at_hubs():
            assert other.heard_of(lane.device_id) <= set(counted)

    def _check(self) -> None:
        self._check_port()
        revoked, stopped = self.centre.bad_news()
        counted = {lane.device_id: self.centre.movements(lane.device_id) for lane in self.lanes}
        for lane in self.lanes:
            if self.lanes.is_dead(lane):
                self._check_dead(lane, counted[lane.device_id])
                continue
            assert counted[lane.device_id] == lane.movements(), "every movement counted once"
            entries = self.centre.case_entries(lane.device_id)
            assert entries == lane.case_entries(), "every entry of a case kept once"
            arrived = {decode_movement(body).movement_id for body in counted[lane.device_id]}
            assert lane.recorded <= arrived, "what a lane said is recorded arrived"
            if lane.recalled:
                assert not lane.records()
                with pytest.raises(ConfigError, match="recalled"):
                    lane.scan(self.world.people[0].text)
                continue
            held = lane.records()
            assert set(held) == self.centre.records(lane.port_id)
            permits, companies = lane.statuses()
            assert {each for each, found in permits.items() if found is PermitStatus.REVOKED} == (
                revoked & permits.keys()
            )
            assert {
                each for each, found in companies.items() if found is not EntityState.ACTIVE
            } == stopped & companies.keys()
            assert lane.stores.journal.pending() == 0
        assert self.centre.set_aside() == 0

    # Parts of steps.

    def _scan(self, lane: Lane, number: int, cut: int | None) -> None:
        person = self.world.people[number]
        answer, let_off = None, is_let_off(lane, person.number)
        with self._at("scan", lane, cut):
            answer = lane.scan(person.text)
        if answer is None or answer.verdict.kind is not VerdictKind.CLEAR:
            return
        self.world.seen["cleared"] += 1
        assert let_off, "nobody is cleared of whom it is known here that they have left"
        revoked, stopped = self.published.get(lane.version, (frozenset(), frozenset()))
        assert person.number not in revoked | lane.told
        if FindingCode.SECOND_LINE_CLEARED in {each.code for each in answer.verdict.findings}:
            self.world.seen["cleared by a desk"] += 1
            return
        assert person.company not in stopped
        permits, companies = lane.statuses()
        assert permits[person.number] is PermitStatus.VALID
        assert companies[person.company] is EntityState.ACTIVE

    def _publish(self, action: Callable[[], object], cut: int | None) -> None:
        news = self.centre.bad_news()
        with self._at_the_registry("publish", cut):
            action()
        self.published.setdefault(self.centre.version(), news)

    @contextmanager
    def _at(self, step: str, lane: Lane, cut: int | None) -> Iterator[None]:
        """A step at a lane; only the program's own errors, or its power's end, may end it."""
        self.clock.forward(timedelta(seconds=1))
        lane.power.cut(cut)
        with self._told(step), self.world.mains.on(lane.power):
            yield
        if lane.power.is_off:
            self.world.seen["lane off"] += 1
            lane.reopen(after_cut=True)
        lane.power.cut(None)

    @contextmanager
    def _at_the_registry(self, step: str, cut: int | None) -> Iterator[None]:
        self.clock.forward(timedelta(seconds=1))
        self.power.cut(cut)
        with self._told(step), self.world.mains.on(self.power):
            yield
        self._restart_registry()

    @contextmanager
    def _told(self, step: str) -> Iterator[None]:
        """Only the program's own errors, or the end of power, may end a step."""
        try:
            yield
            self.world.seen[step] += 1
        except PowerCut:
            pass
        except CheckpointError as error:
            self.world.seen[f"{step}: {error.key}"] += 1

    def _restart_registry(self) -> None:
        off = self.power.is_off
        self.power.cut(None)
        if off:
            self.world.seen["registry off"] += 1
            self.centre.reopen()


def _patient(questions: int | None) -> Callable[[], bool]:
    """Stops whatever asks, after so many questions."""
    left = [0 if questions is None else questions]

    def stopping() -> bool:
        left[0] -= 1
        return questions is not None and left[0] < 0

    return stopping


@pytest.fixture(scope="module")
def world(tmp_path_factory: pytest.TempPathFactory) -> Iterator[World]:
    mains = Mains()
    with pytest.MonkeyPatch.context() as patch, wired_engines(mains):
        wire(mains, patch)
        patch.setattr(sync.trust.reader_process, "ReaderProcess", reader_here)
        yield World(tmp_path_factory.mktemp("world"), mains, patch)


def run(world: World, examples: int, steps: int) -> None:
    Disconnected.world = world
    run_state_machine_as_test(
        Disconnected,
        settings=settings(
            max_examples=examples,
            stateful_step_count=steps,
            deadline=None,
            suppress_health_check=list(HealthCheck),
        ),
    )


@pytest.mark.requirement("C3")
def test_everything_agrees_in_the_end(world: World) -> None:
    run(world, 8, 25)


@pytest.mark.full
@pytest.mark.timeout(3600)
def test_everything_agrees_in_the_end_of_many_seasons(world: World) -> None:
    run(world, 300, 40)
    done = {"cleared", "lane off", "registry off", "take", "bundle_in", "notice shown"}
    done |= {"pushed", "pulled", "passed on", "conflicts", "decided CLEAR", "died"}
    assert done <= world.seen.keys()
