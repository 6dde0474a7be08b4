"""Receipts: let go only on a hash match, send again when the registry went back."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from checkpoint_app.credential.receipt import Receipt
from checkpoint_app.errors import ProtocolError
from sync.engine.reconcile import Consequence, Standing, concerns, reconcile

STANDING = Standing("lane-1", bytes(16), last=10, acknowledged=5)


def receipt(sequence: int, device: str = "lane-1", epoch: bytes = bytes(16)) -> Receipt:
    at = datetime(2026, 1, 1, tzinfo=UTC)
    return Receipt(device, epoch, sequence, bytes(32), bytes(16), at)


@given(st.integers(0, 20), st.booleans())
def test_the_table(sequence: int, matches: bool) -> None:
    found = reconcile(STANDING, receipt(sequence), hash_matches=matches)
    if not matches:
        assert found is Consequence.FORK
    else:
        assert found is (Consequence.RESEND if sequence < 5 else Consequence.DROP)


@pytest.mark.parametrize("strange", [receipt(5, "lane-2"), receipt(5, epoch=b"\1" * 16)])
def test_a_receipt_for_another_journal_concerns_nobody_here(strange: Receipt) -> None:
    concerns(STANDING, receipt(5))
    with pytest.raises(ProtocolError):
        concerns(STANDING, strange)
