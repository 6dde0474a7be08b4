"""`checkpoint registry news` and `notice`: bad news at night, by one command."""

from __future__ import annotations

import argparse
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager, suppress
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING

from checkpoint_app.domain.permit import parse_permit_number
from checkpoint_app.errors import CheckpointError, ConfigError
from checkpoint_app.reference import error_message, message, ports
from sync.registry.command_parts import (
    AddWord,
    RegistrySetting,
    answer,
    registry_paths,
    said,
)

if TYPE_CHECKING:
    from sqlalchemy import Connection

    from checkpoint_app.credential.notice import Change
    from sync.registry.news.telling import GivenNotice, NewsDesk, Officer
    from sync.registry.news.whereabouts import Whereabouts

_PUBLISHED_LATER = 1
_LONGEST_NUMBER = 9
# A publication of all records may be under way: bad news waits for its end, and follows at once.
_PUBLICATION_SECONDS = 300.0
# What each word may be about (names of `NoticeKind`), and the state that it brings.
_ENTITIES = ("company", "agent", "programme")
_SUBJECTS: dict[str, tuple[str, ...]] = {
    "revoke": ("permit",),
    "suspend": (*_ENTITIES, "permit"),
    "cancel": _ENTITIES,
    "lift": (*_ENTITIES, "permit"),
}
_STATES = {"suspend": 1, "cancel": 2, "lift": 0}
_PERMIT_STATES = {"revoke": 1, "suspend": 2, "lift": 0}
_DISTRUSTED = _RECALLED = 2


def add_words(word: AddWord) -> None:
    """Add these words to ``registry``."""
    word("news", run_news, _news_options)
    word("notice", run_notice, _notice_options)


def run_news(chosen: argparse.Namespace, setting: RegistrySetting) -> int:
    """Carry out what stands after ``news``."""
    return int(chosen.news(chosen, setting))


def run_tell(chosen: argparse.Namespace, setting: RegistrySetting) -> int:
    """Revoke, suspend, cancel or distrust: entered, signed as a notice, published.

    What cannot be published now is said; the serving registry publishes it in its next round."""
    news = _changes(chosen)
    page = _checked_page(chosen.notice)
    with _news_desk(chosen, setting) as (desk, write_page):
        given = desk.enter(news, _officer(chosen), since=_since(chosen, setting))
        if page is not None:
            write_page(given, page)
        failure = None
        try:
            given = desk.publish(given)
        except CheckpointError as error:
            failure = error
    _tell(given, news, chosen, setting)
    if failure is None:
        return 0
    if not chosen.json:
        setting.console.line(error_message(failure, setting.console.lang))
        setting.console.line(message("api.said-published-later", setting.console.lang))
    return _PUBLISHED_LATER


def run_lift(chosen: argparse.Namespace, setting: RegistrySetting) -> int:
    """End suspensions; a revocation is never lifted."""
    with _news_desk(chosen, setting) as (desk, _):
        desk.lift(_changes(chosen), _officer(chosen))
    answer(chosen, setting, {"lifted": True}, "news-lifted")
    return 0


def run_recall(chosen: argparse.Namespace, setting: RegistrySetting) -> int:
    """Take a device out of service, as ``registry recall`` does; by the notice a lane without a
    line locks as well."""
    from checkpoint_app.credential.notice import Change, NoticeKind, device_number
    from sync.registry import device_commands

    officer, page = _officer(chosen), _checked_page(chosen.notice)
    chosen.reason = f"{officer.name}: {officer.reason}"
    port = device_commands.enter_recall(chosen, setting)
    number = device_number(chosen.device)
    if number is not None:
        news = [Change(NoticeKind.DEVICE, number, _RECALLED)]
        with _news_desk(chosen, setting) as (desk, write_page):
            given = desk.enter(news, officer)
            if page is not None:
                write_page(given, page)
            with suppress(CheckpointError):  # tried again, and told of, with the port's data
                given = desk.publish(given)
        if not chosen.json:
            _tell(given, news, chosen, setting)
    return device_commands.publish_recall(port, chosen, setting)


def run_where(chosen: argparse.Namespace, setting: RegistrySetting) -> int:
    """Which lanes hold a notice, the newest when none is named."""
    from sync.registry.db.open import open_database, reading
    from sync.registry.news.whereabouts import whereabouts

    engine = open_database(registry_paths(chosen).database, read_only=True)
    try:
        with reading(engine) as connection:
            given = _given(connection, chosen.number)
            lanes = list(whereabouts(connection, ports(), given))
    finally:
        engine.dispose()
    if chosen.json:
        setting.console.object(_where_object(given, lanes))
    else:
        for line in _where_lines(given, lanes, setting.console.lang):
            setting.console.line(line)
    return 0


