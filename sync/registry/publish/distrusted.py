"""The target that takes trust from issuer keys at night."""

from __future__ import annotations

from collections.abc import Mapping

from sqlalchemy import Connection

from sync.protocol.distrusted_list import decode_distrusted, encode_distrusted
from sync.registry.db.distrust import distrusted_keys
from sync.registry.publish.devices import kept_or_put
from sync.registry.publish.tuf_api import TargetFile
from sync.registry.publish.tuf_repository import TufRepository
from sync.trust.names import DISTRUSTED_TARGET


def distrusted_list(
    connection: Connection, repository: TufRepository, held: Mapping[str, TargetFile]
) -> dict[str, TargetFile]:
    """The target ``status/distrusted``, none as long as every key is trusted; written only when it
    is not among those ``held``.

    What was published stays, also under a database put back from before: lanes that know it would
    refuse everything else with a list that forgets it.
    """
    keys = distrusted_keys(connection)
    published = held.get(DISTRUSTED_TARGET)
    if published is not None:
        for kid, since in decode_distrusted(repository.described_content(published)).items():
            keys[kid] = min(keys.get(kid, since), since)
    if not keys:
        return {}
    content = encode_distrusted(keys)
    return {DISTRUSTED_TARGET: kept_or_put(repository, held, DISTRUSTED_TARGET, content)}
