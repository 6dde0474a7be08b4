from __future__ import annotations

from checkpoint_app.credential.batch import MOST_MOVEMENTS
from checkpoint_app.credential.envelope import LIMITS, EnvelopeType
from checkpoint_app.credential.movement_bytes import MOVEMENT_LIMIT
from sync.protocol import limits


def test_the_largest_batch_fits_the_body() -> None:
    assert limits.BATCH_MOVEMENTS == MOST_MOVEMENTS
    assert MOST_MOVEMENTS * (MOVEMENT_LIMIT + 3) + 512 <= limits.MOVEMENTS_BODY
    assert LIMITS[EnvelopeType.BATCH] >= limits.MOVEMENTS_BODY


def test_answers_fit_what_a_port_reads() -> None:
    assert LIMITS[EnvelopeType.RECEIPT] <= limits.RECEIPT_ANSWER
    assert LIMITS[EnvelopeType.REFRESH] <= limits.REFRESH_ANSWER
