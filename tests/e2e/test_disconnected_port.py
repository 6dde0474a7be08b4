"""A port without a line, from the first key to acknowledged departures, through rotated keys, a
recall and bad news at night: as the people concerned type it. No registry serves and nothing
listens: only the folders of sticks go from one machine to the other."""

from __future__ import annotations

import re
import shutil
from pathlib import Path

import pytest

from sync.registry.paths import RegistryPaths
from tests.e2e.port_machines import CLEAR, PORT, REFER, REFUSE, Machines

LANES = ("1", "2")
SEATS = (("root", 1), ("root", 2), ("root", 3), ("targets", 1), ("targets", 2), ("targets", 3))


@pytest.mark.requirement("C2", "C3", "C5", "A14")
@pytest.mark.timeout(900)  # some seventy programs, and passwords that are slow to try on purpose
def test_a_port_without_a_line_from_the_first_key_to_its_last_stick(tmp_path: Path) -> None:
    machines = Machines(tmp_path)
    first_ceremony(machines)
    season(machines)
    device = enrolment(machines)
    departing, struck = departures(machines)
    acknowledgement(machines)
    machines.lang = "en"
    other_keys(machines)
    recall(machines, device["2"], departing)
    bad_news(machines, struck)
    lost_keys(machines, struck)


def first_ceremony(machines: Machines) -> None:
    """A registry without a key publishes nothing; six people make it one that lanes believe."""
    told = machines.at_registry("init")
    assert "keys begin genesis" in told
    home = machines.keys / "recovery"
    machines.away("make", "--role", "recovery", "--to", home, "--name", "نادية", *machines.unseen)
    room = machines.ceremonies / "first"
    machines.at_registry(
        *("keys", "begin", "genesis", "--ceremony", room, "--name", "منى"),
        *("--why", "بدء الموسم", "--recovery", home / "recovery.pub.json"),
    )
    read_out = [machines.make_key(*seat, room, "هدى") for seat in SEATS]
    shown = machines.sign("root-1", room, "هدى")
    assert all(fingerprint in shown for fingerprint in read_out)
    machines.sign("root-3", room, "سامي")
    machines.sign("targets-1", room, "علي")
    machines.at_registry("keys", "finish", "--ceremony", room, ends=1)
    machines.sign("targets-2", room, "علا")
    machines.at_registry("keys", "finish", "--ceremony", room)
    assert read_out[0] in machines.at_registry("keys", "show")


def season(machines: Machines) -> None:
    """Permits are there, and published for the port."""
    machines.at_registry("sample", "--permits", "300", "--seed", "5")
    assert PORT in machines.at_registry("publish", "--port", PORT)


def enrolment(machines: Machines) -> dict[str, str]:
    """Both lanes ask on a stick; each is admitted by the digits that its officer reads out."""
    root = RegistryPaths(machines.registry).root_metadata
    read_out = {}
    for lane in LANES:
        asking = ("enrol", "--request-to", machines.stick, "--port", PORT, "--lane", lane)
        told = machines.at_lane(lane, *asking, "--root", root).splitlines()
        read_out[lane] = told[1].rpartition(": ")[2]
    shown = machines.at_registry("admit", machines.stick)
    assert all(digits in shown for digits in read_out.values())
    wrong = ("--fingerprint", " ".join(["00000"] * 6))
    machines.at_registry("admit", machines.stick, *wrong, ends=1)
    device = {}
    for lane, digits in read_out.items():
        admitted = machines.at_registry("admit", machines.stick, "--fingerprint", digits)
        (device[lane],) = re.findall(r"lane-[0-9a-f]{16}", admitted)
    machines.bundle()
    for lane, digits in read_out.items():
        assert digits in machines.at_lane(lane, "enrol", "--from", machines.stick)
        assert "لا توجد هنا بيانات" in machines.import_(lane)
    return device


def departures(machines: Machines) -> tuple[int, Path]:
    """Lanes answer permits; what they recorded goes back. Returns the permit of a pilgrim who has
    not left yet, and the page of one whose company will be struck."""
    first, second, third, fourth = machines.spotless(4)
    page, struck = machines.print_permit(first), machines.print_permit(fourth)
    machines.at_lane("1", "scan", page, ends=CLEAR)
    machines.at_lane("1", "scan", page, ends=REFER)  # has departed
    machines.at_lane("1", "scan", str(machines.revoked()), ends=REFUSE)
    machines.at_lane("2", "scan", str(second), ends=REFER)  # a number without its passport
    machines.at_lane("2", "scan", *machines.with_passport(second), ends=CLEAR)
    for lane in LANES:
        machines.at_lane(lane, "bundle", "export", machines.stick)
        loop = machines.departures(lane)
        assert loop["pending"] == loop["underway"] > 0
        assert loop["receipted"] is None
    machines.at_registry("bundle-in", machines.stick)
    counted = machines.counts()
    assert (counted["departed"], counted["referred"], counted["refused"]) == (2, 2, 1)
    machines.at_registry("bundle-in", machines.stick)
    assert machines.counts() == counted
    return third, struck


