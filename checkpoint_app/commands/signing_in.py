"""Who types a command. Where a port has a list of staff, commands hold the rules of the windows:
whoever types one signs in, and is asked for the right to it. Elsewhere nobody is asked.

A lane's own background needs nobody, there or at a window: `sync` and `hub serve` carry only what
is signed at its source, and a lane whose list has ended gets the next one by them.
"""

from __future__ import annotations

from argparse import Namespace
from collections.abc import Iterator
from contextlib import contextmanager
from getpass import getpass

from checkpoint_app.commands.setting import Setting
from checkpoint_app.commands.shown import error_object
from checkpoint_app.domain.lease import LeaseState
from checkpoint_app.domain.movement import Direction
from checkpoint_app.domain.roles import Deed
from checkpoint_app.domain.shift import Shift
from checkpoint_app.domain.staff import Session
from checkpoint_app.errors import CheckpointError, ConfigError, RoleError, StorageError
from checkpoint_app.main import LaneStores, OpenLane
from checkpoint_app.reference import message
from checkpoint_app.services.identifiers import uuid7
from checkpoint_app.services.outcomes import writable_officer
from checkpoint_app.services.passwords import LONGEST_PASSWORD
from checkpoint_app.staffing import Staffing, staffing_of

# Nobody could sign in, and what was done without is named.
UNATTENDED = "post.unattended"
_GOOD = frozenset({LeaseState.RUNNING, LeaseState.ENDING})
_DAMAGED = "staff.damaged"


class Post:
    """One command at a post. ``unattended``: nobody can sign in, and none is asked."""

    def __init__(
        self, setting: Setting, stores: LaneStores, staffing: Staffing, *, unattended: bool
    ) -> None:
        self._setting, self._stores = setting, stores
        self._unattended, self.staffing = unattended, staffing

    def require(self, deed: Deed) -> str:
        """Who does this, as it is written down. Raises RoleError."""
        if self._unattended:
            return ""
        who = self.staffing.guard.require(deed)
        return writable_officer(who.name)

    def note(self, action: str, detail: str = "") -> None:
        """Have the audit say who did this; as before where nobody signs in. Raises StorageError."""
        session = self.staffing.duty.session
        if session is not None or self._unattended:
            name = "" if session is None else session.login
            self._stores.journal.audit(self._setting.clock.now(), name, action, detail)


@contextmanager
def at_post(
    chosen: Namespace, setting: Setting, stores: LaneStores, deed: Deed, *, needed: bool = False
) -> Iterator[Post]:
    """Somebody signs in for one command and may do this, or RoleError (also told as an object to
    programs); signed out when the block ends.

    ``needed``: this is how a list of staff comes to a port without a line. Where the list has ended
    or is damaged, so that nobody can sign in, it is done without anybody, audited.
    """
    staffing = staffing_at(stores, setting)
    unattended = needed and staffing.guard.staffed and nobody_can(staffing)
    post = Post(setting, stores, staffing, unattended=unattended)
    if unattended:
        setting.console.warn(message("cli.unattended", setting.console.lang))
        post.note(UNATTENDED, chosen.word)
        yield post
        return
    with _told_to_programs(chosen, setting):
        session = _signed_in(chosen, setting, staffing)
        try:
            post.require(deed)
        except RoleError:
            _leave(staffing, session)
            raise
    try:
        yield post
    finally:
        _leave(staffing, session)


@contextmanager
def looking(
    chosen: Namespace, setting: Setting, lane: OpenLane, direction: Direction
) -> Iterator[None]:
    """Somebody who may scan signs in to look. Nothing is recorded of a pilgrim, so no shift begins
    or ends by it, and it goes beside an open window."""
    staffing = lane.staffing
    session = _signed_in(chosen, setting, staffing)
    try:
        if session is not None:
            if staffing.duty.shift is None:
                staffing.duty.work(_unwritten(session, lane, direction))
            staffing.guard.require(Deed.SCAN)
        yield
    finally:
        _leave(staffing, session)


