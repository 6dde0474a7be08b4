"""The registry's tables (SQLAlchemy Core).

Units, the same everywhere: ``*_at``, ``issued``, ``expires`` are whole seconds since 1970 in UTC;
``*_ms`` milliseconds; days are days since 1970-01-01 in Cairo (integers, so that no row is turned
into a date on its way into a record). Keys, digests, epochs and envelopes are raw bytes. States and
kinds are the numbers of the domain's enumerations. ``scope`` is a port's bit (255 = national).

Nothing here is particular to SQLite except the variants of the integer keys.
"""

from __future__ import annotations

from sqlalchemy import (
    BigInteger,
    Boolean,
    Column,
    ForeignKey,
    Index,
    Integer,
    LargeBinary,
    MetaData,
    SmallInteger,
    Table,
    Text,
    UniqueConstraint,
)

NAMING = {
    "ix": "ix_%(column_0_N_label)s",
    "uq": "uq_%(table_name)s_%(column_0_N_name)s",
    "fk": "fk_%(table_name)s_%(column_0_N_name)s",
    "pk": "pk_%(table_name)s",
}
metadata = MetaData(naming_convention=NAMING)

Big = BigInteger().with_variant(Integer, "sqlite")

# Single facts: registry_epoch (hex), season, audience, demo ("1" or absent), seed.
meta = Table(
    "meta",
    metadata,
    Column("name", Text, primary_key=True),
    Column("value", Text, nullable=False),
)

# Numbers given out in order: "change" (last change to a permit), "status" (entries allocated),
# "state" (version of the state table), "company", "agent", "programme".
counter = Table(
    "counter",
    metadata,
    Column("name", Text, primary_key=True),
    Column("value", Big, nullable=False),
)

company = Table(
    "company",
    metadata,
    Column("number", Integer, primary_key=True, autoincrement=False),
    Column("licence", Text, nullable=False, unique=True),
    Column("name_ar", Text, nullable=False),
    Column("name_en", Text, nullable=False),
    Column("phone", Text, nullable=False, server_default=""),
    Column("state", SmallInteger, nullable=False, server_default="0"),
)

agent = Table(
    "agent",
    metadata,
    Column("number", Integer, primary_key=True, autoincrement=False),
    Column("name_ar", Text, nullable=False),
    Column("name_en", Text, nullable=False),
    Column("state", SmallInteger, nullable=False, server_default="0"),
)

programme = Table(
    "programme",
    metadata,
    Column("number", Integer, primary_key=True, autoincrement=False),
    Column("company", Integer, ForeignKey("company.number"), nullable=False, index=True),
    Column("agent", Integer, ForeignKey("agent.number"), nullable=False, index=True),
    Column("name_ar", Text, nullable=False),
    Column("name_en", Text, nullable=False),
    Column("ports", Integer, nullable=False),
    Column("travel_out", Integer, nullable=False),
    Column("travel_back", Integer, nullable=False),
    Column("service", Text, nullable=False, server_default=""),
    Column("makkah_hotel_metres", Integer, nullable=False),
    Column("madinah_hotel_metres", Integer, nullable=False),
    Column("has_bus", Boolean, nullable=False),
    Column("pilgrims", Integer, nullable=False),
    Column("supervisors", Integer, nullable=False),
    Column("supervisor_phone", Text, nullable=False, server_default=""),
    Column("state", SmallInteger, nullable=False, server_default="0"),
)

