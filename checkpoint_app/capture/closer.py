"""A closer look at a live picture: the mending of `still`, a bounded piece of it at a time.

Each piece mends the newest picture in another way. What needs a second look keeps its first one
from the pictures before.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace

from checkpoint_app.capture import mend
from checkpoint_app.capture.decoders import ALL, Outline, Undecoded, zbar, zxing
from checkpoint_app.capture.evidence import Evidence
from checkpoint_app.capture.image import GreyImage
from checkpoint_app.capture.reading import Reading, Symbology
from checkpoint_app.capture.regions import box_of, cut_out
from checkpoint_app.capture.stages import PATCH_STAGES, PICTURE_STAGES, Stage
from checkpoint_app.capture.still import look

# Pixels of what one piece mends: some 100 ms on an old computer.
_WHOLE_PIXELS = 1_000_000
_PATCH_PIXELS = 500_000
# Readings that wait for a second look are forgotten after so many pieces.
_MEMORY = 24
# Tilts and second sizes of the whole picture come last; what lies still has been seen by then.
PIECES = len(PICTURE_STAGES) * 3

Piece = Callable[[GreyImage, Evidence], None]


def _plainly(grey: GreyImage, found: Evidence) -> None:
    """All that zxing-cpp can do: turned, inverted and smaller forms too."""
    for reading in zxing(grey)[0]:
        if reading.symbology is Symbology.PDF417:
            found.witness(reading, 0.95, "zxing")
        else:
            found.accept(reading, 1.0)


def _by_zbar(grey: GreyImage, found: Evidence) -> None:
    for seen in zbar(grey):
        found.witness(seen.reading, 0.95, "zbar")


def _by_stage(stage: Stage) -> Piece:
    def piece(grey: GreyImage, found: Evidence) -> None:
        look(stage.treat(mend.at_most(_WHOLE_PIXELS)(grey)), found, stage, ALL)

    return piece


_WHOLE: tuple[Piece, ...] = (_by_zbar, *(_by_stage(stage) for stage in PICTURE_STAGES))


class CloserLook:
    """Looks closer, piece by piece, in turns: plainly, at what was found and not read, mended."""

    def __init__(self) -> None:
        self._turn = 0
        self._found = Evidence("")

    def piece(self, grey: GreyImage, undecoded: tuple[Undecoded, ...]) -> list[Reading]:
        """The next piece, of this picture. ``undecoded`` is what a quick look found in it; a
        reading of one of those has its outline."""
        if self._turn % _MEMORY == 0:
            self._found = Evidence("")
        turn, self._turn = self._turn, self._turn + 1
        if turn % 3 == 0:
            return self._read(grey, _plainly)
        if turn % 3 == 1 and undecoded:
            return self._patch(grey, max(undecoded, key=_extent), turn // 3)
        return self._read(grey, _WHOLE[(turn // 3 * 2 + turn % 3 - 1) % len(_WHOLE)])

    def _patch(self, grey: GreyImage, one: Undecoded, turn: int) -> list[Reading]:
        patch = cut_out(grey, one.outline)
        if patch is None:
            return []
        stage = PATCH_STAGES[turn % len(PATCH_STAGES)]
        small = mend.at_most(_PATCH_PIXELS)(patch)

        def piece(plane: GreyImage, found: Evidence) -> None:
            look(stage.treat(plane), found, stage, (one.symbology,))

        return [replace(reading, outline=one.outline) for reading in self._read(small, piece)]

    def _read(self, grey: GreyImage, piece: Piece) -> list[Reading]:
        self._found.accepted.clear()
        piece(grey, self._found)
        return self._found.readings()


def _extent(one: Undecoded) -> int:
    return _area(one.outline)


def _area(outline: Outline) -> int:
    left, top, right, bottom = box_of(outline)
    return (right - left) * (bottom - top)
