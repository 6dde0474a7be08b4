"""A field and a button under a key watch, on a real screen: `python -m tests.e2e.wedge_window`.

Says one JSON object a line: what was heard, and for each line it is given how field and button
stand, after which both are as new.
"""

from __future__ import annotations

import json
import os
import sys

from PySide6.QtCore import QSocketNotifier, Qt, QTimer, Slot
from PySide6.QtGui import QKeySequence, QShortcut
from PySide6.QtWidgets import QApplication, QLineEdit, QPushButton, QVBoxLayout, QWidget

from ui.keys import KeyWatch


class Window(QWidget):
    """Everything that a scan could wrongly move counts how often it was."""

    def __init__(self, watch: KeyWatch) -> None:
        super().__init__()
        self._watch = watch
        self._moved = self._quiet = 0
        self._digits = ""
        self.field, self.button = QLineEdit(), QPushButton("Depart")
        rows = QVBoxLayout(self)
        rows.addWidget(self.field)
        rows.addWidget(self.button)
        self.button.clicked.connect(self.move_something)
        self.field.returnPressed.connect(self.move_something)
        for keys in ("4", "B", "Return", "Space", "Ctrl+M"):
            QShortcut(QKeySequence(keys), self).activated.connect(self.move_something)
        watch.scanned.connect(self.scanned)
        watch.acted.connect(self.acted)
        watch.typed_digits.connect(self.digits)
        self._orders = QSocketNotifier(sys.stdin.fileno(), QSocketNotifier.Type.Read, self)
        self._orders.activated.connect(self.order)
        self._ready = QTimer(self, interval=20)
        self._ready.timeout.connect(self.look)
        self._ready.start()

    @Slot()
    def look(self) -> None:
        """Once the keyboard is ours."""
        if QApplication.focusWidget() is self.field and self.isActiveWindow():
            self._ready.stop()
            say(ready=True)
        else:
            self.activateWindow()

    @Slot()
    def move_something(self) -> None:
        self._moved += 1

    @Slot(str)
    def scanned(self, text: str) -> None:
        say(scanned=text)

    @Slot(object)
    def acted(self, action: object) -> None:
        say(acted=str(action))

    @Slot(str)
    def digits(self, digits: str) -> None:
        self._digits += digits

    @Slot()
    def order(self) -> None:
        """A line: tell how all stands, once nothing is held. Its end: end."""
        orders = os.read(sys.stdin.fileno(), 4096)
        if not orders:
            QApplication.quit()
        for line in orders.decode().splitlines():
            if line == "button":
                self.button.setFocus(Qt.FocusReason.OtherFocusReason)
            elif line == "field":
                self.field.setFocus(Qt.FocusReason.OtherFocusReason)
            self._quiet = 0
            self._tell()

    @Slot()
    def _tell(self) -> None:
        """Keys and orders come by different ways: a while without any key is waited for."""
        self._quiet = self._quiet + 1 if self._watch.idle else 0
        if self._quiet < 4:
            QTimer.singleShot(20, self, self._tell)
            return
        say(field=self.field.text(), moved=self._moved, digits=self._digits)
        self.field.clear()
        self._moved, self._digits = 0, ""


def say(**words: object) -> None:
    sys.stdout.write(json.dumps(words) + "\n")
    sys.stdout.flush()


if __name__ == "__main__":
    application = QApplication([])
    window = Window(KeyWatch(application))
    window.show()
    window.activateWindow()
    window.field.setFocus()
    sys.exit(application.exec())
