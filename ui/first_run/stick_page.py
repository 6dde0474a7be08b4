"""A request by stick that is under way: what is compared by telephone, what happens next, and the
stick that came back."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace

from PySide6.QtCore import Slot

from ui.first_run.end_pages import Fingerprint
from ui.first_run.fields import FieldRow
from ui.first_run.page import Page
from ui.first_run.path_row import PathRow
from ui.first_run.steps import Draft, Field
from ui.first_run.views import RequestView
from ui.theme.current import ThemeHolder
from ui.widgets.elided import FitLabel
from ui.wording.phrase import Phrase
from ui.wording.tongue import Tongue

_CHOOSE_ANSWER = Phrase("FirstRun", "Choose the folder of the stick that came back")


class StickPage(Page):
    """Place and fingerprint above, the way of the stick in numbered sentences, its folder."""

    def __init__(self, holder: ThemeHolder, tongue: Tongue) -> None:
        super().__init__(holder)
        self._place = FitLabel(holder, "strong")
        self._compare = FitLabel(holder, "small", "ink_soft")
        self._fingerprint = Fingerprint(holder)
        self._next = FitLabel(holder, "body", lines=0)
        self._kept = FitLabel(holder, "small", "ink_soft", lines=2)
        self._answer = PathRow(holder, tongue, _CHOOSE_ANSWER)
        for widget in (self._place, self._compare, self._fingerprint, self._next):
            self.rows.addWidget(widget)
        self.add_field(Field.ANSWER, FieldRow(holder, [self._answer], self._answer.line))
        self.rows.addWidget(self._kept)
        self.rows.addStretch(1)
        self._answer.edited.connect(self._edited)
        self.space()

    def read(self, draft: Draft) -> Draft:
        """The stick that came back."""
        return replace(draft, answer=self._answer.text)

    def show_request(self, view: RequestView) -> None:
        """What is under way."""
        self._place.setText(view.place.place)
        self._compare.setText(view.place.compare)
        self._fingerprint.show_groups(view.place.groups, view.place.spoken)
        self._next.setText("\n".join(view.next_steps))
        self._next.setAccessibleName(" ".join(view.next_steps))
        self._kept.setText(view.kept)

    def offer(self, folder: str) -> None:
        """A stick that is plugged in, unless one was named."""
        if not self._answer.text:
            self._answer.set_text(folder)

    def show_fields(self, problems: Mapping[Field, str], tongue: Tongue) -> None:
        """Also the button."""
        super().show_fields(problems, tongue)
        self._answer.retranslate()

    def space(self) -> None:
        """Nearer together: all of it must be seen at once."""
        super().space()
        self.rows.setSpacing(self.theme.px("space.m"))

    @Slot()
    def _edited(self) -> None:
        self.edited.emit()
