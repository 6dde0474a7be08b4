"""A closer look at a live picture: at the few places that are as dense as a barcode, each cut out,
mended in turn, and laid over the same place of the frames before.

A cut-out is a twentieth of the picture: there is time for what would take too long on the whole.
How it is looked at there is in `checkpoint_app.capture.looks`.
"""

from __future__ import annotations

from dataclasses import dataclass, replace

from checkpoint_app.capture import mend
from checkpoint_app.capture.decoders import Outline, Undecoded
from checkpoint_app.capture.evidence import Evidence
from checkpoint_app.capture.gathering import Gathering
from checkpoint_app.capture.image import GreyImage
from checkpoint_app.capture.looks import BARS, MIXED, PATCH_PIXELS, SQUARE, Seen, Step
from checkpoint_app.capture.places import Place, dense_places
from checkpoint_app.capture.reading import Reading
from checkpoint_app.capture.regions import box_of, one_way

_SUBJECTS = 4
_LOST = 6  # frames without a dense place there: it was taken away
_MARGIN = 0.12  # of the longer side, around what zxing-cpp found
# Shares of the change that is in one direction: bars of a linear code, and a square symbol; PDF417
# and what is seen at a slant lie between.
_BARS_ONLY, _SQUARE_ONLY = 0.6, 0.2
_PATIENCE = 3  # frames in which what was read once is sought again in the same way
_REPEAT = 8  # frames after which what was read twice is looked at again, to know that it is there
_FOLLOWED = 3  # subjects of which frames are gathered
_GATHERED = 3  # frames at least, before what was gathered is read
# What lies still and unreadable was seen in every way by then.
PIECES = 8 * len(SQUARE)


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


class CloserLook:
    """Looks at the dense places of the pictures, one after the other."""

    def __init__(self) -> None:
        self._subjects: list[Subject] = []
        self._found = Evidence("")
        self._frame = 0

    @property
    def places(self) -> tuple[Place, ...]:
        """Where it looks, likeliest first."""
        return tuple(one.place for one in self._subjects)

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
        patch = mend.at_most(PATCH_PIXELS)(subject.place.of(grey))
        self._found.accepted.clear()
        step.look(Seen(patch, subject.gathering, self._found, step.wanted))
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
