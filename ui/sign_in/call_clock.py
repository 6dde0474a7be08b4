"""A call for help on its page: said anew each second until it has lapsed."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import QElapsedTimer, QObject, QTimer, Slot

from checkpoint_app.credential.telephone import HelpPurpose
from ui.ports import LanePlace
from ui.sign_in.port import HelpCall
from ui.sign_in.present_call import present_call
from ui.sign_in.views import CallView
from ui.wording.tongue import Tongue

_SECOND_MS = 1_000


class CallClock(QObject):
    """Shows one call at a time."""

    def __init__(
        self, place: LanePlace, tongue: Tongue, show: Callable[[CallView], None], parent: QObject
    ) -> None:
        super().__init__(parent)
        self._place, self._tongue, self._show = place, tongue, show
        self._call = HelpCall("", 0)
        self._purpose, self._login, self._reference = HelpPurpose.SIGN_IN, "", ""
        self._since, self._timer = QElapsedTimer(), QTimer(self)
        self._timer.setInterval(_SECOND_MS)
        self._timer.timeout.connect(self.show_again)

    @property
    def login(self) -> str:
        """Who asked."""
        return self._login

    def begin(self, call: HelpCall, purpose: HelpPurpose, login: str, reference: str = "") -> None:
        """Another call, from now."""
        self._call, self._purpose = call, purpose
        self._login, self._reference = login, reference
        self._since.start()
        self._timer.start()
        self.show_again()

    @Slot()
    def end(self) -> None:
        """No call any more."""
        self._timer.stop()

    @Slot()
    def show_again(self) -> None:
        """Draw it with the time that is left, in the language of now."""
        left = self._call.seconds - self._since.elapsed() // _SECOND_MS
        if left <= 0:
            self._timer.stop()
        self._show(
            present_call(
                self._call.challenge,
                left,
                self._purpose,
                self._login,
                self._reference,
                self._place,
                self._tongue,
            )
        )
