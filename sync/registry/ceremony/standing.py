"""What root and targets hold, as a ceremony finds and changes it, and the plan made of it."""

from __future__ import annotations

import hashlib
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime

from sync.registry.ceremony.plan import Described, Kind, Plan, RootPlan, TargetsPlan
from sync.registry.ceremony.public_key import ROOT_SEATS, TARGETS_SEATS, TufKey
from sync.registry.publish import roles
from sync.registry.publish.lifetimes import Lifetimes
from sync.registry.publish.tuf_api import Root, Targets
from sync.registry.publish.tuf_repository import TufRepository, iso
from sync.trust.names import TOP_LEVEL


@dataclass(slots=True)
class Standing:
    """Keys by seat and by online role, contents by target name; ``touched`` names the documents
    that are to be signed anew. A seat without a key is one whose key is to be made."""

    registry: str
    seats: dict[str, TufKey | None]
    online: dict[str, TufKey]
    contents: dict[str, bytes]
    root_version: int = 0
    targets_version: int = 0
    root_expires: datetime | None = None
    demo: bool = False
    touched: set[str] = field(default_factory=set)

    def replace_seat(self, seat: str) -> None:
        """Have a new key made for a seat. New targets keys sign targets anew."""
        self.seats[seat] = None
        self.touched |= {roles.ROOT} if seat in ROOT_SEATS else {roles.ROOT, roles.TARGETS}

    def replace_online(self, role: str, key: TufKey) -> None:
        """Put another key in the place of an online role's."""
        self.online[role] = key
        top = role in (roles.SNAPSHOT, roles.TIMESTAMP)
        self.touched.add(roles.ROOT if top else roles.TARGETS)

    def replace_content(self, name: str, content: bytes) -> None:
        """Put another content in the place of a target's."""
        if self.contents.get(name) != content:
            self.contents[name] = content
            self.touched.add(roles.TARGETS)


@dataclass(frozen=True, slots=True)
class Occasion:
    """Why a ceremony is held, by whom it was begun and when."""

    id: str
    kind: Kind
    why: str
    by: str
    now: datetime
    changes: tuple[str, ...] = ()


def first_standing(
    registry: str, online: Mapping[str, TufKey], contents: Mapping[str, bytes], *, demo: bool
) -> Standing:
    """Before the first ceremony: every seat is empty."""
    seats: dict[str, TufKey | None] = dict.fromkeys((*ROOT_SEATS, *TARGETS_SEATS))
    touched = {roles.ROOT, roles.TARGETS}
    return Standing(registry, seats, dict(online), dict(contents), demo=demo, touched=touched)


def standing_of(registry: str, repository: TufRepository) -> Standing:
    """As the repository has it."""
    root, targets = repository.root, repository.role(roles.TARGETS)
    return Standing(
        registry=registry,
        seats={
            **_seats(root, roles.ROOT, ROOT_SEATS),
            **_seats(root, roles.TARGETS, TARGETS_SEATS),
        },
        online={role: online_key(root, targets, role) for role in roles.online_roles()},
        contents={name: repository.content(name) for name in TOP_LEVEL},
        root_version=root.version,
        targets_version=targets.version,
        root_expires=root.expires,
        demo=roles.DEMO_FIELD in root.unrecognized_fields,
    )


def online_key(root: Root, targets: Targets, role: str) -> TufKey:
    """The key that root or targets name for an online role."""
    if role in (roles.SNAPSHOT, roles.TIMESTAMP):
        return TufKey.from_tuf(root.keys[root.roles[role].keyids[0]])
    assert targets.delegations is not None
    assert targets.delegations.roles is not None
    (keyid,) = targets.delegations.roles[role].keyids
    return TufKey.from_tuf(targets.delegations.keys[keyid])


def make_plan(standing: Standing, occasion: Occasion, lifetimes: Lifetimes) -> Plan:
    """The plan of a ceremony that brings this about. No document outlives the root over it."""
    now = occasion.now.replace(microsecond=0)
    root_expires = standing.root_expires
    if roles.ROOT in standing.touched or root_expires is None:
        root_expires = now + lifetimes.of(roles.ROOT)
    targets_expires = min(now + lifetimes.of(roles.TARGETS), root_expires)
    return Plan(
        id=occasion.id,
        kind=occasion.kind,
        why=occasion.why,
        by=occasion.by,
        made=iso(now),
        registry=standing.registry,
        base_root=standing.root_version,
        base_targets=standing.targets_version,
        changes=occasion.changes,
        root=_root_plan(standing, root_expires) if roles.ROOT in standing.touched else None,
        targets=(
            _targets_plan(standing, targets_expires) if roles.TARGETS in standing.touched else None
        ),
    )


def _root_plan(standing: Standing, expires: datetime) -> RootPlan:
    first, second, third = (standing.seats[seat] for seat in ROOT_SEATS)
    one, two, three = (standing.seats[seat] for seat in TARGETS_SEATS)
    return RootPlan(
        version=standing.root_version + 1,
        expires=iso(expires),
        root=(first, second, third),
        targets=(one, two, three),
        snapshot=standing.online[roles.SNAPSHOT],
        timestamp=standing.online[roles.TIMESTAMP],
        demo=standing.demo,
    )


def _targets_plan(standing: Standing, expires: datetime) -> TargetsPlan:
    return TargetsPlan(
        version=standing.targets_version + 1,
        expires=iso(expires),
        contents={
            name: Described(len(content), hashlib.sha256(content).hexdigest())
            for name, content in sorted(standing.contents.items())
        },
        delegated={role: standing.online[role] for role in roles.delegated_roles()},
    )


def _seats(root: Root, role: str, seats: tuple[str, ...]) -> dict[str, TufKey | None]:
    keyids = root.roles[role].keyids
    return {
        seat: TufKey.from_tuf(root.keys[keyid]) for seat, keyid in zip(seats, keyids, strict=True)
    }
