"""Plans and keys for tests; nothing is read or written."""

from __future__ import annotations

from datetime import UTC, datetime

from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

from sync.registry.ceremony.key_file import OpenedKey
from sync.registry.ceremony.plan import Plan
from sync.registry.ceremony.progress import Ceremony
from sync.registry.ceremony.public_key import SEATS, PublicHalf, TufKey
from sync.registry.ceremony.standing import Occasion, Standing, first_standing, make_plan
from sync.registry.publish import roles
from sync.registry.publish.lifetimes import Lifetimes

NOW = datetime(2026, 11, 22, 9, 0, tzinfo=UTC)
CONTENTS = {"season-rules.json": b"{}"}
ID = "ab" * 16


def opened(seat: str, number: int) -> OpenedKey:
    """A key that is always the same."""
    return OpenedKey(seat, Ed25519PrivateKey.from_private_bytes(bytes([number]) * 32))


KEYS = {seat: opened(seat, number) for number, seat in enumerate(SEATS, 1)}
ONLINE = {role: opened(role, number).key for number, role in enumerate(roles.online_roles(), 100)}


def half(seat: str, key: TufKey | None = None) -> PublicHalf:
    """The public half of a seat's key."""
    return PublicHalf.of_key(
        seat, f"keeper of {seat}", "2026-11-22T09:00:00Z", key or KEYS[seat].key
    )


def genesis_standing() -> Standing:
    return first_standing("umrah-registry-1", ONLINE, CONTENTS, demo=False)


def genesis_plan() -> Plan:
    return make_plan(genesis_standing(), Occasion(ID, "genesis", "", "IT", NOW), Lifetimes())


def genesis(**changes: object) -> Ceremony:
    """The first ceremony, with no key made yet."""
    fields = {"base": None, "contents": CONTENTS, "made": {}}
    return Ceremony(**{"plan": genesis_plan(), "draft": None, **fields, **changes})  # type: ignore[arg-type]  # named by the test