def run_notice(chosen: argparse.Namespace, setting: RegistrySetting) -> int:
    """Write a notice's page again."""
    from sync.registry.db.open import open_database, reading
    from sync.registry.news.pages import page_of
    from sync.registry.news.sheet import write_page

    file = _checked_page(chosen.out)
    assert file is not None
    paths = registry_paths(chosen)
    engine = open_database(paths.database, read_only=True)
    try:
        with reading(engine) as connection:
            page = page_of(paths, connection, _given(connection, chosen.number))
    finally:
        engine.dispose()
    write_page(page, file)
    answer(chosen, setting, {"number": page.number, "file": str(file)}, "written")
    return 0


@contextmanager
def _news_desk(
    chosen: argparse.Namespace, setting: RegistrySetting
) -> Iterator[tuple[NewsDesk, Callable[[GivenNotice, Path], None]]]:
    """Where news is entered, and what writes a notice's page."""
    import time

    from sync.registry.db.open import reading
    from sync.registry.news.pages import page_of
    from sync.registry.news.sheet import write_page
    from sync.registry.news.telling import NewsDesk
    from sync.registry.publish.publisher import Publisher
    from sync.registry.serve import open_parts

    paths = registry_paths(chosen)
    with open_parts(paths) as (engine, signer):

        def write(given: GivenNotice, file: Path) -> None:
            with reading(engine) as connection:
                page = page_of(paths, connection, given)
            write_page(page, file)

        publisher = Publisher(
            paths, engine, signer, setting.clock, lock_seconds=_PUBLICATION_SECONDS
        )
        desk = NewsDesk(paths, engine, signer, publisher, setting.clock, time.sleep)
        yield desk, write


def _changes(chosen: argparse.Namespace) -> list[Change]:
    """What the arguments name. Raises ConfigError for nothing, and for what is no number."""
    from checkpoint_app.credential.notice import Change, NoticeKind

    word, news = chosen.news_word, []
    if word == "distrust":
        return [Change(NoticeKind.ISSUER_KEY, _key_id(key), _DISTRUSTED) for key in chosen.key]
    for name in _SUBJECTS[word]:
        kind = NoticeKind[name.upper()]
        states = _PERMIT_STATES if kind is NoticeKind.PERMIT else _STATES
        news += [Change(kind, _number(kind, text), states[word]) for text in getattr(chosen, name)]
    if not news:
        raise ConfigError("nothing is named", key="news.nothing_named")
    return list(dict.fromkeys(news))


def _number(kind: object, text: str) -> int:
    from checkpoint_app.credential.notice import NoticeKind

    if kind is NoticeKind.PERMIT:
        number = parse_permit_number(text)
        if number is None:
            raise ConfigError("no permit number", key="api.unknown-permit")
        return number
    if not text.isascii() or not text.isdigit() or len(text) > _LONGEST_NUMBER:
        raise ConfigError("no number", key="news.nothing_named")
    return int(text)


def _key_id(text: str) -> int:
    try:
        kid = bytes.fromhex(text)
    except ValueError:
        kid = b""
    if len(kid) != 8:
        raise ConfigError("no key id", key="news.wrong_key_id")
    return int.from_bytes(kid, "big")


def _since(chosen: argparse.Namespace, setting: RegistrySetting) -> datetime | None:
    text = getattr(chosen, "since", None)
    if text is None:
        return None
    try:
        at = datetime.fromisoformat(text)
        at = (at if at.tzinfo else at.replace(tzinfo=UTC)).astimezone(UTC)
    except (ValueError, OverflowError) as error:
        raise ConfigError("not a time", key="news.wrong_time") from error
    if at > setting.clock.now() or at.year < 2000:
        raise ConfigError("not of the past", key="news.wrong_time")
    return at


def _officer(chosen: argparse.Namespace) -> Officer:
    from sync.registry.news.telling import Officer

    return Officer(chosen.by, chosen.reason)


def _checked_page(file: Path | None) -> Path | None:
    """The file, before anything is done, if a page can be written to it."""
    if file is not None and file.suffix.lower() not in (".png", ".pdf"):
        raise ConfigError("neither .png nor .pdf", key="news.wrong_file")
    return file


def _given(connection: Connection, number: int | None) -> GivenNotice:
    from sync.registry.news.pages import find_notice

    found = find_notice(connection, number)
    if found is None:
        raise ConfigError("no such notice", key="news.no_notice")
    return found


