"""Reading a barcode before a camera: our reader and each decoder alone, on the same frames.

Clips of 15 frames at 1080p of what is held before a camera by hand, hard to read in one way each
(`tests.simulators.hard_frames`), and clips without any barcode. A decoder alone sees every frame
until one reads. Ours sees every frame, at 30 a second, as in life: what counts is the answer that a
lane would give. CPU is taken from the decoded frame on, in this process alone; only for
``frames_per_second``, what one core could do, from the camera's bytes to the picture in the window.

With pictures of one's own (``--images DIR --truth FILE``) each picture is a clip of one picture
that lies still; the decoders see it once, and so does the reader of still pictures.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from pathlib import Path
from statistics import mean, median

import cv2

from checkpoint_app.capture.image import ImageError, grey_frames
from checkpoint_app.capture.still import read_still
from tests.bench._capture_readers import SINGLE, Outcome, Pixels, by_decoder, by_stream
from tests.bench._capture_truth import Pictured, pictures_of
from tests.bench.result import Measured, SideGoal
from tests.simulators.hard_frames import FACTORS, FRAMES, Clip, clips_of, negative_clips

RECORDS = 4  # clips a factor
GOAL_POINTS, GOAL_FALSE, GOAL_CPU_MS, GOAL_FRAMES = 10.0, 0.0, 12.0, 3.0
GOAL_RATE = 30.0  # frames a second
_NEGATIVES = 1.5  # clips without a barcode for each clip of a factor
OURS = "ours"


@dataclass(slots=True)
class Tally:
    """How the readers did, clip after clip: by factor, reader, outcome. Clips that nobody reads
    count too."""

    outcomes: dict[str, dict[str, list[Outcome]]] = field(
        default_factory=lambda: defaultdict(lambda: defaultdict(list))
    )

    def add(self, factor: str, outcomes: dict[str, Outcome]) -> None:
        for reader, outcome in outcomes.items():
            self.outcomes[factor][reader].append(outcome)

    def of(self, reader: str, *, negative: bool) -> list[Outcome]:
        """All outcomes of a reader, on clips with a barcode or on those without."""
        return [
            one
            for factor, readers in self.outcomes.items()
            if (factor == "negative") is negative
            for one in readers[reader]
        ]

    def success(self, reader: str, factor: str) -> float:
        """Percent of a factor's clips that were read."""
        return _percent(self.outcomes[factor][reader])


def run(clips: int) -> Measured:
    """See the module. ``clips`` a factor."""
    cv2.setNumThreads(1)
    tally = Tally()
    for clip in _corpus(clips):
        tally.add(clip.factor, _compared(list(clip.frames()), clip.texts))
    return measured(tally)


def run_images(folder: Path, truth: Path) -> Measured:
    """The same of a folder of pictures; see `tests.bench._capture_truth` for the truth's forms."""
    cv2.setNumThreads(1)
    tally = Tally()
    for pictured in pictures_of(folder, truth):
        tally.add(pictured.factor, _still_compared(pictured))
    return measured(tally)


def _corpus(clips: int) -> Iterator[Clip]:
    for factor in FACTORS:
        yield from clips_of(factor, clips)
    yield from negative_clips(round(_NEGATIVES * clips))


def _compared(frames: list[Pixels], truth: frozenset[str]) -> dict[str, Outcome]:
    alone = frames if truth else frames[::5]
    outcomes = {name: by_decoder(decoder, alone, truth) for name, decoder in SINGLE.items()}
    return outcomes | {OURS: by_stream(frames, truth)}


def _still_compared(pictured: Pictured) -> dict[str, Outcome]:
    try:
        frames = list(grey_frames(pictured.path))
    except ImageError:
        frames = []
    outcomes = {
        name: by_decoder(decoder, frames, pictured.texts) for name, decoder in SINGLE.items()
    }
    shown = [frames[number % len(frames)] for number in range(FRAMES)] if frames else []
    return outcomes | {
        OURS: by_stream(shown, pictured.texts),
        "ours_still": by_decoder(
            lambda grey: {reading.text for reading in read_still(grey)}, frames, pictured.texts
        ),
    }


