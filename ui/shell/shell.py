"""The desks around a lane: who is at the window, which desk is in sight, and where readings go."""

from __future__ import annotations

import importlib
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from functools import partial
from typing import TYPE_CHECKING, Any, Protocol

from PySide6.QtCore import QObject, Signal, Slot
from PySide6.QtWidgets import QApplication, QWidget

from checkpoint_app.config import Settings
from checkpoint_app.domain.roles import Deed, Role
from checkpoint_app.domain.shift import Shift
from checkpoint_app.domain.staff import Session
from checkpoint_app.errors import CheckpointError
from ui.lane.post import LanePost
from ui.lane.views import Action, Mark
from ui.ports import Desks, LaneOffice
from ui.room import Room
from ui.shell.menu import DeskMenu
from ui.shell.present_menu import offered, present_menu, whole_name
from ui.shell.senses import Listener
from ui.shell.views import Place
from ui.sign_in.idle import IdleWatch
from ui.sign_in.stage import Stage
from ui.wording.remarks import complaint, remark
from ui.workers.upkeep import Upkeep

if TYPE_CHECKING:  # loaded where somebody signs in
    from ui.sign_in.desk import SignInDesk

SIGN_IN = "sign_in"
_WATCH_MS = 15_000


class DeskInSight(Protocol):
    """A desk as the shell knows it."""

    def open(self) -> None:
        """It comes into sight."""
        ...

    def close(self) -> None:
        """It goes out of sight."""
        ...

    def show_again(self) -> None:
        """Another language."""
        ...


@dataclass(frozen=True, slots=True)
class DeskKind:
    """How a desk is made: ``modules`` are loaded, and its office opened (``office``), beside the
    window's thread; then ``make`` builds it in it. ``listens``: it is meant by what is read while
    it is in sight."""

    modules: tuple[str, ...]
    office: Callable[[Desks], Any]
    make: Callable[[Any, Room, QObject], DeskInSight]
    page: Callable[[Any], QWidget]
    listens: bool = False


