"""`checkpoint registry devices`, `admit`, `recall`, `restored`: who stands at the ports."""

from __future__ import annotations

from sync.registry.command_parts import AddWord


def add_words(word: AddWord) -> None:
    """Add these words to ``registry``."""