def acknowledgement(machines: Machines) -> None:
    """The next bundle tells the lanes that the registry has what they sent."""
    machines.bundle()
    for lane in LANES:
        machines.import_(lane)
        loop = machines.departures(lane)
        assert (loop["pending"], loop["underway"]) == (0, 0)
        assert loop["receipted"] is not None
        machines.at_lane(lane, "bundle", "export", machines.stick)
    assert not list((machines.stick / "departures").iterdir())
    machines.at_registry("sticks")


def other_keys(machines: Machines) -> None:
    """One root key and one online key make way for others; lanes follow with their next stick."""
    room = machines.ceremonies / "second"
    asked = ("--key", "root-2", "--key", "timestamp", "--why", "Samy leaves", "--name", "Mona")
    machines.at_registry("keys", "begin", "rotate", "--ceremony", room, *asked)
    made = machines.make_key("root", 2, room, "Amal", to="root-2-second")
    assert made in machines.sign("root-1", room, "Huda")
    machines.sign("root-3", room, "Karim")
    machines.at_registry("keys", "finish", "--ceremony", room)
    machines.bundle()
    for lane in LANES:
        roots = machines.port / f"lane-{lane}" / "trust" / "metadata" / "root_history"
        assert not (roots / "2.root.json").exists()
        machines.import_(lane)
        assert (roots / "2.root.json").exists()


def recall(machines: Machines, device: str, departing: int) -> None:
    """A lane is lost: it is refused, its data goes, and what it recorded still counts. The other
    lane reads on."""
    before = machines.counts()
    scan = ("scan", *machines.with_passport(departing))
    machines.at_lane("2", *scan, ends=CLEAR)
    machines.at_registry("recall", device, "--reason", "stolen from the counter")
    machines.bundle()
    records = machines.port / "lane-2" / "records.db"
    full = records.stat().st_size
    assert "recalled" in machines.import_("2", ends=1)
    assert records.stat().st_size < full
    assert "recalled" in machines.at_lane("2", *scan, ends=1)
    assert machines.row("2", "status")["recalled"] is True
    machines.at_lane("2", "bundle", "export", machines.stick)
    assert "recalled" in machines.at_registry("bundle-in", machines.stick)
    assert machines.counts()["departed"] == before["departed"] + 1
    machines.import_("1")
    standing = {row["device"]: row["standing"] for row in machines.rows("devices")}
    assert standing.pop(device) == "recalled"
    assert list(standing.values()) == ["enrolled"]


def bad_news(machines: Machines, struck: Path) -> None:
    """A company is suspended at night; the lane takes it from a picture, and the next stick
    confirms it."""
    machines.at_lane("1", "verify", struck, ends=CLEAR)
    company, page = machines.company_of(int(struck.stem)), machines.port / "notice.png"
    word = ("--by", "Colonel Hany", "--reason", "pilgrims left without a hotel")
    machines.at_registry("news", "suspend", "--company", company, *word, "--notice", page)
    machines.at_lane("1", "verify", struck, ends=CLEAR)
    assert company in machines.at_lane("1", "notice", page)
    assert "suspended" in machines.at_lane("1", "verify", struck, ends=REFER)
    machines.bundle()
    machines.import_("1")
    assert "suspended" in machines.at_lane("1", "verify", struck, ends=REFER)
    machines.at_registry("bundle-in", machines.stick)
    (lane,) = machines.rows("news", "where")[0]["lanes"]
    assert lane["holds"] == "data"


def lost_keys(machines: Machines, struck: Path) -> None:
    """The lane's key store is lost; whoever keeps the recovery key brings it back."""
    shutil.rmtree(machines.port / "lane-1" / "keys")
    machines.at_lane("1", "status", ends=1)
    key = machines.keys / "recovery" / "recovery.key"
    machines.at_lane("1", "recover", "--identity", key, *machines.unseen)
    machines.import_("1")
    assert "suspended" in machines.at_lane("1", "verify", struck, ends=REFER)
    assert machines.departures("1")["pending"] == 0
