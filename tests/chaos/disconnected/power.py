"""Power that fails between any two steps that a disk sees: a name given or taken, bytes made
durable, a transaction committed.

Once it failed nothing is written any more, whatever still unwinds, until it is back.
"""

from __future__ import annotations

import os
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

import pytest
from sqlalchemy import Engine, event

from checkpoint_app.store.encrypted import Connection, EncryptedDatabase


class PowerCut(BaseException):
    """Nothing in the program may answer to it, as nothing answers to the real one."""


class Power:
    """One computer's. `cut` says after how many steps it fails; None leaves it on."""

    def __init__(self) -> None:
        self._left: int | None = None
        self.is_off = False

    def cut(self, steps: int | None) -> None:
        self._left = steps
        self.is_off = False

    def step(self) -> None:
        if self._left is not None:
            self._left -= 1
            self.is_off = self.is_off or self._left < 0
        if self.is_off:
            raise PowerCut


class Mains:
    """Whose power the program draws at this moment; computers nest as calls between them do."""

    def __init__(self) -> None:
        self._drawing: list[Power] = []

    @contextmanager
    def on(self, power: Power) -> Iterator[None]:
        self._drawing.append(power)
        try:
            yield
        finally:
            self._drawing.pop()

    def step(self) -> None:
        if self._drawing:
            self._drawing[-1].step()


def wire(mains: Mains, patch: pytest.MonkeyPatch) -> None:
    """Have every step of the disk ask for power first."""
    for name in ("replace", "rename", "unlink"):
        patch.setattr(os, name, _asking(mains, getattr(os, name)))
    # What a disk does meanwhile, and how slowly, is nothing that a model can see.
    patch.setattr(os, "fsync", _asking(mains, lambda _descriptor: None))
    writing = EncryptedDatabase.writing

    @contextmanager
    def committed(self: EncryptedDatabase) -> Iterator[Connection]:
        with writing(self) as conn:
            yield conn
            mains.step()
        mains.step()

    patch.setattr(EncryptedDatabase, "writing", committed)


@contextmanager
def wired_engines(mains: Mains) -> Iterator[None]:
    """The same for every transaction of the registry's database."""

    def committing(_connection: object) -> None:
        mains.step()

    event.listen(Engine, "commit", committing)
    try:
        yield
    finally:
        event.remove(Engine, "commit", committing)


def _asking(mains: Mains, step: Any) -> Any:
    def asked(*args: Any, **kwargs: Any) -> Any:
        mains.step()
        return step(*args, **kwargs)

    return asked
