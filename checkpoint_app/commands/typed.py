"""Numbers typed at a terminal: where people sign in they are look-ups, as at the window."""

from __future__ import annotations

import secrets
from collections.abc import Callable

from checkpoint_app.domain.days import cairo_day
from checkpoint_app.errors import ConfigError
from checkpoint_app.main import OpenLane
from checkpoint_app.reference import governorates
from checkpoint_app.services.answer import Answer
from checkpoint_app.services.lookups import KEY_LENGTH, LookUps, Reason, typed_of
from checkpoint_app.services.stands import Shown, Turn

# The key store's name of the key that the window's look-ups are audited under.
_DIGEST_KEY = "look-ups"


class Typing:
    """Texts that no barcode carried, at one lane. ``reason`` is a value of `Reason`."""

    def __init__(self, lane: OpenLane, reason: str | None) -> None:
        self._lane, self._reason = lane, reason
        self._look_ups: LookUps | None = None

    def answer(self, text: str, scan: Callable[[str], Answer]) -> Answer:
        """The answer to a text that was typed. A number of a permit, passport or person is looked
        up: for a reason, and audited. Raises ConfigError ``cli.reason_wanted``, as `LookUps.open`,
        and as ``scan``."""
        if not self._lane.staffing.guard.staffed or not self._is_number(text):
            return scan(text)
        if self._reason is None:
            raise ConfigError("a look-up without a reason", key="cli.reason_wanted")
        turn = self._opened().open(text, Reason(self._reason), lambda one: self._turn(scan(one)))
        assert turn.answer is not None
        return turn.answer

    def _is_number(self, text: str) -> bool:
        today = cairo_day(self._lane.service.reference_time())
        return typed_of(text, governorates(), today) is not None

    def _turn(self, answer: Answer) -> Turn:
        at = self._lane.service.reference_time()
        return Turn(Shown.ANSWERED, at, self._lane.settings.direction, answer)

    def _opened(self) -> LookUps:
        if self._look_ups is None:
            stores = self._lane.stores
            self._look_ups = LookUps(
                lane=self._lane.service,
                records=stores.records,
                journal=stores.journal,
                guard=self._lane.staffing.guard,
                governorates=governorates(),
                digest_key=stores.key_store.add(_DIGEST_KEY, secrets.token_bytes(KEY_LENGTH)),
            )
        return self._look_ups
