"""`checkpoint registry news`: bad news at night, by one command."""

from __future__ import annotations

from sync.registry.command_parts import AddWord


def add_words(word: AddWord) -> None:
    """Add these words to ``registry``."""
