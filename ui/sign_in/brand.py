"""The column beside each form of sign-in: which post this is."""

from __future__ import annotations

from PySide6.QtCore import QPointF, QRectF, Signal
from PySide6.QtGui import QColor, QPainter, QPainterPath, QPaintEvent, QPen, QTransform
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from ui.lane.bar import BarButton
from ui.sign_in.views import PlaceView
from ui.theme.current import ThemeHolder
from ui.widgets.elided import FitLabel
from ui.widgets.themed import ThemedWidget
from ui.wording.tongue import Tongue

_OTHER = {"ar": "English", "en": "العربية"}
_RINGS = (1.0, 0.72, 0.44)
_FAINT = 46  # of 255


class BrandColumn(ThemedWidget):
    """Name of the system, port and lane; the hour and the day; language and light."""

    language_asked = Signal()
    theme_asked = Signal()

    def __init__(self, holder: ThemeHolder, tongue: Tongue) -> None:
        super().__init__(holder)
        self._tongue = tongue
        self._system = FitLabel(holder, "label", "on_bar_soft")
        self._port = FitLabel(holder, "title", "on_bar", lines=2)
        self._lane = FitLabel(holder, "lead", "on_bar_soft")
        self._hour = FitLabel(holder, "figure", "on_bar")
        self._day = FitLabel(holder, "body", "on_bar_soft")
        self._lease = FitLabel(holder, "small", "on_bar_soft", lines=0)
        self._language, self._light = BarButton(holder, framed=True), BarButton(holder, framed=True)
        self._language.clicked.connect(self.language_asked)
        self._light.clicked.connect(self.theme_asked)
        self._rows, self._looks = QVBoxLayout(self), QHBoxLayout()
        for widget in (self._system, self._port, self._lane):
            self._rows.addWidget(widget)
        self._rows.addStretch(1)
        for widget in (self._hour, self._day, self._lease):
            self._rows.addWidget(widget)
        self._looks.addWidget(self._language)
        self._looks.addWidget(self._light)
        self._looks.addStretch(1)
        self._rows.addLayout(self._looks)
        self._space()
        self.retranslate()

    def show_place(self, view: PlaceView, *, lease: bool = True) -> None:
        """Another hour, another language. Without ``lease`` the page itself says it."""
        self._system.setText(view.system)
        self._port.setText(view.port)
        self._lane.setText(view.lane)
        self._hour.setText(view.hour)
        self._day.setText(view.day)
        self._lease.setText(view.lease if lease else "")
        self.setAccessibleName(" · ".join(filter(None, (view.system, view.port, view.lane))))

    def retranslate(self) -> None:
        """Its own buttons, in the language of now."""
        other = _OTHER["ar" if self._tongue.right_to_left else "en"]
        self._language.show_button(other, other, "language")
        self._show_light()

    def controls(self) -> tuple[QWidget, ...]:
        """In the order of the Tab key."""
        return self._language, self._light

    def follow_theme(self) -> None:
        """Space and colour anew."""
        self._space()
        self._show_light()
        super().follow_theme()

    def paintEvent(self, _event: QPaintEvent) -> None:
        """Dark ground; in its far corner an eight-pointed star."""
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.fillRect(self.rect(), self.theme.colour("bar"))
        ink = QColor(self.theme.colour("on_bar_soft"))
        ink.setAlpha(_FAINT)
        painter.setPen(QPen(ink, self.theme.exact("line.bold")))
        radius = self.width() / 2
        middle = QPointF(0.0 if self.isRightToLeft() else self.width(), self.height() / 2)
        for share in _RINGS:
            painter.drawPath(_star(middle, radius * share))
        painter.end()

    def _show_light(self) -> None:
        say, dark = self._tongue.translate, self.theme.dark
        spoken = say("SignIn", "Light colours") if dark else say("SignIn", "Dark colours")
        self._light.show_button("", spoken, "sun" if dark else "moon")

    def _space(self) -> None:
        theme = self.theme
        across, down = theme.px("space.xxl"), theme.px("space.xxl")
        self.setFixedWidth(theme.px("sign_in.brand"))
        self._rows.setContentsMargins(across, down, across, down)
        self._rows.setSpacing(theme.px("space.s"))
        self._looks.setContentsMargins(0, theme.px("space.m"), 0, 0)
        self._looks.setSpacing(theme.px("space.s"))


def _star(middle: QPointF, radius: float) -> QPainterPath:
    """Two squares, one an eighth turn from the other."""
    square, path = QPainterPath(), QPainterPath()
    side = radius * 2**0.5
    square.addRect(QRectF(-side / 2, -side / 2, side, side))
    for turn in (0, 45):
        move = QTransform().translate(middle.x(), middle.y()).rotate(turn)
        path.addPath(move.map(square))
    return path
