"""A whole shift at a port of two lanes, told at its windows.

One window is the first line's, the other the second line's and the supervisors'. Both are the
program's own, in processes of their own; so are the registry and the port's hub. Everything is done
by keys, clicks, a scanner that types and a camera, and read from what the windows show.
"""

from __future__ import annotations

import re
import threading
from collections import Counter
from collections.abc import Callable, Mapping, Sequence
from contextlib import ExitStack
from dataclasses import dataclass, field
from pathlib import Path

from checkpoint_app.clock import SystemClock
from checkpoint_app.demo.registry_side import counts
from checkpoint_app.domain.days import cairo_day
from checkpoint_app.main import open_stores
from checkpoint_app.services.day_counts import counts_of
from tests.chaos.hub.simulation import Hub
from tests.e2e import whole_shift_hand as hands
from tests.e2e.whole_shift_files import Files, read_files
from tests.e2e.whole_shift_hand import Person, Sight, plain, says
from tests.e2e.whole_shift_port import LANES, ShiftPort, shift_port
from tests.simulators.crowd import PORT, Key, Passenger, Way

_KEYS = {
    Key.NONE: (),
    Key.DEPART: ("F2",),
    Key.REFER: ("F3",),
    Key.DEPART_UNDONE: ("F2", "F8", "F3"),
}
# Places of the bilingual list of reasons, its first line being the wish to choose one.
DOCUMENT_CHECKED, DATA_LATE, NOT_IN_ORDER = 1, 3, 6
_WAITING, _DEFERRED = "Waiting", "Deferred pilgrims"
_ON_CARD = {
    "Departed": "departed",
    "Returned": "returned",
    "Sent to the second line": "referred",
    "Deferred": "deferred",
    "Refused": "refused",
}


@dataclass
class Told:
    """What the shift came to, by who says so."""

    expected: Counter[str] = field(default_factory=Counter)
    wrong: list[str] = field(default_factory=list)
    cards: list[Counter[str]] = field(default_factory=list)
    report: Counter[str] = field(default_factory=Counter)
    files: Files | None = None
    journal: Counter[str] = field(default_factory=Counter)
    registry: Counter[str] = field(default_factory=Counter)
    passengers: int = 0