# The record's fields in the record's order, then what the registry alone knows. ``change`` is the
# number of the last change to the record (counter "change"): a publication remembers how far it
# came. ``id`` is local; everything outside speaks of ``number``.
permit = Table(
    "permit",
    metadata,
    Column("id", Big, primary_key=True, autoincrement=True),
    Column("number", BigInteger, nullable=False, unique=True),
    Column("version", Integer, nullable=False),
    Column("issue", Integer, nullable=False),
    Column("issued", BigInteger, nullable=False),
    Column("name_latin", Text, nullable=False),
    Column("name_arabic", Text, nullable=False),
    Column("passport", Text, nullable=False),
    Column("passport_expiry", Integer),
    Column("national_id", BigInteger),
    Column("birth", Integer, nullable=False),
    Column("sex", SmallInteger, nullable=False),
    Column("programme", Integer, ForeignKey("programme.number"), nullable=False),
    Column("company", Integer, ForeignKey("company.number"), nullable=False),
    Column("agent", Integer, ForeignKey("agent.number"), nullable=False),
    Column("ports", Integer, nullable=False),
    Column("valid_from", Integer, nullable=False),
    Column("valid_until", Integer, nullable=False),
    Column("travel_out", Integer, nullable=False),
    Column("travel_back", Integer, nullable=False),
    Column("service", Text, nullable=False, server_default=""),
    Column("visa_kind", Text, nullable=False),
    Column("visa_number", Text, nullable=False, server_default=""),
    Column("visa_expiry", Integer),
    Column("vaccinated", Integer),
    Column("status_list", Integer, nullable=False),
    Column("status_index", Integer, nullable=False),
    Column("status", SmallInteger, nullable=False, server_default="0"),
    Column("company_approved_by", Text),
    Column("company_approved_at", BigInteger),
    Column("ministry_approved_by", Text),
    Column("ministry_approved_at", BigInteger),
    Column("change", Big, nullable=False, index=True),
    UniqueConstraint("status_list", "status_index"),
    Index("ix_permit_programme", "programme"),
)

# Where the newest published version of a permit's record lies in a scope. A tombstone is a
# position too. ``permit`` is permit.id.
placement = Table(
    "placement",
    metadata,
    Column("scope", SmallInteger, primary_key=True, autoincrement=False),
    Column("permit", Big, ForeignKey("permit.id"), primary_key=True, autoincrement=False),
    Column("block", Integer, nullable=False),
    Column("position", SmallInteger, nullable=False),
    Column("version", Integer, nullable=False),
    Column("tombstone", Boolean, nullable=False),
    sqlite_with_rowid=False,
)

# ``superseded``: empty, or ceil(count/8) bytes, bit i (least significant first) = position i.
# ``live`` = count less the superseded. A block with live = 0 is in no manifest.
block = Table(
    "block",
    metadata,
    Column("scope", SmallInteger, primary_key=True, autoincrement=False),
    Column("number", Integer, primary_key=True, autoincrement=False),
    Column("envelope_sha256", LargeBinary(32), nullable=False),
    Column("count", SmallInteger, nullable=False),
    Column("live", SmallInteger, nullable=False),
    Column("superseded", LargeBinary, nullable=False),
    Column("issued", BigInteger, nullable=False),
    sqlite_with_rowid=False,
)

# A pack of blocks as it lies in the repository. ``retired_at`` is set once no manifest names it.
segment = Table(
    "segment",
    metadata,
    Column("scope", SmallInteger, primary_key=True, autoincrement=False),
    Column("name", Text, primary_key=True),
    Column("first_block", Integer, nullable=False),
    Column("last_block", Integer, nullable=False),
    Column("plain_size", Integer, nullable=False),
    Column("record_count", Integer, nullable=False),
    Column("length", Integer, nullable=False),
    Column("sha256", LargeBinary(32), nullable=False),
    Column("created_at", BigInteger, nullable=False),
    Column("retired_at", BigInteger),
)

# One row a scope and generation of its manifest. ``change``: the last change it includes;
# ``movement``: the last movement.id that the port was told of.
publication = Table(
    "publication",
    metadata,
    Column("scope", SmallInteger, primary_key=True, autoincrement=False),
    Column("generation", Integer, primary_key=True, autoincrement=False),
    Column("issued", BigInteger, nullable=False),
    Column("change", Big, nullable=False),
    Column("live_count", Integer, nullable=False),
    Column("manifest", LargeBinary, nullable=False),
    Column("movement", Big, nullable=False, server_default="0"),
)

