"""What the pages of the IT desk share: columns of cards, spaced by the theme."""

from __future__ import annotations

from PySide6.QtCore import QSize
from PySide6.QtWidgets import QBoxLayout, QHBoxLayout, QVBoxLayout, QWidget

from ui.theme.current import ThemeHolder
from ui.widgets.banner import Banner
from ui.widgets.card import Card
from ui.widgets.icons import icon
from ui.widgets.push_button import PushButton
from ui.widgets.themed import ThemedWidget


class DeskPage(ThemedWidget):
    """A banner that is there when it must be, and columns below it. ``column`` adds one."""

    def __init__(self, holder: ThemeHolder, *, inset: bool = True) -> None:
        """``inset``: a gap stays above."""
        super().__init__(holder)
        self._inset = inset
        self.banner = Banner(holder)
        self._layouts: list[QBoxLayout] = []
        self._buttons: list[tuple[PushButton, str]] = []
        self._outer = QVBoxLayout(self)
        self.columns = QHBoxLayout()
        self._outer.addWidget(self.banner)
        self._outer.addLayout(self.columns, 1)
        self._track(self._outer)
        self._track(self.columns)
        self.space()

    def column(self, share: int) -> QVBoxLayout:
        """A further column; ``share`` of the width is its part."""
        made = QVBoxLayout()
        self.columns.addLayout(made, share)
        self._track(made)
        return made

    def card(self, column: QVBoxLayout, content: QWidget | None = None, stretch: int = 0) -> Card:
        """A card in a column."""
        made = Card(self.holder)
        if content is not None:
            made.body.addWidget(content, 1)
        column.addWidget(made, stretch)
        return made

    def row(self, *widgets: QWidget, stretch: bool = True) -> QHBoxLayout:
        """Widgets side by side; with ``stretch`` the rest of the line stays free."""
        made = QHBoxLayout()
        for widget in widgets:
            made.addWidget(widget)
        if stretch:
            made.addStretch(1)
        self._track(made)
        return made

    def button(self, icon_name: str, *, leads: bool = False) -> PushButton:
        """A button with an icon; one that ``leads`` is filled."""
        made = PushButton(self.holder)
        made.setDefault(leads)
        self._buttons.append((made, icon_name))
        return made

    def follow_theme(self) -> None:
        """Space and draw anew."""
        self.space()
        super().follow_theme()

    def space(self) -> None:
        """The distances and icons of this theme."""
        gap = self.theme.px("space.m")
        self._outer.setContentsMargins(0, gap if self._inset else 0, 0, 0)
        for layout in self._layouts:
            layout.setSpacing(gap)
        side, between = self.theme.px("icon.m"), self.theme.px("space.xs")
        for button, name in self._buttons:
            ink = self.theme.colour("on_accent" if button.isDefault() else "ink")
            mirrored = self.isRightToLeft()
            barred = self.theme.colour("disabled")
            button.setIcon(icon(name, side, ink, mirrored, gap=between, barred=barred))
            button.setIconSize(QSize(side + between, side))

    def _track(self, layout: QBoxLayout) -> None:
        self._layouts.append(layout)
