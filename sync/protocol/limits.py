"""Sizes and times that both ends keep to. Bytes and seconds unless a name says otherwise."""

from __future__ import annotations

# -- what a registry reads -------------------------------------------------------------------------
BATCH_MOVEMENTS = 256
# 256 movements of at most 1 KiB each, and the envelope around them.
MOVEMENTS_BODY = 272 * 1024
# One item of a port's hub (`sync.protocol.hub.ITEM_LIMIT`).
RELAY_BODY = 512 * 1024
# Journals named in one question, of at most 90 bytes each.
RELAY_JOURNALS = 512
RELAY_HAVE_BODY = 48 * 1024
JSON_BODY = 8 * 1024
# Nesting of a JSON body; every message of this interface is flat.
JSON_DEPTH = 4
AUTH_HEADER = 2 * 1024
HEADERS = 16 * 1024
# Largest body of any route: what a server in front may cut at.
BODY = RELAY_BODY

# -- what a port reads -----------------------------------------------------------------------------
RECEIPT_ANSWER = 1024
HOLDINGS_ANSWER = 64
# As many journals, each with a sequence.
RELAY_ANSWER = 64 * 1024
# A record is at most 2 KiB; the rest is envelope and states.
REFRESH_ANSWER = 4 * 1024
JSON_ANSWER = 16 * 1024
PROBLEM_ANSWER = 16 * 1024

# -- times -----------------------------------------------------------------------------------------
NONCE_SECONDS = 300
NONCE_BYTES = 32
ENROLMENT_CODE_SECONDS = 24 * 3600

# -- names -----------------------------------------------------------------------------------------
DEVICE_NAME_CHARACTERS = 64
DEVICE_ID_CHARACTERS = 64
PORT_ID_CHARACTERS = 16
LANE_CHARACTERS = 64
