from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field

import pytest
from hypothesis import given
from hypothesis import strategies as st

from checkpoint_app.capture.strokes import (
    Act,
    Answer,
    Deliver,
    Early,
    Progress,
    Scan,
    Stroke,
    StrokeKind,
)
from checkpoint_app.capture.wedge import (
    ALONE,
    HOLD,
    LONGEST,
    PACE,
    SHORTEST_BURST,
    SILENCE,
    KeyStream,
)
from checkpoint_app.credential import token_text
from checkpoint_app.credential.scanned import TEXT_LIMIT

TEXT, TERMINATOR = StrokeKind.TEXT, StrokeKind.TERMINATOR
OTHER, MODIFIER = StrokeKind.OTHER, StrokeKind.MODIFIER
NUMBER = 4839201755662
TOKEN = token_text.to_digits(NUMBER, bytes(range(170)))
MRZ = (
    "P<EGYELSHERBINY<<FATIMA<AHMED<<<<<<<<<<<<<<<",
    "A000000697EGY8501017F3012318<<<<<<<<<<<<<<04",
)


@dataclass
class Desk:
    """A key stream whose clock is the keys' own; ticks come when they are due."""

    stream: KeyStream = field(default_factory=KeyStream)
    now: float = 100.0
    answers: list[Answer] = field(default_factory=list)

    def wait(self, seconds: float) -> None:
        end = self.now + seconds
        while (due := self.stream.due) is not None and due <= end:
            self.answers += self.stream.tick(due)
        self.now = end

    def strike(
        self,
        text: str,
        gap: float = 0.0,
        kind: StrokeKind | None = None,
        action: str = "",
        key: int | None = None,
        auto_repeat: bool = False,
    ) -> None:
        """After ``gap`` seconds a key goes down; half a gap later, at most 10 ms, it comes up."""
        self.wait(gap)
        kind = kind or (TERMINATOR if text in "\r\t" and text else TEXT)
        number = key if key is not None else ord(text[0]) if text else 1
        self.answers += self.stream.press(
            Stroke(self.now, number, kind, text, action, auto_repeat), self.now
        )
        self.answers += self.stream.release(
            Stroke(self.now, number, kind, text, action, auto_repeat, is_release=True)
        )

    def type(self, text: str, gap: float) -> None:
        for sign in text:
            self.strike(sign, gap)

    @property
    def delivered(self) -> str:
        return "".join(stroke.text for stroke in self.pressed)

    @property
    def pressed(self) -> list[Stroke]:
        strokes = [s for a in self.answers if isinstance(a, Deliver) for s in a.strokes]
        return [stroke for stroke in strokes if not stroke.is_release]

    @property
    def scans(self) -> list[str]:
        return [answer.text for answer in self.answers if isinstance(answer, Scan)]

    @property
    def acts(self) -> list[str]:
        return [answer.action for answer in self.answers if isinstance(answer, Act)]


@pytest.fixture
def desk() -> Desk:
    return Desk()


@pytest.mark.requirement("C1")
@pytest.mark.parametrize("gap", [0.0, 0.001, 0.008, 0.020, 0.034])
@pytest.mark.parametrize("end", ["\r", "\t", "\r\r", ""])
def test_a_scanner_is_heard_at_any_pace(desk: Desk, gap: float, end: str) -> None:
    desk.type(TOKEN + end, gap)
    desk.wait(1)
    assert desk.scans == [TOKEN]
    assert desk.delivered == "" and desk.acts == []


def test_a_terminator_ends_the_code_at_once_and_silence_after_a_while(desk: Desk) -> None:
    desk.type("4839201755662\r", 0.008)
    assert desk.scans == ["4839201755662"]
    desk.wait(0.3)
    desk.type("4839201755662", 0.008)
    desk.wait(SILENCE - 0.001)
    assert len(desk.scans) == 1
    desk.wait(0.002)
    assert len(desk.scans) == 2


def test_a_code_may_stutter(desk: Desk) -> None:
    desk.type("48392017", 0.008)
    desk.strike("5", 0.14)
    desk.type("5662\r", 0.008)
    assert desk.scans == ["4839201755662"]


@pytest.mark.requirement("C1")
def test_the_permit_number_of_a_token_comes_early_and_once(desk: Desk) -> None:
    desk.type(TOKEN[:14], 0.008)
    assert not [a for a in desk.answers if isinstance(a, Early)]
    desk.type(TOKEN[14:] + "\r", 0.008)
    assert [a for a in desk.answers if isinstance(a, Early)] == [Early(NUMBER)]
    assert desk.answers.index(Early(NUMBER)) < len(desk.answers) - 1
    desk.type(TOKEN + "\r", 0.008)
    assert [a for a in desk.answers if isinstance(a, Early)] == [Early(NUMBER)] * 2