def _tell(
    given: GivenNotice,
    news: Sequence[Change],
    chosen: argparse.Namespace,
    setting: RegistrySetting,
) -> None:
    from checkpoint_app.credential.notice_text import to_digits
    from checkpoint_app.notice_words import notice_words

    if chosen.json:
        told: dict[str, object] = {
            "number": given.number,
            "issued": _iso(given.issued),
            "published": given.version or None,
            "text": to_digits(given.envelope),
        }
        setting.console.object(told | {"file": str(chosen.notice) if chosen.notice else None})
        return
    lang = setting.console.lang
    what = notice_words(news, lang)
    setting.console.line(message("api.said-news", lang, number=given.number, what=what))
    if chosen.notice:
        setting.console.line(message("api.said-written", lang, file=str(chosen.notice)))


def _where_object(given: GivenNotice, lanes: Sequence[Whereabouts]) -> dict[str, object]:
    return {
        "number": given.number,
        "issued": _iso(given.issued),
        "published": given.version or None,
        "lanes": [
            {
                "port": each.port.port_id,
                "lane": each.lane,
                "device": each.device_id,
                "holds": each.holds,
                "heard": None if each.heard is None else _iso(each.heard),
            }
            for each in lanes
        ],
    }


def _where_lines(given: GivenNotice, lanes: Sequence[Whereabouts], lang: str) -> Iterator[str]:
    """A line for the notice, one for each lane."""
    from checkpoint_app.domain.days import CAIRO

    def shown(at: datetime | None) -> str:
        if at is None:
            return message("news.never", lang)
        return at.astimezone(CAIRO).strftime("%Y-%m-%d %H:%M")

    holding = sum(each.holds is not None for each in lanes)
    yield message(
        "news.where",
        lang,
        number=given.number,
        issued=shown(given.issued),
        holding=holding,
        lanes=len(lanes),
    )
    for each in lanes:
        name = each.port.name_ar if lang == "ar" else each.port.name_en
        lane = "".join(sign if sign.isprintable() else "?" for sign in each.lane)
        holds = message(f"news.holds-{each.holds or 'nothing'}", lang)
        yield message("news.lane", lang, port=name, lane=lane, holds=holds, heard=shown(each.heard))


def _iso(at: datetime) -> str:
    return at.astimezone(UTC).isoformat().replace("+00:00", "Z")


def _news_options(parser: argparse.ArgumentParser) -> None:
    words = parser.add_subparsers(dest="news_word", required=True, metavar="NEWS")
    for name, subjects in _SUBJECTS.items():
        own = _word(words, name, run_lift if name == "lift" else run_tell)
        for subject in subjects:
            own.add_argument(
                f"--{subject}",
                action="append",
                default=[],
                metavar="N",
                help=said(f"news-{subject}"),
            )
        _officer_options(own, notice=name != "lift")
    distrust = _word(words, "distrust", run_tell)
    distrust.add_argument(
        "--key", action="append", required=True, metavar="KID", help=said("news-key")
    )
    distrust.add_argument("--since", metavar="TIME", help=said("news-since"))
    _officer_options(distrust, notice=True)
    recall = _word(words, "recall", run_recall)
    recall.add_argument("--device", required=True, metavar="ID", help=said("recall-device"))
    _officer_options(recall, notice=True)
    where = _word(words, "where", run_where)
    where.add_argument("number", nargs="?", type=int, metavar="NUMBER", help=said("news-number"))


def _word(
    words: argparse._SubParsersAction[argparse.ArgumentParser],
    name: str,
    run: Callable[[argparse.Namespace, RegistrySetting], int],
) -> argparse.ArgumentParser:
    text = said(f"news-{name}")
    own = words.add_parser(name, help=text, description=text)
    own.add_argument(
        "--data", type=Path, metavar="DIR", default=argparse.SUPPRESS, help=said("data")
    )
    own.add_argument("--lang", choices=("ar", "en"), default=argparse.SUPPRESS)
    own.add_argument("--json", action="store_true", default=argparse.SUPPRESS, help=said("json"))
    own.set_defaults(news=run)
    return own


def _officer_options(parser: argparse.ArgumentParser, *, notice: bool) -> None:
    parser.add_argument("--by", required=True, metavar="NAME", help=said("news-by"))
    parser.add_argument("--reason", required=True, metavar="TEXT", help=said("news-reason"))
    if notice:
        parser.add_argument("--notice", type=Path, metavar="FILE", help=said("news-notice"))


def _notice_options(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("--number", type=int, required=True, metavar="N", help=said("news-number"))
    parser.add_argument("--out", type=Path, required=True, metavar="FILE", help=said("news-notice"))
