"""Ten digits to be read out or written down: large, in groups, left to right in either language."""

from __future__ import annotations

from PySide6.QtCore import QRectF, QSize, Qt
from PySide6.QtGui import QAccessible, QFontMetricsF, QPainter, QPaintEvent
from PySide6.QtWidgets import QSizePolicy

from ui.theme.current import ThemeHolder
from ui.widgets.themed import ThemedWidget


class BigDigits(ThemedWidget):
    """Groups side by side, each in a box. Latin digits always: they are typed again elsewhere."""

    role = QAccessible.Role.StaticText

    def __init__(self, holder: ThemeHolder) -> None:
        super().__init__(holder)
        self._groups: tuple[str, ...] = ()
        self._faded = False
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)

    @property
    def groups(self) -> tuple[str, ...]:
        """What stands there."""
        return self._groups

    def show_groups(self, groups: tuple[str, ...], spoken: str, *, faded: bool = False) -> None:
        """Other digits; ``faded`` ones hold no longer."""
        self._groups, self._faded = groups, faded
        self.setAccessibleName(spoken)
        self.updateGeometry()
        self.update()

    def sizeHint(self) -> QSize:
        """All of them."""
        return QSize(int(self._width()) + 1, self.theme.px("sign_in.digits"))

    def minimumSizeHint(self) -> QSize:
        """The same."""
        return self.sizeHint()

    def paintEvent(self, _event: QPaintEvent) -> None:
        """The boxes in the middle, first to last from left to right."""
        theme, height = self.theme, self.theme.exact("sign_in.digits")
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setFont(theme.font("figure"))
        painter.setLayoutDirection(Qt.LayoutDirection.LeftToRight)
        x = (self.width() - self._width()) / 2
        for group in self._groups:
            room = QRectF(x, (self.height() - height) / 2, self._group_width(group), height)
            painter.setPen(Qt.PenStyle.NoPen)
            painter.setBrush(theme.colour("sunken"))
            painter.drawRoundedRect(room, theme.exact("radius.m"), theme.exact("radius.m"))
            painter.setPen(theme.colour("disabled" if self._faded else "ink"))
            painter.drawText(room, int(Qt.AlignmentFlag.AlignCenter), group)
            x += room.width() + theme.exact("space.m")
        painter.end()

    def _group_width(self, group: str) -> float:
        wide = QFontMetricsF(self.theme.font("figure")).horizontalAdvance(group)
        return wide + 2 * self.theme.exact("space.m")

    def _width(self) -> float:
        gaps = max(0, len(self._groups) - 1) * self.theme.exact("space.m")
        return gaps + sum(map(self._group_width, self._groups))