# ``entries``: 65,536 entries of 2 bits, entry i in byte i // 4 at bit 2 * (i % 4). ``envelope`` is
# the newest signed version, null until the first publication.
status_list = Table(
    "status_list",
    metadata,
    Column("list_id", Integer, primary_key=True, autoincrement=False),
    Column("entries", LargeBinary, nullable=False),
    Column("version", Integer, nullable=False, server_default="0"),
    Column("issued", BigInteger),
    Column("envelope", LargeBinary),
)

# The newest signed version of the state table: a single row, id 1.
state_table = Table(
    "state_table",
    metadata,
    Column("id", Integer, primary_key=True, autoincrement=False),
    Column("version", Integer, nullable=False),
    Column("issued", BigInteger, nullable=False),
    Column("envelope", LargeBinary, nullable=False),
)

# A lane's computer. ``state``: 0 enrolled, 1 recalled.
device = Table(
    "device",
    metadata,
    Column("device_id", Text, primary_key=True),
    Column("name", Text, nullable=False),
    Column("port", SmallInteger, nullable=False, index=True),
    Column("lane", Text, nullable=False),
    Column("batch_key", LargeBinary(32), nullable=False, unique=True),
    Column("batch_kid", LargeBinary(8), nullable=False, index=True),
    Column("auth_key", LargeBinary(32), nullable=False, unique=True),
    Column("auth_kid", LargeBinary(8), nullable=False, index=True),
    Column("age_recipient", Text, nullable=False),
    Column("enrolled_at", BigInteger, nullable=False),
    Column("state", SmallInteger, nullable=False, server_default="0"),
    Column("recalled_at", BigInteger),
)

# One-time codes for enrolling; only the SHA-256 of a code is kept.
enrol_code = Table(
    "enrol_code",
    metadata,
    Column("code_sha256", LargeBinary(32), primary_key=True),
    Column("port", SmallInteger, nullable=False),
    Column("lane", Text, nullable=False),
    Column("created_at", BigInteger, nullable=False),
    Column("expires_at", BigInteger, nullable=False),
    Column("attempts", Integer, nullable=False, server_default="0"),
    Column("used_at", BigInteger),
    Column("device_id", Text, ForeignKey("device.device_id")),
)

# ``body`` is the movement as the lane encoded it; the columns are an index over it. ``cairo_day``
# and ``cairo_hour`` (0 to 23) are of ``at_ms``. ``annulled`` is set when a later movement of the
# same device takes this one back.
movement = Table(
    "movement",
    metadata,
    Column("id", Big, primary_key=True, autoincrement=True),
    Column("device_id", Text, ForeignKey("device.device_id"), nullable=False),
    Column("epoch", LargeBinary(16), nullable=False),
    Column("sequence", BigInteger, nullable=False),
    Column("movement_id", LargeBinary(16), nullable=False, index=True),
    Column("chain_hash", LargeBinary(32), nullable=False),
    Column("kind", SmallInteger, nullable=False),
    Column("direction", SmallInteger, nullable=False),
    Column("permit", BigInteger, index=True),
    Column("passport", Text, nullable=False),
    Column("company", Integer),
    Column("service", Text, nullable=False),
    Column("port", SmallInteger, nullable=False),
    Column("lane", Text, nullable=False),
    Column("at_ms", BigInteger, nullable=False),
    Column("cairo_day", Integer, nullable=False),
    Column("cairo_hour", SmallInteger, nullable=False),
    Column("annuls", LargeBinary(16)),
    Column("annulled", Boolean, nullable=False, server_default="0"),
    Column("automatic", Boolean, nullable=False),
    Column("received_at", BigInteger, nullable=False),
    Column("body", LargeBinary, nullable=False),
    UniqueConstraint("device_id", "epoch", "sequence"),
    Index("ix_movement_day", "cairo_day", "port"),
)

