"""People of the ports, and what answers over the telephone are made with.

Revision ID: 0004
"""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0004"
down_revision = "0003"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "person",
        sa.Column("number", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("login", sa.Text(), nullable=False),
        sa.Column("name_ar", sa.Text(), nullable=False),
        sa.Column("name_en", sa.Text(), nullable=False),
        sa.Column("roles", sa.SmallInteger(), nullable=False),
        sa.Column("password", sa.Text(), nullable=False),
        sa.Column("must_change", sa.Boolean(), nullable=False),
        sa.Column("totp", sa.LargeBinary(), nullable=False),
        sa.Column("totp_used", sa.BigInteger(), server_default="0", nullable=False),
        sa.Column("until", sa.BigInteger()),
        sa.Column("state", sa.SmallInteger(), server_default="0", nullable=False),
        sa.Column("added_at", sa.BigInteger(), nullable=False),
        sa.PrimaryKeyConstraint("number", name=op.f("pk_person")),
        sa.UniqueConstraint("login", name=op.f("uq_person_login")),
    )
    op.create_table(
        "person_port",
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("port", sa.SmallInteger(), nullable=False),
        sa.ForeignKeyConstraint(["number"], ["person.number"], name=op.f("fk_person_port_number")),
        sa.PrimaryKeyConstraint("number", "port", name=op.f("pk_person_port")),
    )
    op.create_index(op.f("ix_person_port_port"), "person_port", ["port"])
    op.create_table(
        "port_help_key",
        sa.Column("port", sa.SmallInteger(), nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("key", sa.LargeBinary(32), nullable=False),
        sa.Column("recalls", sa.Integer(), nullable=False),
        sa.Column("made_at", sa.BigInteger(), nullable=False),
        sa.PrimaryKeyConstraint("port", "number", name=op.f("pk_port_help_key")),
    )
    op.create_table(
        "duty",
        sa.Column("port", sa.SmallInteger(), autoincrement=False, nullable=False),
        sa.Column("since", sa.BigInteger(), nullable=False),
        sa.PrimaryKeyConstraint("port", name=op.f("pk_duty")),
    )


def downgrade() -> None:
    for name in ("duty", "port_help_key", "person_port", "person"):
        op.drop_table(name)
