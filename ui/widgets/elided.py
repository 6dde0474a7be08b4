"""A label whose text wraps or shrinks to fit and is never clipped."""

from __future__ import annotations

from PySide6.QtCore import QRectF, QSize, Qt, Slot
from PySide6.QtGui import QColor, QPainter, QPaintEvent, QResizeEvent
from PySide6.QtWidgets import QLabel, QSizePolicy, QWidget

from ui.theme.current import ThemeHolder
from ui.theme.theme import Theme
from ui.widgets.fit import UNBOUNDED, FittedText, fit_text, paint_text, text_width
from ui.widgets.tips import tip

# Of one text so many widths: a window that is dragged has many.
_WIDTHS_KEPT = 64


class FitLabel(QLabel):
    """Text in one step of the type scale. It takes up to ``lines`` lines (0: as many as needed),
    then shrinks down to the step ``floor``, and at last ends in an ellipsis with the whole text as
    its tip. ``align``: ``AlignLeading`` is the side that reading starts from.
    """

    def __init__(
        self,
        holder: ThemeHolder,
        role: str = "body",
        colour: str = "ink",
        *,
        lines: int = 1,
        floor: str = "small",
        align: Qt.AlignmentFlag = Qt.AlignmentFlag.AlignLeading,
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(parent)
        self.holder = holder
        self._role, self._floor = role, floor
        self._colour = colour
        self._ink: QColor | None = None
        self._lines = lines
        self._align = align
        self._fitted: FittedText | None = None
        self._by_width: dict[int, FittedText] = {}  # layouts ask for the same ones many times
        self.setTextFormat(Qt.TextFormat.PlainText)
        policy = QSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Preferred)
        policy.setHeightForWidth(lines != 1)
        self.setSizePolicy(policy)
        holder.changed.connect(self.follow_theme)

    @property
    def theme(self) -> Theme:
        """The theme that stands."""
        return self.holder.theme

    def setText(self, text: str) -> None:
        """Show another text; nothing is painted when it is the same."""
        if text != self.text():
            super().setText(text)
            self._by_width.clear()
            self._forget()

    def set_ink(self, ink: QColor | None) -> None:
        """Paint in this colour, as on the ground of a tone; None: in the role given at first."""
        self._ink = ink
        self.update()

    def cut_text(self) -> str:
        """The text, when it did not fit its place whole; else empty."""
        return self.text() if self._fit(self.width()).cut else ""

    @Slot()
    def follow_theme(self) -> None:
        """Measure and paint anew."""
        self._by_width.clear()
        self._forget()
        self.updateGeometry()

    def sizeHint(self) -> QSize:
        """The whole text on one line; of a longer one, the width that its lines make."""
        wide = text_width(self.text(), self.theme.font(self._role))
        if self._lines != 1:
            wide = min(wide, self.theme.exact("text.line"))
        return QSize(int(wide) + 1, self.heightForWidth(int(wide) + 1))

    def minimumSizeHint(self) -> QSize:
        """As narrow as need be: the text gives way."""
        return QSize(0, self.theme.line_px(self._role if self._lines == 1 else self._floor))

    def hasHeightForWidth(self) -> bool:
        """More than one line: yes."""
        return self._lines != 1

    def heightForWidth(self, width: int) -> int:
        """The height of the lines that the text takes in this width."""
        if self._lines == 1:
            return self.theme.line_px(self._role)
        fitted = self._fit(width)
        return max(self.theme.line_px(self._floor), int(fitted.height) + 1)

    def paintEvent(self, _event: QPaintEvent) -> None:
        """The lines, from the side that reading starts from."""
        painter = QPainter(self)
        painter.setPen(self._ink or self.theme.colour(self._colour))
        if self._fitted is None:
            self._fitted = self._fit(self.width())
        paint_text(
            painter,
            QRectF(self.rect()),
            self._fitted,
            direction=self.layoutDirection(),
            align=self._align,
        )
        painter.end()

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Another place: fit again."""
        super().resizeEvent(event)
        self._forget()

    def _fit(self, width: int) -> FittedText:
        if width not in self._by_width:
            if len(self._by_width) >= _WIDTHS_KEPT:
                self._by_width.clear()
            self._by_width[width] = self._measured(width)
        return self._by_width[width]

    def _measured(self, width: int) -> FittedText:
        theme = self.theme
        return fit_text(
            self.text(),
            theme.font(self._role),
            width,
            theme.font_px(self._floor),
            lines=self._lines or UNBOUNDED,
            leading=theme.tokens.types[self._role].leading,
        )

    def _forget(self) -> None:
        self._fitted = None
        self.setToolTip(tip(self.cut_text()) if self.width() else "")
        self.update()
