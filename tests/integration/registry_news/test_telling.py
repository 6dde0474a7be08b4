"""The registry's end of bad news: what it signs, keeps and says when it cannot publish."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path

import pytest
from sqlalchemy import select

from checkpoint_app.credential.canonical import encode
from checkpoint_app.credential.keys import parse_issuer_keys
from checkpoint_app.credential.notice import Change, NoticeKind, check_notice
from checkpoint_app.errors import ConfigError, StorageError
from checkpoint_app.reference import ports
from sync.registry.db import schema
from sync.registry.db.open import reading
from sync.registry.news.telling import NewsDesk, Officer
from sync.registry.news.whereabouts import whereabouts
from sync.registry.publish.tuf_repository import TufRepository
from sync.registry.signer.exchange import answer
from sync.registry.signer.refusal import SigningRefusedError
from sync.trust.names import ISSUER_KEYS
from tests.integration.registry_publish.centre import Centre, opened_centre

OFFICER = Officer("Night officer", "licence")
SUSPENDED = Change(NoticeKind.COMPANY, 1, 1)


@pytest.fixture
def centre(tmp_path: Path) -> Iterator[Centre]:
    with opened_centre(tmp_path / "registry", permits=60) as made:
        yield made


class NoPublisher:
    """One that cannot publish now."""

    def publish_status(self) -> None:
        raise StorageError("no space", key="registry.repository")


def desk(centre: Centre, publisher: object = None) -> NewsDesk:
    return NewsDesk(
        centre.paths,
        centre.engine,
        centre.signer,  # type: ignore[arg-type]  # the desk signs notices too
        publisher or centre.publisher,  # type: ignore[arg-type]  # a fake at a Protocol
        centre.clock,
        lambda seconds: centre.clock.pass_time(timedelta(seconds=seconds)),
    )


@pytest.mark.requirement("C2")
def test_the_signer_signs_only_what_is_so(centre: Centre) -> None:
    signer = centre.signer
    issued = int(centre.clock.now().timestamp())
    for change in (SUSPENDED, Change(NoticeKind.COMPANY, 1, 0), Change(NoticeKind.PERMIT, 5, 1)):
        with pytest.raises(SigningRefusedError):
            signer.notice(issued, [change])  # type: ignore[attr-defined]  # as above
    desk(centre).enter([SUSPENDED], OFFICER)
    assert signer.notice(issued, [SUSPENDED])  # type: ignore[attr-defined]  # as above
    with pytest.raises(SigningRefusedError):  # ahead of the clock
        signer.notice(issued + 3600, [SUSPENDED])  # type: ignore[attr-defined]  # as above
    for rows in ([[9, 1, 1]], [[0, 1]], [1], [[0, "1", 1]], [[0, 1, 1]] * 33):
        assert answer(signer, encode(["notice", issued, rows]))[0] == 1  # type: ignore[arg-type]


def test_a_notice_is_older_than_the_publication_that_has_its_news(centre: Centre) -> None:
    given = desk(centre).enter([SUSPENDED], OFFICER)
    keys = parse_issuer_keys(TufRepository(centre.paths).content(ISSUER_KEYS))
    notice = check_notice(given.envelope, keys)
    assert (notice.season, notice.issued, notice.changes) == (1448, given.issued, (SUSPENDED,))
    published = desk(centre).publish(given)
    assert published.version > 0
    with reading(centre.engine) as connection:
        issued = connection.execute(select(schema.state_table.c.issued)).scalar_one()
        row = connection.execute(select(schema.audit).order_by(schema.audit.c.id.desc())).first()
    assert issued > given.issued.timestamp()
    assert row is not None
    assert (row.actor, row.action, row.subject) == ("Night officer", "news.company.1", "1")


def test_what_cannot_be_published_is_entered_and_signed_all_the_same(centre: Centre) -> None:
    centre.enrol("lane-1")
    news = desk(centre, NoPublisher())
    given = news.enter([SUSPENDED], OFFICER)
    with pytest.raises(StorageError):
        news.publish(given)
    with reading(centre.engine) as connection:
        assert connection.execute(select(schema.notice.c.timestamp_version)).scalar_one() == 0
        (lane,) = whereabouts(connection, ports(), given)
    assert (lane.port.port_id, lane.holds, lane.heard) == ("CAI-AIR", None, None)


def test_the_same_news_twice_in_a_second_is_one_notice(centre: Centre) -> None:
    first, again = (desk(centre).enter([SUSPENDED], OFFICER) for _ in range(2))
    assert first == again


def test_every_change_or_none(centre: Centre) -> None:
    with pytest.raises(ConfigError):
        desk(centre).enter([SUSPENDED, Change(NoticeKind.AGENT, 4711, 1)], OFFICER)
    with pytest.raises(ConfigError):
        desk(centre).enter([SUSPENDED] * 33, OFFICER)
    with pytest.raises(ConfigError):
        desk(centre).enter([], OFFICER)
    with reading(centre.engine) as connection:
        assert connection.execute(select(schema.company.c.state)).scalars().all().count(1) == 0
        assert connection.execute(select(schema.notice)).all() == []


@pytest.mark.parametrize(("name", "reason"), [("", "x"), ("x", " "), ("x" * 65, "x"), ("x", "\n")])
def test_who_and_why_are_said(name: str, reason: str) -> None:
    with pytest.raises(ConfigError):
        Officer(name, reason)
