"""The desks around an opened lane: each office is made when somebody first goes there."""

from __future__ import annotations

import secrets
from functools import cached_property
from typing import TYPE_CHECKING, Protocol

from checkpoint_app.clock import Clock
from checkpoint_app.config import Settings, load_settings, save_settings
from checkpoint_app.domain.roles import Deed
from checkpoint_app.domain.shift import Shift
from checkpoint_app.domain.staff import Session
from checkpoint_app.reference import findings

if TYPE_CHECKING:  # a lane scans without any of these
    from checkpoint_app.main import LaneStores, OpenLane
    from checkpoint_app.offices.first_line import FirstLine
    from checkpoint_app.offices.second_line import SecondLineOffice
    from checkpoint_app.offices.settings import SettingsDeskOffice
    from checkpoint_app.offices.sign_in import SignInOffices
    from checkpoint_app.services.cases import CaseDesk
    from checkpoint_app.services.turn import Turn
    from ui.ports import LanePlace

_DIGEST_KEY = "look-ups"
_KEY_BYTES = 32


class Around(Protocol):
    """The office that the desks are of."""

    @property
    def place(self) -> LanePlace:
        """Where the lane is."""
        ...

    def read(self, text: str | bytes, symbology: str = "", *, by_hand: bool = False) -> Turn:
        """A reading for the turn that the window shows."""
        ...

    def settle(self) -> None:
        """Give the open turn its outcome."""
        ...


class Tied(Protocol):
    """The lane's background, as far as desks go."""

    def settle(self) -> None:
        """Wait until the hub has passed on what is known, or return at once where there is none."""
        ...


class LaneDesks:
    """See `ui.ports.Desks`. For several threads, but for what is made at the first use: that is
    asked in one thread beside the window's."""

    def __init__(self, lane: OpenLane, office: Around, clock: Clock, tied: Tied) -> None:
        self._lane, self._office, self._clock, self._tied = lane, office, clock, tied

    # Who is here; from memory.

    @property
    def staffed(self) -> bool:
        """See `ui.ports.Desks`."""
        return self._lane.staffing.guard.staffed

    @property
    def session(self) -> Session | None:
        """See `ui.ports.Desks`."""
        return self._lane.staffing.duty.session

    @property
    def shift(self) -> Shift | None:
        """See `ui.ports.Desks`."""
        return self._lane.staffing.duty.shift

    @property
    def locked(self) -> bool:
        """See `ui.ports.Desks`."""
        return self._lane.staffing.duty.locked

    def allows(self, deed: Deed) -> bool:
        """See `ui.ports.Desks`."""
        return self._lane.staffing.guard.allows(deed)

    def recheck(self) -> bool:
        """See `ui.ports.Desks`."""
        return self._lane.staffing.shifts.recheck()

    # The offices.

    @cached_property
    def sign_in(self) -> SignInOffices:
        """See `ui.ports.Desks`."""
        from checkpoint_app.offices.sign_in import DeskServices, SignInOffices

        staffing = self._lane.staffing
        return SignInOffices(
            DeskServices(
                duty=staffing.duty,
                sign_in=staffing.sign_in,
                shifts=staffing.shifts,
                help=staffing.help,
                staff=staffing.staff,
                direction=lambda: self._lane.service.settings.direction,
                now=self._lane.service.reference_time,
                settle=self._office.settle,
            )
        )

    @cached_property
    def first_line(self) -> FirstLine:
        """See `ui.ports.Desks`."""
        from checkpoint_app.offices.first_line import FirstLine

        stores = self._stores
        return FirstLine(
            lane=self._lane.service,
            read=self._office.read,
            records=stores.records,
            journal=stores.journal,
            guard=self._lane.staffing.guard,
            digest_key=stores.key_store.add(_DIGEST_KEY, secrets.token_bytes(_KEY_BYTES)),
        )

    @cached_property
    def second_line(self) -> SecondLineOffice:
        """See `ui.ports.Desks`."""
        from checkpoint_app.offices.second_line import SecondLineOffice

        guard = self._lane.staffing.guard
        return SecondLineOffice(
            place=self._office.place,
            lane=self._lane.service,
            desk=self._case_desk(),
            journal=self._stores.journal,
            guard=guard,
            approving=self.sign_in if guard.staffed else None,
        )

    @cached_property
    def settings(self) -> SettingsDeskOffice:
        """See `ui.ports.Desks`."""
        from checkpoint_app.offices.settings import SettingsDeskOffice

        stores = self._stores

        def audit(who: str, what: str, detail: str) -> None:
            stores.journal.audit(self._lane.service.reference_time(), who, what, detail)

        return SettingsDeskOffice(
            kept=lambda: load_settings(stores.paths),
            keep=self._keep,
            guard=self._lane.staffing.guard,
            audit=audit,
        )

    @property
    def _stores(self) -> LaneStores:
        return self._lane.stores

    def _keep(self, settings: Settings) -> None:
        save_settings(self._stores.paths, settings)

    def _case_desk(self) -> CaseDesk:
        from checkpoint_app.services.cases import CaseDesk, DeskSettings

        stores, staffing = self._stores, self._lane.staffing
        device = stores.device
        return CaseDesk(
            stores.journal,
            self._lane.service.reference_time,
            DeskSettings(stores.port.bit, device.lane, self._officer(), device.device_id),
            findings(),
            self._tied.settle,
            guard=staffing.guard,
            approvals=staffing.sign_in.approvals,
        )

    def _officer(self) -> str:
        return self._lane.service.settings.officer
