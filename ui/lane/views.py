"""What the lane's widgets draw: ready texts in one language, and tones. Knows no Qt."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum


class Tone(StrEnum):
    """How something is meant. Each has a colour, a shape and, where it is a verdict, a sound."""

    CLEAR = "clear"
    REFER = "refer"
    REFUSE = "refuse"
    AGAIN = "again"  # the same permit once more: calm
    UNREAD = "unread"  # nothing to judge: unreadable, not a permit
    WAITING = "waiting"
    READING = "reading"  # a code is still arriving
    TROUBLE = "trouble"  # the lane itself cannot work


class Mark(StrEnum):
    """How a small thing stands: a chip of the bar, a fact of the person."""

    GOOD = "good"
    NOTED = "noted"
    WARNING = "warning"
    BAD = "bad"
    PLAIN = "plain"


class Action(StrEnum):
    """What an officer's key does."""

    DEPART = "depart"
    REFER = "refer"
    DEFER = "defer"
    NO_BARCODE = "no_barcode"
    REFRESH = "refresh"
    GROUP = "group"
    UNDO = "undo"
    DAY = "day"
    LANGUAGE = "language"
    HELP = "help"
    DESKS = "desks"
    LOCK = "lock"


@dataclass(frozen=True, slots=True)
class FactView:
    """One line about the person: ``Company  1203``."""

    label: str
    value: str
    mark: Mark = Mark.PLAIN


@dataclass(frozen=True, slots=True)
class CheckView:
    """One field of the passport shown, compared with the permit's: ``Expiry``, and where it is
    another, what the passport says. ``spoken`` is the same as a sentence. A mark of PLAIN: one of
    the two does not say."""

    label: str
    mark: Mark
    spoken: str
    value: str = ""


@dataclass(frozen=True, slots=True)
class PersonView:
    """Who the permit is for. ``passport_tail`` is the number's last four characters, set apart for
    comparing; ``passport_mark`` tells whether the passport shown was compared, ``checks`` how each
    of its fields stood. ``hints`` are what to look at in it."""

    name_arabic: str
    name_latin: str
    passport_head: str
    passport_tail: str
    passport_mark: Mark
    passport_note: str
    facts: tuple[FactView, ...]
    hints: tuple[str, ...] = ()
    checks: tuple[CheckView, ...] = ()


@dataclass(frozen=True, slots=True)
class FindingView:
    """A finding: its sentence (with detail), its next step, and how heavy it weighs."""

    tone: Tone
    sentence: str
    next_step: str


@dataclass(frozen=True, slots=True)
class EarlierView:
    """Something that happened to this permit before: ``14:03``, ``Departed, lane 2``."""

    when: str
    what: str


@dataclass(frozen=True, slots=True)
class ActionView:
    """A key of the officer's: ``keys`` are its caps (``F2``, ``+``); ``lead`` is the one that the
    verdict suggests. ``icon`` is set where it is not the action's own."""

    action: Action
    label: str
    keys: tuple[str, ...]
    enabled: bool
    lead: bool = False
    icon: str = ""


@dataclass(frozen=True, slots=True)
class VerdictView:
    """The middle of the window. ``lead`` is one sentence under the word; ``outcome`` says what was
    recorded or will be; ``before`` tells of the pilgrim before (an automatic departure)."""

    tone: Tone
    word: str
    lead: str
    outcome: str = ""
    before: str = ""
    permit: str = ""
    person: PersonView | None = None
    findings: tuple[FindingView, ...] = ()
    earlier: tuple[EarlierView, ...] = ()
    actions: tuple[ActionView, ...] = ()


@dataclass(frozen=True, slots=True)
class ChipView:
    """A mark of the bar: ``icon`` is an icon's name, ``detail`` its tip and accessible text."""

    icon: str
    text: str
    mark: Mark
    detail: str = ""


@dataclass(frozen=True, slots=True)
class BarView:
    """What is always in sight. ``returning``: the lane works the other way than most of the day,
    which nobody at it may overlook."""

    port: str
    lane: str
    officer: str
    direction: str
    chips: tuple[ChipView, ...]
    returning: bool = False


@dataclass(frozen=True, slots=True)
class ScanRowView:
    """A line of the last scans, newest first. ``scan_id`` as hex."""

    scan_id: str
    when: str
    tone: Tone
    word: str
    who: str
    outcome: str
