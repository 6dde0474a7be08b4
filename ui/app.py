"""The application: one window, its threads, and the order in which they begin and end."""

from __future__ import annotations

import importlib
from dataclasses import replace
from functools import partial
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, QSize, Signal, Slot
from PySide6.QtWidgets import QApplication

from checkpoint_app.config import Settings
from checkpoint_app.errors import CheckpointError
from ui.crash import CrashWatch, tell_of_hard_crashes
from ui.garbage import GarbageRound
from ui.lane.crew import Crew
from ui.lane.present_verdict import present_opening, present_trouble
from ui.lane.views import Mark
from ui.lane.window import LaneWindow
from ui.start import LaneStart
from ui.theme.current import ThemeHolder
from ui.theme.fonts import load_fonts
from ui.theme.sheet import dress
from ui.theme.theme import Theme, unit_for
from ui.theme.tokens import tokens
from ui.wording.qt_tongue import QtTongue
from ui.wording.remarks import complaint, remark

if TYPE_CHECKING:  # loaded after the first paint
    from checkpoint_app.services.drill import Drill
    from ui.first_run.desk import FirstRunDesk
    from ui.lane.post import LanePost
    from ui.ports import LaneOffice
    from ui.shell.around import Around

_OTHER_LANGUAGE = {"ar": "en", "en": "ar"}
_OTHER_THEME = {"light": "dark", "dark": "light"}


