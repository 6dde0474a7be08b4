"""Every reader of outside bytes, by name."""

from __future__ import annotations

from collections.abc import Mapping
from functools import cache
from itertools import chain

from tests.fuzz import carried, kept, shown, signed
from tests.fuzz.reader import Reader


@cache
def all_readers() -> Mapping[str, Reader]:
    """The registry. Names are unique."""
    found: dict[str, Reader] = {}
    for reader in chain(signed.readers(), carried.readers(), kept.readers(), shown.readers()):
        assert reader.name not in found, reader.name
        found[reader.name] = reader
    return found