@pytest.mark.parametrize(
    "text",
    ["]Q3" + TOKEN, TOKEN.translate(str.maketrans("0123456789", "٠١٢٣٤٥٦٧٨٩"))],
    ids=["with the symbology first", "in Arabic-Indic digits"],
)
def test_the_early_number_is_found_as_scanners_write_it(desk: Desk, text: str) -> None:
    desk.type(text + "\r", 0.008)
    assert Early(NUMBER) in desk.answers and desk.scans == [text]


def test_a_permit_number_alone_is_not_told_early(desk: Desk) -> None:
    desk.type("4839201755662" + "4839201755662" + "\r", 0.008)
    assert not [a for a in desk.answers if isinstance(a, Early)]


def test_progress_grows_to_the_end(desk: Desk) -> None:
    desk.type(TOKEN, 0.008)
    counts = [answer.count for answer in desk.answers if isinstance(answer, Progress)]
    assert counts == sorted(counts) and counts[-1] > len(TOKEN) - 10


def test_typing_is_delivered_soon(desk: Desk) -> None:
    desk.strike("a")
    assert desk.delivered == ""
    desk.wait(HOLD)
    assert desk.delivered == "a" and desk.stream.idle


def test_quick_fingers_are_no_scanner(desk: Desk) -> None:
    desk.type("abcde", PACE)
    desk.strike("f", 0.08)
    desk.wait(HOLD)
    assert desk.delivered == "abcdef" and desk.scans == []


def test_a_short_code_with_its_terminator_presses_nothing(desk: Desk) -> None:
    desk.type("1234\r", 0.010)
    desk.wait(1)
    assert desk.scans == ["1234"] and desk.pressed == []


def test_a_few_keys_and_a_slower_enter_are_typing(desk: Desk) -> None:
    desk.type("1234", 0.030)
    desk.strike("\r", 0.05)
    desk.wait(1)
    assert desk.delivered == "1234\r" and desk.scans == []


def test_keys_come_up_after_they_went_down(desk: Desk) -> None:
    desk.type("ab", 0.02)
    desk.wait(1)
    strokes = [s for a in desk.answers if isinstance(a, Deliver) for s in a.strokes]
    assert [(s.text, s.is_release) for s in strokes] == [
        ("a", False),
        ("a", True),
        ("b", False),
        ("b", True),
    ]


def test_a_key_that_comes_up_late_has_the_fate_of_its_press(desk: Desk) -> None:
    stream = desk.stream
    down = [Stroke(1 + place * 0.008, place, text=sign) for place, sign in enumerate("48392017")]
    for stroke in down:
        stream.press(stroke, stroke.at)
    stream.tick(2)
    up = [Stroke(3, stroke.key, text=stroke.text, is_release=True) for stroke in down]
    assert [stream.release(stroke) for stroke in up] == [[]] * 8
    assert stream.release(up[0]) == [Deliver((up[0],))]


def test_a_passport_of_two_lines_is_one_reading(desk: Desk) -> None:
    desk.type(MRZ[0] + "\r", 0.005)
    assert desk.scans == []
    desk.strike("\r")
    desk.strike(MRZ[1][0], 0.15)
    desk.type(MRZ[1][1:] + "\r", 0.005)
    assert desk.scans == ["\n".join(MRZ)]


def test_a_line_of_a_passport_by_itself_is_told_after_a_while(desk: Desk) -> None:
    desk.type(MRZ[0] + "\r", 0.005)
    desk.wait(0.3)
    assert desk.scans == [MRZ[0]]


def test_a_card_has_three_lines(desk: Desk) -> None:
    lines = ("I<UTOD231458907<<<<<<<<<<<<<<<", "7408122F1204159UTO<<<<<<<<<<<6", "ERIKSSON<<ANNA")
    desk.type("\r".join(lines) + "\r", 0.005)
    assert desk.scans == ["\n".join(lines)]


def test_a_passport_swiped_through_an_arabic_keyboard_is_one_reading(desk: Desk) -> None:
    keys = dict(zip("pegylshrbinfatmd<", "حثلغمساقلاهىبشفةي,", strict=False)) | {"<": ","}
    typed = ["".join(keys.get(sign, sign) for sign in line.lower()) for line in MRZ]
    desk.type(typed[0] + "\r", 0.005)
    assert desk.scans == []
    desk.type(typed[1] + "\r", 0.005)
    assert desk.scans == ["\n".join(typed)]


def test_a_boarding_pass_is_one_line(desk: Desk) -> None:
    desk.type("M1ELSHERBINY/FATIMA   EABC123 CAIJEDMS 0671 300Y012A0001 100\r", 0.005)
    assert len(desk.scans) == 1