# A different movement under a sequence already taken: kept, and raised as FORK.
movement_fork = Table(
    "movement_fork",
    metadata,
    Column("id", Big, primary_key=True, autoincrement=True),
    Column("device_id", Text, ForeignKey("device.device_id"), nullable=False),
    Column("epoch", LargeBinary(16), nullable=False),
    Column("sequence", BigInteger, nullable=False),
    Column("chain_hash", LargeBinary(32), nullable=False),
    Column("received_at", BigInteger, nullable=False),
    Column("body", LargeBinary, nullable=False),
    UniqueConstraint("device_id", "epoch", "sequence", "chain_hash"),
)

# A movement inside a genuine batch that could not be read. It holds its sequence all the same.
quarantine = Table(
    "quarantine",
    metadata,
    Column("id", Big, primary_key=True, autoincrement=True),
    Column("device_id", Text, ForeignKey("device.device_id"), nullable=False),
    Column("epoch", LargeBinary(16), nullable=False),
    Column("sequence", BigInteger, nullable=False),
    Column("chain_hash", LargeBinary(32), nullable=False),
    Column("received_at", BigInteger, nullable=False),
    Column("reason", Text, nullable=False),
    Column("body", LargeBinary, nullable=False),
    UniqueConstraint("device_id", "epoch", "sequence", "chain_hash"),
)

# An entry of a case, of the same chain as its device's movements; never counted as one. ``kind`` is
# the entry's (`checkpoint_app.domain.cases`), ``body`` as the device encoded it.
case_event = Table(
    "case_event",
    metadata,
    Column("id", Big, primary_key=True, autoincrement=True),
    Column("device_id", Text, ForeignKey("device.device_id"), nullable=False),
    Column("epoch", LargeBinary(16), nullable=False),
    Column("sequence", BigInteger, nullable=False),
    Column("event_id", LargeBinary(16), nullable=False, index=True),
    Column("case_id", LargeBinary(16), nullable=False, index=True),
    Column("kind", SmallInteger, nullable=False),
    Column("permit", BigInteger),
    Column("port", SmallInteger, nullable=False),
    Column("at_ms", BigInteger, nullable=False),
    Column("chain_hash", LargeBinary(32), nullable=False),
    Column("received_at", BigInteger, nullable=False),
    Column("body", LargeBinary, nullable=False),
    UniqueConstraint("device_id", "epoch", "sequence"),
)

# How far each journal has come: the last sequence received without a gap, and its chain hash.
ack = Table(
    "ack",
    metadata,
    Column("device_id", Text, ForeignKey("device.device_id"), primary_key=True),
    Column("epoch", LargeBinary(16), primary_key=True),
    Column("sequence", BigInteger, nullable=False),
    Column("chain_hash", LargeBinary(32), nullable=False),
    Column("updated_at", BigInteger, nullable=False),
)

# Who did what. ``subject`` is a number or key; nothing personal.
audit = Table(
    "audit",
    metadata,
    Column("id", Big, primary_key=True, autoincrement=True),
    Column("at", BigInteger, nullable=False),
    Column("actor", Text, nullable=False),
    Column("action", Text, nullable=False),
    Column("subject", Text, nullable=False),
    Column("detail", Text, nullable=False, server_default=""),
)

# A bundle written for a port: its number on the label, and which state of the repository it has.
stick = Table(
    "stick",
    metadata,
    Column("number", Big, primary_key=True, autoincrement=True),
    Column("port", SmallInteger, nullable=False),
    Column("written_at", BigInteger, nullable=False),
    Column("issued", BigInteger, nullable=False),
    Column("timestamp_version", Integer, nullable=False),
)

