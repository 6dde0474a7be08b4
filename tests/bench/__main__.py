"""Runs one benchmark and prints its one object. Exit 0 when it ran, whether or not goals are met:
a figure that misses its goal is reported, not hidden, and not a failure of the run."""

from __future__ import annotations

import argparse
import importlib
import json
import sys
from pathlib import Path
from types import ModuleType

from tests.bench.result import as_lines, as_object

NOT_BENCHMARKS = {"__init__", "__main__", "floor", "result"}


def names() -> list[str]:
    """Every benchmark there is, by the name that people type."""
    found = (path.stem for path in Path(__file__).parent.glob("*.py"))
    return sorted(
        stem.rstrip("_").replace("_", "-")
        for stem in found
        if stem not in NOT_BENCHMARKS and not stem.startswith("_")
    )


def module_of(name: str) -> ModuleType:
    """The module of a name out of `names`."""
    stem = name.replace("-", "_")
    trailing = "" if (Path(__file__).parent / f"{stem}.py").exists() else "_"
    return importlib.import_module(f"tests.bench.{stem}{trailing}")


def main(arguments: list[str]) -> int:
    parser = argparse.ArgumentParser(prog="python -m tests.bench", description=__doc__)
    parser.add_argument("name", choices=names())
    parser.add_argument(
        "--records",
        type=int,
        help="size of the season (capture: clips a factor); each has its default",
    )
    parser.add_argument("--images", type=Path, help="capture: a folder of pictures to read instead")
    parser.add_argument("--truth", type=Path, help="capture: what they say, as JSON or CSV")
    parser.add_argument("--json", action="store_true", help="one JSON object on one line")
    chosen = parser.parse_args(arguments)
    if (chosen.images is None) is not (chosen.truth is None):
        parser.error("--images and --truth go together")
    module = module_of(chosen.name)
    if chosen.images is not None:
        if not hasattr(module, "run_images"):
            parser.error(f"{chosen.name} reads no pictures")
        measured = module.run_images(chosen.images, chosen.truth)
    else:
        measured = module.run(chosen.records or module.RECORDS)
    text = json.dumps(as_object(measured), ensure_ascii=False)
    print(text if chosen.json else as_lines(measured))
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
