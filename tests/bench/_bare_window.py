"""The floor of a start: a window of PySide6 with nothing in it. Prints when it was first painted,
in seconds of the machine's monotonic clock, which parent and child share."""

import sys
import time

from PySide6.QtCore import QTimer
from PySide6.QtGui import QPaintEvent
from PySide6.QtWidgets import QApplication, QWidget


class Bare(QWidget):
    """Says when it is painted, and ends."""

    def paintEvent(self, event: QPaintEvent) -> None:
        print(time.monotonic(), flush=True)
        QTimer.singleShot(0, QApplication.quit)


if __name__ == "__main__":
    app = QApplication(sys.argv)
    bare = Bare()
    bare.resize(1280, 720)
    bare.show()
    app.exec()
