"""The page of settings: choices on one side, what they would do on the other."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

from PySide6.QtCore import QEvent, QObject, Qt, Signal, Slot
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QGridLayout, QHBoxLayout, QScrollArea, QVBoxLayout, QWidget

from checkpoint_app.config import Settings
from ui.lane.views import Mark
from ui.settings.port import Devices
from ui.settings.present_settings import (
    OF_LANE,
    PERSONAL,
    ChangeView,
    changed_of_lane,
    changes,
    choices_of,
    name_of,
)
from ui.theme.current import ThemeHolder
from ui.widgets.banner import Banner
from ui.widgets.card import Card
from ui.widgets.elided import FitLabel
from ui.widgets.field import Choice, Field
from ui.widgets.push_button import PushButton
from ui.widgets.themed import ThemedWidget
from ui.wording.tongue import Tongue, fill

_TYPED = frozenset({"hub"})
_COLUMNS = 2
_NO_DEVICES = Devices((), ())


class SettingsPage(ThemedWidget):
    """Shows settings and gathers changes. ``saved`` is emitted with the settings asked for,
    ``closed`` when somebody leaves; what was not saved is forgotten."""

    saved = Signal(object)
    closed = Signal()

    def __init__(self, holder: ThemeHolder, tongue: Tongue) -> None:
        super().__init__(holder)
        self._tongue = tongue
        self._before = self._after = Settings()
        self._devices, self._may = _NO_DEVICES, False
        self._title = FitLabel(holder, "title")
        self._own, self._lane = Card(holder), Card(holder)
        self._barred = Banner(holder)
        self._effects = _Effects(holder)
        self._save, self._leave = PushButton(holder), PushButton(holder)
        self._save.setDefault(True)
        self._fields: dict[str, Choice | Field] = {}
        self._lay_out()
        self._save.clicked.connect(self._ask)
        self._leave.clicked.connect(self.closed)
        self.retranslate()

    @property
    def after(self) -> Settings:
        """The settings as they are chosen now."""
        return self._after

    def show_settings(self, settings: Settings, devices: Devices, *, may_change_lane: bool) -> None:
        """Show what stands; changes that were not saved are forgotten."""
        self._before = self._after = settings
        self._devices, self._may = devices, may_change_lane
        self._offer()

    def retranslate(self) -> None:
        """Its own texts in the tongue's language of now."""
        say = self._tongue.translate
        self._title.setText(say("Settings", "Settings"))
        self.setAccessibleName(say("Settings", "Settings"))
        self._own.set_title(say("Settings", "For whoever looks at this window"))
        self._lane.set_title(say("Settings", "For this lane"))
        self._save.setText(say("Settings", "Save"))
        self._leave.setText(say("Settings", "Back"))
        for name, field in self._fields.items():
            field.set_label(name_of(name, self._tongue))
        self._offer()

    def follow_theme(self) -> None:
        """Space anew."""
        self._space()
        super().follow_theme()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Escape leaves."""
        if event.key() == Qt.Key.Key_Escape:
            self.closed.emit()
        else:
            super().keyPressEvent(event)

    def _lay_out(self) -> None:
        self._sides, self._rows, self._head = QHBoxLayout(), QVBoxLayout(self), QHBoxLayout()
        fields, self._cards = QWidget(), QVBoxLayout()
        fields.setLayout(self._cards)
        self._grids = [self._grid(self._own, PERSONAL), self._grid(self._lane, OF_LANE)]
        self._lane.body.insertWidget(0, self._barred)
        for card in (self._own, self._lane):
            self._cards.addWidget(card)
        self._cards.addStretch(1)
        area = QScrollArea()
        area.setWidgetResizable(True)
        area.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        area.setWidget(fields)
        area.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self._area = area
        self._sides.addWidget(area, 1)
        self._sides.addWidget(self._effects)
        self._head.addWidget(self._title, 1)
        self._head.addWidget(self._leave)
        self._head.addWidget(self._save)
        self._rows.addLayout(self._head)
        self._rows.addLayout(self._sides, 1)
        self._space()

    def _grid(self, card: Card, names: tuple[str, ...]) -> QGridLayout:
        grid = QGridLayout()
        for number, name in enumerate(names):
            field = self._made(name)
            self._fields[name] = field
            field.installEventFilter(self)
            grid.addWidget(field, number // _COLUMNS, number % _COLUMNS)
        for column in range(_COLUMNS):
            grid.setColumnStretch(column, 1)
        card.body.addLayout(grid)
        return grid

    def _made(self, name: str) -> Choice | Field:
        if name in _TYPED:
            field = Field(self.holder, code=True)
            field.edited.connect(lambda text: self._take(name, text.strip()))
            return field
        choice = Choice(self.holder)
        choice.picked.connect(lambda key: self._take(name, key))
        return choice

    def _offer(self) -> None:
        for name, field in self._fields.items():
            now = getattr(self._after, name)
            if isinstance(field, Choice):
                field.offer(choices_of(name, now, self._devices, self._tongue))
                field.choose(now)
            elif field.text != now:
                field.set_text(now)
            field.setEnabled(self._may or name in PERSONAL)
        text = self._tongue.translate("Settings", "A supervisor or IT changes these.")
        self._barred.say("" if self._may else text, Mark.NOTED)
        self._show_changes()

    def _take(self, name: str, value: str) -> None:
        changed: dict[str, Any] = {name: value}
        self._after = replace(self._after, **changed)
        self._show_changes()

    def _show_changes(self) -> None:
        found = changes(self._before, self._after, self._devices, self._tongue)
        self._effects.show_changes(found, self._tongue)
        allowed = self._may or not changed_of_lane(self._before, self._after)
        self._save.setEnabled(bool(found) and allowed)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """What gets the focus comes into sight."""
        if event.type() is QEvent.Type.FocusIn and isinstance(watched, QWidget):
            self._area.ensureWidgetVisible(watched)
        return super().eventFilter(watched, event)

    @Slot()
    def _ask(self) -> None:
        self.saved.emit(self._after)

    def _space(self) -> None:
        theme = self.theme
        margin, gap = theme.px("space.l"), theme.px("space.m")
        self._rows.setContentsMargins(margin, margin, margin, margin)
        self._cards.setContentsMargins(0, 0, 0, 0)
        for layout in (self._rows, self._head, self._sides, self._cards, *self._grids):
            layout.setSpacing(gap)
        self._effects.setFixedWidth(theme.px("settings.effects"))
        for button in (self._save, self._leave):
            button.setMinimumWidth(theme.px("first_run.button"))


class _Effects(Card):
    """What would change, one under the other."""

    def __init__(self, holder: ThemeHolder) -> None:
        super().__init__(holder)
        self._labels: list[tuple[FitLabel, FitLabel]] = []
        self.body.addStretch(1)

    def show_changes(self, found: tuple[ChangeView, ...], tongue: Tongue) -> None:
        """Each change with what comes of it; without any, what this is for."""
        say = tongue.translate
        self.set_title(say("Settings", "What changes when you save"))
        texts: list[tuple[str, bool]] = []
        if not found:
            nothing = say("Settings", "Nothing yet. Choose something; its effect is shown here.")
            texts.append((nothing, False))
        for each in found:
            arrow = say("Settings", "{name}: {before}, then {after}")
            line = fill(arrow, name=each.name, before=each.before, after=each.after)
            texts += ((line, True), (each.effect, False))
        while len(self._labels) < len(texts):
            self._add()
        for pair in self._labels:
            for label in pair:
                label.hide()
        for (text, is_head), (head, line_of) in zip(texts, self._labels, strict=False):
            label = head if is_head else line_of
            label.setText(text)
            label.show()

    def _add(self) -> None:
        """Room for one more line, a head or a sentence."""
        pair = (
            FitLabel(self.holder, "strong", lines=0),
            FitLabel(self.holder, "body", "ink_soft", lines=0),
        )
        for label in pair:
            self.body.insertWidget(self.body.count() - 1, label)
        self._labels.append(pair)
