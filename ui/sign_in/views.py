"""What the windows of sign-in draw: ready texts in one language. Knows no Qt."""

from __future__ import annotations

from dataclasses import dataclass

from ui.lane.views import Mark


@dataclass(frozen=True, slots=True)
class PlaceView:
    """The column that names the place: port, lane, the hour and the day, and how long the staff
    list is good for (``lease``, with its mark; empty where there is nothing to say)."""

    system: str
    port: str
    lane: str
    hour: str
    day: str
    lease: str = ""
    lease_mark: Mark = Mark.PLAIN


@dataclass(frozen=True, slots=True)
class TroubleView:
    """Why something was not done, and the next step. ``waits``: in so many seconds it can be
    tried again."""

    text: str
    mark: Mark = Mark.BAD
    waits: int = 0


@dataclass(frozen=True, slots=True)
class CallView:
    """A challenge to be read out: its groups, what to say before it, and how long it holds."""

    groups: tuple[str, ...]
    say: str
    left: str
    lapsed: bool
    spoken: str


@dataclass(frozen=True, slots=True)
class CountView:
    """One count of a shift."""

    label: str
    value: str
    mark: Mark = Mark.PLAIN


@dataclass(frozen=True, slots=True)
class ShiftView:
    """A shift as it is handed over: who and since when, its counts, and what is handed on."""

    title: str
    since: str
    counts: tuple[CountView, ...]
    handed_on: tuple[CountView, ...]
    spoken: str


@dataclass(frozen=True, slots=True)
class LockView:
    """Who has locked the post, and since when."""

    name: str
    role: str
    since: str


@dataclass(frozen=True, slots=True)
class PersonView:
    """Somebody who has signed in: the name in this language, and what they are here."""

    name: str
    role: str
    note: str = ""