@dataclass
class WholeShift:
    """One port's shift, from the first sync to the report. ``every`` so manieth text is typed by
    an 8 ms scanner, the others by a fast one."""

    port: ShiftPort
    first: Person
    second: Person
    every: int
    told: Told = field(default_factory=Told)
    _texts: int = 0

    def play(self) -> Told:
        """All of it, in its order."""
        self.people_come()
        people = [each for each in self.port.passengers if not each.returning]
        third = len(people) // 3
        self.serve(people[:third])
        self.by_hand()
        self.locked()
        self.line_is_cut(people[third : third + 2])
        self.serve(people[third + 2 : 2 * third])
        self.port.server.start()
        self.serve(people[2 * third :])
        self.first.reads("Online")
        self.held_back()
        self.supervisor_begins()
        self.second_line_works(people)
        self.cleared_come_back(people)
        self.handed_over()
        self.order_is_lifted()
        self.returns([each for each in self.port.passengers if each.returning])
        self.shift_ends()
        self.it_syncs()
        self.report()
        return self.told

    # Who comes to work.

    def people_come(self) -> None:
        """The first sync brings the list of staff: each window asks who is there by itself."""
        for window in (self.first, self.second):
            window.wait(_asks_who, "the page of signing in")
        omar = self.port.staff["omar"]
        self.first.fill(omar.login, "not my password")
        self.first.reads("The name or the password is wrong")
        self.first.wait(_can("Sign in"), "another try")
        self.first.fill(omar.password)
        self.first.reads("Which way does this lane work?")
        self.first.type("1")
        self.first.press("Return")
        self.first.comes_to("lane")
        self.first.reads("Omar Fathy")

    # The first line.

    def serve(self, people: list[Passenger]) -> None:
        """One passenger after the other."""
        for each in people:
            seen = self.shown(each)
            verdict = seen["verdict"]
            wanted = each.verdict or "unread"
            if each.again:
                wanted = "again"
            if verdict["tone"] != wanted:
                self.told.wrong.append(f"{each.kind}: {verdict}")
            for key in _KEYS[each.key]:
                self.key(self.first, key)
            self.count(each.movement.name.lower() if each.movement is not None else "")
            self.told.passengers += 1

    def shown(self, each: Passenger) -> Sight:
        """Their papers are held out; what stands then."""
        if each.way is Way.FRAME:
            return self.first.hold_out(each.texts[0])
        seen: Sight = {}
        for text in each.texts:
            self._texts += 1
            slow = self._texts % self.every == 0
            seen = self.first.scan(text, hands.WEDGE_MS if slow else hands.FAST_MS)
        return seen

    def key(self, window: Person, key: str) -> Sight:
        """An officer's key; what stands when it is done."""
        before = window.see()["verdict"]
        window.press(key)
        return window.wait(lambda seen: seen["verdict"] != before, f"what {key} does")

    def count(self, movement: str, times: int = 1) -> None:
        """Something is recorded, or nothing."""
        if movement:
            self.told.expected[movement] += times

    def by_hand(self) -> None:
        """No barcode, and nothing to swipe: the number is typed with its reason, then the last
        four signs of the passport shown."""
        number, window = self.port.spare[2], self.first
        before = window.see()["answers"]
        window.press("F6")
        window.reads("Permit number or national ID")
        window.type(str(number))
        window.press("Return")
        window.reads("Why do you look it up?")
        window.type("2")
        seen = window.wait(lambda seen: seen["answers"] > before, "the record")
        assert seen["verdict"]["tone"] == "refer", seen["verdict"]
        window.press("F6")
        window.reads("Last four of the passport shown")
        window.type(self.port.passport(number)[-4:])
        window.press("Return")
        seen = window.wait(lambda seen: seen["answers"] > before + 1, "the comparison")
        assert seen["verdict"]["tone"] == "clear", seen["verdict"]
        self.key(window, "F2")
        self.count("departed")
        self.told.passengers += 1

    def locked(self) -> None:
        """Nobody scans while the officer is away."""
        window, number = self.first, self.port.spare[3]
        window.press("F12")
        window.reads("This post is locked")
        before = window.see()["answers"]
        window.wedge(self.port.token(number))
        seen = window.reads("reading was refused")
        assert seen["answers"] == before
        window.fill(self.port.staff["omar"].password)
        window.comes_to("lane")
        seen = window.scan(self.port.token(number), hands.WEDGE_MS)
        assert seen["verdict"]["tone"] == "clear", seen["verdict"]
        self.key(window, "F2")
        self.count("departed")
        self.told.passengers += 1

    def line_is_cut(self, people: list[Passenger]) -> None:
        """The registry is gone. Scanning goes on, and the window says so."""
        self.port.server.stop()
        self.serve(people)
        self.first.reads("Offline")

    def held_back(self) -> None:
        """Two of one programme whose permits have expired, and one whom no lane was told of."""
        for token in self.port.group:
            assert self.first.scan(token)["verdict"]["lead"] == "The permit has expired"
            self.key(self.first, "F3")
            self.count("referred")
        seen = self.first.scan(self.port.unissued(self.port.spare[4]))
        assert "not yet in this lane's data" in seen["verdict"]["lead"], seen["verdict"]
        self.key(self.first, "F3")
        self.count("referred")
        self.told.passengers += 3

    # A supervisor at the lane, and orders.

    def supervisor_begins(self) -> None:
        """A supervisor works at the second lane for a moment, refers somebody whose permit was
        revoked, and relaxes a check: the first lane's next pilgrim clears by it."""
        window, mona = self.second, self.port.staff["mona"]
        window.fill(mona.login, mona.password)
        window.reads("Give the six digits")
        window.fill(mona.code())
        window.comes_to("supervisor")
        self.begins(window)
        seen = window.scan(self.port.token(self.port.spare[0]))
        assert seen["verdict"]["tone"] == "refuse", seen["verdict"]
        self.key(window, "F3")
        self.count("refused")
        self.told.passengers += 1
        self.relaxes(window)
        self.ends(window, mona.name)

    def begins(self, window: Person) -> None:
        """Whoever has a desk of their own begins a shift at the lane."""
        self.goes(window, "Lane")
        window.reads("Which way does this lane work?")
        window.press("Return")
        window.comes_to("lane")

    def relaxes(self, window: Person) -> None:
        """The order is given by its form, and stands over the other lane."""
        self.goes(window, "Orders")
        window.comes_to("orders")
        self.picks(window, "Check", "permit expiry")
        self.tabs_to(window, "Reason, for everybody to read")
        window.type("System fault")
        window.wait(_can("Give the order"), "the effect of the order")
        window.press("Return")
        window.reads("The order is in force at every lane of the port")
        self.first.reads("permit expiry — by")
        seen = self.first.scan(self.port.relaxed[0])
        assert seen["verdict"]["tone"] == "clear", seen["verdict"]
        assert any("relaxed by order" in each for each in seen["verdict"]["findings"])
        self.key(self.first, "F2")
        self.count("departed")
        self.told.passengers += 1

    def order_is_lifted(self) -> None:
        """Another supervisor ends it: the next one is held again."""
        window, adel = self.second, self.port.staff["adel"]
        self.goes(window, "Sign out")
        window.wait(_asks_who, "the page of signing in")
        window.fill(adel.login, adel.password)
        window.reads("Give the six digits")
        window.fill(adel.code())
        window.comes_to("supervisor")
        self.goes(window, "Orders")
        window.comes_to("orders")
        self.tabs_to(window, "Orders in force")
        window.press("Down")
        window.wait(_can("End this order"), "the order in force")
        window.press("Return")
        window.reads("End this order now, at every lane?")
        window.press("Return")
        window.reads("The order has ended")
        self.first.wait(lambda seen: not says(seen, "permit expiry — by"), "no order")
        seen = self.first.scan(self.port.relaxed[1])
        assert seen["verdict"]["lead"] == "The permit has expired", seen["verdict"]
        self.key(self.first, "F3")
        self.count("referred")
        self.told.passengers += 1

    # The second line.

    def second_line_works(self, people: list[Passenger]) -> None:
        """Cases of both lanes are worked by keyboard."""
        window, hany = self.second, self.port.staff["hany"]
        window.wait(_asks_who, "the page of signing in")
        window.fill(hany.login, hany.password)
        window.comes_to("second_line")
        held = self.told.expected["referred"]
        window.wait(lambda seen: len(_rows(seen, _WAITING)) == held, f"{held} cases")
        self.decides(window, self.one(people, "number alone"), "F2", DOCUMENT_CHECKED, note="Seen")
        self.decides(window, self.one(people, "expired"), "F4", NOT_IN_ORDER)
        self.decides(window, _spelled(self.permit(people, "other port")), "F3", NOT_IN_ORDER)
        self.decides_group(window)
        self.looks_at_deferred(window, self.one(people, "expired"))

    def decides(self, window: Person, who: str, key: str, reason: int, note: str = "") -> None:
        """A case is taken, noted and given its outcome."""
        self.chooses(window, who)
        window.click("Take")
        window.wait(lambda seen: says(seen, "Give back"), "the case taken")
        if note:
            window.press("Insert")
            window.fill(note)
            window.reads(note)
            window.press("Escape")
        self.gives(window, key, reason)
        window.reads("The outcome was recorded for every lane")
        window.wait(lambda seen: not _has(_rows(seen, _WAITING), who), f"{who} decided")

    def gives(self, window: Person, key: str, reason: int) -> None:
        """The reason out of the list, and the key of the outcome."""
        window.press("Return")
        window.wait(lambda seen: seen["focus"][1:] == ["Reason of the outcome"], "the reasons")
        window.press(*["Down"] * reason)
        window.wait(lambda seen: seen["choice"]["at"] == reason, "the reason")
        window.press(key)

    def chooses(self, window: Person, who: str) -> None:
        """Arrow keys, to the row of somebody."""
        seen = window.wait(lambda seen: _has(_rows(seen, _WAITING), who), f"{who} in the list")
        rows, at = _rows(seen, _WAITING), seen["lists"][_WAITING]["at"]
        place = next(n for n, row in enumerate(rows) if who in row)
        if seen["focus"][1:] != [_WAITING]:
            self.tabs_to(window, _WAITING)
        window.press(*["Down" if place > at else "Up"] * abs(place - at))
        window.wait(lambda seen: seen["lists"][_WAITING]["at"] == place, f"the row of {who}")
        window.wait(lambda seen: "TAKE" in seen["steps"], f"the case of {who}")

    def decides_group(self, window: Person) -> None:
        """All of one programme with the same finding, together."""
        who = self.port.name(self.port.numbers_of_group[0])
        self.chooses(window, who)
        window.wait(lambda seen: "GROUP" in seen["steps"], "others of the group")
        window.press("F8")
        window.reads("cases together")
        self.picks(window, "Reason of the outcome", "", at=DATA_LATE)
        window.press("Return")
        window.wait(lambda seen: not _has(_rows(seen, _WAITING), who), "the group decided")

    def looks_at_deferred(self, window: Person, who: str) -> None:
        """Whoever was deferred waits in a list of their own, and is decided anew: what held them
        is relaxed."""
        window.click("Deferred")
        seen = window.wait(lambda seen: _DEFERRED in seen["lists"], "the deferred")
        (row,) = seen["lists"][_DEFERRED]["rows"]
        assert who in row and "May come back" in row, row
        window.click(_WAITING)

    def cleared_come_back(self, people: list[Passenger]) -> None:
        """What the second line decided is honoured at the first lane."""
        for token in (
            next(each.texts[0] for each in people if each.kind == "number alone"),
            *self.port.group,
        ):
            seen = self.first.scan(token)
            assert seen["verdict"]["tone"] == "clear", seen["verdict"]
            self.key(self.first, "F2")
            self.count("departed")
            self.told.passengers += 1

    # The end.

    def handed_over(self) -> None:
        """Sara follows Omar; his counts are on a card."""
        sara = self.port.staff["sara"]
        self.goes(self.first, "Hand over or end the shift")
        self.told.cards.append(self.card(self.first, "Omar Fathy"))
        self.first.fill(sara.login, sara.password)
        self.first.comes_to("lane")
        self.first.reads("Sara Nabil")

    def returns(self, people: list[Passenger]) -> None:
        """The lane is turned round, and some come back."""
        self.first.click("Lane works: Departing. Change")
        self.first.reads("Lane works: Returning. Change")
        self.serve(people)

    def shift_ends(self) -> None:
        """Nobody follows Sara."""
        self.ends(self.first, "Sara Nabil")

    def ends(self, window: Person, who: str) -> None:
        """The counts of whoever goes, and the end."""
        self.goes(window, "Hand over or end the shift")
        self.told.cards.append(self.card(window, who))
        window.click("Nobody follows")
        window.wait(_can("End the shift"), "the question")
        window.press("Return")
        window.wait(_asks_who, "the page of signing in")

    def card(self, window: Person, who: str) -> Counter[str]:
        """The counts of somebody's shift, as its card says them."""
        seen = window.wait(
            lambda seen: says(seen, "Seconds a passenger:") and says(seen, who), f"{who}'s card"
        )
        (spoken,) = [plain(text) for text in seen["texts"] if "Seconds a passenger:" in text]
        pairs = dict(each.split(": ") for each in spoken.split("; "))
        return Counter({kind: int(pairs[name]) for name, kind in _ON_CARD.items()})

    def it_syncs(self) -> None:
        """Whoever looks after the machines sends what still waits."""
        window, it = self.first, self.port.staff["it"]
        window.fill(it.login, it.password)
        window.reads("Give the six digits")
        window.fill(it.code())
        window.comes_to("it_desk")
        window.click("Sync now")
        window.wait(lambda seen: not says(seen, "to send"), "nothing left to send")

    def report(self) -> None:
        """The day as the supervisor sees it, takes it away, and as the registry counts it."""
        window = self.second
        self.goes(window, "Supervisor")
        window.comes_to("supervisor")
        total = sum(self.told.expected.values())
        window.wait(lambda seen: sum(_tiles(seen).values()) == total, f"{total} movements")
        self.told.report = _tiles(window.see())
        for button in ("Daily report as PDF", "All tables as XLSX", "All tables as CSV"):
            window.click(button)
            window.wait(lambda seen: seen["dialogue"], "where to write")
            window.press("Return")
            window.wait(lambda seen: not seen["dialogue"], "the end of the dialogue")
            window.reads("The report was written")

    # Ways of doing.

    def goes(self, window: Person, where: str) -> None:
        """By the menu, with the digit that it gives."""
        window.press("F10")
        pattern = re.compile(rf"^{re.escape(where)} \((\d)\)$")

        def digit(seen: Sight) -> str:
            found = (pattern.match(plain(text)) for text in seen["texts"])
            return next((each[1] for each in found if each), "")

        seen = window.wait(digit, f"{where} in the menu")
        window.type(digit(seen))

    def tabs_to(self, window: Person, name: str) -> None:
        """The Tab key, until something has the focus."""
        passed = []
        for _ in range(40):
            seen = window.see()
            if seen["focus"][1:] == [name]:
                return
            passed.append(seen["focus"])
            window.press("Tab")
        raise AssertionError(f"Tab never reached {name}: {passed}")

    def picks(self, window: Person, name: str, text: str, at: int | None = None) -> None:
        """Arrow keys in a list that opens, to a line of it."""
        self.tabs_to(window, name)
        choice = window.see()["choice"]
        place = choice["of"].index(text) if at is None else at
        step = "Down" if place > choice["at"] else "Up"
        window.press(*[step] * abs(place - choice["at"]))
        window.wait(lambda seen: seen["choice"]["at"] == place, text)

    def one(self, people: list[Passenger], kind: str) -> str:
        """The name of the first passenger of a kind."""
        return self.port.name(self.permit(people, kind))

    def permit(self, people: list[Passenger], kind: str) -> int:
        """Their permit."""
        return next(each.permit for each in people if each.kind == kind)