def measured(tally: Tally) -> Measured:
    """The answer, by what the readers did."""
    factors = [factor for factor in tally.outcomes if factor != "negative"]
    readers = [*SINGLE, *(name for name in (OURS, "ours_still") if _took_part(tally, name))]
    success = {name: _percent(tally.of(name, negative=False)) for name in readers}
    best = max(success[name] for name in SINGLE)
    by_factor = {
        factor: {name: round(tally.success(name, factor), 1) for name in readers}
        for factor in factors
    }
    below = [one for one in factors if _is_below(by_factor[one])]
    positive, negative = (tally.of(OURS, negative=side) for side in (False, True))
    whole = [spent for one in (*positive, *negative) for spent in one.whole]
    return Measured(
        "capture",
        success[OURS] - best,
        "points above the best single decoder",
        GOAL_POINTS,
        at_most=False,
        side_goals=(
            SideGoal("factors_below", float(len(below)), 0.0),
            SideGoal("false_reads", float(_false([*positive, *negative])), GOAL_FALSE),
            SideGoal("cpu_ms", _cpu_ms([*positive, *negative]), GOAL_CPU_MS),
            SideGoal("frames_to_verdict", _frames_to_verdict(tally), GOAL_FRAMES),
            SideGoal("frames_per_second", 1 / max(1e-9, _mean(whole)), GOAL_RATE, at_most=False),
        ),
        explanations={
            "clips": len(positive),
            "negative_clips": len(negative),
            "points_above_best": success[OURS] - best,
            "success": {name: round(value, 1) for name, value in success.items()},
            "false_reads_of": {name: _false(_all(tally, name)) for name in readers},
            "cpu_ms_positive": {
                name: round(_cpu_ms(tally.of(name, negative=False)), 2) for name in readers
            },
            "cpu_ms_negative": {
                name: round(_cpu_ms(tally.of(name, negative=True)), 2) for name in readers
            },
            "frame_ms": _spread_ms(whole),
            "frame_ms_readable": _spread_ms([ms for one in positive for ms in one.whole]),
            "frame_ms_empty": _spread_ms([ms for one in negative for ms in one.whole]),
            "reading_ms": _spread_ms([ms for one in _all(tally, OURS) for ms in one.looks]),
            "slowest_ms": max((one.slowest for one in _all(tally, OURS)), default=0.0) * 1000,
            "below": below,
            "by_factor": by_factor,
        },
    )


def _took_part(tally: Tally, reader: str) -> bool:
    return any(reader in readers for readers in tally.outcomes.values())


def _is_below(success: dict[str, float]) -> bool:
    return any(success[OURS] < success[name] for name in SINGLE)


def _all(tally: Tally, reader: str) -> list[Outcome]:
    return [one for negative in (False, True) for one in tally.of(reader, negative=negative)]


def _percent(outcomes: Iterable[Outcome]) -> float:
    read = [one.answered is not None for one in outcomes]
    return 100 * sum(read) / max(1, len(read))


def _false(outcomes: Iterable[Outcome]) -> int:
    return sum(len(one.said) for one in outcomes)


def _cpu_ms(outcomes: list[Outcome]) -> float:
    frames = sum(one.frames for one in outcomes)
    return 1000 * sum(one.cpu for one in outcomes) / max(1, frames)


def _mean(seconds: list[float]) -> float:
    return mean(seconds) if seconds else 0.0


def _spread_ms(seconds: list[float]) -> dict[str, float]:
    """Mean, median and the slowest hundredth, in ms."""
    if not seconds:
        return {}
    ordered = sorted(seconds)
    marks = {"mean": _mean(ordered), "median": median(ordered)}
    marks["p99"] = ordered[min(len(ordered) - 1, int(0.99 * len(ordered)))]
    return {name: round(1000 * value, 2) for name, value in marks.items()}


def _frames_to_verdict(tally: Tally) -> float:
    """Median over the clips that were answered: frames from the first that anybody read, ours
    among them, to our answer; 1 when that frame was answered at once."""
    needed = []
    for factor, readers in tally.outcomes.items():
        for number, ours in enumerate(readers[OURS]):
            if factor == "negative" or ours.answered is None:
                continue
            firsts = [readers[name][number].frame for name in (*SINGLE, OURS)]
            first = min(frame for frame in firsts if frame is not None)
            needed.append(max(1, ours.answered - first + 1))
    return float(median(needed)) if needed else 0.0
