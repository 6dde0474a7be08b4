"""Where this lane is: one of the ports, found by its name or code, and the lane's number."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace
from typing import TYPE_CHECKING

from PySide6.QtCore import QEvent, QObject, QSize, Qt, Slot
from PySide6.QtGui import QIcon, QKeyEvent
from PySide6.QtWidgets import QLineEdit, QListWidget, QListWidgetItem

from ui.first_run.fields import FieldRow, align
from ui.first_run.page import Page
from ui.first_run.present_first_run import present_ports
from ui.first_run.steps import Draft, Field
from ui.theme.current import ThemeHolder
from ui.widgets.icons import icon
from ui.wording.tongue import Tongue

if TYPE_CHECKING:
    from checkpoint_app.domain.port import Port

_ID = Qt.ItemDataRole.UserRole
_INTO_LIST = frozenset({Qt.Key.Key_Up, Qt.Key.Key_Down, Qt.Key.Key_PageUp, Qt.Key.Key_PageDown})


class PlacePage(Page):
    """A line to search in, the ports that it leaves, and the lane. Arrow keys in the search line
    move in the list; the port chosen stays chosen while others are sought."""

    def __init__(self, holder: ThemeHolder, ports: Sequence[Port], tongue: Tongue) -> None:
        super().__init__(holder)
        self._ports, self._tongue = ports, tongue
        self._chosen = ""
        self._search, self._list, self._lane = QLineEdit(), QListWidget(), QLineEdit()
        self._search.setClearButtonEnabled(True)
        self._search.installEventFilter(self)
        self._list.setUniformItemSizes(True)
        self._list.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.add_field(Field.PORT, FieldRow(holder, [self._search, self._list]), 1)
        self.add_field(Field.LANE, FieldRow(holder, [self._lane]))
        self._search.textChanged.connect(self._list_ports)
        self._list.currentItemChanged.connect(self._choose)
        self._lane.textEdited.connect(self._edited)
        self.space()

    def read(self, draft: Draft) -> Draft:
        """The port and lane."""
        return replace(draft, port_id=self._chosen, lane=self._lane.text())

    def take(self, draft: Draft) -> None:
        """Port and lane as they had been told."""
        self._chosen = draft.port_id
        self._lane.setText(draft.lane)
        self._list_ports()

    def show_fields(self, problems: Mapping[Field, str], tongue: Tongue) -> None:
        """Also the ports' names."""
        super().show_fields(problems, tongue)
        for line in (self._search, self._lane):
            align(line, tongue)
        self._search.setPlaceholderText(tongue.translate("FirstRun", "Search by name or code"))
        self._search.setAccessibleName(tongue.translate("FirstRun", "Search by name or code"))
        self._list.setAccessibleName(tongue.translate("FirstRun", "Ports"))
        self._list_ports()

    def follow_theme(self) -> None:
        """Icons of the size and colour of now."""
        super().follow_theme()
        self._list_ports()

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Arrow keys of the search line belong to the list."""
        if not isinstance(event, QKeyEvent) or event.key() not in _INTO_LIST:
            return super().eventFilter(watched, event)
        return self._list.event(event)

    @Slot()
    def _list_ports(self) -> None:
        self._list.blockSignals(True)
        self._list.clear()
        for port in present_ports(self._ports, self._search.text(), self._tongue):
            item = QListWidgetItem(self._picture(port.icon), port.name, self._list)
            item.setData(_ID, port.port_id)
            item.setData(Qt.ItemDataRole.AccessibleTextRole, f"{port.name}, {port.kind}")
            if port.port_id == self._chosen:
                self._list.setCurrentItem(item)
        if not self._list.count():
            nothing = self._tongue.translate("FirstRun", "No port has this name or code")
            QListWidgetItem(nothing, self._list).setFlags(Qt.ItemFlag.NoItemFlags)
        side = self.theme.px("icon.m")
        self._list.setIconSize(QSize(side, side))
        self._list.blockSignals(False)
        self._choose_the_only_one()

    def _picture(self, name: str) -> QIcon:
        """The icon in the list's ink, and in that of the row chosen."""
        side, theme = self.theme.px("icon.m"), self.theme
        picture = icon(name, side, theme.colour("ink"))
        chosen = icon(name, side, theme.colour("on_accent"))
        picture.addPixmap(chosen.pixmap(2 * side), QIcon.Mode.Selected)
        return picture

    def _choose_the_only_one(self) -> None:
        only = self._list.item(0)
        if self._search.text() and self._list.count() == 1 and only.data(_ID):
            self._list.setCurrentItem(only)

    @Slot()
    def _choose(self) -> None:
        item = self._list.currentItem()
        if item is not None and item.data(_ID):
            self._chosen = str(item.data(_ID))
            self.edited.emit()

    @Slot()
    def _edited(self) -> None:
        self.edited.emit()
