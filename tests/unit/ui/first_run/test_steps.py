"""The first run's steps as values."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from sync.protocol.enrolment_code import make_code, parse_code, spaced_code
from ui.first_run.steps import (
    FIELDS,
    ORDER,
    Draft,
    Field,
    Problem,
    SourceKind,
    Step,
    Way,
    after,
    before,
    first_unfinished,
    grouped_code,
    is_asked,
    problems,
    step_of,
    stick_wish_of,
    wish_of,
)

CODE = make_code(lambda below: below // 3)
INDIC = str.maketrans("0123456789", "٠١٢٣٤٥٦٧٨٩")
SOUND = Draft(
    language="ar",
    port_id="SGA-SEA",
    lane=" ٢ ",
    officer="  أحمد   علي ",
    registry="registry.example",
    code=spaced_code(CODE).translate(INDIC),
    root="/media/root.json",
)


def problem(field: Field, **changes: object) -> Problem | None:
    return problems(replace(SOUND, **changes), step_of(field)).get(field)


def test_the_way_there_and_back():
    assert [after(step) for step in ORDER] == [*ORDER[1:], Step.WORKING]
    assert [before(step) for step in ORDER] == [None, *ORDER[:-1]]
    assert before(Step.STICK) is Step.CONNECT
    assert before(Step.WORKING) is None
    assert before(Step.DONE) is None


def test_every_field_is_on_one_page():
    assert sorted(field for fields in FIELDS.values() for field in fields) == sorted(Field)


def test_a_sound_draft_becomes_a_wish():
    assert first_unfinished(SOUND) is None
    wish = wish_of(SOUND)
    assert (wish.port_id, wish.lane, wish.officer) == ("SGA-SEA", "2", "أحمد علي")
    assert (wish.source, wish.registry) == ("camera:0", "https://registry.example")
    assert (wish.code, wish.root, wish.demo) == (CODE, Path("/media/root.json"), False)


@pytest.mark.parametrize(
    ("source", "said"),
    [(SourceKind.CAMERA, "camera:1"), (SourceKind.RECORDING, "/films"), (SourceKind.SCANNER, "")],
)
def test_sources(source: SourceKind, said: str):
    draft = replace(SOUND, source=source, camera="camera:1", recording=" /films ")
    assert wish_of(draft).source == said


@pytest.mark.requirement("C3")
def test_a_draft_by_stick_asks_for_no_address_and_no_code():
    by_stick = replace(
        SOUND, way=Way.STICK, registry="", code="", folder=" /media/stick ", scanner="serial:auto"
    )
    assert first_unfinished(by_stick) is None
    wish = stick_wish_of(by_stick)
    assert (wish.port_id, wish.lane, wish.officer) == ("SGA-SEA", "2", "أحمد علي")
    assert (wish.folder, wish.root) == (Path("/media/stick"), Path("/media/root.json"))
    assert (wish.source, wish.scanner, wish.demo) == ("camera:0", "serial:auto", False)
    assert problems(replace(by_stick, folder=" "), Step.CONNECT) == {Field.FOLDER: Problem.MISSING}
    with pytest.raises(ValueError, match="not finished"):
        stick_wish_of(replace(by_stick, root=""))
    assert problems(by_stick, Step.STICK) == {Field.ANSWER: Problem.MISSING}
    assert not problems(replace(by_stick, answer="/media/stick"), Step.STICK)


def test_what_is_asked_of_which_way():
    apart = {Field.REGISTRY, Field.CODE, Field.FOLDER}
    asked = {way: {field for field in apart if is_asked(field, way)} for way in Way}
    assert asked == {Way.NETWORK: {Field.REGISTRY, Field.CODE}, Way.STICK: {Field.FOLDER}}


_NEVER_EMPTY = {Field.LANGUAGE, Field.PORT, Field.LANE, Field.REGISTRY, Field.CODE, Field.ROOT}


@pytest.mark.parametrize("field", sorted(_NEVER_EMPTY))
def test_an_empty_field_keeps_its_page(field: Field):
    name = "port_id" if field is Field.PORT else field.value
    draft = replace(SOUND, **{name: ""})
    assert problems(draft, step_of(field)) == {field: Problem.MISSING}
    assert first_unfinished(draft) is step_of(field)
    with pytest.raises(ValueError, match="not finished"):
        wish_of(draft)


def test_only_a_recording_needs_a_path():
    assert problem(Field.SOURCE, source=SourceKind.RECORDING) is Problem.MISSING
    assert problem(Field.SOURCE, source=SourceKind.SCANNER) is None


def test_nobody_need_name_an_officer_or_a_scanner():
    assert first_unfinished(replace(SOUND, officer="  ", scanner="")) is None
    assert wish_of(replace(SOUND, officer="  ")).officer == ""


def test_names_stay_within_what_a_movement_holds():
    assert problem(Field.OFFICER, officer="ع" * 64) is None
    assert problem(Field.OFFICER, officer="ع" * 65) is Problem.TOO_LONG
    assert problem(Field.OFFICER, officer="€" * 43) is Problem.TOO_LONG
    assert problem(Field.LANE, lane="ع" * 33) is Problem.TOO_LONG


@pytest.mark.parametrize(
    "address",
    [
        *("https://a.example", "http://127.0.0.1:8000", "registry", "10.0.0.1:8443/"),
        *("http://١٢٧.٠.٠.١", " https://a.example/umrah/ "),
    ],
)
def test_addresses(address: str):
    assert problem(Field.REGISTRY, registry=address) is None
    assert not wish_of(replace(SOUND, registry=address)).registry.endswith("/")


@pytest.mark.parametrize(
    "address",
    [
        *("ftp://a.example", "https://", "https://user:pw@a", "https://a?x=1", "https://a#b"),
        *("https://[1", "two words", "a" * 600),
    ],
)
def test_what_is_no_address(address: str):
    assert problem(Field.REGISTRY, registry=address) is Problem.NOT_AN_ADDRESS


def test_codes():
    assert problem(Field.CODE, code=CODE[:17]) is Problem.CODE_UNFINISHED
    wrong = CODE[:-1] + str((int(CODE[-1]) + 1) % 10)
    assert problem(Field.CODE, code=wrong) is Problem.CODE_MISTYPED
    assert problem(Field.CODE, code="no digits") is Problem.MISSING


@given(st.text(alphabet="0123456789٠١٢٣٤٥٦٧٨٩- x\u200f", max_size=60))
def test_grouping_keeps_the_digits_and_comes_to_rest(typed: str):
    grouped = grouped_code(typed)
    assert grouped_code(grouped) == grouped
    assert len(grouped) <= len("000-000-000-000-000-000")
    assert grouped.replace("-", "").isdigit() or grouped == ""


@given(st.integers(0, 10**17 - 1))
def test_a_grouped_code_is_the_code(number: int):
    code = make_code(lambda _below: number)
    assert parse_code(grouped_code(code.translate(INDIC))) == code


@given(
    st.builds(Draft, *(st.text(max_size=80) for _ in range(4))),
    *(st.text(max_size=80) for _ in range(4)),
)
def test_nothing_typed_raises(draft: Draft, registry: str, code: str, root: str, path: str):
    typed = replace(draft, registry=registry, code=code, root=root, recording=path)
    for step in Step:
        problems(typed, step)
