"""How far a ceremony is: a value, the steps it consists of, and which act comes when."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from enum import Enum
from typing import Annotated, Literal

import msgspec

from checkpoint_app.errors import ConfigError
from sync.registry.ceremony.draft import Draft, Quorum, quorums
from sync.registry.ceremony.plan import Plan
from sync.registry.ceremony.public_key import Name, PublicHalf, Time
from sync.registry.publish.tuf_api import Root, Targets


class SignatureFile(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """One key's signature over one document, and who made it when, as they said."""

    ceremony: Annotated[str, msgspec.Meta(pattern="^[0-9a-f]{32}$")]
    document: Literal["root", "targets"]
    keyid: Annotated[str, msgspec.Meta(pattern="^[0-9a-f]{64}$")]
    signature: Annotated[str, msgspec.Meta(pattern="^[0-9a-f]{128}$")]
    name: Name
    at: Time
    format: Literal[1] = 1


class DoneFile(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """Says that the registry has taken a ceremony over."""

    ceremony: Annotated[str, msgspec.Meta(pattern="^[0-9a-f]{32}$")]
    at: Time
    format: Literal[1] = 1


@dataclass(frozen=True, slots=True)
class Base:
    """What stood before a ceremony, and the files of it."""

    root: Root
    targets: Targets
    root_bytes: bytes
    targets_bytes: bytes


@dataclass(frozen=True, slots=True)
class Ceremony:
    """A ceremony as its folder has it, everything in it checked. ``made`` are the keys of the empty
    seats, by seat; ``draft`` is None while one is missing; ``signatures`` all verify."""

    plan: Plan
    base: Base | None
    contents: Mapping[str, bytes]
    made: Mapping[str, PublicHalf]
    draft: Draft | None
    signatures: tuple[SignatureFile, ...] = ()
    done: DoneFile | None = None

    @property
    def base_root(self) -> Root | None:
        """The root before; None at the first ceremony."""
        return None if self.base is None else self.base.root

    def unmade(self) -> tuple[str, ...]:
        """The seats whose keys are still to be made."""
        return tuple(seat for seat in self.plan.unmade if seat not in self.made)

    def quorums(self) -> tuple[Quorum, ...]:
        """The signatures that are needed; none before the draft."""
        return () if self.draft is None else quorums(self.draft, self.base_root)

    def signed_by(self, document: str) -> Mapping[str, SignatureFile]:
        """The signatures over a document, by key id."""
        return {each.keyid: each for each in self.signatures if each.document == document}


class Stage(Enum):
    """What a ceremony waits for."""

    KEYS = "keys"
    SIGNATURES = "signatures"
    FINISH = "finish"
    DONE = "done"


class Act(Enum):
    """What people do with one."""

    MAKE = "make"
    SIGN = "sign"
    FINISH = "finish"


# Why an act does not fit a stage; what is not here fits. A signature more than needed does.
REFUSALS: Mapping[tuple[Stage, Act], str] = {
    (Stage.KEYS, Act.SIGN): "ceremony.keys_missing",
    (Stage.KEYS, Act.FINISH): "ceremony.keys_missing",
    (Stage.SIGNATURES, Act.MAKE): "ceremony.no_seat",
    (Stage.SIGNATURES, Act.FINISH): "ceremony.half_signed",
    (Stage.FINISH, Act.MAKE): "ceremony.no_seat",
    (Stage.DONE, Act.MAKE): "ceremony.done",
    (Stage.DONE, Act.SIGN): "ceremony.done",
    (Stage.DONE, Act.FINISH): "ceremony.done",
}


class StepKind(Enum):
    """What a step is; its sentence is ``ceremony.step_<value>``."""

    BEGIN = "begin"
    MAKE = "make"
    SIGN = "sign"
    SIGN_OLD = "sign_old"
    FINISH = "finish"


@dataclass(frozen=True, slots=True)
class Step:
    """One step. ``what`` is a seat to be made or a document to be signed; ``seats`` those whose
    keys may still do it; ``who`` and ``at`` are empty until it is done."""

    kind: StepKind
    what: str
    seats: tuple[str, ...] = ()
    who: str = ""
    at: str = ""

    @property
    def is_done(self) -> bool:
        """Whether somebody did it."""
        return bool(self.at)


def stage_of(ceremony: Ceremony) -> Stage:
    """What the ceremony waits for."""
    if ceremony.done is not None:
        return Stage.DONE
    if ceremony.unmade():
        return Stage.KEYS
    return Stage.SIGNATURES if half_signed(ceremony) else Stage.FINISH


def refuse_out_of_turn(ceremony: Ceremony, act: Act) -> None:
    """Raise ConfigError when this act is not what the ceremony waits for."""
    key = REFUSALS.get((stage_of(ceremony), act))
    if key is not None:
        raise ConfigError(f"{act.value} out of turn", key=key, seats=_missing(ceremony))


def half_signed(ceremony: Ceremony) -> list[tuple[Quorum, int]]:
    """The quorums that lack signatures, and how many each."""
    found = []
    for quorum in ceremony.quorums():
        signed = ceremony.signed_by(quorum.document).keys() & quorum.seats.keys()
        if len(signed) < quorum.threshold:
            found.append((quorum, quorum.threshold - len(signed)))
    return found


def steps(ceremony: Ceremony) -> tuple[Step, ...]:
    """All steps in order; the first that is not done comes next."""
    plan, done = ceremony.plan, ceremony.done
    return (
        Step(StepKind.BEGIN, plan.kind, who=plan.by, at=plan.made),
        *(_make_step(seat, ceremony.made.get(seat)) for seat in plan.unmade),
        *(step for quorum in ceremony.quorums() for step in _sign_steps(ceremony, quorum)),
        Step(StepKind.FINISH, plan.kind, at="" if done is None else done.at),
    )


def _make_step(seat: str, half: PublicHalf | None) -> Step:
    if half is None:
        return Step(StepKind.MAKE, seat, (seat,))
    return Step(StepKind.MAKE, seat, (), half.name, half.made)


def _sign_steps(ceremony: Ceremony, quorum: Quorum) -> Iterator[Step]:
    kind = StepKind.SIGN_OLD if quorum.old else StepKind.SIGN
    signed = ceremony.signed_by(quorum.document)
    own = sorted((signed[keyid] for keyid in quorum.seats if keyid in signed), key=lambda s: s.at)
    waiting = tuple(seat for keyid, seat in quorum.seats.items() if keyid not in signed)
    for each in own:
        yield Step(kind, quorum.document, (quorum.seats[each.keyid],), each.name, each.at)
    for _ in range(quorum.threshold - len(own)):
        yield Step(kind, quorum.document, waiting)


def _missing(ceremony: Ceremony) -> str:
    """Seats that are waited for, as people name them."""
    if ceremony.unmade():
        return ", ".join(ceremony.unmade())
    waiting = [step for step in steps(ceremony) if step.seats and not step.is_done]
    return ", ".join(dict.fromkeys(seat for step in waiting for seat in step.seats))