def _spelled(number: int) -> str:
    """A permit's number as windows group it: so they name whom no record here names."""
    digits = f"{number:013d}"
    return f"{digits[:4]} {digits[4:8]} {digits[8:]}"


def _asks_who(seen: Sight) -> bool:
    return "Sign in" in seen["buttons"] and seen["fields"].get("Login") == ""


def _can(words: str) -> Callable[[Sight], object]:
    return lambda seen: seen["buttons"].get(words)


def _rows(seen: Sight, name: str) -> list[str]:
    listed = seen["lists"].get(name)
    return [] if listed is None else [plain(row[0]) for row in listed["rows"]]


def _has(rows: list[str], who: str) -> bool:
    return any(who in row for row in rows)


def _tiles(seen: Sight) -> Counter[str]:
    """The day's totals, as they stand on the supervisor's page."""
    found: Counter[str] = Counter()
    for text in map(plain, seen["texts"]):
        name, _, number = text.partition(": ")
        if name in _ON_TILES and number.replace(",", "").isdigit():
            found[_ON_TILES[name]] = int(number.replace(",", ""))
    return found


_ON_TILES = {
    "Departed": "departed",
    "Returned": "returned",
    "Referred": "referred",
    "Deferred": "deferred",
    "Refused": "refused",
}


