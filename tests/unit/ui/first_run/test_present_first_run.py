"""What the first run says."""

from __future__ import annotations

import pytest

from checkpoint_app.errors import ConfigError, TransportError
from checkpoint_app.reference import message, ports
from tests.unit.ui.plain_tongue import PlainTongue
from ui.first_run.present_first_run import (
    complaints,
    present_field,
    present_place,
    present_ports,
    present_refusal,
    present_request,
    present_step,
    scanner_name,
    source_name,
)
from ui.first_run.steps import ORDER, Draft, Field, SourceKind, Step, Way
from ui.first_run.views import Progress

TONGUE = PlainTongue()


class ArabicTongue(PlainTongue):
    """Says ports' names in Arabic."""

    language = "ar"


@pytest.mark.parametrize("step", Step)
def test_every_page_has_words(step: Step):
    view = present_step(step, TONGUE)
    assert view.title
    assert view.lead
    assert view.next
    assert len(view.rail) == len(ORDER)


def test_the_rail_knows_where_one_stands():
    def progress(step: Step) -> list[Progress]:
        return [each.progress for each in present_step(step, TONGUE).rail]

    done, now, ahead = Progress.DONE, Progress.CURRENT, Progress.AHEAD
    assert progress(Step.LANGUAGE) == [now, ahead, ahead, ahead, ahead]
    assert progress(Step.CONNECT) == [done, done, done, done, now]
    assert progress(Step.STICK) == progress(Step.CONNECT)
    assert progress(Step.WORKING) == progress(Step.DONE) == [done] * 5
    assert present_step(Step.PLACE, TONGUE).rail[1].spoken == "Step 2, Port and lane: now"


@pytest.mark.parametrize(
    "key", ["sync.unreachable", "sync.too_slow", "sync.broken_off", "sync.registry_trouble"]
)
def test_nothing_is_said_of_scans_where_no_lane_works_yet(key: str):
    for tongue in (TONGUE, ArabicTongue()):
        said = present_refusal(TransportError("x", key=key), tongue)
        assert said != message(key, tongue.language)
        assert "Scanning" not in said and "المسح" not in said
        assert said != message("error.unexpected", tongue.language)


def test_any_other_refusal_is_said_as_everywhere():
    refused = ConfigError("x", key="sync.code_for_other_place", port="CAI", lane="2")
    said = present_refusal(refused, TONGUE, port="Cairo Airport")
    assert "lane 2 of Cairo Airport" in said


def test_there_is_no_way_back_from_the_first_page_or_the_last():
    backs = {step: present_step(step, TONGUE).back for step in Step}
    assert [step for step, back in backs.items() if not back] == [
        Step.LANGUAGE,
        Step.WORKING,
        Step.DONE,
    ]


def test_what_is_missing_is_said_by_its_field():
    assert complaints(Draft(), Step.PLACE, TONGUE) == {
        Field.PORT: "Choose a port",
        Field.LANE: "Type the lane's number",
    }
    wrong = Draft(registry="ftp://a", code="12", root="x")
    assert complaints(wrong, Step.CONNECT, TONGUE) == {
        Field.REGISTRY: "This is not an address; check its spelling",
        Field.CODE: "The code has 18 digits; some are missing",
    }


@pytest.mark.parametrize("field", Field)
def test_every_field_has_a_name(field: Field):
    view = present_field(field, "wrong", TONGUE)
    assert view.label
    assert view.problem == "wrong"


def found(sought: str) -> list[str]:
    return [port.port_id for port in present_ports(ports(), sought, TONGUE)]


def test_all_17_ports_with_what_they_are():
    views = present_ports(ports(), "", TONGUE)
    assert len(views) == 17
    assert {(view.icon, view.kind) for view in views} == {("plane", "Airport"), ("ship", "Seaport")}


@pytest.mark.parametrize(
    ("sought", "port_id"),
    [
        *(("safaga", "SGA-SEA"), ("cai", "CAI-AIR"), ("EGNUW", "NUW-SEA")),
        *(("سفاجا", "SGA-SEA"), ("اسيوط", "ATZ-AIR"), ("القاهره", "CAI-AIR")),
        ("sharm port", "SSH-SEA"),
    ],
)
def test_ports_are_found_in_either_language(sought: str, port_id: str):
    assert port_id in found(sought)
    assert len(found(sought)) < 4


def test_a_name_that_no_port_has():
    assert found("atlantis") == []


def test_ports_are_named_in_the_language_of_now():
    (port,) = present_ports(ports(), "safaga", ArabicTongue())
    assert port.name == "ميناء سفاجا"


def test_sources():
    assert source_name(SourceKind.CAMERA, 0, TONGUE) == "Camera 1"
    assert source_name(SourceKind.CAMERA, 1, TONGUE, "C920") == "Camera 2: C920"
    assert source_name(SourceKind.SCANNER, 0, TONGUE) == "A barcode scanner only"
    long = source_name(SourceKind.CAMERA, 0, TONGUE, "A camera of a very long name, the third")
    assert long.endswith("…")
    assert scanner_name("", TONGUE) == "It types, or there is none"
    assert scanner_name("Xenon", TONGUE) == "Serial: Xenon"


def test_those_who_enrol_by_stick_are_told_what_is_theirs():
    network, stick = (present_step(Step.CONNECT, TONGUE, way) for way in Way)
    assert (network.next, stick.next) == ("Enrol", "Write the request")
    assert network.lead != stick.lead
    assert present_step(Step.STICK, TONGUE, Way.STICK).back == "Back"
    waits = present_step(Step.STICK, TONGUE, Way.STICK, enrolled=True)
    assert waits.back == "Start without data"
    assert "missing" in waits.title


def test_a_request_says_what_happens_next():
    view = present_request("Safaga Port", "2", "12345 67890", TONGUE, enrolled=False)
    assert view.place == present_place("Safaga Port", "2", "12345 67890", TONGUE)
    assert [each[:2] for each in view.next_steps] == ["1.", "2.", "3."]
    assert "telephone" in view.next_steps[1]
    answered = present_request("Safaga Port", "2", "12345 67890", TONGUE, enrolled=True)
    assert "admitted" in answered.next_steps[0]


def test_the_place_and_its_fingerprint():
    view = present_place("Safaga Port", "2", "12345 67890", TONGUE)
    assert view.place == "Safaga Port, lane 2"
    assert view.groups == ("12345", "67890")
    assert view.spoken == "Fingerprint of this device: 12345 67890"
