"""Ceremonies and keys as lines for people and as objects for programs."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Any

from checkpoint_app.reference import message
from sync.registry.ceremony.describe import Told, describe, issuer_lines
from sync.registry.ceremony.progress import Ceremony, Step, stage_of, steps
from sync.registry.ceremony.show import ShownKeys
from sync.registry.publish.tuf_repository import iso


def about_lines(ceremony: Ceremony, lang: str) -> Iterator[str]:
    """What the ceremony is about, from the documents themselves."""
    return (_told_line(told, lang) for told in describe(ceremony))


def step_lines(all_steps: Sequence[Step], lang: str) -> Iterator[str]:
    """The steps for people: numbered, each done (by whom, when), next, or to come."""
    upcoming = next((place for place, step in enumerate(all_steps) if not step.is_done), None)
    for place, step in enumerate(all_steps):
        what = message(
            f"ceremony.step_{step.kind.value}", lang, what=step.what, seats=", ".join(step.seats)
        )
        state = "done" if step.is_done else "next" if place == upcoming else "later"
        values = {"number": place + 1, "step": what, "who": step.who or "-", "at": step.at}
        yield message(f"ceremony.state_{state}", lang, **values)


def steps_object(ceremony: Ceremony) -> dict[str, Any]:
    """The steps for programs."""
    rows = [
        {
            "kind": step.kind.value,
            "what": step.what,
            "seats": step.seats,
            "who": step.who,
            "at": step.at,
        }
        for step in steps(ceremony)
    ]
    digest = "" if ceremony.draft is None else ceremony.draft.digest
    stage = stage_of(ceremony).value
    return {"id": ceremony.plan.id, "stage": stage, "digest": digest, "steps": rows}


def shown_object(shown: ShownKeys) -> dict[str, Any]:
    """Roles and keys for programs."""
    found = [
        {
            "role": role.role,
            "version": role.version,
            "expires": iso(role.expires),
            "threshold": role.threshold,
            "ending": role.ending,
            "keys": [
                {"name": name, "keyid": keyid, "fingerprint": digits}
                for name, keyid, digits in role.keys
            ],
        }
        for role in shown.roles
    ]
    issuer = [
        {
            "purpose": key.purpose.value,
            "kid": key.kid.hex(),
            "until": iso(key.valid_until),
            "revoked": None if key.revoked_at is None else iso(key.revoked_at),
        }
        for key in shown.issuer
    ]
    return {"roles": found, "issuer": issuer}


def shown_lines(shown: ShownKeys, lang: str) -> Iterator[str]:
    """Roles and keys for people."""
    for role in shown.roles:
        name = "ending" if role.ending else "role"
        values = {"role": role.role, "version": role.version, "expires": iso(role.expires)}
        yield message(f"ceremony.shows_{name}", lang, threshold=role.threshold, **values)
        for seat, keyid, digits in role.keys:
            yield message("ceremony.shows_key", lang, name=seat, keyid=keyid[:16], digits=digits)
    yield from (_told_line(told, lang) for told in issuer_lines(shown.issuer))


def _told_line(told: Told, lang: str) -> str:
    name, values = told
    if name == "setting":
        values = {**values, "name": message(f"ceremony.setting_{values['name']}", lang)}
    return message(f"ceremony.tells_{name}", lang, **values)