def whole_shift(
    folder: Path, passengers: int, every: int, platform: str, screens: Sequence[Mapping[str, str]]
) -> Told:
    """Everything is begun, played, ended, and counted. ``screens`` are the variables that lead each
    window to its own."""
    with ExitStack() as opened:
        port = opened.enter_context(shift_port(folder, passengers))
        windows = _sit_down(port, platform, screens, opened)
        hub = Hub(port.lane(LANES[0]).root)
        hub.port = port.hub_port
        opened.callback(_end, hub)
        for window in windows:
            window.wait(_asks_who, "the page of signing in")
        hub.start()
        told = WholeShift(port, windows[0], windows[1], every).play()
        for window in windows:
            window.leaves()
        told.files = read_files(windows[1].folder)
        _count(port, told)
        return told


def _sit_down(
    port: ShiftPort, platform: str, screens: Sequence[Mapping[str, str]], opened: ExitStack
) -> list[Person]:
    """Both windows at once."""
    windows: dict[str, Person] = {}

    def sit(name: str, screen: Mapping[str, str]) -> None:
        windows[name] = Person.sits_down(port.lane(name), port.hub, platform, screen)
        opened.callback(windows[name].is_thrown_out)

    sitting = [threading.Thread(target=sit, args=each) for each in zip(LANES, screens, strict=True)]
    for each in sitting:
        each.start()
    for each in sitting:
        each.join()
    return [windows[name] for name in LANES]


def _count(port: ShiftPort, told: Told) -> None:
    """The lanes' own journals, and the registry."""
    clock = SystemClock()
    today = cairo_day(clock.now())
    with open_stores(port.lane(LANES[0]), clock) as stores:
        day = counts_of(stores.journal, today)
    told.journal = Counter({kind.name.lower(): n for kind, n in day.by_kind.items() if n})
    told.registry = Counter(counts(port.server.address, port.registry, today, PORT))


def _end(hub: Hub) -> None:
    process = hub.process
    hub.kill()
    if process is not None and process.stdout is not None:
        process.stdout.close()