# What each device said last that it holds (`sync.protocol.holdings`). ``notices`` are the digests
# of unconfirmed notices, 32 bytes each, one after the other.
holding = Table(
    "holding",
    metadata,
    Column("device_id", Text, ForeignKey("device.device_id"), primary_key=True),
    Column("at", BigInteger, nullable=False),
    Column("received_at", BigInteger, nullable=False),
    Column("root", Integer, nullable=False),
    Column("timestamp_version", Integer, nullable=False),
    Column("issued", BigInteger, nullable=False),
    Column("generation", Integer, nullable=False),
    Column("state_version", Integer, nullable=False),
    Column("pending", Integer, nullable=False),
    Column("notices", LargeBinary, nullable=False),
)

# The newest entry of a device's own audit, as its statements told: its number, and its SHA-256. All
# that were told are kept, those that contradict each other above all.
audit_head = Table(
    "audit_head",
    metadata,
    Column("id", Big, primary_key=True, autoincrement=True),
    Column("device_id", Text, ForeignKey("device.device_id"), nullable=False),
    Column("entry", BigInteger, nullable=False),
    Column("hash", LargeBinary(32), nullable=False),
    Column("at", BigInteger, nullable=False),
    Column("received_at", BigInteger, nullable=False),
    UniqueConstraint("device_id", "entry", "hash"),
)

# Bad news given out as a notice. ``timestamp_version``: a repository of this version or later holds
# it anyway. ``reason`` names no person.
notice = Table(
    "notice",
    metadata,
    Column("number", Big, primary_key=True, autoincrement=True),
    Column("issued", BigInteger, nullable=False),
    Column("sha256", LargeBinary(32), nullable=False, unique=True),
    Column("envelope", LargeBinary, nullable=False),
    Column("actor", Text, nullable=False),
    Column("reason", Text, nullable=False),
    Column("timestamp_version", Integer, nullable=False),
)

# A person of the ports; the number (counter "person") and the login are never given to another.
# ``roles`` are the bits of `sync.trust.staff_pack`; ``password`` is an Argon2id hash (PHC string),
# ``must_change`` until its owner has chosen another. ``totp`` is a second factor's secret, empty
# without one: it lies here plainly, as authenticators need it, so the database file is 0600.
# ``totp_used`` is the newest time step whose code was used here. ``until`` ends the account.
person = Table(
    "person",
    metadata,
    Column("number", Integer, primary_key=True, autoincrement=False),
    Column("login", Text, nullable=False, unique=True),
    Column("name_ar", Text, nullable=False),
    Column("name_en", Text, nullable=False),
    Column("roles", SmallInteger, nullable=False),
    Column("password", Text, nullable=False),
    Column("must_change", Boolean, nullable=False),
    Column("totp", LargeBinary, nullable=False),
    Column("totp_used", BigInteger, nullable=False, server_default="0"),
    Column("until", BigInteger),
    Column("state", SmallInteger, nullable=False, server_default="0"),
    Column("added_at", BigInteger, nullable=False),
)

# Where a person may sign in.
person_port = Table(
    "person_port",
    metadata,
    Column("number", Integer, ForeignKey("person.number"), primary_key=True),
    Column("port", SmallInteger, primary_key=True, index=True),
)

# What a port's answers over the telephone are made with; the highest number is in use. ``recalls``:
# how many devices that knew such keys had been recalled, and how many duties had ended, when it was
# made.
port_help_key = Table(
    "port_help_key",
    metadata,
    Column("port", SmallInteger, primary_key=True),
    Column("number", Integer, primary_key=True, autoincrement=False),
    Column("key", LargeBinary(32), nullable=False),
    Column("recalls", Integer, nullable=False),
    Column("made_at", BigInteger, nullable=False),
)

# Ports whose supervisors answer for the others.
duty = Table(
    "duty",
    metadata,
    Column("port", SmallInteger, primary_key=True, autoincrement=False),
    Column("since", BigInteger, nullable=False),
)
