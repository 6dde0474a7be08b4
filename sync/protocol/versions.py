"""Versions that both ends name."""

from __future__ import annotations

# The HTTP interface, as in its paths (`/api/v1/`). A second one is served beside the first, so that
# a port on the last version of the program keeps syncing with a newer registry.
API_VERSION = 1
