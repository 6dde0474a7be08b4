"""What has been read of a picture so far, and what of it counts."""

from __future__ import annotations

from dataclasses import dataclass, field, replace

from checkpoint_app.capture.decoders import Outline
from checkpoint_app.capture.reading import LINEAR, Reading, Symbology
from checkpoint_app.capture.regions import box_of

# Barcodes whose own check is too weak, or missing, for a reading from a mended picture.
NEED_A_SECOND_LOOK = LINEAR | {Symbology.PDF417}
SHORTEST_LINEAR = 3


@dataclass(slots=True)
class Evidence:
    """What has been read so far, and the linear readings that wait for a second look."""

    source: str
    accepted: dict[tuple[Symbology, bytes], Reading] = field(default_factory=dict)
    awaiting: dict[tuple[Symbology, bytes], object] = field(default_factory=dict)
    trusted: set[tuple[Symbology, bytes]] = field(default_factory=set)
    """What was accepted once, also when ``accepted`` was emptied since."""

    @property
    def has_two_dimensional(self) -> bool:
        return any(symbology not in LINEAR for symbology, _ in self.accepted)

    def accept(self, reading: Reading, quality: float) -> None:
        key = (reading.symbology, reading.data)
        self.trusted.add(key)
        self.accepted.setdefault(key, replace(reading, source=self.source, quality=quality))

    def await_another(self, reading: Reading, look: object) -> None:
        """A reading that counts once another look gives the same."""
        self.awaiting.setdefault((reading.symbology, reading.data), look)

    def witness(self, reading: Reading, quality: float, look: object) -> None:
        """A reading from a mended picture; ``look`` tells one way of looking from another."""
        known = (reading.symbology, reading.data) in self.trusted
        if known or reading.symbology not in NEED_A_SECOND_LOOK:
            self.accept(replace(reading, outline=()), quality)
        elif len(reading.data) >= SHORTEST_LINEAR:
            first = self.awaiting.setdefault((reading.symbology, reading.data), look)
            if first != look:
                self.accept(replace(reading, outline=()), quality)

    def covers(self, symbology: Symbology, outline: Outline) -> bool:
        """True when a symbol of this kind was already read at this place."""
        return any(
            reading.symbology is symbology and _touch(reading.outline, outline)
            for reading in self.accepted.values()
        )

    def readings(self) -> list[Reading]:
        return sorted(
            self.accepted.values(),
            key=lambda reading: (-reading.quality, reading.symbology in LINEAR),
        )


def _touch(one: Outline, other: Outline) -> bool:
    """True when the boxes of two outlines overlap; an unknown outline touches nothing."""
    if not one or not other:
        return False
    left, top, right, bottom = box_of(one)
    left2, top2, right2, bottom2 = box_of(other)
    return left <= right2 and left2 <= right and top <= bottom2 and top2 <= bottom
