"""A file of departures: what one device sends to the registry by stick.

``departures/<hex>.age`` is a pack (`sync.trust.pack`: zstd of frames) sealed to the registry's
inbox. Its header has the port's bit as scope, and the version of this format as generation. Then:

- ``["batch", envelope]``: a batch of movements, the very bytes that go over the line;
- ``["holding", body, envelope]``: what the device holds (`sync.protocol.holdings`), and the
  ``auth`` envelope over it as the body of the request ``STICK /holdings``.

Anyone can seal a file to the inbox: the file proves nothing, each frame is proven by its signature.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from typing import TypeAlias

import pyrage

from checkpoint_app.credential.batch import BATCH_LIMIT
from checkpoint_app.credential.envelope import LIMITS, EnvelopeType
from checkpoint_app.errors import ConfigError, TrustError
from sync.bundle.layout import DEPARTURES_LIMIT
from sync.protocol.holdings import HOLDING_LIMIT
from sync.trust.pack import PackHeader, PackKind, read_pack
from sync.trust.packing import pack, seal

SUFFIX = ".age"
FORMAT = 1
# An honest file inflates to some 10 MiB at most (`sync.bundle.departures.SPAN`).
DEPARTURES_PLAIN = DEPARTURES_LIMIT
_BATCH, _HOLDING = "batch", "holding"
# What age says of a sound file that is sealed for somebody else.
_OTHERS = "No matching keys found"


@dataclass(frozen=True, slots=True)
class BatchFrame:
    """A batch's envelope, unchecked."""

    envelope: bytes


@dataclass(frozen=True, slots=True)
class HoldingFrame:
    """A statement's bytes and the envelope over them, unchecked."""

    body: bytes
    envelope: bytes


@dataclass(frozen=True, slots=True)
class LaterFrame:
    """Something that only a later program knows."""


Frame: TypeAlias = BatchFrame | HoldingFrame | LaterFrame


def departures_file(
    scope: int, batches: Iterable[bytes], held: HoldingFrame | None, recipient: str
) -> bytes:
    """The file's bytes, other ones each time. ``scope`` is the port's bit, ``recipient`` the
    registry's inbox. Raises ConfigError for an inbox that is none."""
    frames: list[Sequence[object]] = [[_BATCH, envelope] for envelope in batches]
    if held is not None:
        frames.append([_HOLDING, held.body, held.envelope])
    return seal(pack(PackHeader(PackKind.DEPARTURES, scope, FORMAT), frames), [recipient])


def open_departures(content: bytes, identities: Sequence[str]) -> bytes:
    """What a file holds, still compressed, by whichever of the inbox's identities opens it.

    Raises TrustError: ``departures.not-for-us`` for a sound file sealed for somebody else,
    ``departures.torn`` for one that is cut short or damaged. ConfigError for no identity.
    """
    if len(content) > DEPARTURES_LIMIT:
        raise TrustError("file too long", key="departures.too-long")
    try:
        keys = [pyrage.x25519.Identity.from_str(identity) for identity in identities]
        return bytes(pyrage.decrypt(content, keys))
    except pyrage.IdentityError as error:
        raise ConfigError("the inbox's key", key="registry.age_key") from error
    except pyrage.DecryptError as error:
        key = "departures.not-for-us" if str(error) == _OTHERS else "departures.torn"
        raise TrustError(f"not opened: {error}", key=key) from error


def read_departures(plain: bytes, *, cap: int = DEPARTURES_PLAIN) -> tuple[int, Iterator[Frame]]:
    """The scope that the file names, and its frames, read as they are asked for.

    Raises TrustError, from here or while the frames are read: what came before may be used.
    """
    header, frames = read_pack(plain, cap=cap)
    if header.kind is not PackKind.DEPARTURES:
        raise TrustError(f"a pack of {header.kind}", key="departures.malformed")
    if header.generation > FORMAT:
        raise TrustError(f"departures of form {header.generation}", key="trust.newer_format")
    return header.scope, map(_frame, frames)


def _frame(content: object) -> Frame:
    match content:
        case ["batch", bytes(envelope)] if len(envelope) <= BATCH_LIMIT:
            return BatchFrame(envelope)
        case ["holding", bytes(body), bytes(envelope)] if _fits(body, envelope):
            return HoldingFrame(body, envelope)
        case [str(kind), *_] if kind not in (_BATCH, _HOLDING):
            return LaterFrame()
        case _:
            raise TrustError("frame malformed", key="departures.malformed")


def _fits(body: bytes, envelope: bytes) -> bool:
    return len(body) <= HOLDING_LIMIT and len(envelope) <= LIMITS[EnvelopeType.AUTH]
