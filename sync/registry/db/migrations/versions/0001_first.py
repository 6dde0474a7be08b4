"""The first schema.

Revision ID: 0001
"""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0001"
down_revision = None
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "agent",
        sa.Column("number", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("name_ar", sa.Text(), nullable=False),
        sa.Column("name_en", sa.Text(), nullable=False),
        sa.Column("state", sa.SmallInteger(), server_default="0", nullable=False),
        sa.PrimaryKeyConstraint("number", name=op.f("pk_agent")),
    )
    op.create_table(
        "audit",
        sa.Column(
            "id",
            sa.BigInteger().with_variant(sa.Integer(), "sqlite"),
            autoincrement=True,
            nullable=False,
        ),
        sa.Column("at", sa.BigInteger(), nullable=False),
        sa.Column("actor", sa.Text(), nullable=False),
        sa.Column("action", sa.Text(), nullable=False),
        sa.Column("subject", sa.Text(), nullable=False),
        sa.Column("detail", sa.Text(), server_default="", nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_audit")),
    )
    op.create_table(
        "block",
        sa.Column("scope", sa.SmallInteger(), autoincrement=False, nullable=False),
        sa.Column("number", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("envelope_sha256", sa.LargeBinary(length=32), nullable=False),
        sa.Column("count", sa.SmallInteger(), nullable=False),
        sa.Column("live", sa.SmallInteger(), nullable=False),
        sa.Column("superseded", sa.LargeBinary(), nullable=False),
        sa.Column("issued", sa.BigInteger(), nullable=False),
        sa.PrimaryKeyConstraint("scope", "number", name=op.f("pk_block")),
        sqlite_with_rowid=False,
    )
    op.create_table(
        "company",
        sa.Column("number", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("licence", sa.Text(), nullable=False),
        sa.Column("name_ar", sa.Text(), nullable=False),
        sa.Column("name_en", sa.Text(), nullable=False),
        sa.Column("phone", sa.Text(), server_default="", nullable=False),
        sa.Column("state", sa.SmallInteger(), server_default="0", nullable=False),
        sa.PrimaryKeyConstraint("number", name=op.f("pk_company")),
        sa.UniqueConstraint("licence", name=op.f("uq_company_licence")),
    )
    op.create_table(
        "counter",
        sa.Column("name", sa.Text(), nullable=False),
        sa.Column("value", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.PrimaryKeyConstraint("name", name=op.f("pk_counter")),
    )
    op.create_table(
        "device",
        sa.Column("device_id", sa.Text(), nullable=False),
        sa.Column("name", sa.Text(), nullable=False),
        sa.Column("port", sa.SmallInteger(), nullable=False),
        sa.Column("lane", sa.Text(), nullable=False),
        sa.Column("batch_key", sa.LargeBinary(length=32), nullable=False),
        sa.Column("batch_kid", sa.LargeBinary(length=8), nullable=False),
        sa.Column("auth_key", sa.LargeBinary(length=32), nullable=False),
        sa.Column("auth_kid", sa.LargeBinary(length=8), nullable=False),
        sa.Column("age_recipient", sa.Text(), nullable=False),
        sa.Column("enrolled_at", sa.BigInteger(), nullable=False),
        sa.Column("state", sa.SmallInteger(), server_default="0", nullable=False),
        sa.Column("recalled_at", sa.BigInteger(), nullable=True),
        sa.PrimaryKeyConstraint("device_id", name=op.f("pk_device")),
        sa.UniqueConstraint("auth_key", name=op.f("uq_device_auth_key")),
        sa.UniqueConstraint("batch_key", name=op.f("uq_device_batch_key")),
    )
    op.create_index(op.f("ix_device_auth_kid"), "device", ["auth_kid"], unique=False)
    op.create_index(op.f("ix_device_batch_kid"), "device", ["batch_kid"], unique=False)
    op.create_index(op.f("ix_device_port"), "device", ["port"], unique=False)
    op.create_table(
        "meta",
        sa.Column("name", sa.Text(), nullable=False),
        sa.Column("value", sa.Text(), nullable=False),
        sa.PrimaryKeyConstraint("name", name=op.f("pk_meta")),
    )
    op.create_table(
        "publication",
        sa.Column("scope", sa.SmallInteger(), autoincrement=False, nullable=False),
        sa.Column("generation", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("issued", sa.BigInteger(), nullable=False),
        sa.Column("change", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("live_count", sa.Integer(), nullable=False),
        sa.Column("manifest", sa.LargeBinary(), nullable=False),
        sa.Column(
            "movement",
            sa.BigInteger().with_variant(sa.Integer(), "sqlite"),
            server_default="0",
            nullable=False,
        ),
        sa.PrimaryKeyConstraint("scope", "generation", name=op.f("pk_publication")),
    )
    op.create_table(
        "segment",
        sa.Column("scope", sa.SmallInteger(), autoincrement=False, nullable=False),
        sa.Column("name", sa.Text(), nullable=False),
        sa.Column("first_block", sa.Integer(), nullable=False),
        sa.Column("last_block", sa.Integer(), nullable=False),
        sa.Column("plain_size", sa.Integer(), nullable=False),
        sa.Column("record_count", sa.Integer(), nullable=False),
        sa.Column("length", sa.Integer(), nullable=False),
        sa.Column("sha256", sa.LargeBinary(length=32), nullable=False),
        sa.Column("created_at", sa.BigInteger(), nullable=False),
        sa.Column("retired_at", sa.BigInteger(), nullable=True),
        sa.PrimaryKeyConstraint("scope", "name", name=op.f("pk_segment")),
    )
    op.create_table(
        "state_table",
        sa.Column("id", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("issued", sa.BigInteger(), nullable=False),
        sa.Column("envelope", sa.LargeBinary(), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_state_table")),
    )
    op.create_table(
        "status_list",
        sa.Column("list_id", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("entries", sa.LargeBinary(), nullable=False),
        sa.Column("version", sa.Integer(), server_default="0", nullable=False),
        sa.Column("issued", sa.BigInteger(), nullable=True),
        sa.Column("envelope", sa.LargeBinary(), nullable=True),
        sa.PrimaryKeyConstraint("list_id", name=op.f("pk_status_list")),
    )
    op.create_table(
        "ack",
        sa.Column("device_id", sa.Text(), nullable=False),
        sa.Column("epoch", sa.LargeBinary(length=16), nullable=False),
        sa.Column("sequence", sa.BigInteger(), nullable=False),
        sa.Column("chain_hash", sa.LargeBinary(length=32), nullable=False),
        sa.Column("updated_at", sa.BigInteger(), nullable=False),
        sa.ForeignKeyConstraint(["device_id"], ["device.device_id"], name=op.f("fk_ack_device_id")),
        sa.PrimaryKeyConstraint("device_id", "epoch", name=op.f("pk_ack")),
    )
    op.create_table(
        "enrol_code",
        sa.Column("code_sha256", sa.LargeBinary(length=32), nullable=False),
        sa.Column("port", sa.SmallInteger(), nullable=False),
        sa.Column("lane", sa.Text(), nullable=False),
        sa.Column("created_at", sa.BigInteger(), nullable=False),
        sa.Column("expires_at", sa.BigInteger(), nullable=False),
        sa.Column("attempts", sa.Integer(), server_default="0", nullable=False),
        sa.Column("used_at", sa.BigInteger(), nullable=True),
        sa.Column("device_id", sa.Text(), nullable=True),
        sa.ForeignKeyConstraint(
            ["device_id"], ["device.device_id"], name=op.f("fk_enrol_code_device_id")
        ),
        sa.PrimaryKeyConstraint("code_sha256", name=op.f("pk_enrol_code")),
    )
    op.create_table(
        "movement",
        sa.Column(
            "id",
            sa.BigInteger().with_variant(sa.Integer(), "sqlite"),
            autoincrement=True,
            nullable=False,
        ),
        sa.Column("device_id", sa.Text(), nullable=False),
        sa.Column("epoch", sa.LargeBinary(length=16), nullable=False),
        sa.Column("sequence", sa.BigInteger(), nullable=False),
        sa.Column("movement_id", sa.LargeBinary(length=16), nullable=False),
        sa.Column("chain_hash", sa.LargeBinary(length=32), nullable=False),
        sa.Column("kind", sa.SmallInteger(), nullable=False),
        sa.Column("direction", sa.SmallInteger(), nullable=False),
        sa.Column("permit", sa.BigInteger(), nullable=True),
        sa.Column("passport", sa.Text(), nullable=False),
        sa.Column("company", sa.Integer(), nullable=True),
        sa.Column("service", sa.Text(), nullable=False),
        sa.Column("port", sa.SmallInteger(), nullable=False),
        sa.Column("lane", sa.Text(), nullable=False),
        sa.Column("at_ms", sa.BigInteger(), nullable=False),
        sa.Column("cairo_day", sa.Integer(), nullable=False),
        sa.Column("cairo_hour", sa.SmallInteger(), nullable=False),
        sa.Column("annuls", sa.LargeBinary(length=16), nullable=True),
        sa.Column("annulled", sa.Boolean(), server_default="0", nullable=False),
        sa.Column("automatic", sa.Boolean(), nullable=False),
        sa.Column("received_at", sa.BigInteger(), nullable=False),
        sa.Column("body", sa.LargeBinary(), nullable=False),
        sa.ForeignKeyConstraint(
            ["device_id"], ["device.device_id"], name=op.f("fk_movement_device_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_movement")),
        sa.UniqueConstraint(
            "device_id", "epoch", "sequence", name=op.f("uq_movement_device_id_epoch_sequence")
        ),
    )
    op.create_index("ix_movement_day", "movement", ["cairo_day", "port"], unique=False)
    op.create_index(op.f("ix_movement_movement_id"), "movement", ["movement_id"], unique=False)
    op.create_index(op.f("ix_movement_permit"), "movement", ["permit"], unique=False)
    op.create_table(
        "movement_fork",
        sa.Column(
            "id",
            sa.BigInteger().with_variant(sa.Integer(), "sqlite"),
            autoincrement=True,
            nullable=False,
        ),
        sa.Column("device_id", sa.Text(), nullable=False),
        sa.Column("epoch", sa.LargeBinary(length=16), nullable=False),
        sa.Column("sequence", sa.BigInteger(), nullable=False),
        sa.Column("chain_hash", sa.LargeBinary(length=32), nullable=False),
        sa.Column("received_at", sa.BigInteger(), nullable=False),
        sa.Column("body", sa.LargeBinary(), nullable=False),
        sa.ForeignKeyConstraint(
            ["device_id"], ["device.device_id"], name=op.f("fk_movement_fork_device_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_movement_fork")),
        sa.UniqueConstraint(
            "device_id",
            "epoch",
            "sequence",
            "chain_hash",
            name=op.f("uq_movement_fork_device_id_epoch_sequence_chain_hash"),
        ),
    )
    op.create_table(
        "programme",
        sa.Column("number", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("company", sa.Integer(), nullable=False),
        sa.Column("agent", sa.Integer(), nullable=False),
        sa.Column("name_ar", sa.Text(), nullable=False),
        sa.Column("name_en", sa.Text(), nullable=False),
        sa.Column("ports", sa.Integer(), nullable=False),
        sa.Column("travel_out", sa.Integer(), nullable=False),
        sa.Column("travel_back", sa.Integer(), nullable=False),
        sa.Column("service", sa.Text(), server_default="", nullable=False),
        sa.Column("makkah_hotel_metres", sa.Integer(), nullable=False),
        sa.Column("madinah_hotel_metres", sa.Integer(), nullable=False),
        sa.Column("has_bus", sa.Boolean(), nullable=False),
        sa.Column("pilgrims", sa.Integer(), nullable=False),
        sa.Column("supervisors", sa.Integer(), nullable=False),
        sa.Column("state", sa.SmallInteger(), server_default="0", nullable=False),
        sa.ForeignKeyConstraint(["agent"], ["agent.number"], name=op.f("fk_programme_agent")),
        sa.ForeignKeyConstraint(["company"], ["company.number"], name=op.f("fk_programme_company")),
        sa.PrimaryKeyConstraint("number", name=op.f("pk_programme")),
    )
    op.create_index(op.f("ix_programme_agent"), "programme", ["agent"], unique=False)
    op.create_index(op.f("ix_programme_company"), "programme", ["company"], unique=False)
    op.create_table(
        "quarantine",
        sa.Column(
            "id",
            sa.BigInteger().with_variant(sa.Integer(), "sqlite"),
            autoincrement=True,
            nullable=False,
        ),
        sa.Column("device_id", sa.Text(), nullable=False),
        sa.Column("epoch", sa.LargeBinary(length=16), nullable=False),
        sa.Column("sequence", sa.BigInteger(), nullable=False),
        sa.Column("chain_hash", sa.LargeBinary(length=32), nullable=False),
        sa.Column("received_at", sa.BigInteger(), nullable=False),
        sa.Column("reason", sa.Text(), nullable=False),
        sa.Column("body", sa.LargeBinary(), nullable=False),
        sa.ForeignKeyConstraint(
            ["device_id"], ["device.device_id"], name=op.f("fk_quarantine_device_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_quarantine")),
        sa.UniqueConstraint(
            "device_id",
            "epoch",
            "sequence",
            "chain_hash",
            name=op.f("uq_quarantine_device_id_epoch_sequence_chain_hash"),
        ),
    )
    op.create_table(
        "permit",
        sa.Column(
            "id",
            sa.BigInteger().with_variant(sa.Integer(), "sqlite"),
            autoincrement=True,
            nullable=False,
        ),
        sa.Column("number", sa.BigInteger(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("issue", sa.Integer(), nullable=False),
        sa.Column("issued", sa.BigInteger(), nullable=False),
        sa.Column("name_latin", sa.Text(), nullable=False),
        sa.Column("name_arabic", sa.Text(), nullable=False),
        sa.Column("passport", sa.Text(), nullable=False),
        sa.Column("passport_expiry", sa.Integer(), nullable=True),
        sa.Column("national_id", sa.BigInteger(), nullable=True),
        sa.Column("birth", sa.Integer(), nullable=False),
        sa.Column("sex", sa.SmallInteger(), nullable=False),
        sa.Column("programme", sa.Integer(), nullable=False),
        sa.Column("company", sa.Integer(), nullable=False),
        sa.Column("agent", sa.Integer(), nullable=False),
        sa.Column("ports", sa.Integer(), nullable=False),
        sa.Column("valid_from", sa.Integer(), nullable=False),
        sa.Column("valid_until", sa.Integer(), nullable=False),
        sa.Column("travel_out", sa.Integer(), nullable=False),
        sa.Column("travel_back", sa.Integer(), nullable=False),
        sa.Column("service", sa.Text(), server_default="", nullable=False),
        sa.Column("visa_kind", sa.Text(), nullable=False),
        sa.Column("visa_number", sa.Text(), server_default="", nullable=False),
        sa.Column("visa_expiry", sa.Integer(), nullable=True),
        sa.Column("vaccinated", sa.Integer(), nullable=True),
        sa.Column("status_list", sa.Integer(), nullable=False),
        sa.Column("status_index", sa.Integer(), nullable=False),
        sa.Column("status", sa.SmallInteger(), server_default="0", nullable=False),
        sa.Column("company_approved_by", sa.Text(), nullable=True),
        sa.Column("company_approved_at", sa.BigInteger(), nullable=True),
        sa.Column("ministry_approved_by", sa.Text(), nullable=True),
        sa.Column("ministry_approved_at", sa.BigInteger(), nullable=True),
        sa.Column("change", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.ForeignKeyConstraint(["agent"], ["agent.number"], name=op.f("fk_permit_agent")),
        sa.ForeignKeyConstraint(["company"], ["company.number"], name=op.f("fk_permit_company")),
        sa.ForeignKeyConstraint(
            ["programme"], ["programme.number"], name=op.f("fk_permit_programme")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_permit")),
        sa.UniqueConstraint("number", name=op.f("uq_permit_number")),
        sa.UniqueConstraint(
            "status_list", "status_index", name=op.f("uq_permit_status_list_status_index")
        ),
    )
    op.create_index(op.f("ix_permit_change"), "permit", ["change"], unique=False)
    op.create_index("ix_permit_programme", "permit", ["programme"], unique=False)
    op.create_table(
        "placement",
        sa.Column("scope", sa.SmallInteger(), autoincrement=False, nullable=False),
        sa.Column(
            "permit",
            sa.BigInteger().with_variant(sa.Integer(), "sqlite"),
            autoincrement=False,
            nullable=False,
        ),
        sa.Column("block", sa.Integer(), nullable=False),
        sa.Column("position", sa.SmallInteger(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("tombstone", sa.Boolean(), nullable=False),
        sa.ForeignKeyConstraint(["permit"], ["permit.id"], name=op.f("fk_placement_permit")),
        sa.PrimaryKeyConstraint("scope", "permit", name=op.f("pk_placement")),
        sqlite_with_rowid=False,
    )
