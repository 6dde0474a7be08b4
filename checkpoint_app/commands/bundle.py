"""`checkpoint bundle`: what came on a stick, taken in at a port without a line, and what goes."""

from __future__ import annotations

import signal
import threading
from argparse import Namespace
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from types import FrameType

from checkpoint_app.commands import departures
from checkpoint_app.commands.setting import Setting
from checkpoint_app.commands.shown import error_object, iso, local
from checkpoint_app.commands.signing_in import at_post
from checkpoint_app.domain.roles import Deed
from checkpoint_app.errors import CheckpointError
from checkpoint_app.main import LaneStores, open_inward, open_stores
from checkpoint_app.reference import message, ports
from sync.bundle.inward import Inward, LastImport, Outcome, older
from sync.bundle.preview import Preview, Relation
from sync.bundle.progress import Progress
from sync.bundle.refusals import STOPPED as STOPPED_KEY

OWN_FAILURE = 1
STOPPED = 130
_YES = frozenset({"y", "yes", "ن", "نعم"})
# Seconds between two lines about progress.
_TELL_EVERY = 1.0


def bundle(chosen: Namespace, setting: Setting) -> int:
    """Carry out one step of `checkpoint bundle`. Exit 0, 1 when a stick was not taken in, 130 when
    a person stopped it."""
    step = STEPS[chosen.step]
    with open_stores(setting.paths, setting.clock) as stores:
        noted = NOTED.get(chosen.step)
        if noted is None:
            return step(chosen, setting, stores)
        with at_post(chosen, setting, stores, Deed.CARRY_STICK, needed=True) as post:
            code = step(chosen, setting, stores)
            if not code:
                post.note(noted)
            return code


def import_(chosen: Namespace, setting: Setting, stores: LaneStores) -> int:
    """Say what the stick is, ask, take it in whole. With ``--json`` nobody is asked: without
    ``--yes`` it only says."""
    inward = open_inward(stores, setting.clock)
    step = _import_for_programs if chosen.json else _import_for_people
    try:
        return step(chosen, setting, inward)
    except CheckpointError as error:
        if chosen.json:
            setting.console.object({"ok": False, "error": error_object(error)})
        if error.key == STOPPED_KEY:
            setting.console.fail(error)
            return STOPPED
        raise


def status(chosen: Namespace, setting: Setting, stores: LaneStores) -> int:
    """What the last stick was that brought anything, and where departures stand."""
    last = open_inward(stores, setting.clock).last()
    if chosen.json:
        imported = None if last is None else _last_object(last)
        setting.console.object(
            {"imported": imported, "departures": departures.loop_object(stores, setting)}
        )
        return 0
    if last is None:
        setting.console.say("cli.bundle_never")
    else:
        setting.console.say(
            "cli.bundle_last",
            at=local(last.at),
            issued=local(last.issued),
            permits=f"{last.permits:,}",
            number=last.number or "–",
        )
    for line in departures.loop_lines(stores, setting):
        setting.console.line(line)
    return 0


# A step of `checkpoint bundle`, by its word.
STEPS: Mapping[str, Callable[[Namespace, Setting, LaneStores], int]] = {
    "import": import_,
    "export": departures.export,
    "status": status,
}

# What the audit says of a step that somebody must have the right to.
NOTED: Mapping[str, str] = {"import": "stick.imported", "export": "stick.exported"}


def _import_for_programs(chosen: Namespace, setting: Setting, inward: Inward) -> int:
    preview = inward.preview(chosen.folder)
    told: dict[str, object] = {"ok": True, "stick": preview_object(preview), "imported": None}
    if preview.relation is Relation.OLDER:
        told |= {"ok": False, "error": error_object(older())}
    elif chosen.yes:
        with interrupted() as stopping:
            outcome = inward.take(chosen.folder, stopping=stopping)
        told |= {"ok": _is_well(outcome), "imported": outcome_object(outcome)}
    setting.console.object(told)
    return 0 if told["ok"] else OWN_FAILURE


def _import_for_people(chosen: Namespace, setting: Setting, inward: Inward) -> int:
    console = setting.console
    preview = inward.preview(chosen.folder)
    for line in preview_lines(preview, console.lang):
        console.line(line)
    if preview.relation is Relation.OLDER:
        raise older()
    if not chosen.yes and not _agreed(setting):
        console.say("cli.bundle_declined")
        return OWN_FAILURE
    told = _ProgressLines(setting)
    with interrupted() as stopping:
        outcome = inward.take(chosen.folder, stopping=stopping, on_progress=told.tell)
    for line in outcome_lines(outcome, console.lang):
        console.line(line)
    if outcome.receipt_error is not None:
        console.fail(outcome.receipt_error)
    return 0 if _is_well(outcome) else OWN_FAILURE


