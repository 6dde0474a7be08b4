"""Whether what a window says is wholly in sight: nothing clipped, nothing over another."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import combinations

from PySide6.QtCore import QRectF
from PySide6.QtWidgets import QAbstractButton, QPushButton, QWidget

from ui.lane.painting import PlacedText
from ui.lane.panel import PaintedPanel

_ROUNDING = 1.0  # px


def misfits(window: QWidget) -> list[str]:
    """Everything in sight that does not fit, in words. Texts that a widget shortened with an
    ellipsis, as names may be, count too."""
    found = []
    for widget in window.findChildren(QWidget):
        if widget.isVisibleTo(window):
            found += [f"{type(widget).__name__}: {each}" for each in _of(widget)]
    return found


def ink(text: PlacedText) -> QRectF:
    """Where a painted text really is, in its widget."""
    free = text.room.width() - text.written.width
    left = text.room.left() + free * text.share
    return QRectF(left, text.room.top(), text.written.width, text.written.height)


def _of(widget: QWidget) -> Iterator[str]:
    parent = widget.parentWidget()
    if parent is not None and not parent.rect().contains(widget.geometry()):
        yield f"{widget.geometry()} outside its parent's {parent.rect()}"
    cut = getattr(widget, "cut_text", None)
    if cut is not None and cut():
        yield f"cut: {cut()}"
    if isinstance(widget, PaintedPanel):
        yield from _of_panel(widget)
    elif isinstance(widget, QAbstractButton) and widget.text():
        yield from _of_button(widget)


def _of_button(button: QAbstractButton) -> Iterator[str]:
    wide = button.fontMetrics().horizontalAdvance(button.text())
    least = wide if isinstance(button, QPushButton) else button.sizeHint().width()
    if button.width() < least or button.height() < button.fontMetrics().height():
        yield f"{button.text()!r} in {button.size()}"


def _of_panel(panel: PaintedPanel) -> Iterator[str]:
    bounds = QRectF(panel.rect()).adjusted(-_ROUNDING, -_ROUNDING, _ROUNDING, _ROUNDING)
    texts = [text for text in panel.sheet.texts if text.written.text]
    for text in texts:
        if text.shortened:
            yield f"shortened: {text.written.text}"
        if not bounds.contains(ink(text)):
            yield f"{text.written.text!r} outside: {ink(text)} of {panel.rect()}"
    for one, other in combinations(texts, 2):
        both = ink(one) & ink(other)
        if both.width() > _ROUNDING and both.height() > _ROUNDING:
            yield f"{one.written.text!r} over {other.written.text!r}"
