"""`python -m tests.fuzz [--inputs 200000] [--reader NAME] [--seed N]`: all readers of outside bytes
are fed spoilt inputs. Exit 1 when an error came out that is not a reader's own, or one input took
more than 256 MB."""

from __future__ import annotations

import argparse
import sys
from collections.abc import Mapping

from tests.fuzz.reader import Reader
from tests.fuzz.readers import all_readers
from tests.fuzz.run import Found, fuzz

_MEGABYTE = 1_000_000


def main(arguments: list[str] | None = None) -> int:
    parser = argparse.ArgumentParser(prog="python -m tests.fuzz")
    parser.add_argument("--inputs", type=int, default=200_000, help="in all")
    parser.add_argument("--reader", choices=sorted(all_readers()), help="this one alone")
    parser.add_argument("--seed", default="1")
    chosen = parser.parse_args(arguments)
    readers = all_readers()
    if chosen.reader:
        readers = {chosen.reader: readers[chosen.reader]}
    found = []
    for name, inputs in shares(readers, chosen.inputs).items():
        found.append(fuzz(readers[name], inputs, chosen.seed))
        print(_line(found[-1]), flush=True)
        for kind, data in found[-1].foreign.items():
            print(f"    FOREIGN {kind}\n    input {data[:400].hex()} ({len(data)} bytes)")
    print(
        f"{sum(each.inputs for each in found):,} inputs, {len(found)} readers,"
        f" {sum(len(each.foreign) for each in found)} foreign errors,"
        f" most memory {max(each.memory for each in found) / _MEGABYTE:.0f} MB"
    )
    return 0 if all(each.is_well for each in found) else 1


def shares(readers: Mapping[str, Reader], inputs: int) -> Mapping[str, int]:
    """How many inputs each gets: the same, and what slow ones leave over goes to the others."""
    left, given = inputs, {}
    for place, reader in enumerate(sorted(readers.values(), key=lambda each: each.most)):
        given[reader.name] = min(reader.most, -(-left // (len(readers) - place)))
        left -= given[reader.name]
    return {name: given[name] for name in readers}


def _line(found: Found) -> str:
    refused = ", ".join(f"{kind} {count}" for kind, count in found.refused.most_common(4))
    return (
        f"{found.reader:22} {found.inputs:7,} inputs {found.taken:7,} taken"
        f" {found.memory / _MEGABYTE:6.1f} MB {found.slowest * 1000:7.1f} ms"
        f" {len(found.refused)} refusals: {refused}"
    )


if __name__ == "__main__":
    sys.exit(main())
