"""Whatever a stranger sends, only a reader's own errors come out of it; the long form of this is
`python -m tests.fuzz`."""

from __future__ import annotations

import pytest

from tests.fuzz.__main__ import shares
from tests.fuzz.mutator import Mutator
from tests.fuzz.readers import all_readers
from tests.fuzz.run import fuzz

INPUTS = 5_000
NAMES = sorted(all_readers())
# Sound as far as their heads: each password that is tried costs a second.
HEADS_ALONE = ("key-file", "recovery-key-file")


@pytest.fixture(scope="module")
def given() -> dict[str, int]:
    """How many inputs each reader gets."""
    return dict(shares(all_readers(), INPUTS))


@pytest.mark.parametrize("name", NAMES)
def test_a_reader_takes_what_is_sound(name: str) -> None:
    """Else what is spoilt would never come far."""
    reader = all_readers()[name]
    if name in HEADS_ALONE:
        return
    for seed in reader.seeds:
        reader.read(seed)


@pytest.mark.requirement("C5")
@pytest.mark.parametrize("name", NAMES)
def test_only_a_reader_s_own_errors_come_out(name: str, given: dict[str, int]) -> None:
    found = fuzz(all_readers()[name], given[name], "suite")
    assert not found.foreign
    assert found.is_well, found.memory


def test_the_same_seed_gives_the_same_inputs() -> None:
    seeds = (b"sound", b'{"a": [1, 2]}')
    one, other = Mutator("1"), Mutator("1")
    assert [one.spoilt(seeds) for _ in range(200)] == [other.spoilt(seeds) for _ in range(200)]
    assert Mutator("2").spoilt(seeds * 9) != Mutator("3").spoilt(seeds * 9)


def test_all_inputs_are_shared_out() -> None:
    assert sum(shares(all_readers(), 200_000).values()) >= 200_000
