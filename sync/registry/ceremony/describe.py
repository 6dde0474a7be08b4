"""What a ceremony is about, in plain words, told from the documents themselves."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from typing import Any

from checkpoint_app.credential.keys import IssuerKey, parse_issuer_keys
from sync.registry.ceremony.draft import seats_by_key
from sync.registry.ceremony.progress import Ceremony
from sync.registry.ceremony.public_key import ROOT_SEATS, TARGETS_SEATS, TufKey, spoken
from sync.registry.port_settings import port_asks, port_hubs, port_scopes, registry_named
from sync.registry.publish import roles
from sync.registry.publish.tuf_api import Key, Root, Targets
from sync.registry.publish.tuf_repository import iso
from sync.trust.names import ISSUER_KEYS, PORT_SETTINGS

# A text key without its "ceremony.tells_", and what fills it.
Told = tuple[str, Mapping[str, Any]]


def describe(ceremony: Ceremony) -> Iterator[Told]:
    """Line by line: the occasion, each document, and last the digits to read out. What is new is
    told by comparing with what stood before, not from what the plan says of itself."""
    plan = ceremony.plan
    yield "occasion", {"kind": plan.kind, "registry": plan.registry, "made": plan.made}
    yield "why", {"why": plan.why or "-", "by": plan.by or "-"}
    if plan.changes:
        yield f"changes_{plan.kind}", {"names": ", ".join(plan.changes)}
    draft = ceremony.draft
    if draft is None:
        return
    if draft.root is not None:
        yield from _root(draft.root.signed, ceremony.base_root)
    if draft.targets is not None:
        before = None if ceremony.base is None else ceremony.base.targets
        yield from _targets(draft.targets.signed, before, ceremony.contents)
    yield "digest", {"digits": draft.digest}


def _root(root: Root, before: Root | None) -> Iterator[Told]:
    yield "root", {"version": root.version, "expires": iso(root.expires)}
    if roles.DEMO_FIELD in root.unrecognized_fields:
        yield "demo", {}
    known = set() if before is None else set(before.keys)
    for role, seats in ((roles.ROOT, ROOT_SEATS), (roles.TARGETS, TARGETS_SEATS)):
        for keyid, seat in seats_by_key(root, role, seats).items():
            yield _key(seat, root.keys[keyid], known)
    for role in (roles.SNAPSHOT, roles.TIMESTAMP):
        yield _key(role, root.keys[root.roles[role].keyids[0]], known)


def _targets(
    targets: Targets, before: Targets | None, contents: Mapping[str, bytes]
) -> Iterator[Told]:
    yield "targets", {"version": targets.version, "expires": iso(targets.expires)}
    for name, content in sorted(contents.items()):
        same = before is not None and before.targets.get(name) == targets.targets[name]
        digits = spoken(b"content", content)
        told = {"name": name, "bytes": len(content), "digits": digits}
        yield ("content" if same else "new_content"), told
        if name == ISSUER_KEYS:
            yield from issuer_lines(parse_issuer_keys(content))
        if name == PORT_SETTINGS:
            yield from _settings(content)
    known = set() if before is None else {key.keyid for key in _delegated(before).values()}
    for role, key in _delegated(targets).items():
        if key.keyid not in known:
            yield _key(role, key, known)


def _settings(content: bytes) -> Iterator[Told]:
    named = registry_named(content)
    for name in ("address", "inbox", "recovery"):
        yield "setting", {"name": name, "value": named.get(name) or "-"}
    national = [port for port, scope in port_scopes(content).items() if scope.national]
    yield "setting", {"name": "national", "value": ", ".join(national) or "-"}
    hubs = [f"{port} {' '.join(each)}" for port, each in port_hubs(content).items()]
    yield "setting", {"name": "hubs", "value": ", ".join(hubs) or "-"}
    asks = [f"{port} {asked} ms" for port, asked in port_asks(content).items()]
    yield "setting", {"name": "ask", "value": ", ".join(asks) or "-"}


def _delegated(targets: Targets) -> Mapping[str, Key]:
    """The key of each delegated role."""
    delegations = targets.delegations
    if delegations is None or delegations.roles is None:
        return {}
    return {name: delegations.keys[role.keyids[0]] for name, role in delegations.roles.items()}


def _key(name: str, key: Key, known: set[str]) -> Told:
    text = "key" if key.keyid in known else "new_key"
    return text, {"name": name, "digits": TufKey.from_tuf(key).fingerprint}


def issuer_lines(keys: Iterable[IssuerKey]) -> Iterator[Told]:
    """The issuer's keys, one a line."""
    for key in keys:
        named = {
            "name": key.purpose.value,
            "kid": key.kid.hex(),
            "until": iso(key.valid_until),
        }
        if key.revoked_at is None:
            yield "issuer", named
        else:
            yield "issuer_revoked", {**named, "revoked": iso(key.revoked_at)}
