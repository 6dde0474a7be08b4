"""A post with its people in memory, the real services behind its windows."""

from __future__ import annotations

from types import SimpleNamespace
from typing import Any, cast

from cryptography.hazmat.primitives.hashes import SHA1
from cryptography.hazmat.primitives.twofactor.totp import TOTP
from PySide6.QtCore import QObject, Signal

from checkpoint_app.credential.telephone import HelpPurpose, HelpWanted, answer
from checkpoint_app.domain.movement import Direction
from checkpoint_app.offices.sign_in import DeskServices, SignInOffices
from checkpoint_app.reference import ports
from checkpoint_app.services.guard import OnDuty
from checkpoint_app.services.shifts import Shifts
from checkpoint_app.services.sign_in import SignIn
from checkpoint_app.services.telephone_help import TelephoneHelp
from tests.unit.services.staffing import (
    HELP_KEY,
    PORT,
    SECRET,
    MemoryDesks,
    MemoryStaff,
    Now,
)
from ui.crash import CrashWatch
from ui.lane.crew import Crew
from ui.lane.views import Mark
from ui.ports import LanePlace
from ui.room import Room
from ui.theme.current import ThemeHolder
from ui.wording.qt_tongue import QtTongue

PLACE = LanePlace(ports().by_id(PORT), "7", "CAI-AIR-0007", False)


class Post:
    """Services over memory, and their office."""

    def __init__(self) -> None:
        self.now, self.journal, self.staff = Now(), MemoryDesks(), MemoryStaff()
        self.duty = OnDuty(self.now)
        self.sign_in = SignIn(self.staff, self.journal, self.now)
        shifts = Shifts(self.duty, self.sign_in, self.journal, self.now, "7", lambda: 3, lambda: 2)
        self.help = TelephoneHelp(
            self.staff,
            self.journal,
            self.now,
            PORT,
            lambda most: most // 2,
            self.sign_in.approvals,
            self.duty,
        )
        self.office = SignInOffices(
            DeskServices(
                self.duty,
                self.sign_in,
                shifts,
                self.help,
                self.staff.staff,
                lambda: Direction.RETURNING,
                self.now,
            )
        )

    def code(self) -> str:
        """The second factor's code of now."""
        at = int(self.now().timestamp())
        return TOTP(SECRET, 6, SHA1(), 30).generate(at).decode()

    def read_back(self, challenge: str, login: str, number: int) -> str:
        """What a duty supervisor elsewhere reads back for a sign-in."""
        wanted = HelpWanted(PORT, login, HelpPurpose.SIGN_IN, "", challenge, number)
        return answer(HELP_KEY, wanted)


class Window(QObject):
    """As much of the lane's window as the desk asks for."""

    language_asked = Signal()
    theme_asked = Signal()

    def __init__(self) -> None:
        super().__init__()
        self.said: list[tuple[str, Mark]] = []

    def say(self, text: str, mark: Mark) -> None:
        self.said.append((text, mark))


def room(holder: ThemeHolder, tongue: QtTongue, parent: QObject) -> Room:
    """A room whose window is only what the desk asks for."""
    crew = Crew.hired(cast(CrashWatch, SimpleNamespace(take=_raise)), parent)
    return Room(cast(Any, Window()), holder, tongue, crew)


def _raise(error: BaseException) -> None:
    raise error