class Shell(QObject):
    """Begun once the lane is open. Where nobody signs in it shows the lane, and goes to desks only
    when somebody asks.

    ``help_asked`` carries the name of what is in sight, for the page of help that fits it.
    """

    help_asked = Signal(str)

    def __init__(
        self,
        office: LaneOffice,
        room: Room,
        post: LanePost,
        kinds: Mapping[Place, DeskKind],
        settings: Settings,
        app: QApplication,
        parent: QObject,
    ) -> None:
        super().__init__(parent)
        self._office, self._room, self._post, self._kinds = office, room, post, kinds
        self._desks: dict[Place, DeskInSight] = {}
        self._place, self._staffed, self._begun = Place.LANE, False, False
        self._session: Session | None = None
        self.menu = DeskMenu(room.theme, room.window.pages)
        self.sign_in: SignInDesk | None = None
        self.idle = IdleWatch(app, _minutes(settings), self)
        self._watch = Upkeep(
            room.crew.desk, self._look, self._looked, self._failed, every_ms=_WATCH_MS, parent=self
        )
        self._connect()

    @property
    def place(self) -> Place:
        """Where one is."""
        return self._place

    @property
    def stage(self) -> Stage:
        """What is asked of whoever is here; WORK where nobody signs in."""
        return Stage.WORK if self.sign_in is None else self.sign_in.stage

    def desk(self, place: Place) -> DeskInSight | None:
        """The desk there, where somebody has been."""
        return self._desks.get(place)

    def start(self, *, staffed: bool) -> None:
        """Begin: with the lane, or where people sign in with that."""
        if staffed:
            self._be_staffed()
        self._watch.start()
        self._listen()

    def stop(self) -> None:
        """The window closes."""
        self._watch.stop()
        self.idle.stop()
        for desk in self._desks.values():
            desk.close()
        if self.sign_in is not None:
            self.sign_in.close()

    def use(self, settings: Settings) -> None:
        """Settings were changed."""
        self.idle.set_minutes(_minutes(settings))

    @Slot()
    def show_again(self) -> None:
        """Say everything anew, in the language of now."""
        if self.menu.isVisible():
            self._open_menu()
        if self.sign_in is not None:
            self.sign_in.show_again()
        for desk in self._desks.values():
            desk.show_again()
        self._say_who()

    # Where to.
    @Slot(object)
    def go(self, place: Place) -> None:
        """What was chosen in the menu."""
        if place in self._kinds:
            self._go_to(place)
        elif place is Place.HELP:
            self._ask_help()
        elif self.sign_in is not None and place is Place.LOCK:
            self.sign_in.lock()
        elif self.sign_in is not None and place in (Place.HAND_OVER, Place.SIGN_OUT):
            self.sign_in.hand_over()
        elif place is Place.LANE:
            self._go_to_lane()

    @Slot(object)
    def act(self, action: Action) -> None:
        """A key of the whole window."""
        if action is Action.HELP:
            self._ask_help()
        elif self.stage is not Stage.WORK:
            return
        elif action is Action.LOCK and self.sign_in is not None:
            self.sign_in.lock()
        elif action is Action.DESKS:
            self._toggle_menu()
        elif action is Action.DAY:
            self._go_to_day()

    @Slot()
    def go_back(self) -> None:
        """Somebody leaves a desk: to the lane, or to the menu where they have none."""
        if self._staffed and self._office.desks.shift is None:
            self._open_menu()
        else:
            self._go_to_lane()

    def _go_to_lane(self) -> None:
        if self._staffed and self._office.desks.shift is None and self.sign_in is not None:
            self.sign_in.choose_shift()
            return
        self._leave_desk()
        self._room.window.show_page("lane")
        self._listen()

    def _go_to_day(self) -> None:
        """The counts that somebody may see: the port's, else those of the own shift."""
        if self._place is Place.SUPERVISOR:
            self._go_to_lane()
        elif Place.SUPERVISOR in self._kinds and self._office.desks.allows(Deed.COUNTS_OF_PORT):
            self._go_to(Place.SUPERVISOR)
        elif self.sign_in is not None:
            self.sign_in.hand_over()

    def _go_to(self, place: Place) -> None:
        if place in self._desks:
            self._show(place)
            return
        kind = self._kinds[place]

        def load() -> Any:
            for name in kind.modules:
                importlib.import_module(name)
            return kind.office(self._office.desks)

        self._room.crew.desk.ask(load, partial(self._made, place), self._failed)

    def _made(self, place: Place, office: Any) -> None:
        if place not in self._desks:
            kind = self._kinds[place]
            desk = kind.make(office, self._room, self)
            self._desks[place] = desk
            closed = getattr(desk, "closed", None)
            if closed is not None:
                closed.connect(self.go_back)
            self._room.window.set_page(place.value, kind.page(desk))
        if self.stage is Stage.WORK:
            self._show(place)

    def _show(self, place: Place) -> None:
        self._leave_desk()
        self._place = place
        self._desks[place].open()
        self._room.window.show_page(place.value)
        self._listen()

    def _leave_desk(self) -> None:
        desk = self._desks.get(self._place)
        self._place = Place.LANE
        if desk is not None:
            desk.close()

    # The menu.
    def _toggle_menu(self) -> None:
        if self.menu.isVisible():
            self.menu.end()
        else:
            self._open_menu()

    @Slot()
    def _open_menu(self) -> None:
        desks = self._office.desks
        there = frozenset(self._kinds) | {
            Place.LANE,
            Place.HELP,
            Place.HAND_OVER,
            Place.LOCK,
            Place.SIGN_OUT,
        }
        places = offered(desks.session, desks.allows, there, has_shift=desks.shift is not None)
        view = present_menu(places, self._place, desks.session, self._room.tongue)
        self._post.senses.diverted = True
        self.menu.open(view)

    @Slot()
    def _menu_closed(self) -> None:
        self._post.senses.diverted = False

    @Slot(object)
    def _chosen(self, place: Place) -> None:
        self._post.senses.diverted = False
        self.go(place)

    # Who is here.
    def _be_staffed(self) -> None:
        """From now on somebody must sign in. What that needs was loaded beside the window."""
        from ui.sign_in.desk import SignInDesk

        self._staffed = True
        self._post.is_day_here = False
        room = self._room
        desk = self.sign_in = SignInDesk(self._office.desks.sign_in, self._office.place, room, self)
        room.window.set_page(SIGN_IN, desk.page)
        room.window.be_bare(frozenset({SIGN_IN}))
        desk.staged.connect(self._staged)
        desk.began.connect(self._began)
        desk.entered.connect(self._entered)
        desk.unlocked.connect(self._unlocked)
        desk.left.connect(self._left)
        self._post.senses.kept_out.connect(self._kept_out)
        desk.open()

    @Slot(object)
    def _staged(self, stage: Stage) -> None:
        """Another page of signing in, or none: then whatever was in sight is again."""
        window = self._room.window
        self.menu.leave()
        self._post.senses.diverted = False
        if stage is not Stage.WORK:
            window.show_page(SIGN_IN)
            self.idle.stop()
        else:
            self.idle.start()
            window.show_page("lane" if self._place is Place.LANE else self._place.value)
        self._listen()

    @Slot(object)
    def _began(self, shift: Shift) -> None:
        """A shift begins or goes on: the lane is its officer's."""
        self._leave_desk()
        self._room.window.show_page("lane")
        if not self._begun:
            self._begun = True
            self._post.desk.start()
        self._post.desk.take_up(shift.direction, shift.officer)
        self._come()

    @Slot(object)
    def _entered(self, session: Session) -> None:
        """Somebody without a shift: to the desk that is theirs."""
        self._come()
        for role, place in _DESK_OF.items():
            if role in session.roles and place in self._kinds:
                self._go_to(place)
                return

    def _come(self) -> None:
        self._session = self._office.desks.session
        self._say_who()
        self._listen()

    @Slot()
    def _unlocked(self) -> None:
        if self._place is Place.LANE and self._office.desks.shift is not None:
            self._post.desk.resume()

    @Slot()
    def _left(self) -> None:
        """Nobody is here: no desk stays open for whoever comes next."""
        self._leave_desk()
        self._session = None
        self._say_who()

    @Slot()
    def _kept_out(self) -> None:
        self.idle.touch()
        if self.sign_in is not None and self.stage is not Stage.WORK:
            self.sign_in.scanned(None)
        else:
            text = remark("window.no_shift", self._room.tongue)
            self._room.window.say(text, Mark.WARNING)

    def _say_who(self) -> None:
        session = self._session
        name = "" if session is None else whole_name(session, self._room.tongue)
        self._post.bar.be_staffed(name, staffed=self._staffed)

    # What changes by itself.
    def _look(self) -> tuple[bool, bool]:
        """In the thread of the desks: whether people sign in here, and whether who was here has
        been signed out."""
        desks = self._office.desks
        staffed = desks.staffed
        if staffed and not self._staffed:
            importlib.import_module("ui.sign_in.desk")
            desks.sign_in  # noqa: B018  made here, beside the window's thread
        return staffed, staffed and self._staffed and desks.recheck()

    @Slot()
    def synced(self) -> None:
        """A round brought something: whoever looks at a desk sees it."""
        for desk in self._desks.values():
            synced = getattr(desk, "synced", None)
            if synced is not None:
                synced()
        self._watch.wish()

    def _looked(self, seen: tuple[bool, bool]) -> None:
        staffed, out = seen
        if staffed and not self._staffed:
            self._be_staffed()
        elif out and self.sign_in is not None:
            self._left()
            self.sign_in.open()
            self._room.window.say(remark("window.revoked", self._room.tongue), Mark.BAD)

    def _failed(self, error: CheckpointError) -> None:
        self._room.window.say(complaint(error, self._room.tongue), Mark.BAD)

    # Whom a reading is for.
    def _listen(self) -> None:
        senses, kind = self._post.senses, self._kinds.get(self._place)
        if self.stage is not Stage.WORK:
            senses.listener = Listener.NOBODY
        elif kind is not None and kind.listens:
            senses.listener = Listener.DESK
        elif self._staffed and self._office.desks.shift is None:
            senses.listener = Listener.NOBODY
        else:
            senses.listener = Listener.LANE

    @Slot()
    def _answered(self) -> None:
        """An answer is seen, whatever was looked at."""
        if self._place is not Place.LANE and self.stage is Stage.WORK:
            self._go_to_lane()
        self.idle.touch()

    @Slot(object, str)
    def _read(self, content: str | bytes, symbology: str) -> None:
        desk = self._desks.get(self._place)
        self.idle.touch()
        read = getattr(desk, "read", None)
        if read is not None:
            read(content if isinstance(content, str) else content.decode("utf-8", "replace"))

    @Slot(object)
    def _act_at_desk(self, action: Action) -> None:
        act = getattr(self._desks.get(self._place), "act", None)
        if act is not None:
            act(action)

    def _ask_help(self) -> None:
        stage = self.stage
        self.help_asked.emit(
            self._place.value if stage is Stage.WORK else _CONTEXTS.get(stage, SIGN_IN)
        )

    def _connect(self) -> None:
        senses = self._post.senses
        self._post.asked.connect(self.act)
        self._post.desk.answered.connect(self._answered)
        self._post.bar.synced.connect(self.synced)
        self._room.window.desks_asked.connect(self._open_menu)
        self.menu.chosen.connect(self._chosen)
        self.menu.closed.connect(self._menu_closed)
        senses.digits_diverted.connect(self.menu.press)
        senses.desk_read.connect(self._read)
        senses.desk_acted.connect(self._act_at_desk)
        self.idle.lapsed.connect(self._lapsed)

    @Slot()
    def _lapsed(self) -> None:
        if self.sign_in is not None and self.stage is Stage.WORK:
            self.sign_in.lock()


_CONTEXTS = {Stage.SHIFT: "shift", Stage.LOCKED: "locked", Stage.HAND_OVER: "hand_over"}
# Whose desk is whose, where somebody begins without a shift.
_DESK_OF = {
    Role.SECOND_LINE: Place.SECOND_LINE,
    Role.SUPERVISOR: Place.SUPERVISOR,
    Role.IT: Place.IT_DESK,
}


def _minutes(settings: Settings) -> float:
    return float(settings.lock_after)
