"""`checkpoint registry bundle` and `bundle-in`: sticks out to a port, and back."""

from __future__ import annotations

from sync.registry.command_parts import AddWord


def add_words(word: AddWord) -> None:
    """Add these words to ``registry``."""
