"""The page of this device: its fingerprint, how another is enrolled, keys and versions."""

from __future__ import annotations

from PySide6.QtCore import Slot

from ui.first_run.end_pages import Fingerprint
from ui.it_desk.facts import Facts
from ui.it_desk.page import DeskPage
from ui.it_desk.present_device import STEPS, DeviceView
from ui.theme.current import ThemeHolder
from ui.widgets.elided import FitLabel
from ui.widgets.table import Table
from ui.wording.tongue import Tongue, fill

# The columns' parts of the width.
_SHARES = (4, 5, 3)


class DevicePage(DeskPage):
    """Shows, and changes nothing: a computer is enrolled on its own first page."""

    def __init__(self, holder: ThemeHolder, tongue: Tongue) -> None:
        super().__init__(holder)
        self._tongue = tongue
        self._fingerprint = Fingerprint(holder)
        self._compare = FitLabel(holder, "body", "ink_soft", lines=2)
        self._facts = Facts(holder)
        self._steps = [FitLabel(holder, "body", lines=0) for _ in STEPS]
        self.keys, self.parts = Table(holder), Table(holder)
        first, middle, last = (self.column(share) for share in _SHARES)
        self._device_card = self.card(first, self._fingerprint)
        self._device_card.body.addWidget(self._compare)
        self._facts_card = self.card(middle, self._facts)
        self._steps_card = self.card(first, None, 1)
        for step in self._steps:
            self._steps_card.body.addWidget(step)
        self._steps_card.body.addStretch(1)
        self._keys_card = self.card(middle, self.keys, 1)
        self._parts_card = self.card(last, self.parts, 1)
        self.retranslate()

    def show_view(self, view: DeviceView) -> None:
        """Draw it."""
        self.banner.say(view.banner.text, view.banner.mark)
        self._fingerprint.show_groups(view.groups, view.spoken)
        self._fingerprint.setMinimumHeight(self._fingerprint.sizeHint().height())
        self._facts.show_facts(view.facts)
        self.keys.show_table(view.keys)
        self.parts.show_table(view.parts)

    @Slot()
    def retranslate(self) -> None:
        """Say its own words in the language of now."""
        tongue = self._tongue
        say = tongue.translate
        self._device_card.set_title(say("It", "Fingerprint of this device"))
        self._facts_card.set_title(say("It", "What it is, and what it trusts"))
        self._compare.setText(say("It", "The registry shows the same digits. Compare them aloud"))
        self._steps_card.set_title(say("It", "To enrol another computer"))
        for number, (label, step) in enumerate(zip(self._steps, STEPS, strict=True), start=1):
            numbered = say("It", "{number}. {step}")
            label.setText(fill(numbered, number=tongue.number(number), step=step.said(tongue)))
        self._keys_card.set_title(say("It", "Keys of the registry"))
        self._parts_card.set_title(say("It", "Versions"))
