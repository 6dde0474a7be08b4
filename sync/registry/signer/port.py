"""What the registry asks of its signer: the one place that holds the issuer's keys."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from typing import Protocol

BATCH = 16  # blocks signed at a time


@dataclass(frozen=True, slots=True)
class BlockOrder:
    """A block to be made: its number within the scope, and the ``permit.id`` of each position."""

    number: int
    permits: Sequence[int]


@dataclass(frozen=True, slots=True)
class SignedBlock:
    """A block as signed. ``records`` are the encoded records or tombstones, position by position;
    ``versions`` the record's version there, ``tombstones`` the positions that are tombstones."""

    number: int
    envelope: bytes
    records: Sequence[bytes]
    versions: Sequence[int]
    tombstones: frozenset[int]


@dataclass(frozen=True, slots=True)
class SignedList:
    """A status list as signed."""

    list_id: int
    version: int
    envelope: bytes


class Signer(Protocol):
    """Signs what the registry's database says, and nothing that it is told.

    It is handed identifiers, reads the rows itself, and checks both approvals again. Every method
    raises `SigningRefusedError` when it will not sign, TransportError when it cannot be reached.
    """

    def blocks(
        self, scope: int, issued: int, orders: Iterable[BlockOrder]
    ) -> Iterator[SignedBlock]:
        """Sign blocks of a scope, in the order asked. A permit that is not (or no longer) of the
        scope, or whose approvals are gone, becomes a tombstone."""
        ...

    def manifest(
        self, scope: int, generation: int, issued: int, pages: Sequence[bytes], segments: bytes
    ) -> bytes:
        """Sign the manifest of a scope over these encoded pages and segments. The signer counts
        the live positions, and takes status lists and state from what it last signed."""
        ...

    def status_lists(self, issued: int, first: int, count: int) -> Sequence[SignedList]:
        """Sign the next version of up to ``count`` status lists with ids from ``first`` on."""
        ...

    def state(self, issued: int) -> tuple[int, bytes]:
        """Sign the next version of the state table: version and envelope."""
        ...

    def token(self, permit: int) -> bytes:
        """The token of a permit number. Rate-limited."""
        ...

    def refresh(
        self, permit: int, nonce: bytes, device_id: str, *, movements: bool = False
    ) -> bytes:
        """The refresh answer of a permit number (null record when it is not known); with
        ``movements``, those that other devices recorded, if any."""
        ...

    def close(self) -> None:
        """End the signer; idempotent."""
        ...
