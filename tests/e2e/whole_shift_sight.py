"""What a window shows, as words: what a person at it could read out."""

from __future__ import annotations

from typing import Any

from PySide6.QtCore import QModelIndex
from PySide6.QtWidgets import (
    QAbstractButton,
    QAbstractItemView,
    QApplication,
    QComboBox,
    QHeaderView,
    QLineEdit,
    QListView,
    QTabBar,
    QWidget,
)

from ui.app import LaneApp
from ui.lane.toast import Toast
from ui.lane.verdict_panel import VerdictPanel
from ui.lane.views import VerdictView
from ui.second_line.step_bar import StepButton


def sight_of(app: LaneApp, answers: int) -> dict[str, Any]:
    """Everything in sight. ``answers`` is how many readings have been answered so far."""
    window = app.window
    panel, toast = window.findChild(VerdictPanel), window.findChild(Toast)
    seen = [each for each in QApplication.allWidgets() if each.isVisible()]
    return {
        "page": window.page,
        "answers": answers,
        "verdict": {} if panel is None else _verdict(panel.view),
        "toast": toast.text if toast is not None and toast.isVisible() else "",
        "texts": sorted({each for widget in seen for each in words_of(widget) if each}),
        "buttons": {
            each.text() or each.accessibleName(): each.isEnabled()
            for each in seen
            if isinstance(each, QAbstractButton)
        },
        "steps": [
            step.step.name for step in seen if isinstance(step, StepButton) and step.isEnabled()
        ],
        "fields": {
            each.accessibleName(): each.text()
            for each in seen
            if isinstance(each, QLineEdit) and not isinstance(each.parent(), QComboBox)
        },
        "choice": _choice(QApplication.focusWidget()),
        "lists": {each.accessibleName(): _rows(each) for each in seen if _is_list(each)},
        "focus": _focus(),
        "dialogue": QApplication.activeModalWidget() is not None,
    }


def words_of(widget: QWidget) -> tuple[str, ...]:
    """What a widget says, to the eye and to a screen reader."""
    if isinstance(widget, QLineEdit):
        return (widget.accessibleName(),)
    if isinstance(widget, QTabBar):
        return tuple(widget.tabText(at) for at in range(widget.count()))
    text = getattr(widget, "text", None)
    said = text() if callable(text) else text if isinstance(text, str) else ""
    return str(said or ""), widget.accessibleName(), widget.accessibleDescription()


def _verdict(view: VerdictView) -> dict[str, Any]:
    return {
        "tone": view.tone.value,
        "word": view.word,
        "lead": view.lead,
        "outcome": view.outcome,
        "permit": view.permit,
        "person": "" if view.person is None else view.person.name_latin,
        "findings": [each.sentence for each in view.findings],
        "keys": [each.action.value for each in view.actions if each.enabled],
    }


def _is_list(widget: QWidget) -> bool:
    return isinstance(widget, QAbstractItemView) and not isinstance(widget, QHeaderView)


def _choice(box: QWidget | None) -> dict[str, Any]:
    """The choice that has the focus."""
    if not isinstance(box, QComboBox):
        return {"now": "", "at": -1, "of": []}
    return {
        "now": box.currentText(),
        "at": box.currentIndex(),
        "of": [box.itemText(at) for at in range(box.count())],
    }


def _rows(view: QWidget) -> dict[str, Any]:
    assert isinstance(view, QAbstractItemView)
    model = view.model()
    if model is None:
        return {"at": -1, "rows": []}
    columns = 1 if isinstance(view, QListView) else model.columnCount(QModelIndex())
    return {
        "at": view.currentIndex().row(),
        "rows": [
            [str(model.index(row, column).data() or "") for column in range(columns)]
            for row in range(model.rowCount(QModelIndex()))
        ],
    }


def _focus() -> list[str]:
    focus = QApplication.focusWidget()
    return [] if focus is None else [type(focus).__name__, focus.accessibleName()]
