"""Times and errors as commands show them: to people as in Cairo, to programs in stable forms."""

from __future__ import annotations

from datetime import datetime

from checkpoint_app.domain.days import CAIRO
from checkpoint_app.errors import CheckpointError
from checkpoint_app.reference import message


def local(at: datetime) -> str:
    """A time for people: ``2026-11-22 14:05``, in Cairo."""
    return at.astimezone(CAIRO).strftime("%Y-%m-%d %H:%M")


def iso(at: datetime) -> str:
    """A UTC time for programs: ``2026-11-22T12:05:00Z``."""
    return at.isoformat(timespec="seconds").replace("+00:00", "Z")


def iso_or_none(at: datetime | None) -> str | None:
    """The same of a time that may not be there."""
    return None if at is None else iso(at)


def error_object(error: CheckpointError) -> dict[str, str]:
    """An error by its key and its sentence in both languages."""
    return {
        "key": error.key,
        "en": message(error.key, "en", **error.params),
        "ar": message(error.key, "ar", **error.params),
    }
