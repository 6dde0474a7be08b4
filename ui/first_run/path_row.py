"""A path to type, and the button that looks for it."""

from __future__ import annotations

from PySide6.QtCore import Signal, Slot
from PySide6.QtWidgets import QHBoxLayout, QPushButton

from ui.first_run.browse import choose_file, choose_folder
from ui.first_run.fields import latin_line
from ui.theme.current import ThemeHolder
from ui.widgets.themed import ThemedWidget
from ui.wording.phrase import Phrase
from ui.wording.tongue import Tongue

_BROWSE = Phrase("FirstRun", "Browse…")


class PathRow(ThemedWidget):
    """One line, left to right, and Browse. ``kinds`` names the files that may be chosen; without
    any it is a folder. ``edited`` when another path stands in it."""

    edited = Signal()

    def __init__(
        self, holder: ThemeHolder, tongue: Tongue, title: Phrase, kinds: Phrase | None = None
    ) -> None:
        super().__init__(holder)
        self._tongue, self._title, self._kinds = tongue, title, kinds
        self.line, self._browse = latin_line(), QPushButton()
        self._row = QHBoxLayout(self)
        self._row.addWidget(self.line, 1)
        self._row.addWidget(self._browse)
        self.line.textEdited.connect(self._edited)
        self._browse.clicked.connect(self._choose)
        self._space()

    @property
    def text(self) -> str:
        """The path as it stands."""
        return self.line.text()

    def set_text(self, text: str) -> None:
        """Another path."""
        self.line.setText(text)

    def retranslate(self) -> None:
        """The button's words."""
        said = _BROWSE.said(self._tongue)
        self._browse.setText(said)
        self._browse.setAccessibleName(f"{said} {self._title.said(self._tongue)}")

    def follow_theme(self) -> None:
        """Space anew."""
        self._space()
        super().follow_theme()

    def _space(self) -> None:
        self._row.setContentsMargins(0, 0, 0, 0)
        self._row.setSpacing(self.theme.px("space.s"))

    @Slot()
    def _edited(self) -> None:
        self.edited.emit()

    @Slot()
    def _choose(self) -> None:
        title = self._title.said(self._tongue)
        if self._kinds is None:
            path = choose_folder(self, self._tongue, title)
        else:
            path = choose_file(self, self._tongue, title, self._kinds.said(self._tongue))
        if path:
            self.line.setText(path)
            self.edited.emit()
