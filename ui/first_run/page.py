"""What the pages of the first run have in common."""

from __future__ import annotations

from collections.abc import Mapping

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QVBoxLayout, QWidget

from ui.first_run.fields import FieldRow
from ui.first_run.present_first_run import present_field
from ui.first_run.steps import Draft, Field
from ui.theme.current import ThemeHolder
from ui.widgets.themed import ThemedWidget
from ui.wording.tongue import Tongue


class Page(ThemedWidget):
    """One page: rows of fields, one below the other. ``edited`` when something in it changes. Who
    derives from it calls `space` once its parts are made."""

    edited = Signal()

    def __init__(self, holder: ThemeHolder) -> None:
        super().__init__(holder)
        self.fields: dict[Field, FieldRow] = {}
        self.rows = QVBoxLayout(self)

    def add_field(self, field: Field, row: FieldRow, stretch: int = 0) -> None:
        """One more row at the end."""
        self.fields[field] = row
        self.rows.addWidget(row, stretch)

    @property
    def first_focus(self) -> QWidget | None:
        """Where typing begins."""
        return next((row.focus for row in self.fields.values()), None)

    def read(self, draft: Draft) -> Draft:
        """The draft with what stands in this page."""
        return draft

    def take(self, draft: Draft) -> None:
        """Show what had been typed and chosen before."""

    def show_fields(self, problems: Mapping[Field, str], tongue: Tongue) -> None:
        """Say each field's words, with these complaints."""
        for field, row in self.fields.items():
            row.show_field(present_field(field, problems.get(field, ""), tongue))

    def follow_theme(self) -> None:
        """Space the rows anew."""
        self.space()
        super().follow_theme()

    def space(self) -> None:
        """The distances of this size."""
        self.rows.setContentsMargins(0, 0, 0, 0)
        self.rows.setSpacing(self.theme.px("space.l"))
