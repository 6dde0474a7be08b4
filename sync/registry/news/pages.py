"""Notices as the registry kept them, found again and made ready for their page."""

from __future__ import annotations

from sqlalchemy import Connection, select

from checkpoint_app.credential.keys import parse_issuer_keys
from checkpoint_app.credential.notice import check_notice
from sync.registry.db import schema
from sync.registry.db.open import meta_value
from sync.registry.news.sheet import NoticePage
from sync.registry.news.telling import GivenNotice, given_notice
from sync.registry.paths import RegistryPaths
from sync.registry.publish.tuf_repository import TufRepository
from sync.trust.names import ISSUER_KEYS

__all__ = ["find_notice", "page_of"]


def find_notice(connection: Connection, number: int | None) -> GivenNotice | None:
    """The notice of this number, the newest with None; None when there is none."""
    table = schema.notice
    wanted = select(table).order_by(table.c.number.desc()).limit(1)
    if number is not None:
        wanted = wanted.where(table.c.number == number)
    row = connection.execute(wanted).one_or_none()
    return None if row is None else given_notice(row)


def page_of(paths: RegistryPaths, connection: Connection, given: GivenNotice) -> NoticePage:
    """The page of a notice; a demo's is marked as such.

    Raises CredentialError for one whose key the offline keys list no more: no lane takes it either.
    """
    keys = parse_issuer_keys(TufRepository(paths).content(ISSUER_KEYS))
    return NoticePage(
        number=given.number,
        registry=meta_value(connection, "audience") or "",
        notice=check_notice(given.envelope, keys),
        envelope=given.envelope,
        demo=meta_value(connection, "demo") == "1",
    )
