"""A closer look at a live picture: at the few places that are as dense as a barcode, each cut out,
mended in turn, and laid over the same place of the frames before.

A cut-out is a twentieth of the picture: there is time for what would take too long on the whole.
Nothing counts before its own check passes: see `Evidence`, and `_confirm` for linear codes.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, replace

from checkpoint_app.capture import mend
from checkpoint_app.capture.decoders import ALL, Outline, Undecoded, zbar, zxing
from checkpoint_app.capture.evidence import Evidence
from checkpoint_app.capture.gathering import Gathering, undone
from checkpoint_app.capture.image import GreyImage
from checkpoint_app.capture.places import Place, dense_places
from checkpoint_app.capture.reading import LINEAR, Reading, Symbology
from checkpoint_app.capture.regions import box_of, one_way, upright_bars

_PATCH_PIXELS = 300_000
_SPARSE = 120_000  # pixels from which zbar looks along every second row
_TENSOR_SIDE = 320  # pixels
_SUBJECTS = 4
_LOST = 6  # frames without a dense place there: it was taken away
_MARGIN = 0.12  # of the longer side, around what zxing-cpp found
_BARS = (Symbology.CODE_128, Symbology.CODE_39, Symbology.PDF417)
_SQUARES = (Symbology.QR_CODE, Symbology.AZTEC, Symbology.DATA_MATRIX)
# zxing-cpp 3.1.1 misread PDF417 with no correction to spare, and never with any.
_SPARE = 0.02
_SHORTEST = 4  # bytes; shorter ones come out of texture
# Shares of the change that is in one direction: bars of a linear code, and a square symbol; PDF417
# and what is seen at a slant lie between.
_BARS_ONLY, _SQUARE_ONLY = 0.6, 0.2
_PATIENCE = 3  # frames in which what was read once is sought again in the same way
_REPEAT = 8  # frames after which what was read twice is looked at again, to know that it is there
_FOLLOWED = 3  # subjects of which frames are gathered
# Shares of the blur that edges tell: a little less undone reads best.
_RATHER_LESS, _STILL_LESS = 0.8, 0.6
_LEAST_BLUR, _WORST_BLUR = 0.7, 5.0  # pixels
_GATHERED = 3  # frames at least, before what was gathered is read


@dataclass(frozen=True, slots=True, eq=False)
class Step:
    """One way of looking at a place, for what is wanted there; ``of_many`` when it looks at what
    was gathered of it."""

    look: Callable[[_Seen], None]
    of_many: bool = False
    wanted: tuple[Symbology, ...] = ALL


@dataclass(slots=True)
class Subject:
    """A place that is looked at: how far its turn has come, and what was gathered of it."""

    place: Place
    seen: int
    gathering: Gathering
    step: int = 0
    looks: int = 0
    found: bool = False  # by zxing-cpp, without reading it
    sticky: Step | None = None  # what read it: repeated for a second witness
    patience: int = 0  # how often it is repeated in vain
    due: int = 0  # the frame in which it is repeated next
    successes: int = 0
    steps: tuple[Step, ...] = ()
    drawn: bool = False  # its gathering, for the next step

    def next_step(self) -> Step:
        """The next for which enough was gathered."""
        while True:
            step = self.steps[self.step % len(self.steps)]
            if not step.of_many or self.gathering.frames >= _GATHERED:
                return step
            self.step += 1


@dataclass(frozen=True, slots=True)
class _Seen:
    """What a step has to work with."""

    patch: GreyImage
    subject: Subject
    evidence: Evidence
    wanted: tuple[Symbology, ...]


def _plain(seen: _Seen) -> None:
    _read(seen, seen.patch, 0.95, "plain")


def _softly(seen: _Seen) -> None:
    _read(seen, mend.blurred(1.0)(seen.patch), 0.85, "soft")


def _softer(seen: _Seen) -> None:
    _read(seen, mend.blurred(2.0)(seen.patch), 0.6, "softer")


def _by_zbar(seen: _Seen) -> None:
    _zbar(seen, seen.patch, 0.9, "plain")


def _larger(seen: _Seen) -> None:
    if seen.patch.size <= _PATCH_PIXELS // 3:
        large = mend.chained(mend.enlarged(2.0), mend.sharpened(2.0, 1.0))(seen.patch)
        _read(seen, large, 0.8, "larger")


def _evened(seen: _Seen) -> None:
    _read(seen, mend.evened(seen.patch), 0.7, "evened")


def _upright(seen: _Seen) -> None:
    _bars(seen, seen.patch, 0.8, "upright")


def _gathered(seen: _Seen) -> None:
    _read(seen, seen.subject.gathering.mean(), 0.75, "gathered")


def _gathered_by_zbar(seen: _Seen) -> None:
    _zbar(seen, seen.subject.gathering.mean(), 0.7, "gathered")


def _darkest(seen: _Seen) -> None:
    _read(seen, mend.evened(seen.subject.gathering.darkest()), 0.6, "darkest")


def _sharpened(seen: _Seen) -> None:
    _read(seen, _without_its_blur(seen, _RATHER_LESS), 0.65, "sharpened")


def _sharpened_less(seen: _Seen) -> None:
    _read(seen, _without_its_blur(seen, _STILL_LESS), 0.65, "sharpened less")


def _sharpened_upright(seen: _Seen) -> None:
    _bars(seen, _without_its_blur(seen, _RATHER_LESS), 0.65, "sharpened upright")


def _without_its_blur(seen: _Seen, share: float) -> GreyImage:
    """What was gathered, its own blur undone by this share."""
    gathered = seen.subject.gathering
    sigma = share * min(gathered.blur(), _WORST_BLUR) * gathered.factor
    return undone(gathered.mean(), max(sigma, _LEAST_BLUR))


def _gathered_upright(sigma: float) -> Step:
    def look(seen: _Seen) -> None:
        gathered = seen.subject.gathering
        plane = undone(gathered.mean(), sigma * gathered.factor) if sigma else gathered.mean()
        _bars(seen, plane, 0.6, f"gathered upright {sigma}")

    return Step(look, of_many=True)


def _unblurred(sigma: float, noise: float = 0.004) -> Step:
    def look(seen: _Seen) -> None:
        gathered = seen.subject.gathering
        name = f"unblurred {sigma}"
        _read(seen, undone(gathered.mean(), sigma * gathered.factor, noise), 0.6, name)

    return Step(look, of_many=True)


PLAIN, SOFTLY, SOFTER = Step(_plain), Step(_softly), Step(_softer)
BY_ZBAR, LARGER, EVENED, UPRIGHT = Step(_by_zbar), Step(_larger), Step(_evened), Step(_upright)
GATHERED, DARKEST = Step(_gathered, of_many=True), Step(_darkest, of_many=True)
SHARPENED = Step(_sharpened, of_many=True)
SHARPENED_LESS = Step(_sharpened_less, of_many=True)
SHARPENED_UPRIGHT = Step(_sharpened_upright, of_many=True)
GATHERED_BY_ZBAR = Step(_gathered_by_zbar, of_many=True)


def _wanting(wanted: tuple[Symbology, ...], *steps: Step) -> tuple[Step, ...]:
    """To look for everything at once takes twice as long as for some."""
    return tuple(replace(step, wanted=wanted) for step in steps)


SQUARE = (
    *_wanting(
        _SQUARES,
        PLAIN,
        SHARPENED,
        GATHERED,
        LARGER,
        SHARPENED,
        GATHERED,
        BY_ZBAR,
        SHARPENED_LESS,
    ),
    PLAIN,
    *_wanting(
        _SQUARES,
        GATHERED,
        DARKEST,
        _unblurred(3.0, 0.0015),
        GATHERED_BY_ZBAR,
        GATHERED,
        UPRIGHT,
        EVENED,
        _unblurred(2.5, 0.0015),
        PLAIN,
        _unblurred(0.7, 0.002),
        SOFTLY,
        SOFTER,
    ),
)
BARS = (
    *_wanting(
        _BARS,
        UPRIGHT,
        PLAIN,
        SHARPENED_UPRIGHT,
        _gathered_upright(0.0),
        BY_ZBAR,
        UPRIGHT,
        _gathered_upright(0.9),
        GATHERED_BY_ZBAR,
        SHARPENED_UPRIGHT,
        SHARPENED,
    ),
    PLAIN,
    *_wanting(_BARS, _unblurred(0.7)),
)
MIXED = tuple(step for pair in zip(BARS, SQUARE[: len(BARS)], strict=True) for step in pair)
# What lies still and unreadable was seen in every way by then.
PIECES = 8 * len(SQUARE)


class CloserLook:
    """Looks at the dense places of the pictures, one after the other."""

    def __init__(self) -> None:
        self._subjects: list[Subject] = []
        self._found = Evidence("")
        self._frame = 0

    @property
    def symbol(self) -> Place | None:
        """Where a symbol was found, or something that looks much like a square one; without what
        lies beside it."""
        for one in self._subjects[:1]:
            if one.found or one.steps is SQUARE:
                return _inner(one.place)
        return None

    def forget(self) -> None:
        """What was gathered is of another thing."""
        self._subjects = []
        self._found = Evidence("")

    def place(self, grey: GreyImage, undecoded: tuple[Undecoded, ...]) -> None:
        """Find the places of this picture again, and lay the picture over those before."""
        self._frame += 1
        if self._frame % 3 == 1 or not self._subjects:
            for place in dense_places(grey):
                self._note(place, grey, _SUBJECTS - 1)
        for one in undecoded:
            self._mark(_around(one.outline, grey.shape), grey)
        self._subjects = [one for one in self._subjects if self._frame - one.seen <= _LOST]
        self._subjects.sort(key=lambda one: (one.sticky is None, not one.found))
        for number, subject in enumerate(self._subjects[:_FOLLOWED]):
            if number and (self._frame + number) % 3:
                continue  # the first is followed in every frame, the others in every third
            if not subject.gathering.add(grey):
                subject.gathering = Gathering(grey, subject.place)

    @property
    def expectant(self) -> bool:
        """Whether something was read a moment ago and waits to be read again, or was drawn."""
        return any(one.drawn or self._is_due(one) for one in self._subjects)

    def piece(self, grey: GreyImage) -> list[Reading]:
        """The next step for the place that has waited longest for its share."""
        if not self._subjects:
            return []
        subject = min(
            enumerate(self._subjects),
            key=lambda one: (self._share(one[1]), one[1].looks * (1 + one[0])),
        )[1]
        step = subject.sticky if self._is_due(subject) else None
        step = step or subject.next_step()
        if step.of_many and subject.gathering.waits and not subject.drawn:
            subject.gathering.draw()
            subject.drawn = True
            return []
        return self._take(subject, step, grey)

    def _take(self, subject: Subject, step: Step, grey: GreyImage) -> list[Reading]:
        """Go on by a step."""
        subject.looks += 1
        subject.drawn = False
        subject.step += step is not subject.sticky
        patch = mend.at_most(_PATCH_PIXELS)(subject.place.of(grey))
        self._found.accepted.clear()
        step.look(_Seen(patch, subject, self._found, step.wanted))
        readings = self._found.readings()
        if readings:
            subject.sticky, subject.patience = step, _PATIENCE
            subject.successes += 1
            subject.due = self._frame + (1 if subject.successes < 2 else _REPEAT)
        elif subject.sticky is step:
            subject.patience -= 1
            subject.sticky = subject.sticky if subject.patience else None
        place = subject.place
        return [replace(one, outline=_outline_of(place)) for one in readings]

    def _is_due(self, subject: Subject) -> bool:
        return subject.sticky is not None and self._frame >= subject.due

    def _share(self, subject: Subject) -> int:
        """First what was read and is to be read again, last what was read twice already."""
        if subject.sticky is None:
            return 0 if subject.drawn else 1
        return 0 if self._is_due(subject) else 2

    def _mark(self, place: Place, grey: GreyImage) -> None:
        """zxing-cpp found something there: a place that holds it comes first."""
        x, y = place.middle
        for subject in self._subjects:
            there = subject.place
            if there.left < x < there.right and there.top < y < there.bottom:
                subject.seen, subject.found = self._frame, True
                return
        self._note(place, grey, _SUBJECTS)

    def _note(self, place: Place, grey: GreyImage, room: int) -> None:
        for subject in self._subjects:
            if _same(subject.place, place):
                if subject.seen < self._frame:
                    subject.seen, subject.place = self._frame, place
                return
        if len(self._subjects) < room:
            steps = _steps_for(one_way(_inner(place).of(grey)))
            gathering = Gathering(grey, place)
            self._subjects.append(Subject(place, self._frame, gathering, steps=steps))


def _steps_for(one_way_share: float) -> tuple[Step, ...]:
    if one_way_share > _BARS_ONLY:
        return BARS
    return SQUARE if one_way_share < _SQUARE_ONLY else MIXED


def _inner(place: Place) -> Place:
    """The middle of a place, without what may lie beside the symbol."""
    across, down = (place.right - place.left) // 5, (place.bottom - place.top) // 5
    return Place(place.left + across, place.top + down, place.right - across, place.bottom - down)


def _same(one: Place, other: Place) -> bool:
    (x, y), (x2, y2) = one.middle, other.middle
    return max(abs(x - x2), abs(y - y2)) < 0.25 * max(one.side, other.side)


def _around(outline: Outline, shape: tuple[int, ...]) -> Place:
    left, top, right, bottom = box_of(outline)
    extra = round(_MARGIN * max(right - left, bottom - top)) + 12
    rows, columns = shape[0], shape[1]
    left, top = max(0, min(left - extra, columns - 32)), max(0, min(top - extra, rows - 32))
    return Place(
        left,
        top,
        min(columns, max(right + extra, left + 32)),
        min(rows, max(bottom + extra, top + 32)),
    )


def _outline_of(place: Place) -> Outline:
    return (
        (place.left, place.top),
        (place.right, place.top),
        (place.right, place.bottom),
        (place.left, place.bottom),
    )


def _read(seen: _Seen, plane: GreyImage, quality: float, name: str) -> None:
    """By zxing-cpp, turned, inverted and smaller forms too."""
    for reading in zxing(plane, seen.wanted)[0]:
        _weigh(seen.evidence, plane, reading, quality, (name, "zxing"))


def _zbar(seen: _Seen, plane: GreyImage, quality: float, name: str) -> None:
    for one in zbar(plane, density=1 + (plane.size > _SPARSE)):
        _weigh(seen.evidence, plane, one.reading, quality, (name, "zbar"))


def _bars(seen: _Seen, plane: GreyImage, quality: float, name: str) -> None:
    """Regions of bars, turned upright."""
    for number, region in enumerate(upright_bars(plane, _TENSOR_SIDE)):
        if number == 1:
            return
        for reading in zxing(mend.at_most(_PATCH_PIXELS)(region), _BARS, quick=True)[0]:
            _weigh(seen.evidence, region, reading, quality, (name, "zxing"))


def _weigh(
    evidence: Evidence, plane: GreyImage, reading: Reading, quality: float, look: object
) -> None:
    """Take a reading for true, or look at the same once more otherwise."""
    if len(reading.data) < _SHORTEST:
        return
    if reading.symbology is Symbology.PDF417 and reading.quality >= _SPARE:
        evidence.accept(reading, quality)
        return
    known = (reading.symbology, reading.data) in evidence.trusted
    evidence.witness(reading, quality, look)
    if reading.symbology in LINEAR and not known:
        _confirm(evidence, plane, reading, quality)


def _confirm(evidence: Evidence, plane: GreyImage, reading: Reading, quality: float) -> None:
    wanted = (reading.symbology,)
    softened = mend.blurred(0.9)(plane)
    again = [one for one in zxing(softened, wanted)[0] if one.data == reading.data]
    also = [
        one.reading for one in zbar(plane, wanted, density=2) if one.reading.data == reading.data
    ]
    if again and also:
        evidence.accept(reading, quality)
    elif again:
        evidence.witness(reading, quality, "softened")
