"""Joins the page that answers for other posts and the post behind it."""

from __future__ import annotations

from functools import partial

from PySide6.QtCore import QObject, Slot
from PySide6.QtWidgets import QWidget

from checkpoint_app.credential.telephone import HelpPurpose
from checkpoint_app.domain.port import Port
from checkpoint_app.errors import CheckpointError
from ui.lane.words import port_name
from ui.room import Room
from ui.sign_in.answer_page import AnswerPage
from ui.sign_in.port import HelpAnswer, SignInOffice
from ui.sign_in.present_trouble import present_trouble


class AnsweringDesk(QObject):
    """For a supervisor who has signed in with a code, at a port that answers for others."""

    def __init__(self, office: SignInOffice, room: Room, parent: QObject) -> None:
        super().__init__(parent)
        self._office, self._room = office, room
        self._ports: tuple[Port, ...] = ()
        self._page = AnswerPage(room.theme, room.tongue)
        self._page.asked.connect(self._ask)

    @property
    def page(self) -> QWidget:
        """What is shown."""
        return self._page

    def open(self) -> None:
        """It comes into sight: for which ports somebody here answers."""
        self._room.crew.desk.ask(self._office.answerable_ports, self._offer, self._refused)

    def close(self) -> None:
        """It is out of sight; no answer stays on it."""
        self._page.clear()

    @Slot()
    def show_again(self) -> None:
        """Say everything anew, in the language of now."""
        self._page.retranslate()
        self._offer(self._ports)

    @Slot(str, str, object, str, str)
    def _ask(
        self, port_id: str, login: str, purpose: HelpPurpose, reference: str, challenge: str
    ) -> None:
        work = partial(self._office.answer_for, port_id, login, purpose, reference, challenge)
        self._room.crew.desk.ask(work, self._answered, self._refused)

    def _offer(self, ports: tuple[Port, ...]) -> None:
        self._ports = ports
        self._page.offer(
            tuple((port.port_id, port_name(port, self._room.tongue)) for port in ports)
        )

    def _answered(self, answer: HelpAnswer) -> None:
        self._page.show_answer(answer.digits, str(answer.number))

    def _refused(self, error: CheckpointError) -> None:
        self._page.refuse(present_trouble(error, self._room.tongue))
