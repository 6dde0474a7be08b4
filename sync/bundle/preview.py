"""What a stick is, told before anything is taken from it."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from sync.bundle.label import Label
from sync.trust.intake import LookedAt
from sync.trust.view import TrustView


class Relation(StrEnum):
    """A stick's state of the repository against the one held here."""

    NEWER = "newer"
    SAME = "same"
    OLDER = "older"


@dataclass(frozen=True, slots=True)
class Preview:
    """What a stick is, all of it verified but ``label``.

    ``issued`` is the signed time of the state, ``expires`` the end of its term. ``permits`` counts
    the records that the port has with it, ``generation`` their manifest. ``held`` is the signed
    time of what is here, None before any. ``label_differs`` names the fields of the label that say
    otherwise.
    """

    port_id: str
    issued: datetime
    expires: datetime
    relation: Relation
    permits: int
    generation: int
    held: datetime | None
    label: Label | None
    label_differs: tuple[str, ...]


def preview_of(
    looked: LookedAt, held: TrustView | None, port_id: str, label: Label | None
) -> Preview:
    """Put together what was verified on the stick, what is held, and what the label claims."""
    view = looked.view
    return Preview(
        port_id=port_id,
        issued=view.issued,
        expires=view.expires,
        relation=relation_of(view, held),
        permits=looked.manifest.live_count,
        generation=looked.manifest.generation,
        held=None if held is None else held.issued,
        label=label,
        label_differs=() if label is None else _differences(label, view, port_id),
    )


def relation_of(view: TrustView, held: TrustView | None) -> Relation:
    """By versions: a clock at the registry that was set back makes nothing older."""
    if held is None:
        return Relation.NEWER
    ours, theirs = (held.root_version, held.version), (view.root_version, view.version)
    if theirs == ours:
        return Relation.SAME
    return Relation.NEWER if theirs > ours else Relation.OLDER


def _differences(label: Label, view: TrustView, port_id: str) -> tuple[str, ...]:
    signed = {
        "port": port_id,
        "issued": int(view.issued.timestamp()),
        "expires": int(view.expires.timestamp()),
        "timestamp": view.version,
    }
    return tuple(name for name, value in signed.items() if getattr(label, name) != value)
