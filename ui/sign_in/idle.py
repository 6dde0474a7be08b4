"""Nobody has touched the post for a while."""

from __future__ import annotations

from PySide6.QtCore import QEvent, QObject, QTimer, Signal, Slot

_MINUTE_MS = 60_000
_TOUCHES = frozenset(
    {
        QEvent.Type.KeyPress,
        QEvent.Type.InputMethod,
        QEvent.Type.MouseButtonPress,
        QEvent.Type.MouseMove,
        QEvent.Type.Wheel,
        QEvent.Type.TouchBegin,
        QEvent.Type.TouchUpdate,
        QEvent.Type.TabletPress,
    }
)


class IdleWatch(QObject):
    """``lapsed`` is emitted once after so many minutes (0: never) without a key, the mouse or a
    scan. Make it with the application; keys and mouse it sees by itself, of scans and pictures it
    is told by `touch`."""

    lapsed = Signal()

    def __init__(self, application: QObject, minutes: float, parent: QObject) -> None:
        super().__init__(parent)
        self._application, self._minutes = application, minutes
        self._timer = QTimer(self)
        self._timer.setSingleShot(True)
        self._timer.timeout.connect(self.lapsed)

    @property
    def running(self) -> bool:
        """Whether time is counted."""
        return self._timer.isActive()

    def set_minutes(self, minutes: float) -> None:
        """Another time from now on."""
        self._minutes = minutes
        if self.running:
            self.start()

    @Slot()
    def start(self) -> None:
        """Count from now."""
        self._application.removeEventFilter(self)
        self._timer.stop()
        if self._minutes > 0:
            self._application.installEventFilter(self)
            self._timer.start(round(self._minutes * _MINUTE_MS))

    @Slot()
    def stop(self) -> None:
        """Count no more, as while the post is locked."""
        self._application.removeEventFilter(self)
        self._timer.stop()

    @Slot()
    def touch(self) -> None:
        """Somebody is here."""
        if self._timer.isActive():
            self._timer.start()

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Looks, and lets everything pass."""
        if event.type() in _TOUCHES:
            self.touch()
        return False
