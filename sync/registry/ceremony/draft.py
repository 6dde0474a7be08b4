"""What is to be signed, made from the plan and the public keys alone: everybody who has the folder
can make it again and must get the same bytes."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from sync.registry.ceremony.plan import Plan, RootPlan, TargetsPlan, instant
from sync.registry.ceremony.public_key import ROOT_SEATS, TARGETS_SEATS, TufKey, spoken
from sync.registry.publish import roles
from sync.registry.publish.tuf_api import (
    DelegatedRole,
    Delegations,
    Metadata,
    Role,
    Root,
    Signature,
    TargetFile,
    Targets,
)


@dataclass(frozen=True, slots=True)
class Draft:
    """The documents of a ceremony, unsigned; at least one of the two."""

    root: Metadata[Root] | None
    targets: Metadata[Targets] | None

    def documents(self) -> Mapping[str, Metadata[Any]]:
        """Those that there are, by role."""
        both = {roles.ROOT: self.root, roles.TARGETS: self.targets}
        return {role: document for role, document in both.items() if document is not None}

    @property
    def digest(self) -> str:
        """Digits over all that is to be signed: the same for everybody in the room."""
        documents = self.documents()
        whole = b"".join(role.encode() + documents[role].signed_bytes for role in documents)
        return spoken(b"draft", whole)


@dataclass(frozen=True, slots=True)
class Quorum:
    """Signatures that a document needs: ``threshold`` of these keys (``seats``: key id to seat).

    ``old`` says that they are those of the root before: a new root needs both (TUF specification,
    5.3.4).
    """

    document: str
    old: bool
    threshold: int
    seats: Mapping[str, str]


def make_draft(plan: Plan, made: Mapping[str, TufKey]) -> Draft:
    """The documents of a plan, once the keys of its empty seats are made (by seat)."""
    return Draft(
        None if plan.root is None else Metadata(_root(plan.root, made)),
        None if plan.targets is None else Metadata(_targets(plan.targets)),
    )


def quorums(draft: Draft, base_root: Root | None) -> tuple[Quorum, ...]:
    """All signatures that the documents need. ``base_root`` is the root before; None for none."""
    found: list[Quorum] = []
    if draft.root is not None:
        new = _quorum(draft.root.signed, roles.ROOT, ROOT_SEATS)
        if base_root is not None:
            old = _quorum(base_root, roles.ROOT, ROOT_SEATS, old=True)
            found += [] if old.seats == new.seats else [old]
        found.append(new)
    if draft.targets is not None:
        root = base_root if draft.root is None else draft.root.signed
        assert root is not None, "a plan without a root has one before it"
        found.append(_quorum(root, roles.TARGETS, TARGETS_SEATS))
    return tuple(found)


def seats_by_key(root: Root, role: str, seats: Sequence[str]) -> Mapping[str, str]:
    """Which seat each key id of an offline role has: their order in the root."""
    return dict(zip(root.roles[role].keyids, seats, strict=False))


def signed_document(document: Metadata[Any], signatures: Mapping[str, str]) -> bytes:
    """The metadata file of a document with these signatures (hexadecimal, by key id)."""
    whole: Metadata[Any] = Metadata(document.signed)
    for keyid in sorted(signatures):
        whole.signatures[keyid] = Signature(keyid, signatures[keyid])
    return whole.to_bytes()


def _quorum(root: Root, role: str, seats: Sequence[str], *, old: bool = False) -> Quorum:
    return Quorum(role, old, root.roles[role].threshold, seats_by_key(root, role, seats))


def _root(plan: RootPlan, made: Mapping[str, TufKey]) -> Root:
    own = {
        roles.ROOT: _seated(plan.root, ROOT_SEATS, made),
        roles.TARGETS: _seated(plan.targets, TARGETS_SEATS, made),
        roles.SNAPSHOT: [plan.snapshot],
        roles.TIMESTAMP: [plan.timestamp],
    }
    keys = [key.to_tuf() for held in own.values() for key in held]
    return Root(
        version=plan.version,
        expires=instant(plan.expires),
        consistent_snapshot=True,
        keys={key.keyid: key for key in keys},
        roles={
            role: Role([key.keyid for key in held], roles.THRESHOLD if role in roles.OFFLINE else 1)
            for role, held in own.items()
        },
        unrecognized_fields={roles.DEMO_FIELD: True} if plan.demo else None,
    )


def _seated(
    planned: Sequence[TufKey | None], seats: Sequence[str], made: Mapping[str, TufKey]
) -> list[TufKey]:
    return [made[seat] if key is None else key for seat, key in zip(seats, planned, strict=True)]


def _targets(plan: TargetsPlan) -> Targets:
    keys = {role: key.to_tuf() for role, key in plan.delegated.items()}
    delegated = {
        role: DelegatedRole(
            role, [key.keyid], 1, terminating=True, paths=[roles.delegated_paths(role)]
        )
        for role, key in keys.items()
    }
    contents = {
        name: TargetFile(content.length, {"sha256": content.sha256}, name)
        for name, content in plan.contents.items()
    }
    return Targets(
        version=plan.version,
        expires=instant(plan.expires),
        targets=contents,
        delegations=Delegations({key.keyid: key for key in keys.values()}, delegated),
    )