@contextmanager
def on_shift(
    chosen: Namespace, setting: Setting, lane: OpenLane, direction: Direction
) -> Iterator[None]:
    """Somebody works at the lane while the block runs, in a shift: their own that is open here goes
    on and stays open; else one begins, and is closed with its counts at the end.

    A lane has one post: RoleError and ConfigError ``cli.lane_is_open`` where its window has it.
    """
    if not lane.staffing.guard.staffed:
        with signed_in(chosen, setting, lane.staffing):
            yield
        return
    from checkpoint_app.commands.lane import only_window

    shifts = lane.staffing.shifts
    with only_window(setting.paths), signed_in(chosen, setting, lane.staffing):
        before = shifts.current()
        shift = shifts.begin(direction)
        try:
            yield
        finally:
            if before is None or before.shift_id != shift.shift_id:
                shifts.close()


@contextmanager
def signed_in(chosen: Namespace, setting: Setting, staffing: Staffing) -> Iterator[Session | None]:
    """Somebody signs in for one command; None where nobody does. Raises RoleError."""
    session = _signed_in(chosen, setting, staffing)
    try:
        yield session
    finally:
        _leave(staffing, session)


def staffing_at(stores: LaneStores, setting: Setting) -> Staffing:
    """Who is at a lane of which only the stores are open."""
    trust, clock = stores.current_trust(setting.clock), setting.clock
    return staffing_of(
        stores.staff,
        stores.journal,
        lambda: trust.reference_time(clock.now()),
        port_id=stores.device.port_id,
        lane=stores.device.lane,
        typed=lambda: setting.settings.officer,
    )


def nobody_can(staffing: Staffing) -> bool:
    """Whether no list lets anybody in: it has ended, is damaged, or gone. Raises StorageError."""
    try:
        return staffing.sign_in.standing().lease not in _GOOD
    except StorageError as error:
        if error.key == _DAMAGED:
            return True
        raise


def _signed_in(chosen: Namespace, setting: Setting, staffing: Staffing) -> Session | None:
    login = chosen.login
    if not staffing.guard.staffed:
        if login is not None:
            raise ConfigError("nobody signs in here", key="cli.nobody_signs_in")
        return None
    if login is None:
        raise RoleError("nobody has signed in", key="cli.sign_in_first")
    session = _session(login, setting, staffing)
    staffing.shifts.enter(session)
    return session


def _session(login: str, setting: Setting, staffing: Staffing) -> Session:
    password = _unseen(setting, "cli.ask_password", login=login)
    try:
        return staffing.sign_in.sign_in(login, password)
    except RoleError as error:
        if error.key != "sign_in.code_wanted":
            raise
    return staffing.sign_in.sign_in(login, password, _unseen(setting, "cli.ask_code"))


def _unseen(setting: Setting, key: str, **params: object) -> str:
    """What a person types unseen, or a line of the standard input where nobody sits. Never on the
    command line, where others on the computer could read it."""
    if setting.stdin.isatty():
        try:
            return getpass(message(key, setting.console.lang, **params) + " ")
        except EOFError as error:
            raise _nothing() from error
    line = setting.stdin.readline(LONGEST_PASSWORD + 2)
    if not line.strip("\r\n"):
        raise _nothing()
    return line.rstrip("\r\n")


def _nothing() -> ConfigError:
    return ConfigError("nothing typed", key="cli.nothing_typed")


def _leave(staffing: Staffing, session: Session | None) -> None:
    if session is not None:
        staffing.shifts.leave()


def _unwritten(session: Session, lane: OpenLane, direction: Direction) -> Shift:
    """A shift that is nowhere but here: for the right to look, which is that to scan."""
    now = lane.service.reference_time()
    return Shift(uuid7(now), session.login, lane.settings.lane, direction, now)


@contextmanager
def _told_to_programs(chosen: Namespace, setting: Setting) -> Iterator[None]:
    try:
        yield
    except CheckpointError as error:
        if getattr(chosen, "json", False):
            setting.console.object({"ok": False, "error": error_object(error)})
        raise
