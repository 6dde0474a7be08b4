"""``ceremony.json``: what a ceremony is to bring about. Written once, at the registry; what people
did since lies in files of its own beside it, so that two sticks can be brought together by copying.
"""

from __future__ import annotations

from datetime import UTC, datetime
from typing import Annotated, Literal

import msgspec

from sync.registry.ceremony.bounded import decode_json, encode_json, malformed
from sync.registry.ceremony.public_key import ROOT_SEATS, TARGETS_SEATS, Name, Time, TufKey

PLAN_FILE = "ceremony.json"
PLAN_LIMIT = 256 * 1024
CONTENT_LIMIT = 1024 * 1024
_ISO = "%Y-%m-%dT%H:%M:%SZ"
Kind = Literal["genesis", "renew", "rotate", "revoke", "targets"]

_Sha256 = Annotated[str, msgspec.Meta(pattern="^[0-9a-f]{64}$")]
_Version = Annotated[int, msgspec.Meta(ge=1, le=2**31)]
_TargetName = Annotated[str, msgspec.Meta(pattern="^[a-z0-9][a-z0-9.-]{0,63}$")]
_RoleName = Annotated[str, msgspec.Meta(pattern="^[A-Za-z0-9-]{1,32}$")]
_Seats = tuple[TufKey | None, TufKey | None, TufKey | None]


class RootPlan(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """The root to be signed. A seat without a key is one whose key the ceremony makes."""

    version: _Version
    expires: Time
    root: _Seats
    targets: _Seats
    snapshot: TufKey
    timestamp: TufKey
    demo: bool = False


class Described(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """A target's content."""

    length: Annotated[int, msgspec.Meta(ge=0, le=CONTENT_LIMIT)]
    sha256: _Sha256


class TargetsPlan(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """The targets to be signed: contents by name, keys of the delegated roles by role."""

    version: _Version
    expires: Time
    contents: Annotated[dict[_TargetName, Described], msgspec.Meta(max_length=16)]
    delegated: Annotated[dict[_RoleName, TufKey], msgspec.Meta(max_length=64)]


class Plan(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """A ceremony. ``registry`` is the audience of the registry it is of; ``changes`` the keys that
    it puts in the place of others or revokes, as they were named when it was begun. ``base_root``
    and ``base_targets`` are the versions it starts from, 0 for none."""

    id: Annotated[str, msgspec.Meta(pattern="^[0-9a-f]{32}$")]
    kind: Kind
    why: Annotated[str, msgspec.Meta(max_length=500)]
    by: Name
    made: Time
    registry: Annotated[str, msgspec.Meta(max_length=128)]
    base_root: Annotated[int, msgspec.Meta(ge=0, le=2**31)]
    base_targets: Annotated[int, msgspec.Meta(ge=0, le=2**31)]
    changes: Annotated[
        tuple[Annotated[str, msgspec.Meta(max_length=64)], ...], msgspec.Meta(max_length=64)
    ] = ()
    root: RootPlan | None = None
    targets: TargetsPlan | None = None
    format: Literal[1] = 1

    @property
    def unmade(self) -> tuple[str, ...]:
        """The seats whose keys are to be made."""
        if self.root is None:
            return ()
        seats = zip(
            (*ROOT_SEATS, *TARGETS_SEATS), (*self.root.root, *self.root.targets), strict=True
        )
        return tuple(seat for seat, key in seats if key is None)


def instant(text: str) -> datetime:
    """A time as these files have it. Raises ValueError."""
    return datetime.strptime(text, _ISO).replace(tzinfo=UTC)


def encode_plan(plan: Plan) -> bytes:
    """The content of ``ceremony.json``."""
    return encode_json(plan)


def parse_plan(data: bytes) -> Plan:
    """Read ``ceremony.json``. Raises ConfigError."""
    if len(data) > PLAN_LIMIT:
        raise malformed(PLAN_FILE)
    plan = decode_json(data, Plan, PLAN_FILE)
    if not (_fits(plan) and _times_are_times(plan)):
        raise malformed(PLAN_FILE)
    return plan


def _fits(plan: Plan) -> bool:
    """Whether the parts go together: every plan signs something, and the next version of it."""
    root, targets, first = plan.root, plan.targets, plan.kind == "genesis"
    return (
        (root is not None or targets is not None)
        and first == (plan.base_root == 0)
        and first == (plan.base_targets == 0)
        and (not first or (root is not None and targets is not None))
        and (root is None or root.version == plan.base_root + 1)
        and (targets is None or targets.version == plan.base_targets + 1)
    )


def _times_are_times(plan: Plan) -> bool:
    documents = [each for each in (plan.root, plan.targets) if each is not None]
    try:
        for text in (plan.made, *(document.expires for document in documents)):
            instant(text)
    except ValueError:
        return False
    return True