def preview_lines(preview: Preview, lang: str) -> Iterator[str]:
    """What a stick is, for people."""
    port = ports().by_id(preview.port_id)
    name = port.name_ar if lang == "ar" else port.name_en
    yield message("cli.bundle_is", lang, port=name, issued=local(preview.issued))
    if preview.held is None:
        yield message("cli.bundle_first", lang)
    else:
        held = local(preview.held)
        yield message(f"cli.bundle_{preview.relation.value}", lang, held=held)
    yield message("cli.bundle_permits", lang, permits=f"{preview.permits:,}")
    if preview.label is None:
        yield message("cli.bundle_unlabelled", lang)
    elif preview.label_differs:
        yield message("cli.bundle_label_differs", lang)


def preview_object(preview: Preview) -> dict[str, object]:
    """The same for programs. Times are ISO 8601 in UTC."""
    return {
        "port": preview.port_id,
        "issued": iso(preview.issued),
        "expires": iso(preview.expires),
        "relation": preview.relation.value,
        "held": None if preview.held is None else iso(preview.held),
        "permits": preview.permits,
        "generation": preview.generation,
        "number": None if preview.label is None else preview.label.number,
        "label_differs": list(preview.label_differs),
    }


def outcome_lines(outcome: Outcome, lang: str) -> Iterator[str]:
    """What an import did, for people."""
    if outcome.taken.recalled:
        yield message("lane.recalled", lang)
    elif outcome.changed:
        yield message("cli.bundle_imported", lang, records=f"{outcome.records:,}")
    else:
        yield message("cli.bundle_here_already", lang)
    if outcome.taken.newer:
        yield message("trust.newer_format", lang)
    if outcome.acknowledged:
        yield message("cli.bundle_acknowledged", lang, count=outcome.acknowledged)
    if outcome.taken.receipts is not None and outcome.taken.receipts.fork:
        yield message("sync.fork", lang)
    if outcome.receipt_error is None:
        yield message("cli.bundle_receipt", lang)


def outcome_object(outcome: Outcome) -> dict[str, object]:
    """The same for programs."""
    taken, failure = outcome.taken, outcome.receipt_error
    return {
        "changed": outcome.changed,
        "records": outcome.records,
        "acknowledged": outcome.acknowledged,
        "fork": taken.receipts is not None and taken.receipts.fork,
        "recalled": taken.recalled,
        "newer": list(taken.newer),
        "receipt": failure is None,
        "receipt_error": None if failure is None else error_object(failure),
    }


class _ProgressLines:
    """Tells progress beside the answers, a line a second."""

    def __init__(self, setting: Setting) -> None:
        self._console, self._clock = setting.console, setting.clock
        self._told_at = self._clock.monotonic()

    def tell(self, progress: Progress) -> None:
        """A line, unless there was one just now."""
        now = self._clock.monotonic()
        if now - self._told_at < _TELL_EVERY or progress.seconds_left is None:
            return
        self._told_at = now
        self._console.warn(
            message(
                "cli.bundle_progress",
                self._console.lang,
                percent=int(100 * progress.fraction),
                done=f"{progress.records_done:,}",
                total=f"{progress.records_total:,}",
                seconds=round(progress.seconds_left),
            )
        )


@contextmanager
def interrupted() -> Iterator[Callable[[], bool]]:
    """Ctrl-C, or a request to end, does not break in while the block runs: the block asks."""
    asked = threading.Event()

    def ask(_number: int, _frame: FrameType | None) -> None:
        asked.set()

    before = {number: signal.signal(number, ask) for number in (signal.SIGINT, signal.SIGTERM)}
    try:
        yield asked.is_set
    finally:
        for number, handler in before.items():
            signal.signal(number, handler)


def _agreed(setting: Setting) -> bool:
    setting.console.say("cli.bundle_ask")
    return setting.stdin.readline().strip().casefold() in _YES


def _is_well(outcome: Outcome) -> bool:
    receipts = outcome.taken.receipts
    return not outcome.taken.recalled and (receipts is None or not receipts.fork)


def _last_object(last: LastImport) -> dict[str, object]:
    return {
        "at": iso(last.at),
        "issued": iso(last.issued),
        "permits": last.permits,
        "generation": last.generation,
        "number": last.number or None,
    }
