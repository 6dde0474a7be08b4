"""The address of a port's hub, as signed settings and officers write it."""

from __future__ import annotations

from urllib.parse import urlsplit

MOST_HUBS = 8
HUB_ADDRESS_CHARACTERS = 255


def is_hub_address(text: object) -> bool:
    """Whether this is ``https://`` with a host and, perhaps, a port, and nothing beside."""
    if not isinstance(text, str) or len(text) > HUB_ADDRESS_CHARACTERS:
        return False
    if not text.isascii() or not text.isprintable() or " " in text:
        return False
    try:
        parts = urlsplit(text)
        has_port = parts.port is None or parts.port > 0
    except ValueError:
        return False
    plain = parts.netloc not in {"", ":"} and "@" not in parts.netloc
    beside = parts.path.strip("/") or parts.query or parts.fragment or "?" in text or "#" in text
    return (
        text.startswith("https://") and plain and has_port and bool(parts.hostname) and not beside
    )
