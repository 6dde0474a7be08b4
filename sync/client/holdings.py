"""Tells the registry what this lane holds, whenever that is other than what was told last."""

from __future__ import annotations

import logging
from collections.abc import Callable
from dataclasses import replace

from checkpoint_app.errors import CheckpointError
from sync.client.calls import Calls, RefusedError
from sync.protocol import limits, routes
from sync.protocol.holdings import MOST_NOTICES, Holding, encode_holding
from sync.protocol.problems import ProblemKind
from sync.trust.view import TrustView

_LOG = logging.getLogger(__name__)


class Holdings:
    """For the thread of the way down alone. ``holding`` says what is held under a view."""

    def __init__(self, calls: Calls, holding: Callable[[TrustView], Holding]) -> None:
        self._calls, self._holding = calls, holding
        self._told: Holding | None = None

    def tell(self, view: TrustView) -> None:
        """Tell it if it is news. A failure is logged and made good by a later round: whoever looks
        at the registry then sees what was told before, and when. Raises nothing of its own."""
        try:
            held = self._holding(view)
            held = replace(held, notices=held.notices[:MOST_NOTICES])
            # The time and what waits to be sent are told with the rest, and are no news by
            # themselves: movements tell of themselves.
            news = replace(held, at=held.issued, pending=0)
            if news == self._told:
                return
            self._send(held)
            self._told = news
        except CheckpointError as error:
            _LOG.warning("what is held was not told: %s", error)

    def _send(self, held: Holding) -> None:
        try:
            self._calls.call(
                "POST",
                routes.HOLDINGS,
                limit=limits.HOLDINGS_ANSWER,
                body=encode_holding(held),
                content_type=routes.CBOR,
            )
        except RefusedError as error:
            # A registry of an earlier version has no ear for it, and need not be asked each minute.
            if error.kind is not ProblemKind.NOT_FOUND:
                raise
