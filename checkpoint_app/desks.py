"""The desks around an opened lane: each office is made when somebody first goes there."""

from __future__ import annotations

import secrets
from datetime import timedelta
from functools import cached_property
from typing import TYPE_CHECKING, Protocol

from checkpoint_app.clock import Clock
from checkpoint_app.config import Settings, load_settings, save_settings
from checkpoint_app.domain.roles import Deed
from checkpoint_app.domain.shift import Shift
from checkpoint_app.domain.staff import Session
from checkpoint_app.reference import findings

if TYPE_CHECKING:  # a lane scans without any of these
    from checkpoint_app.domain.lane_rules import LaneRules
    from checkpoint_app.domain.port_standing import PortStanding
    from checkpoint_app.main import LaneStores, OpenLane
    from checkpoint_app.offices.first_line import FirstLine
    from checkpoint_app.offices.it_desk import ItDeskOffice
    from checkpoint_app.offices.orders import LaneOrdersOffice
    from checkpoint_app.offices.second_line import SecondLineOffice
    from checkpoint_app.offices.settings import SettingsDeskOffice
    from checkpoint_app.offices.sign_in import SignInOffices
    from checkpoint_app.offices.supervisor import SupervisorDeskOffice
    from checkpoint_app.services.cases import CaseDesk, DeskSettings
    from checkpoint_app.services.day_counts import PortHeard
    from checkpoint_app.services.orders import OrderDesk
    from checkpoint_app.services.turn import Turn
    from sync.client.carriers import Hubs
    from sync.client.counts import RegistryCounts
    from sync.client.rounds import SyncClient
    from ui.ports import LanePlace

_DIGEST_KEY = "look-ups"
_KEY_BYTES = 32
# Reports are asked for of any day of a season.
_ORDERS_OF = timedelta(days=400)


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

    def lane_rules(self) -> LaneRules:
        """How the lanes of this port work."""
        ...


class Tied(Protocol):
    """The lane's background, as far as desks go."""

    def settle(self) -> None:
        """Wait until the hub has passed on what is known, or return at once where there is none."""
        ...

    def heard(self) -> PortHeard | None:
        """How many lanes the counts are of. Raises StorageError."""
        ...

    def standing(self) -> PortStanding | None:
        """How the port's lanes stand. Raises StorageError."""
        ...

    def rounds(self) -> SyncClient | None:
        """The rounds of the background, once they have begun."""
        ...

    def mirrors(self) -> Hubs | None:
        """The hubs' copies of the repository, once there is a link."""
        ...


class LaneDesks:
    """See `ui.ports.Desks`. For several threads, but for what is made at the first use: that is
    asked in one thread beside the window's."""

    def __init__(self, lane: OpenLane, office: Around, clock: Clock, tied: Tied) -> None:
        self._lane, self._office, self._clock, self._tied = lane, office, clock, tied
        self._counts: RegistryCounts | None = None

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
            approving=self.sign_in,
            book=self._stores.records,
        )

    @cached_property
    def order_desk(self) -> OrderDesk:
        """The port's orders, for the page and for what carries them out."""
        from checkpoint_app.services.orders import OrderDesk

        return OrderDesk(
            self._stores.journal,
            self._lane.service.reference_time,
            self._desk_settings(),
            self._lane.staffing.guard,
            self._tied.settle,
        )

    @cached_property
    def orders(self) -> LaneOrdersOffice:
        """See `ui.ports.Desks`."""
        from checkpoint_app.offices.orders import LaneOrdersOffice

        return LaneOrdersOffice(
            self.order_desk,
            self._lane.staffing.guard,
            self._office.place,
            self._lane.service.reference_time,
            self._stores.records.booked_on,
        )

    def carry_out_orders(self) -> int:
        """See `ui.ports.Desks`."""
        return self.order_desk.carry_out()

    @cached_property
    def supervisor(self) -> SupervisorDeskOffice:
        """See `ui.ports.Desks`."""
        from checkpoint_app.domain.order_fold import fold_orders
        from checkpoint_app.offices.supervisor import SupervisorDeskOffice
        from checkpoint_app.reports.export import ReportExport
        from checkpoint_app.services.port_report import PortReporting

        stores, now = self._stores, self._lane.service.reference_time
        guard, journal = self._lane.staffing.guard, stores.journal
        reporting = PortReporting(
            journal=journal,
            guard=guard,
            rules=self._office.lane_rules,
            heard=self._tied.heard,
            orders=lambda: fold_orders(journal.orders_since(now() - _ORDERS_OF)),
            shifts=lambda start, end: [told.shift for told in journal.shifts_between(start, end)],
        )
        return SupervisorDeskOffice(
            place=self._office.place,
            reporting=reporting,
            exporting=ReportExport(journal=journal, guard=guard, port=stores.port),
            guard=guard,
            now=now,
            nation=self._nation,
        )

    def _nation(self) -> RegistryCounts | None:
        """Asks the registry over a line of its own; None where there is none."""
        if not self._stores.device.registry:
            return None
        if self._counts is None:
            self._counts = self._lane.nation()
        return self._counts

    @cached_property
    def it_desk(self) -> ItDeskOffice:
        """See `ui.ports.Desks`."""
        from checkpoint_app.it_ties import open_it_office

        tied = self._tied
        return open_it_office(
            self._stores,
            self._clock,
            self._lane.staffing.guard,
            rounds=tied.rounds,
            standing=tied.standing,
            hubs=tied.mirrors,
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

    def _desk_settings(self) -> DeskSettings:
        from checkpoint_app.services.cases import DeskSettings

        stores, officer = self._stores, self._lane.service.settings.officer
        device = stores.device
        return DeskSettings(stores.port.bit, device.lane, officer, device.device_id)

    def _case_desk(self) -> CaseDesk:
        from checkpoint_app.services.cases import CaseDesk

        staffing = self._lane.staffing
        return CaseDesk(
            self._stores.journal,
            self._lane.service.reference_time,
            self._desk_settings(),
            findings(),
            self._tied.settle,
            guard=staffing.guard,
            approvals=staffing.sign_in.approvals,
        )
