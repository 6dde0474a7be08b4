"""Help: a first day, a page with tables, what was found."""

from __future__ import annotations

from checkpoint_app.help_pages import HelpPages
from tests.ui.screens.shots import Scene, shot
from ui.help.window import HelpWindow

# Keys, formats and commands, written as they are in Arabic too.
_CODES = frozenset({"Enter", "Esc", "Tab", "Ctrl", "Alt", "Caps", "Lock", "CSV", "XLSX", "PDF"})


def show(scene: Scene, page: str) -> HelpWindow:
    """Help at this page, in the lane's window."""
    window = HelpWindow(scene.theme, scene.tongue, HelpPages(), scene.window)
    window.open_for("lane")
    scene.shown = window
    window.open_page(page)
    scene.settle()
    return window


@shot("help-first-day", latin=_CODES, by_tab=False)
def first_day(scene: Scene) -> None:
    show(scene, "officer")


@shot("help-table", latin=_CODES, by_tab=False)
def table(scene: Scene) -> None:
    window = show(scene, "settings")
    window.browser.verticalScrollBar().setValue(0)


@shot("help-verdicts", latin=_CODES, by_tab=False)
def verdicts(scene: Scene) -> None:
    show(scene, "verdicts")


@shot("help-found", latin=_CODES, by_tab=False)
def found(scene: Scene) -> None:
    show(scene, "officer").look_for(scene.said("strip", "شريط"))


@shot("help-nothing-found", latin=_CODES, by_tab=False)
def nothing_found(scene: Scene) -> None:
    show(scene, "officer").look_for("zzzz")
