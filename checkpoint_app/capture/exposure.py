"""How long a camera's shutter stays open: short, as long as the picture is bright enough.

A hand that holds a paper shakes: at 10 ms its codes stay sharp, where a camera left to itself takes
30 and more indoors. Decided from the brightness of pictures; nothing here knows a device.
"""

from __future__ import annotations

from dataclasses import dataclass

# Seconds. Lamps on mains of 50 Hz pulse every 10 ms: whole pulses leave no bands. None leaves it to
# the camera.
STEPS: tuple[float | None, ...] = (0.010, 0.020, None)
# Mean grey level of a picture, 0 to 255, in which papers can still be told and in which they drown.
_DARK, _GLARING = 55.0, 215.0
_SETTLES = 8  # pictures until a new exposure shows, and the camera's gain has followed
_LOOKED_AT = 5  # pictures that a level is the mean of
# Seconds after which a camera that was left to itself is tried short again: light changes.
_TRIED_AGAIN = 900.0


@dataclass(frozen=True, slots=True)
class Exposure:
    """Where the choice stands. ``step`` counts in `STEPS`; a picture's level is told by `seen`."""

    step: int = 0
    since: float = 0.0
    pictures: int = 0
    level: float = 0.0

    @property
    def seconds(self) -> float | None:
        """What to set; None leaves it to the camera."""
        return STEPS[self.step]

    def seen(self, level: float, at: float) -> Exposure:
        """After a picture of this mean grey level, taken at ``at`` seconds."""
        if self.seconds is None:
            return Exposure(0, at) if at - self.since >= _TRIED_AGAIN else self
        if self.pictures < _SETTLES:
            return Exposure(self.step, self.since, self.pictures + 1)
        count = self.pictures - _SETTLES
        mean = (self.level * count + level) / (count + 1)
        if count + 1 < _LOOKED_AT:
            return Exposure(self.step, self.since, self.pictures + 1, mean)
        if mean < _DARK:
            return Exposure(self.step + 1, at)
        if mean > _GLARING:
            return Exposure(len(STEPS) - 1, at)
        return Exposure(self.step, self.since, _SETTLES)


@dataclass(frozen=True, slots=True)
class ExposureUnits:
    """How a driver counts: the value that says *by hand*, the one that says *by itself*, and how
    seconds become its number."""

    by_hand: float
    by_itself: float
    logarithmic: bool

    def number(self, seconds: float) -> float:
        """V4L2 counts in 100 µs (V4L2_CID_EXPOSURE_ABSOLUTE), DirectShow in powers of two of a
        second (CameraControl_Exposure)."""
        if not self.logarithmic:
            return float(max(1, round(seconds * 10_000)))
        power = 0
        while 2.0**power > seconds:
            power -= 1
        return float(power)


# V4L2_EXPOSURE_MANUAL and V4L2_EXPOSURE_APERTURE_PRIORITY; OpenCV's DirectShow takes 0.25 and 0.75.
UNITS = {
    "linux": ExposureUnits(1.0, 3.0, logarithmic=False),
    "win32": ExposureUnits(0.25, 0.75, logarithmic=True),
}