def test_what_is_too_long_is_answered_and_not_kept(desk: Desk) -> None:
    desk.type("9" * (LONGEST * 2) + "\r", 0.001)
    assert [len(text) for text in desk.scans] == [LONGEST + 1] and LONGEST == TEXT_LIMIT
    desk.wait(1)
    desk.type("4839201755662\r", 0.001)
    assert desk.scans[-1] == "4839201755662"


@pytest.mark.requirement("C1")
def test_an_officers_key_acts_when_it_stands_alone(desk: Desk) -> None:
    desk.strike("", kind=OTHER, action="depart")
    assert desk.acts == []
    desk.wait(ALONE)
    assert desk.acts == ["depart"] and desk.pressed == []


@pytest.mark.parametrize("gap", [0.0, 0.01, 0.03, 0.05, 0.059])
@pytest.mark.parametrize("first", [True, False])
def test_an_officers_key_close_to_another_does_not_act(desk: Desk, gap: float, first: bool) -> None:
    keys = [("+", "depart"), ("1", "")]
    for text, action in keys if first else reversed(keys):
        desk.strike(text, gap, action=action)
    desk.wait(1)
    assert desk.acts == [] and sorted(desk.delivered) == ["+", "1"]


def test_an_officers_key_with_shift_or_control_is_no_officers_key(desk: Desk) -> None:
    desk.strike("", kind=MODIFIER, key=99)
    desk.strike("", 0.05, kind=OTHER, action="depart")
    desk.wait(1)
    assert desk.acts == []


def test_a_worn_contact_acts_once(desk: Desk) -> None:
    desk.strike("", kind=OTHER, action="depart")
    desk.strike("", 0.01, kind=OTHER, action="depart")
    desk.wait(1)
    assert desk.acts == ["depart"]


def test_a_key_held_down_acts_once(desk: Desk) -> None:
    desk.strike("", kind=OTHER, action="undo")
    desk.wait(0.5)
    for _ in range(20):
        desk.strike("", 0.03, kind=OTHER, action="undo", auto_repeat=True)
    desk.wait(1)
    assert desk.acts == ["undo"] and desk.pressed == []


def test_a_letter_held_down_is_typing(desk: Desk) -> None:
    desk.strike("a")
    desk.wait(0.3)
    for _ in range(20):
        desk.strike("a", 0.030, auto_repeat=True)
    assert desk.delivered == "a" * 21 and desk.scans == []


def test_a_scanner_whose_equal_digits_look_held_down(desk: Desk) -> None:
    desk.strike("4")
    for sign in "400001234561":
        desk.strike(sign, 0.001, auto_repeat=sign == "0")
    desk.strike("\r", 0.001)
    assert desk.scans == ["4400001234561"]


def test_an_officers_key_inside_a_code_does_nothing(desk: Desk) -> None:
    desk.type("483920", 0.008)
    desk.strike("", 0.02, kind=OTHER, action="depart")
    desk.type("1755662\r", 0.008)
    desk.wait(1)
    assert desk.scans == ["4839201755662"] and desk.acts == [] and desk.pressed == []


def test_a_key_that_only_moves_passes_at_once(desk: Desk) -> None:
    desk.strike("", kind=OTHER)
    assert len(desk.pressed) == 1


def test_a_key_that_only_moves_waits_for_what_was_typed_before(desk: Desk) -> None:
    desk.strike("a")
    desk.strike("", 0.01, kind=OTHER)
    assert desk.pressed == []
    desk.wait(HOLD)
    assert [stroke.text for stroke in desk.pressed] == ["a", ""]


def test_a_clock_that_falls_back_breaks_no_more_than_one_run(desk: Desk) -> None:
    desk.type("483", 0.008)
    desk.now -= 50
    desk.type("4839201755662\r", 0.008)
    assert desk.delivered == "483" and desk.scans == ["4839201755662"]


def test_the_strokes_own_times_count_when_the_window_was_busy(desk: Desk) -> None:
    """A second's typing that arrives in one go is typing."""
    for place, sign in enumerate("123456789"):
        desk.answers += desk.stream.press(Stroke(place * 0.11, place, text=sign), 50.0)
    desk.now = 50.0
    desk.wait(HOLD)
    assert desk.delivered == "123456789" and desk.scans == []


# What holds for every sequence.

signs = st.text(
    st.sampled_from("0123456789٠١٢٣٤٥٦٧٨٩ABCXYZxyz<+-*/ ]ضصثق\r\t"), min_size=1, max_size=60
)
ACTIONS = {"+": "depart", "-": "refer", "*": "undo", "/": "no_barcode"}


