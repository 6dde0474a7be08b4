"""A pilgrim without a barcode: the permit's number, the passport, or the kind of visa."""

from __future__ import annotations

from PySide6.QtCore import QSize, Qt, Signal, Slot
from PySide6.QtWidgets import (
    QHBoxLayout,
    QListWidget,
    QListWidgetItem,
    QVBoxLayout,
    QWidget,
)

from ui.lane.desk_card import DeskCard
from ui.lane.number_field import NumberField
from ui.lane.number_words import said_of
from ui.theme.current import ThemeHolder
from ui.widgets.elided import FitLabel
from ui.widgets.private_line import PrivateLine
from ui.widgets.push_button import PushButton
from ui.wording.tongue import Tongue

_TAIL = 4
_START, _END = 11, 9  # shares of the width


class NoBarcode(DeskCard):
    """Takes the place of verdict and person while it is open. Escape closes it.

    ``kinds`` are the visas' keys with their labels in the tongue's language; the key None stands
    for one that is not known.
    """

    number_given = Signal(str)
    """A permit's number (13 digits), a national ID (14), or a passport's number as it was typed."""
    tail_given = Signal(str)
    visa_picked = Signal(object)  # str | None

    def __init__(self, holder: ThemeHolder, tongue: Tongue, parent: QWidget | None = None) -> None:
        super().__init__(holder, tongue, parent)
        self._columns, self._start, self._end = QHBoxLayout(), QVBoxLayout(), QVBoxLayout()
        self._sections: list[QVBoxLayout] = []
        self._rows: list[QHBoxLayout] = []
        self._number, self._open = NumberField(), PushButton(holder)
        self._passport, self._search = PrivateLine(), PushButton(holder)
        self._tail, self._compare = PrivateLine(), PushButton(holder)
        self._visas, self._answer = QListWidget(), PushButton(holder)
        for button in (self._open, self._search, self._compare, self._answer):
            button.setDefault(True)  # filled once it can be pressed
        self._number_title, self._count = self._title(), self._note()
        self._passport_title, self._passport_note = self._title(), self._note()
        self._tail_title = self._title()
        self._visa_title = self._title()
        for field in (self._passport, self._tail):
            field.setLayoutDirection(Qt.LayoutDirection.LeftToRight)
        self._tail.setMaxLength(_TAIL)
        self._compose()
        self._connect()
        self.retranslate()
        self.follow_theme()

    def open(self, kinds: tuple[tuple[str | None, str], ...], *, needs_tail: bool) -> None:
        """Show it empty; the first field that is likely to be needed has the focus."""
        for field in (self._number, self._passport, self._tail):
            field.clear()
        self.show_kinds(kinds)
        for widget in (self._tail_title, self._tail, self._compare):
            widget.setVisible(needs_tail)
        self._judge()
        self.show()
        (self._tail if needs_tail else self._number).setFocus(Qt.FocusReason.OtherFocusReason)

    def open_with(self, kinds: tuple[tuple[str | None, str], ...], digits: str) -> None:
        """Show it with what was typed already."""
        self.open(kinds, needs_tail=False)
        self._number.set_digits(digits)
        self._judge()

    def take_digits(self, digits: str) -> None:
        """More digits of the number, typed before the field had the focus."""
        self._number.set_digits(self._number.digits + digits)
        self._judge()

    def retranslate(self) -> None:
        """Its own texts in the tongue's language of now."""
        say = self.tongue.translate
        self.set_title(say("NoBarcode", "No barcode"))
        number = say("NoBarcode", "Permit number or national ID")
        self._number_title.setText(number)
        self._number.setAccessibleName(number)
        self._open.setText(say("NoBarcode", "Open permit"))
        self._passport_title.setText(say("NoBarcode", "Or the passport"))
        self._passport_note.setText(say("NoBarcode", "Swipe it, or type its number"))
        self._passport.setAccessibleName(say("NoBarcode", "Passport number"))
        self._search.setText(say("NoBarcode", "Find permit"))
        tail = say("NoBarcode", "Last four of the passport shown")
        self._tail_title.setText(tail)
        self._tail.setAccessibleName(tail)
        self._compare.setText(say("NoBarcode", "Compare"))
        self._visa_title.setText(say("NoBarcode", "No permit at all: the visa"))
        self._visas.setAccessibleName(say("NoBarcode", "Kind of visa"))
        self._answer.setText(say("NoBarcode", "Answer by this visa"))
        self._judge()
        super().retranslate()

    def follow_theme(self) -> None:
        """Another size."""
        theme = self.theme
        self._columns.setSpacing(theme.px("space.xxl"))
        self._start.setSpacing(theme.px("space.xl"))
        self._end.setSpacing(theme.px("space.s"))
        for section in self._sections:
            section.setSpacing(theme.px("space.xs"))
        for row in self._rows:
            row.setSpacing(theme.px("space.s"))
        self._size_visas()
        super().follow_theme()

    def controls(self) -> tuple[QWidget, ...]:
        """In the order of the Tab key."""
        return (
            *(self._tail, self._compare, self._number, self._open, self._passport, self._search),
            *(self._visas, self._answer, self.closer),
        )

    def _title(self) -> FitLabel:
        return FitLabel(self.holder, "strong", parent=self)

    def _note(self) -> FitLabel:
        return FitLabel(self.holder, "small", "ink_soft", lines=2, floor="tiny", parent=self)

    def _compose(self) -> None:
        for title, field, button, note in (
            (self._tail_title, self._tail, self._compare, None),
            (self._number_title, self._number, self._open, self._count),
            (self._passport_title, self._passport, self._search, self._passport_note),
        ):
            section, row = QVBoxLayout(), QHBoxLayout()
            row.addWidget(field, 1)
            row.addWidget(button)
            section.addWidget(title)
            section.addLayout(row)
            if note is not None:
                section.addWidget(note)
            self._start.addLayout(section)
            self._sections.append(section)
            self._rows.append(row)
        self._start.addStretch(1)
        for widget in (self._visa_title, self._visas, self._answer):
            self._end.addWidget(widget, int(widget is self._visas))
        self._columns.addLayout(self._start, _START)
        self._columns.addLayout(self._end, _END)
        self.body.addLayout(self._columns, 1)

    def _connect(self) -> None:
        self._number.textChanged.connect(self._judge)
        self._passport.textChanged.connect(self._judge)
        self._tail.textChanged.connect(self._judge)
        self._visas.currentRowChanged.connect(self._judge)
        self._number.returnPressed.connect(self._give_number)
        self._open.clicked.connect(self._give_number)
        self._passport.returnPressed.connect(self._give_passport)
        self._search.clicked.connect(self._give_passport)
        self._tail.returnPressed.connect(self._give_tail)
        self._compare.clicked.connect(self._give_tail)
        self._visas.itemDoubleClicked.connect(self._pick)
        self._answer.clicked.connect(self._pick)

    def show_kinds(self, kinds: tuple[tuple[str | None, str], ...]) -> None:
        """The kinds of visa to pick from; none is picked."""
        self._visas.clear()
        for key, label in kinds:
            item = QListWidgetItem(label, self._visas)
            item.setData(Qt.ItemDataRole.UserRole, key)
        self._size_visas()

    def _size_visas(self) -> None:
        for number in range(self._visas.count()):
            self._visas.item(number).setSizeHint(QSize(0, self.theme.px("lane.visa_row")))

    @Slot()
    def _judge(self) -> None:
        """What can be pressed now, and how far the number is."""
        field = self._number
        text, mark = said_of(field, self.tongue)
        self._count.setText(text)
        self._count.set_ink(self.theme.mark(mark).stroke if mark else None)
        self._open.setEnabled(field.complete)
        self._search.setEnabled(bool(self._passport.text().strip()))
        self._compare.setEnabled(len(self._tail.text().strip()) == _TAIL)
        self._answer.setEnabled(self._visas.currentRow() >= 0)

    @Slot()
    def _give_number(self) -> None:
        if self._number.complete:
            self.number_given.emit(self._number.digits)

    @Slot()
    def _give_passport(self) -> None:
        if text := self._passport.text().strip():
            self.number_given.emit(text)

    @Slot()
    def _give_tail(self) -> None:
        if self._compare.isEnabled():
            self.tail_given.emit(self._tail.text().strip())

    @Slot()
    def _pick(self) -> None:
        item = self._visas.currentItem()
        if item is not None:
            self.visa_picked.emit(item.data(Qt.ItemDataRole.UserRole))
