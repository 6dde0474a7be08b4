"""The telephone of a programme's group supervisor.

Revision ID: 0005
"""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0005"
down_revision = "0004"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.add_column(
        "programme",
        sa.Column("supervisor_phone", sa.Text(), server_default="", nullable=False),
    )


def downgrade() -> None:
    op.drop_column("programme", "supervisor_phone")
