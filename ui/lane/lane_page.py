"""The lane itself: verdict, person and findings at the start, camera and last scans at the end."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import Qt, Signal, Slot
from PySide6.QtGui import QPainter, QPaintEvent
from PySide6.QtWidgets import QHBoxLayout, QStackedWidget, QVBoxLayout, QWidget

from ui.lane.camera_view import CameraView
from ui.lane.findings_panel import FindingsPanel
from ui.lane.hints_panel import HintsPanel
from ui.lane.last_scans import LastScans
from ui.lane.person_panel import PersonPanel
from ui.lane.verdict_panel import VerdictPanel
from ui.lane.views import Tone, VerdictView
from ui.theme.current import ThemeHolder
from ui.widgets.themed import ThemedWidget
from ui.wording.tongue import Tongue

if TYPE_CHECKING:  # made when first asked for
    from ui.lane.desk_card import DeskCard
    from ui.lane.no_barcode import NoBarcode
    from ui.lane.officer_card import OfficerCard
    from ui.lane.reason_card import ReasonCard

_PERSON, _FINDINGS = 11, 10  # shares of the width
_BODY, _HINTS = 4, 7  # of the height, where findings stand above the hints
# Verdicts that may come without a finding, and then say so.
_NOTHING = frozenset({Tone.CLEAR, Tone.AGAIN, Tone.READING})


class LanePage(ThemedWidget):
    """Composes the panels. Cards that the officer asks for stand over verdict and person, and are
    made when they are first asked for."""

    number_given = Signal(str)
    tail_given = Signal(str)
    visa_picked = Signal(object)
    officer_given = Signal(str)
    looked_up = Signal(str, str)
    """A number that was typed, and the reason why: in place of ``number_given`` where reasons are
    asked for."""
    card_closed = Signal()

    def __init__(self, holder: ThemeHolder, tongue: Tongue, parent: QWidget | None = None) -> None:
        super().__init__(holder, parent)
        self._tongue = tongue
        self.verdict = VerdictPanel(holder)
        self.person = PersonPanel(holder, tongue)
        self.findings = FindingsPanel(holder, tongue)
        self.hints = HintsPanel(holder, tongue)
        self.camera = CameraView(holder, tongue)
        self.scans = LastScans(holder, tongue)
        self._no_barcode: NoBarcode | None = None
        self._officer: OfficerCard | None = None
        self._reason: ReasonCard | None = None
        self._reasons: tuple[str, ...] = ()
        self._answer, self._pair = QWidget(), QWidget()
        self._start, self._side = QStackedWidget(), QWidget()
        self._rows, self._body = QVBoxLayout(self._answer), QHBoxLayout(self._pair)
        self._end, self._columns = QVBoxLayout(self._side), QHBoxLayout(self)
        self._compose()
        self.follow_theme()

    @property
    def card_open(self) -> bool:
        """Whether a card stands over the verdict."""
        return self._start.currentWidget() is not self._answer

    @property
    def card(self) -> QWidget | None:
        """The card that stands over the verdict."""
        return self._start.currentWidget() if self.card_open else None

    def ask_reasons(self, reasons: tuple[str, ...]) -> None:
        """From now on a number that was typed is told with one of these reasons (the ends of the
        text keys ``lookup.reason.*``)."""
        self._reasons = reasons

    def show_card(self, card: DeskCard) -> None:
        """Put somebody else's card over the verdict, until it is closed."""
        if self._start.indexOf(card) < 0:
            card.closed.connect(self.close_card)
            self._start.addWidget(card)
        self._start.setCurrentWidget(card)
        card.show()

    def show_verdict(self, view: VerdictView) -> None:
        """The band first, then what belongs to it."""
        self.verdict.show_view(view)
        alone = view.person is None
        idle = alone and not view.findings and not view.earlier
        if view.person is not None:
            self.person.show_person(view.person, view.permit)
        if not idle:
            nothing = view.tone if view.tone in _NOTHING else None
            self.findings.show_findings(view.findings, view.earlier, nothing=nothing, wide=alone)
        self.person.setVisible(not alone)
        self._pair.setVisible(not idle)
        self.hints.setVisible(idle or (alone and view.tone is Tone.UNREAD))
        self._rows.activate()  # at once: a picture of the window may be taken before the next event

    def open_no_barcode(self, digits: str, *, needs_tail: bool) -> None:
        """Ask for a number, a passport or a visa; digits go into the number's field, or name the
        reason that is asked for."""
        if digits and self._reason is not None and self.card is self._reason:
            self._reason.take_digits(digits)
            return
        card = self._no_barcode or self._made_no_barcode()
        if digits and self._start.currentWidget() is card:
            card.take_digits(digits)
            return
        self._start.setCurrentWidget(card)
        if digits:
            card.open_with(self._kinds(), digits)
        else:
            card.open(self._kinds(), needs_tail=needs_tail)

    def open_officer(self, name: str, *, editable: bool = True) -> None:
        """Ask who is at the lane; where somebody has signed in, tell it."""
        card = self._officer or self._made_officer()
        self._start.setCurrentWidget(card)
        card.show_officer(name, editable=editable)

    @Slot()
    def close_card(self) -> None:
        """Back to the verdict; nothing has the focus, as before."""
        if self.card_open:
            self._start.setCurrentWidget(self._answer)
            self.setFocus(Qt.FocusReason.OtherFocusReason)
            self.card_closed.emit()

    def retranslate(self) -> None:
        """Its own texts in the tongue's language of now."""
        for part in (self.findings, self.hints, self.camera, self.scans):
            part.retranslate()
        self.person.renew()
        for card in (self._no_barcode, self._officer, self._reason):
            if card is not None:
                card.retranslate()
        if self._no_barcode is not None and self._start.currentWidget() is self._no_barcode:
            self._no_barcode.show_kinds(self._kinds())

    def follow_theme(self) -> None:
        """Another size."""
        theme = self.theme
        gap = theme.px("space.m")
        self._columns.setContentsMargins(gap, gap, gap, gap)
        for layout in (self._columns, self._rows, self._body, self._end):
            layout.setSpacing(gap)
        self._side.setFixedWidth(theme.px("lane.side"))
        super().follow_theme()

    def paintEvent(self, _event: QPaintEvent) -> None:
        """The surface."""
        QPainter(self).fillRect(self.rect(), self.theme.colour("surface"))

    def _compose(self) -> None:
        for layout in (self._rows, self._body, self._end):
            layout.setContentsMargins(0, 0, 0, 0)
        self._body.addWidget(self.person, _PERSON)
        self._body.addWidget(self.findings, _FINDINGS)
        self._rows.addWidget(self.verdict)
        self._rows.addWidget(self._pair, _BODY)
        self._rows.addWidget(self.hints, _HINTS)
        self._end.addWidget(self.camera)
        self._end.addWidget(self.scans, 1)
        self._start.addWidget(self._answer)
        self._columns.addWidget(self._start, 1)
        self._columns.addWidget(self._side)
        self._pair.hide()

    def _made_no_barcode(self) -> NoBarcode:
        from ui.lane.no_barcode import NoBarcode

        card = self._no_barcode = NoBarcode(self.holder, self._tongue)
        card.number_given.connect(self._take_number)
        card.tail_given.connect(self.tail_given)
        card.visa_picked.connect(self.visa_picked)
        card.closed.connect(self.close_card)
        self._start.addWidget(card)
        return card

    @Slot(str)
    def _take_number(self, text: str) -> None:
        """Tell it, or first ask why."""
        if not self._reasons:
            self.number_given.emit(text)
            return
        card = self._reason or self._made_reason()
        self._start.setCurrentWidget(card)
        card.open(text)

    @Slot(str, str)
    def _take_reason(self, text: str, reason: str) -> None:
        """What was typed stays in sight until its answer comes: it may be no number at all."""
        if self._no_barcode is not None:
            self._start.setCurrentWidget(self._no_barcode)
        self.looked_up.emit(text, reason)

    def _made_reason(self) -> ReasonCard:
        from ui.lane.reason_card import ReasonCard

        card = self._reason = ReasonCard(self.holder, self._tongue, self._reasons)
        card.reason_given.connect(self._take_reason)
        card.closed.connect(self.close_card)
        self._start.addWidget(card)
        return card

    def _made_officer(self) -> OfficerCard:
        from ui.lane.officer_card import OfficerCard

        card = self._officer = OfficerCard(self.holder, self._tongue)
        card.officer_given.connect(self.officer_given)
        card.closed.connect(self.close_card)
        self._start.addWidget(card)
        return card

    def _kinds(self) -> tuple[tuple[str | None, str], ...]:
        """Kinds of visa in this language, and one that is not known."""
        from checkpoint_app.reference import visas

        arabic = self._tongue.language == "ar"
        known = (
            (kind.key, kind.label_ar if arabic else kind.label_en) for kind in visas().values()
        )
        return (*known, (None, self._tongue.translate("NoBarcode", "Another kind, or not known")))
