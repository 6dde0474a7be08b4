"""Sticks: folders that go astray, tear and are copied."""

from __future__ import annotations

import shutil
from enum import Enum, auto
from pathlib import Path


class Damage(Enum):
    """What happened to one file."""

    TORN = auto()
    GONE = auto()
    FLIPPED = auto()
    OLD_NAME = auto()  # it lost its name, as a torn rename may leave it


def damage(stick: Path, kind: Damage, which: float, where: float) -> None:
    """Spoil the file at this share of all files, at this share of its length."""
    files = sorted(path for path in stick.rglob("*") if path.is_file())
    if not files:
        return
    path = files[int(which * len(files))]
    content = path.read_bytes()
    place = int(where * len(content))
    if kind is Damage.TORN:
        path.write_bytes(content[:place])
    elif kind is Damage.GONE:
        path.unlink()
    elif kind is Damage.OLD_NAME:
        path.rename(path.with_name(path.name + ".part"))
    elif content:
        spoilt = bytearray(content)
        spoilt[place] ^= 1 << (place % 8)
        path.write_bytes(bytes(spoilt))


def copy(source: Path, target: Path) -> None:
    """Copy everything over what is there, as a file manager does."""
    if source != target:
        shutil.copytree(source, target, dirs_exist_ok=True)


def swap(one: Path, other: Path) -> None:
    if one != other:
        aside = one.with_name("aside")
        one.rename(aside)
        other.rename(one)
        aside.rename(other)


def empty(stick: Path) -> None:
    """A new stick in place of a lost one."""
    shutil.rmtree(stick, ignore_errors=True)
    stick.mkdir()
