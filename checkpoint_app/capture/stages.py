"""The ways of mending a picture, in the order in which they are tried."""

from __future__ import annotations

from dataclasses import dataclass

from checkpoint_app.capture import mend

# Mending costs time and memory in proportion to the picture; a permit's symbol still has 5 pixels a
# module when the whole sheet fills one of this size.
MENDED_PIXELS = 4_000_000
PATCH_PIXELS = 2_000_000


@dataclass(frozen=True, slots=True)
class Stage:
    """One way of mending, and what a reading after it is worth (`Reading.quality`)."""

    quality: float
    treat: mend.Treatment


PATCH_STAGES = (
    Stage(0.90, mend.bordered),
    Stage(0.85, mend.blurred(1.0)),
    Stage(0.80, mend.sharpened(1.5, 1.0)),
    Stage(0.75, mend.enlarged(1.5)),
    Stage(0.70, mend.chained(mend.enlarged(2.0), mend.blurred(1.0))),
    Stage(0.65, mend.evened),
    Stage(0.60, mend.sharpened(3.0, 2.0)),
    Stage(0.55, mend.chained(mend.enlarged(2.0), mend.sharpened(3.0, 1.5))),
    Stage(0.50, mend.chained(mend.enlarged(2.0), mend.contrasted)),
    Stage(0.45, mend.blurred(2.0)),
    Stage(0.40, mend.in_two_tones),
)
PICTURE_STAGES = (
    Stage(0.90, mend.bordered),
    Stage(0.85, mend.reduced(0.5)),
    Stage(0.80, mend.blurred(1.0)),
    Stage(0.75, mend.evened),
    Stage(0.70, mend.sharpened(1.5, 1.0)),
    Stage(0.65, mend.inverted),
    Stage(0.63, mend.chained(mend.inverted, mend.blurred(1.0))),
    Stage(0.60, mend.without_specks),
    Stage(0.55, mend.chained(mend.enlarged(2.0), mend.at_most(MENDED_PIXELS))),
    Stage(0.50, mend.blurred(2.0)),
    Stage(0.45, mend.contrasted),
    Stage(0.40, mend.in_two_tones),
    Stage(0.35, mend.turned(30)),
    Stage(0.30, mend.turned(60)),
)
