"""Items on their way out: sealed for all devices of the port, and for the registry."""

from __future__ import annotations

from collections.abc import Sequence

from checkpoint_app.errors import TrustError
from sync.bundle.relay_file import RelayFrame, relay_file
from sync.client.hub.listed import in_service
from sync.trust.view import TrustView


def seal_item(view: TrustView, scope: int, frames: Sequence[RelayFrame]) -> bytes:
    """An item's content. ``scope`` is the port's bit.

    Raises TrustError while the port's devices are not known, ConfigError for a recipient that is
    none, ValueError for more than an item may hold.
    """
    devices = in_service(view)
    if not devices:
        raise TrustError("the port's devices are not known", key="hub.no_devices")
    recipients = [each.age_recipient for each in devices]
    inbox = [view.registry.inbox] if view.registry.inbox else []
    return relay_file(scope, frames, recipients + inbox)
