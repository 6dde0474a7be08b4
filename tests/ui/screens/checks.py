"""What is wrong with a window that is in sight, in words: clipped, not said in Arabic, not told
to a screen reader, not reached by keyboard."""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import cache
from xml.etree import ElementTree

from PySide6.QtCore import QEvent, QModelIndex, Qt
from PySide6.QtGui import QAccessible, QKeyEvent
from PySide6.QtWidgets import (
    QAbstractButton,
    QAbstractItemView,
    QApplication,
    QComboBox,
    QLabel,
    QLineEdit,
    QListView,
    QScrollArea,
    QTabBar,
    QWidget,
)

from installer.translations import CATALOGUES
from tests.ui.screens.shots import Scene, Shot
from tests.ui.spoken import spoken
from ui.lane.desk_card import DeskCard
from ui.lane.panel import PaintedPanel
from ui.widgets.sheet import Sheet

_ISOLATED = re.compile("\u2066[^\u2066\u2069]*\u2069")
_WORD = re.compile("[A-Za-z]{2,}")
_NO_ROLE = (QAccessible.Role.NoRole, QAccessible.Role.Client)
_MOST_CONTROLS = 400
_OWN_NAMES = frozenset({"English"})  # of the languages: each is called as its speakers call it


def untranslated(shot: Shot, scene: Scene) -> list[str]:
    """English words of the program where Arabic is spoken; what is isolated is a code."""
    if not scene.arabic:
        return []
    found = []
    for widget in in_sight(scene.shown):
        for text in _texts(widget):
            words = set(_WORD.findall(_ISOLATED.sub("", text))) - shot.latin - _OWN_NAMES
            if any(word.casefold() in _english_words() for word in words):
                found.append(f"{type(widget).__name__}: {text!r} is English")
    return found


def unspoken(scene: Scene) -> list[str]:
    """Controls without a name or a role for a screen reader."""
    found = []
    for widget in controls(scene):
        said = spoken(widget)
        if not said.name and not _says_its_parts(widget):
            found.append(f"{_named(widget)} has no accessible name")
        if said.role in _NO_ROLE and not isinstance(widget, QScrollArea):  # an area is one
            found.append(f"{_named(widget)} has no accessible role")
    return found


def unreached(scene: Scene) -> list[str]:
    """Controls that the Tab key does not come to. Of a sheet that is open, its own."""
    before = QApplication.focusWidget()
    reached = tabbed(scene.shown)
    if before is not None:
        before.setFocus(Qt.FocusReason.OtherFocusReason)
    return [f"{_named(each)} is not reached by Tab" for each in controls(scene) - reached]


def controls(scene: Scene) -> set[QWidget]:
    """What the Tab key goes through: an open sheet or card keeps it."""
    over = [
        each for each in scene.shown.findChildren(QWidget) if isinstance(each, (Sheet, DeskCard))
    ]
    sheets = [each for each in over if each.isVisible()]
    return {
        widget
        for widget in (sheets[-1] if sheets else scene.shown).findChildren(QWidget)
        if widget.isVisible()
        and widget.isEnabled()
        and widget.focusPolicy() & Qt.FocusPolicy.TabFocus
        and widget.focusProxy() is None
        and not isinstance(widget, (Sheet, DeskCard))
    }


def tabbed(window: QWidget) -> set[QWidget]:
    """What the Tab key comes to, once round."""
    reached: set[QWidget] = set()
    for _ in range(_MOST_CONTROLS):
        target = QApplication.focusWidget() or window
        tab = QKeyEvent(QEvent.Type.KeyPress, Qt.Key.Key_Tab, Qt.KeyboardModifier.NoModifier, "\t")
        QApplication.sendEvent(target, tab)
        focus = QApplication.focusWidget()
        if focus is None or focus in reached:
            break
        reached.add(focus)
    return reached


def in_sight(window: QWidget) -> Iterator[QWidget]:
    """Every widget that is seen."""
    yield window
    for widget in window.findChildren(QWidget):
        if widget.isVisibleTo(window):
            yield widget


def _texts(widget: QWidget) -> Iterator[str]:
    yield widget.accessibleName()
    yield widget.accessibleDescription()
    yield widget.toolTip()
    if isinstance(widget, (QLabel, QAbstractButton)):
        yield widget.text()
    elif isinstance(widget, QLineEdit):
        yield widget.placeholderText()
    elif isinstance(widget, QComboBox):
        yield from (widget.itemText(index) for index in range(widget.count()))
    elif isinstance(widget, QTabBar):
        yield from (widget.tabText(index) for index in range(widget.count()))
    elif isinstance(widget, QAbstractItemView):
        yield from _texts_of_list(widget)
    if isinstance(widget, PaintedPanel):
        yield from (each.written.text for each in widget.sheet.texts)


def _texts_of_list(shown: QAbstractItemView) -> Iterator[str]:
    model = shown.model()
    if model is None:
        return
    # (Of a list's model Qt keeps the number of columns to itself.)
    columns = 1 if isinstance(shown, QListView) else model.columnCount(QModelIndex())
    for column in range(columns):
        yield str(model.headerData(column, Qt.Orientation.Horizontal) or "")
        for row in range(model.rowCount(QModelIndex())):
            yield str(model.index(row, column).data() or "")


@cache
def _english_words() -> frozenset[str]:
    """Every word of the catalogues' sources."""
    root = ElementTree.parse(CATALOGUES / "checkpoint_ar.ts").getroot()
    texts = (message.findtext("source", "") for message in root.iter("message"))
    bare = (re.sub(r"\{[a-z_]+\}|%n", " ", text) for text in texts)
    return frozenset(word.casefold() for text in bare for word in _WORD.findall(text))


def _says_its_parts(widget: QWidget) -> bool:
    """A row of tabs: each tab has its name."""
    return isinstance(widget, QTabBar) and all(
        widget.tabText(index) for index in range(widget.count())
    )


def _named(widget: QWidget) -> str:
    return f"{type(widget).__name__} {widget.accessibleName() or widget.objectName()!r}"
