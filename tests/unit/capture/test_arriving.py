from __future__ import annotations

from collections.abc import Iterable

from checkpoint_app.capture.arriving import Arriving
from checkpoint_app.capture.strokes import Stroke

NUMBER = "4839201755662"


def arriving(keys: Iterable[tuple[str, str]], longest: int = 100) -> Arriving:
    """Of keys that write ``(by the layout, by their place)``."""
    code = Arriving(longest)
    for text, coded in keys:
        code.add(Stroke(0.0, 1, text=text, coded=coded), turned=False)
    return code


def test_the_places_of_the_keys_win_where_all_are_known() -> None:
    code = arriving([("ش", "a"), ("", "b"), ("لآ", "B"), (" ", " "), ("٧", "7")])
    assert code.text() == "abB 7"
    assert code.count == 5


def test_one_unknown_key_leaves_the_layouts_text() -> None:
    assert arriving([("ش", "a"), ("é", ""), ("ز", ".")]).text() == "شéز"


def test_a_scanner_with_the_computers_layout_is_read_by_its_text() -> None:
    shifted = dict(zip("1234567890", "!@#$%^&*()", strict=True))
    assert arriving((digit, shifted[digit]) for digit in NUMBER).text() == NUMBER
    assert arriving((shifted[digit], digit) for digit in NUMBER).text() == NUMBER


def test_capitals_by_caps_lock_within_the_code() -> None:
    code = Arriving(100)
    for turned, sign in ((True, "a"), (False, "a"), (True, "1")):
        code.add(Stroke(0.0, 1, text=sign, coded=sign), turned)
    assert code.text() == "Aa1"


def test_lines() -> None:
    code = arriving([("ش", "a")])
    assert code.end_line() == "a" and code.lines == 1
    assert code.end_line() == "" and code.lines == 1
    code.add(Stroke(0.0, 1, text="لا", coded="b"), turned=False)
    assert code.text() == "a\nb"


def test_what_is_too_long_is_cut_one_character_after_it() -> None:
    assert arriving([("x" * 10_000, "")], longest=20).text() == "x" * 21
    assert arriving([("x", "x")] * 50, longest=20).text() == "x" * 21