def strike_all(desk: Desk, text: str, gaps: Iterable[float]) -> None:
    for sign, gap in zip(text, gaps, strict=False):
        desk.strike(sign, gap, action=ACTIONS.get(sign, ""))


def visible(text: str) -> str:
    return "".join(text.split())


@given(
    text=signs.filter(lambda text: len(text.strip("\r\t")) >= SHORTEST_BURST),
    gaps=st.lists(st.floats(0, PACE - 0.001), min_size=60, max_size=60),
    end=st.sampled_from(["\r", "\t", ""]),
)
def test_a_burst_never_acts_and_is_never_typed(text: str, gaps: list[float], end: str) -> None:
    text = text.strip("\r\t").replace("\r", " ").replace("\t", " ") + end
    desk = Desk()
    strike_all(desk, text, [*gaps, 0.01])
    desk.wait(1)
    assert desk.acts == [] and desk.pressed == []
    assert [visible(scan) for scan in desk.scans] == [visible(text)]


@given(text=signs, gaps=st.lists(st.floats(PACE + 0.001, 0.4), min_size=60, max_size=60))
def test_typing_is_never_lost_nor_out_of_order(text: str, gaps: list[float]) -> None:
    desk = Desk()
    for sign, gap in zip(text, gaps, strict=False):
        desk.strike(sign, gap)
    desk.wait(1)
    assert desk.delivered == text and desk.scans == []


@given(
    keys=st.lists(
        st.tuples(
            st.sampled_from("0123456789AB+-\r\t"),
            st.one_of(st.floats(0, PACE), st.floats(0, 0.3)),
            st.booleans(),
        ),
        max_size=80,
    )
)
def test_every_sign_is_delivered_or_scanned_in_its_order(
    keys: list[tuple[str, float, bool]],
) -> None:
    desk = Desk()
    for sign, gap, action in keys:
        desk.strike(sign, gap, action=ACTIONS.get(sign, "") if action else "")
    desk.wait(1)
    came = ""
    for answer in desk.answers:
        if isinstance(answer, Deliver):
            came += "".join(s.text for s in answer.strokes if not s.is_release)
        elif isinstance(answer, Scan):
            came += answer.text
    acted = {sign for sign, name in ACTIONS.items() if name in desk.acts}
    wanted = "".join(sign for sign, _, _ in keys)
    assert _without(visible(came), acted) == _without(visible(wanted), acted)
    assert desk.stream.idle and desk.stream.due is None


def _without(text: str, signs: set[str]) -> str:
    return "".join(sign for sign in text if sign not in signs)


@given(
    keys=st.lists(
        st.tuples(st.integers(1, 4), st.floats(0, 0.2), st.booleans(), st.sampled_from("a1+\r")),
        max_size=80,
    )
)
def test_no_key_comes_up_that_did_not_go_down(keys: list[tuple[int, float, bool, str]]) -> None:
    """What widgets see of any key is down, up, down, up."""
    stream, now, down = KeyStream(), 0.0, set()
    seen: list[Stroke] = []

    def note(answers: list[Answer]) -> None:
        seen.extend(s for a in answers if isinstance(a, Deliver) for s in a.strokes)

    for key, gap, press, text in keys:
        now += gap
        while (due := stream.due) is not None and due <= now:
            note(stream.tick(due))
        kind = TERMINATOR if text == "\r" else TEXT
        if press and key not in down:
            down.add(key)
            note(stream.press(Stroke(now, key, kind, text, ACTIONS.get(text, "")), now))
        elif not press and key in down:
            down.discard(key)
            note(stream.release(Stroke(now, key, kind, text, is_release=True)))
    while (due := stream.due) is not None:
        note(stream.tick(due))
    pressed: set[int] = set()
    for stroke in seen:
        assert (stroke.key in pressed) == stroke.is_release
        (pressed.discard if stroke.is_release else pressed.add)(stroke.key)


@pytest.mark.requirement("C1")
@pytest.mark.parametrize("text", ["     \r", "      ", "       \t", "\r\r\r\r\r\r"])
def test_spaces_alone_are_no_code_that_never_arrives(text: str) -> None:
    desk = Desk()
    for sign in text:
        desk.strike(sign, 0.008)
    desk.wait(1.0)
    assert not any(isinstance(answer, Progress) for answer in desk.answers)
    assert desk.stream.idle


@given(st.text(alphabet=" a1\r\t", max_size=80), st.sampled_from([0.004, 0.02, 0.05]))
def test_whatever_begins_to_arrive_arrives(text: str, gap: float) -> None:
    desk = Desk()
    for sign in text:
        desk.strike(sign, gap)
    desk.wait(1.0)
    told = [answer for answer in desk.answers if isinstance(answer, Progress | Scan)]
    assert not told or isinstance(told[-1], Scan)
    assert desk.stream.idle