class LaneApp(QObject):
    """A lane's window from its first paint to its last movement on disk.

    ``ready`` is emitted when the lane answers, ``failed`` when it could not be opened.
    """

    ready = Signal()
    failed = Signal()

    def __init__(self, start: LaneStart, app: QApplication, *, quits: bool = True) -> None:
        """``quits`` ends the application's loop with the window."""
        super().__init__()
        self._start, self._app, self._settings = start, app, start.settings
        self._stored = start.stored or start.settings
        self._quits = quits
        self.crashes = CrashWatch(self)
        self._garbage = GarbageRound(self)
        self.crew = Crew.hired(self.crashes, self)
        self.tongue = QtTongue(start.settings.language, start.settings.digits, self)
        load_fonts()
        self.theme = ThemeHolder(Theme(tokens(), start.settings.theme == "dark"), self)
        self.window = LaneWindow(self.theme, self.tongue)
        self.post: LanePost | None = None
        self.around: Around | None = None
        self.first_run: FirstRunDesk | None = None
        self._office: LaneOffice | None = None  # of the thread of the turn
        self._closed = self._staffed = False
        self._drill: Drill | None = None  # the one that stands in for the lane
        self._trouble: CheckpointError | None = None  # why the lane did not open
        self._connect()

    def _connect(self) -> None:
        self.crashes.crashed.connect(self._crashed)
        self.window.closing.connect(self.close)
        self.window.language_asked.connect(self.switch_language)
        self.window.theme_asked.connect(self.switch_theme)
        self.window.resized.connect(self._fit)
        self.window.first_painted.connect(self._begin)
        self.tongue.changed.connect(self._said_anew)

    def show(self, size: QSize | None = None) -> None:
        """Show the window, as large as the screen unless a size is given (logical pixels). What
        the lane needs is loaded and opened after the first paint."""
        self.crashes.watch()
        tell_of_hard_crashes(self._start.log)
        self.window.resize(size or self._app.primaryScreen().availableSize())
        self._fit()
        self._show_unopened()
        if size is None:
            self.window.showMaximized()
        else:
            self.window.show()

    @Slot()
    def close(self) -> None:
        """End in order: the open turn gets its outcome, then the stores are closed. The window is
        gone at once: a camera that hangs, or a registry that is slow, keeps nobody waiting."""
        if self._closed:
            return
        self._closed = True
        self.window.hide()
        if self.around is not None:
            self.around.stop()
            self.around = None
        if self.post is not None:
            self.post.stop()
            self.post = None
        self.crew.dismiss(self._close_all)
        self._garbage.stop()
        self.crashes.stop()
        if self._quits:
            self._app.quit()

    @property
    def looks(self) -> tuple[str, str]:
        """Language and theme of now."""
        return self.tongue.language, self._settings.theme

    def look(self, language: str, theme: str) -> None:
        """Speak and look otherwise, for this time."""
        self._settings = replace(self._settings, theme=theme)
        self.tongue.switch(language)
        self._fit()

    @Slot()
    def switch_language(self) -> None:
        """Arabic to English, and back."""
        language = _OTHER_LANGUAGE[self.tongue.language]
        self.tongue.switch(language)
        self._keep(language=language)

    @Slot()
    def switch_theme(self) -> None:
        """Light to dark, and back."""
        theme = _OTHER_THEME[self._settings.theme]
        self._keep(theme=theme)
        self._fit()

    @Slot()
    def _fit(self) -> None:
        """The theme for the window as large as it is."""
        unit = unit_for(self.window.width(), self.window.height())
        theme = Theme(tokens(), self._settings.theme == "dark", unit)
        dress(self._app, theme)
        self.theme.use(theme)

    @Slot()
    def _begin(self) -> None:
        if self._start.enrolled:
            self._open()
        else:
            self._ask_first()

    def _open(self) -> None:
        self.crew.hand.ask(
            partial(self._open_office, self._settings), self._opened, self._not_opened
        )

    def _open_office(self, settings: Settings) -> LaneOffice:
        """In the thread of the turn, where it is closed again, also if nobody waits for it. What
        the window needs then is loaded here too: loading it in a slot would hold the window."""
        drill = self._drill
        if drill is not None and self._start.open_drill is not None:
            office = self._start.open_drill(drill, settings)
        else:
            office = self._start.open(settings)
        self._office = office
        for name in ("ui.lane.post", "ui.shell.around"):
            importlib.import_module(name)
        self._staffed = office.desks.staffed
        office.desks.first_line  # noqa: B018  its key is looked up here, beside the window's thread
        if self._staffed:
            office.desks.sign_in  # noqa: B018  likewise
            importlib.import_module("ui.sign_in.desk")
        return office

    def _close_office(self) -> None:
        office, self._office = self._office, None
        if office is not None:
            office.close()

    def _close_all(self) -> None:
        """The lane, and a drill that somebody left on."""
        self._close_office()
        drill, self._drill = self._drill, None
        if drill is not None and self._start.end_drill is not None:
            self._start.end_drill(drill)

    def _opened(self, office: LaneOffice) -> None:
        from ui.lane.post import LanePost
        from ui.room import Room
        from ui.shell.around import Around

        room = Room(self.window, self.theme, self.tongue, self.crew)
        self.post = LanePost(office, room, self._settings, self._app, self)
        self.post.language_asked.connect(self.switch_language)
        self.post.desk.direction_changed.connect(self._keep_direction)
        if not self._staffed:
            self.post.desk.officer_changed.connect(self._keep_officer)
        self.around = Around(office, room, self.post, self._stored, self._app, self, self._drill)
        self.around.settled.connect(self._follow)
        self.around.drill_ready.connect(self._begin_drill)
        self.around.drill_ended.connect(self._end_drill)
        self.post.start(manned=not self._staffed)
        self.around.start(staffed=self._staffed)
        self._garbage.start()
        self.ready.emit()

    @Slot(object)
    def _begin_drill(self, drill: Drill) -> None:
        """A drill's lane in the place of this one, which is closed meanwhile."""
        if self._drill is None and self._start.open_drill is not None:
            self._reopen(drill)

    @Slot()
    def _end_drill(self) -> None:
        """Back to this lane; nothing is left of the drill."""
        if self._drill is not None:
            self._reopen(None)

    def _reopen(self, drill: Drill | None) -> None:
        before, self._drill = self._drill, drill
        if self.around is not None:
            self.around.stop()
            self.around.deleteLater()
            self.around = None
        if self.post is not None:
            self.post.stop()
            self.post.deleteLater()
            self.post = None
        self._show_unopened()
        self.window.show_page("lane")
        self.crew.hand.ask(partial(self._change_lane, before), self._opened, self._not_opened)

    def _change_lane(self, before: Drill | None) -> LaneOffice:
        """In the thread of the turn: one lane is closed before the other is opened."""
        self._close_office()
        if before is not None and self._start.end_drill is not None:
            self._start.end_drill(before)
        return self._open_office(self._settings)

    def _not_opened(self, error: CheckpointError) -> None:
        self._trouble = error
        self._show_unopened()
        self.failed.emit()

    def _show_unopened(self) -> None:
        """What stands before the lane is open, or in its stead."""
        error, tongue = self._trouble, self.tongue
        view = present_opening(tongue) if error is None else present_trouble(error, tongue)
        self.window.show_verdict(view)

    def _ask_first(self) -> None:
        from ui.first_run.desk import FirstRunDesk

        self.first_run = FirstRunDesk(
            self._start, self.window, self.theme, self.tongue, self.crew, self._app
        )
        self.first_run.settled.connect(self._settled)
        self.first_run.finished.connect(self._ended_first_run)

    @Slot(object)
    def _settled(self, settings: Settings) -> None:
        self._keep(
            language=settings.language,
            officer=settings.officer,
            source=settings.source,
            scanner=settings.scanner,
        )

    @Slot()
    def _ended_first_run(self) -> None:
        self.window.show_page("lane")
        self._open()

    @Slot(str)
    def _keep_officer(self, officer: str) -> None:
        self._keep(officer=officer)

    @Slot(str)
    def _keep_direction(self, direction: str) -> None:
        self._keep(direction=direction)

    @Slot(object)
    def _follow(self, settings: Settings) -> None:
        """Settings that were saved on their page: what can be, counts at once."""
        self._stored = settings
        self._settings = settings
        self.tongue.set_digits(settings.digits)
        self.tongue.switch(settings.language)
        self._fit()
        if self.post is not None:
            self.post.use(settings)

    def _keep(self, **changed: str) -> None:
        """Work with what somebody chose here, and keep that. What the command line said is for
        this time only."""
        self._settings = replace(self._settings, **changed)
        stored = replace(self._stored, **changed)
        if stored != self._stored:
            self._stored = stored
            self.crew.desk.ask(partial(self._start.save, stored), self._nothing, self._refused)

    @Slot()
    def _said_anew(self) -> None:
        self.window.retranslate()
        if self.post is None:
            self._show_unopened()
        else:
            self.post.show_again()
        if self.around is not None:
            self.around.show_again()

    @Slot()
    def _crashed(self) -> None:
        self.window.say(remark("error.unexpected", self.tongue), Mark.BAD)

    def _refused(self, error: CheckpointError) -> None:
        self.window.say(complaint(error, self.tongue), Mark.BAD)

    def _nothing(self, _nothing: object) -> None:
        """Done, and nothing to show."""
