"""Entries of cases, and the heads of devices' own audits.

Revision ID: 0003
"""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0003"
down_revision = "0002"
branch_labels = None
depends_on = None

_EVENT_PLACE = "uq_case_event_device_id_epoch_sequence"
_BIG = sa.BigInteger().with_variant(sa.Integer(), "sqlite")


def upgrade() -> None:
    op.create_table(
        "case_event",
        sa.Column("id", _BIG, autoincrement=True, nullable=False),
        sa.Column("device_id", sa.Text(), nullable=False),
        sa.Column("epoch", sa.LargeBinary(16), nullable=False),
        sa.Column("sequence", sa.BigInteger(), nullable=False),
        sa.Column("event_id", sa.LargeBinary(16), nullable=False),
        sa.Column("case_id", sa.LargeBinary(16), nullable=False),
        sa.Column("kind", sa.SmallInteger(), nullable=False),
        sa.Column("permit", sa.BigInteger()),
        sa.Column("port", sa.SmallInteger(), nullable=False),
        sa.Column("at_ms", sa.BigInteger(), nullable=False),
        sa.Column("chain_hash", sa.LargeBinary(32), nullable=False),
        sa.Column("received_at", sa.BigInteger(), nullable=False),
        sa.Column("body", sa.LargeBinary(), nullable=False),
        _of_a_device("case_event"),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_case_event")),
        sa.UniqueConstraint("device_id", "epoch", "sequence", name=op.f(_EVENT_PLACE)),
    )
    op.create_index(op.f("ix_case_event_event_id"), "case_event", ["event_id"])
    op.create_index(op.f("ix_case_event_case_id"), "case_event", ["case_id"])
    op.create_table(
        "audit_head",
        sa.Column("id", _BIG, autoincrement=True, nullable=False),
        sa.Column("device_id", sa.Text(), nullable=False),
        sa.Column("entry", sa.BigInteger(), nullable=False),
        sa.Column("hash", sa.LargeBinary(32), nullable=False),
        sa.Column("at", sa.BigInteger(), nullable=False),
        sa.Column("received_at", sa.BigInteger(), nullable=False),
        _of_a_device("audit_head"),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_audit_head")),
        sa.UniqueConstraint(
            "device_id", "entry", "hash", name=op.f("uq_audit_head_device_id_entry_hash")
        ),
    )


def downgrade() -> None:
    for name in ("audit_head", "case_event"):
        op.drop_table(name)


def _of_a_device(table: str) -> sa.ForeignKeyConstraint:
    name = op.f(f"fk_{table}_device_id")
    return sa.ForeignKeyConstraint(["device_id"], ["device.device_id"], name=name)
