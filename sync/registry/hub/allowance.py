"""How much one device may bring in a minute: a lane gone mad, or bad, fills no hub alone."""

from __future__ import annotations

from dataclasses import dataclass

from checkpoint_app.clock import Clock

BYTES_A_MINUTE = 50 * 1024 * 1024
ITEMS_A_MINUTE = 6000
_MINUTE = 60.0


@dataclass(slots=True)
class _Spent:
    since: float
    size: int = 0
    items: int = 0


class Allowance:
    """Counts bytes and items of each device by the minute."""

    def __init__(
        self, clock: Clock, *, size: int = BYTES_A_MINUTE, items: int = ITEMS_A_MINUTE
    ) -> None:
        self._clock = clock
        self._size = size
        self._items = items
        self._spent: dict[str, _Spent] = {}

    def spend(self, device: str, size: int) -> int:
        """Count an item of ``size`` bytes; 0 when it may come, else the seconds to wait. The
        devices are those of the list, so the table stays small."""
        now = self._clock.monotonic()
        spent = self._spent.get(device)
        if spent is None or now - spent.since >= _MINUTE:
            spent = self._spent[device] = _Spent(now)
        if spent.size + size > self._size or spent.items >= self._items:
            return max(1, round(_MINUTE - (now - spent.since)))
        spent.size += size
        spent.items += 1
        return 0
