"""The people of a port, as the registry says: who may sign in there, and for how long."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from uuid import UUID

from checkpoint_app.domain.lease import DEFAULT_LEASE
from checkpoint_app.domain.roles import SIGNS_WITH_CODE, Deed, Role, may


@dataclass(frozen=True, slots=True)
class StaffMember:
    """One person. ``number`` is the service number, never given to another; ``login`` 2 to 32 of
    ``a-z 0-9 . _ -``. ``password`` is an Argon2id hash (PHC string, RFC 9106), ``totp`` the secret
    of RFC 6238 in bytes, empty without one. ``until`` ends the account, None for no end."""

    number: int
    login: str
    name_ar: str
    name_en: str
    roles: frozenset[Role]
    password: str
    totp: bytes = b""
    until: datetime | None = None

    @property
    def needs_code(self) -> bool:
        """Whether this person signs in with a second factor."""
        return not self.roles.isdisjoint(SIGNS_WITH_CODE)


@dataclass(frozen=True, slots=True)
class StaffList:
    """Everyone who may sign in at a port. Whoever is not in it may not.

    ``version`` rises with each list of a port. ``issued`` is the registry's signed time, from which
    ``lease`` runs. ``help_key`` (32 bytes) is what answers read over the telephone are made with;
    ``duty_keys`` are those of other ports, by port id, where somebody here answers for them.
    """

    version: int
    issued: datetime
    members: tuple[StaffMember, ...]
    help_key: bytes
    duty_keys: Mapping[str, bytes] = field(default_factory=dict)
    lease: timedelta = DEFAULT_LEASE

    def by_login(self, login: str) -> StaffMember | None:
        """The person of this name, however it was capitalised."""
        wanted = login.strip().lower()
        return next((each for each in self.members if each.login == wanted), None)


@dataclass(frozen=True, slots=True)
class Session:
    """Somebody who has signed in. ``second_factor``: with a code too, which a telephone's answer
    is not. ``helped_by`` names the duty supervisor (login) whose answer let them in, else empty.
    ``whole_name`` is by language: ``(ar, en)``."""

    login: str
    number: int
    whole_name: tuple[str, str]
    roles: frozenset[Role]
    since: datetime
    second_factor: bool
    helped_by: str = ""

    def may(self, deed: Deed) -> bool:
        """Whether the roles allow it."""
        return may(self.roles, deed)


@dataclass(frozen=True, slots=True)
class Approval:
    """A supervisor's word for one case, given at somebody else's desk or over the telephone.
    ``login`` is the supervisor's. Good until ``until``, once."""

    approval_id: UUID
    login: str
    case_id: UUID
    given: datetime
    until: datetime
    by_telephone: bool = False
