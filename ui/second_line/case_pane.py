"""The pane of one case: what was seen, the record now, a passport beside it, what was done."""

from __future__ import annotations

from PySide6.QtCore import QEvent, QSize, Qt, Signal, Slot
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QHBoxLayout, QScrollArea, QStackedLayout, QVBoxLayout, QWidget

from ui.lane.views import Mark
from ui.second_line.case_head import CaseHead
from ui.second_line.lines import FindingsCard, Lines, LinesCard, SeenFindings, column
from ui.second_line.views import CardView, CaseDetailView
from ui.theme.current import ThemeHolder
from ui.widgets.banner import Banner
from ui.widgets.card import Card
from ui.widgets.empty import EmptyState
from ui.widgets.field import Choice, Field
from ui.widgets.themed import ThemedWidget
from ui.wording.tongue import Tongue

_NO_CARD = CardView("", ())
# A lane's note is cut at so many characters.
_NOTE_LIMIT = 200


class CasePane(ThemedWidget):
    """Shows a `CaseDetailView`. ``passport_given`` carries what was typed as a passport,
    ``note_given`` a remark that Enter ends."""

    passport_given = Signal(str)
    note_given = Signal(str)

    def __init__(self, holder: ThemeHolder, tongue: Tongue) -> None:
        super().__init__(holder)
        self._tongue = tongue
        self._key = ""
        self.head = CaseHead(holder)
        self.changed, self.group, self.compared = Banner(holder), Banner(holder), Banner(holder)
        self._findings = SeenFindings(holder, tongue)
        self._seen = FindingsCard(holder, self._findings)
        self.record, self.people = LinesCard(holder), LinesCard(holder)
        self.history, self.movements = LinesCard(holder), LinesCard(holder)
        self.departures = (LinesCard(holder), LinesCard(holder))
        self.passport, self.parts = Field(holder, code=True), Lines(holder)
        self._papers = Card(holder)
        self.reason, self.note = Choice(holder), Field(holder)
        self.note.line.setMaxLength(_NOTE_LIMIT)
        self._empty = EmptyState(holder, "list")
        self._scroll = QScrollArea()
        self._case, self._inside = QWidget(), QWidget()
        self._compose()
        self.passport.entered.connect(self._give_passport)
        self.note.entered.connect(self._give_note)
        self.show_nothing()

    @property
    def key(self) -> str:
        """Whose case is in sight, empty for none."""
        return self._key

    def show_case(self, view: CaseDetailView) -> None:
        """Another case, or the same as it stands now; what was typed for another is gone."""
        if view.key != self._key:
            self._key = view.key
            self.forget_typed()
            self._scroll.verticalScrollBar().setValue(0)
        self.head.show_case(view)
        self.changed.say(view.changed, view.changed_mark)
        self.group.say(view.group, Mark.NOTED)
        self._seen.set_title(view.seen_title)
        self._findings.show_findings(view.findings, (), nothing=None, wide=False)
        self._findings.updateGeometry()
        self._seen.setVisible(not view.departures)
        for card, shown in (
            (self.record, view.record),
            (self.people, view.people),
            (self.history, view.history),
            (self.movements, view.movements),
        ):
            card.show_card(shown)
        self._show_departures(view.departures)
        self._pages.setCurrentWidget(self._case)

    def show_nothing(self) -> None:
        """No case is chosen."""
        self._key = ""
        self.forget_typed()
        self._pages.setCurrentWidget(self._empty)

    def show_comparison(self, card: CardView, text: str, mark: Mark) -> None:
        """What a passport says beside the record."""
        self.parts.show_card(card)
        self.parts.setVisible(bool(card.lines))
        self.compared.say(text, mark)
        self._scroll.ensureWidgetVisible(self._papers)

    def forget_typed(self) -> None:
        """Nothing is typed or compared."""
        for field in (self.passport, self.note):
            field.clear()
        self.reason.choose("")
        self.reason.set_error("")
        self.show_comparison(_NO_CARD, "", Mark.PLAIN)

    def retranslate(self, reasons: tuple[tuple[str, str], ...]) -> None:
        """Its own texts in the language of now. ``reasons`` by code and text."""
        say = self._tongue.translate
        self.reason.set_label(say("SecondLine", "Reason of the outcome"))
        self.reason.offer((("", say("SecondLine", "Choose a reason")), *reasons))
        self.note.set_label(say("SecondLine", "Note for whoever looks next"))
        self.passport.set_label(say("SecondLine", "Swipe the passport, or type its number"))
        self._papers.set_title(say("SecondLine", "The passport and the record"))
        self._scroll.setAccessibleName(say("SecondLine", "The case"))
        self._empty.say(
            say("SecondLine", "No case is chosen"),
            say("SecondLine", "Choose one in the list: arrow keys move, Enter opens it."),
        )
        self._findings.renew()

    def follow_theme(self) -> None:
        """Space anew."""
        self._space()
        super().follow_theme()

    def resizeEvent(self, event: QResizeEvent) -> None:
        """One column where two would be too narrow."""
        super().resizeEvent(event)
        narrow = self.width() < self.theme.px("second_line.two_columns")
        wanted = QHBoxLayout.Direction.TopToBottom if narrow else QHBoxLayout.Direction.LeftToRight
        if self._columns.direction() != wanted:
            self._columns.setDirection(wanted)

    def changeEvent(self, event: QEvent) -> None:
        """The scroll bar is at the other side when reading turns."""
        if event.type() == QEvent.Type.LayoutDirectionChange:
            self._space()
        super().changeEvent(event)

    def sizeHint(self) -> QSize:
        """Whatever is left."""
        return QSize(self.theme.px("second_line.two_columns"), self.theme.px("field.width"))

    def _show_departures(self, departures: tuple[CardView, ...]) -> None:
        """The first and the last: whoever left twice mostly left twice."""
        shown = (departures[0], departures[-1]) if len(departures) > 1 else departures
        for number, card in enumerate(self.departures):
            if number < len(shown):
                card.show_card(shown[number])
            card.setVisible(number < len(shown))

    def _compose(self) -> None:
        self._scroll.setWidgetResizable(True)
        self._scroll.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self._scroll.setWidget(self._inside)
        self._inside.setAutoFillBackground(False)
        self._scroll.viewport().setAutoFillBackground(False)
        self._papers.body.addWidget(self.passport)
        self._papers.body.addWidget(self.compared)
        self._papers.body.addWidget(self.parts)
        self._twice = QHBoxLayout()
        for card in self.departures:
            self._twice.addWidget(card, 1)
        self._columns = QHBoxLayout()
        self._left, self._right = column(), column()
        sides: tuple[tuple[QVBoxLayout, tuple[Card, ...]], ...] = (
            (self._left, (self._seen, self._papers, self.history)),
            (self._right, (self.record, self.people, self.movements)),
        )
        for layout, cards in sides:
            for each in cards:
                layout.addWidget(each)
            layout.addStretch(1)
        self._columns.addLayout(self._left, 6)
        self._columns.addLayout(self._right, 5)
        self._content = QVBoxLayout(self._inside)
        self._content.addLayout(self._twice)
        self._content.addLayout(self._columns, 1)
        self._answer = QHBoxLayout()
        self._answer.addWidget(self.reason, 1)
        self._answer.addWidget(self.note, 1)
        self._rows = QVBoxLayout(self._case)
        for widget in (self.head, self.changed, self.group):
            self._rows.addWidget(widget)
        self._rows.addWidget(self._scroll, 1)
        self._rows.addLayout(self._answer)
        self._pages = QStackedLayout(self)
        self._pages.addWidget(self._case)
        self._pages.addWidget(self._empty)
        self._space()

    def _space(self) -> None:
        theme = self.theme
        gap = theme.px("space.s")
        self._rows.setContentsMargins(0, 0, 0, 0)
        before, after = (gap, 0) if self.isRightToLeft() else (0, gap)  # beside the scroll bar
        self._content.setContentsMargins(before, 0, after, 0)
        for layout in (self._rows, self._content, self._left, self._right):
            layout.setSpacing(gap)
        for row in (self._twice, self._columns, self._answer):
            row.setSpacing(gap)

    @Slot()
    def _give_passport(self) -> None:
        if self.passport.text:
            self.passport_given.emit(self.passport.text)

    @Slot()
    def _give_note(self) -> None:
        if self.note.text:
            self.note_given.emit(self.note.text)
