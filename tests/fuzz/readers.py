"""Every reader of outside bytes, by name."""

from __future__ import annotations

from collections.abc import Mapping
from functools import cache
from itertools import chain

from tests.fuzz import carried, kept, relayed, served, shown, signed
from tests.fuzz.reader import Reader


@cache
def all_readers() -> Mapping[str, Reader]:
    """The registry. Names are unique."""
    found: dict[str, Reader] = {}
    modules = (signed, carried, kept, relayed, served, shown)
    for reader in chain.from_iterable(module.readers() for module in modules):
        assert reader.name not in found, reader.name
        found[reader.name] = reader
    return found
