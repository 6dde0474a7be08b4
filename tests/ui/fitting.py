"""Whether everything that a window says can be read: nothing clipped, cut or over another text."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import combinations

from PySide6.QtCore import QPoint, QRect, QRectF
from PySide6.QtWidgets import (
    QAbstractButton,
    QAbstractItemView,
    QLabel,
    QLineEdit,
    QPushButton,
    QWidget,
)

from ui.lane.painting import PlacedText
from ui.lane.panel import PaintedPanel

_ROUNDING = 1.0  # px


def assert_nothing_clipped(window: QWidget, *, may_give_way: frozenset[str] = frozenset()) -> None:
    """Every text in sight is whole and alone. ``may_give_way``: texts that may end in an ellipsis,
    told whole by their tips."""
    found = [each for each in faults(window) if not any(text in each for text in may_give_way)]
    assert not found, "\n".join(found)


def faults(window: QWidget) -> list[str]:
    """What is not so, in words."""
    found = []
    for widget in (window, *window.findChildren(QWidget)):
        if widget.isVisibleTo(window):
            found += [f"{type(widget).__name__}: {fault}" for fault in _faults_of(widget, window)]
    return found


def place_of(text: PlacedText) -> QRectF:
    """Where a painted text stands in its widget."""
    left = text.room.left() + (text.room.width() - text.written.width) * text.share
    return QRectF(left, text.room.top(), text.written.width, text.written.height)


def _faults_of(widget: QWidget, window: QWidget) -> Iterator[str]:
    if widget is not window and not _scrolls(widget) and not _inside(widget):
        yield f"{widget.geometry()} outside its parent"
    cut = getattr(widget, "cut_text", None)
    if cut is not None:
        if cut():
            yield f"{cut()!r} is cut"
    elif isinstance(widget, QPushButton):
        yield from _wide(widget, widget.text(), widget.sizeHint().width())
    elif isinstance(widget, QLabel) and widget.text():
        yield from _wide(widget, widget.text(), widget.minimumSizeHint().width())
    of_line = isinstance(widget.parentWidget(), QLineEdit)  # drawn by Qt itself, without words
    if (
        isinstance(widget, QAbstractButton)
        and not of_line
        and widget.height() < _least_height(widget)
    ):
        yield f"{widget.text()!r} in {widget.size()}"
    if isinstance(widget, QAbstractItemView):
        yield from _faults_of_list(widget)
    if isinstance(widget, PaintedPanel):
        yield from _faults_of_panel(widget)


def _wide(widget: QWidget, text: str, least: int) -> Iterator[str]:
    if widget.width() < least:
        yield f"{text!r} needs {least} px and has {widget.width()}"


def _least_height(button: QAbstractButton) -> int:
    """What its text needs. (The hint of one from a style sheet grows with the ring of the focus,
    for which it has room.)"""
    if isinstance(button, QPushButton):
        return button.fontMetrics().height()
    return button.minimumSizeHint().height()


def _scrolls(widget: QWidget) -> bool:
    parent = widget.parentWidget()
    return parent is not None and parent.objectName() == "qt_scrollarea_viewport"


def _inside(widget: QWidget) -> bool:
    parent = widget.parentWidget()
    return parent is None or parent.rect().contains(widget.geometry())


def _faults_of_list(shown: QAbstractItemView) -> Iterator[str]:
    model = shown.model()
    for row in range(model.rowCount() if type(shown).__name__ == "QListWidget" else 0):
        index = model.index(row, 0)
        wide = shown.fontMetrics().horizontalAdvance(str(index.data()))
        if wide > shown.viewport().width():
            yield f"{index.data()!r} is wider than its list"


def _faults_of_panel(panel: PaintedPanel) -> Iterator[str]:
    bounds = QRectF(panel.rect()).adjusted(-_ROUNDING, -_ROUNDING, _ROUNDING, _ROUNDING)
    texts = [text for text in panel.sheet.texts if text.written.text]
    for text in texts:
        if text.shortened:
            yield f"{text.written.text!r} is cut"
        if not bounds.contains(place_of(text)):
            yield f"{text.written.text!r} at {place_of(text)} of {panel.rect()}"
    for one, other in combinations(texts, 2):
        both = place_of(one) & place_of(other)
        if both.width() > _ROUNDING and both.height() > _ROUNDING:
            yield f"{one.written.text!r} over {other.written.text!r}"


def on_window(widget: QWidget, window: QWidget) -> QRect:
    """Where a widget stands in its window."""
    return QRect(widget.mapTo(window, QPoint()), widget.size())
