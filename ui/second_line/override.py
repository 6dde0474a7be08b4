"""Asks a supervisor, here or by telephone, and passes on what they said."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial
from typing import TYPE_CHECKING
from uuid import UUID

from PySide6.QtCore import QObject, Slot

from checkpoint_app.domain.digits import ascii_digits, is_ascii_digits
from checkpoint_app.errors import CheckpointError
from ui.lane.words import lane_name, port_name
from ui.room import Room
from ui.second_line.override_sheet import OverrideSheet
from ui.sign_in.present_call import REFERENCE
from ui.wording.phrase import Phrase
from ui.wording.remarks import complaint, remark
from ui.wording.tongue import Tongue, fill

if TYPE_CHECKING:
    from checkpoint_app.domain.staff import Approval
    from ui.ports import LanePlace
    from ui.second_line.port import SecondLineOffice
    from ui.sign_in.port import HelpCall

_SAY = Phrase(
    "SecondLine",
    "Call the duty supervisor and say: {port}, {lane}. I need a supervisor's word on case "
    "{reference}. Say your login too, then read out this number:",
)
Allowed = Callable[[UUID, str, "Approval"], None]


def what_to_say(case_id: UUID, place: LanePlace, tongue: Tongue) -> str:
    """All that the answer is bound to, as it is said over the telephone."""
    return fill(
        _SAY.said(tongue),
        port=port_name(place.port, tongue),
        lane=lane_name(place.lane, tongue),
        reference=tongue.code(case_id.hex[-REFERENCE:]),
    )


class Overriding(QObject):
    """One question at a time; ``allowed`` is told the case, the reason and the approval."""

    def __init__(
        self,
        office: SecondLineOffice,
        sheet: OverrideSheet,
        room: Room,
        allowed: Allowed,
        parent: QObject,
    ) -> None:
        super().__init__(parent)
        self._office, self._sheet, self._room, self._allowed = office, sheet, room, allowed
        self._asked: tuple[UUID, str] | None = None
        sheet.given_here.connect(self._here)
        sheet.given_by_telephone.connect(self._by_telephone)
        sheet.call_asked.connect(self._call)
        sheet.closed.connect(self._ended)

    def ask(self, case_id: UUID, reason: str) -> None:
        """A supervisor is needed for this case."""
        self._asked = (case_id, reason)
        self._sheet.ask()

    @Slot()
    def _ended(self) -> None:
        self._asked = None

    @Slot()
    def _call(self) -> None:
        if self._asked is not None:
            work = partial(self._office.call_for_approval, self._asked[0])
            self._room.crew.desk.ask(work, self._called, self._refused)

    def _called(self, call: HelpCall) -> None:
        if self._asked is not None:
            said = what_to_say(self._asked[0], self._office.place, self._room.tongue)
            self._sheet.show_call(call.challenge, call.seconds, said)

    @Slot(str, str, str)
    def _here(self, login: str, password: str, code: str) -> None:
        if self._asked is not None:
            case_id = self._asked[0]
            work = partial(self._office.approve, case_id, login, password, ascii_digits(code))
            self._room.crew.desk.ask(work, self._approved, self._refused)

    @Slot(str, str)
    def _by_telephone(self, answer: str, number: str) -> None:
        if self._asked is None:
            return
        digits, duty = (ascii_digits(each).replace(" ", "") for each in (answer, number))
        if not is_ascii_digits(duty) or not is_ascii_digits(digits):
            self._sheet.complain(remark("desk.digits_only", self._room.tongue))
            return
        work = partial(self._office.approve_helped, self._asked[0], digits, int(duty))
        self._room.crew.desk.ask(work, self._approved, self._refused)

    def _approved(self, approval: Approval) -> None:
        if self._asked is not None and approval.case_id == self._asked[0]:
            case_id, reason = self._asked
            self._asked = None
            self._sheet.leave()
            self._allowed(case_id, reason, approval)

    def _refused(self, error: CheckpointError) -> None:
        self._sheet.complain(complaint(error, self._room.tongue))
