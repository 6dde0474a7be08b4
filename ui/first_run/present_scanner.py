"""The scanner's trial of the first run, as its page shows it. Knows no Qt."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise
from statistics import median

from checkpoint_app.capture.scanner_check import Grade, Link, Sent, check_scanner
from checkpoint_app.capture.scanner_words import abridged
from checkpoint_app.capture.sheet_contents import SYMBOLS, SheetSymbol
from checkpoint_app.capture.wedge import PACE
from ui.it_desk.present_data import NO_BANNER, BannerView
from ui.it_desk.present_senses import present_scanner
from ui.lane.views import Mark
from ui.wording.remarks import remark
from ui.wording.tongue import Tongue, fill

NEEDED = tuple(symbol for symbol in SYMBOLS if symbol.needed)
# More sentences would push the page out of a small window; the IT desk's test shows all.
_MOST_ADVICE = 2


@dataclass(frozen=True, slots=True)
class TrialView:
    """A scanner's trial so far: the verdict, what to set (the worst first), what came last as it
    came, and the code to scan next with its name; None once enough was scanned."""

    banner: BannerView
    advice: tuple[str, ...]
    sent: str
    symbol: SheetSymbol | None
    symbol_name: str


def present_trial(scans: Sequence[Sent], tongue: Tongue) -> TrialView:
    """What was heard of the scanner until now."""
    report = check_scanner(list(scans))
    symbol = next((each for each in NEEDED if each.key not in report.seen), None)
    worth_saying = [one for one in report.advice if one.grade is not Grade.GOOD][:_MOST_ADVICE]
    return TrialView(
        _banner(scans, symbol, tongue),
        tuple(remark(one.key, tongue, **dict(one.params)) for one in worth_saying),
        tongue.code(abridged(scans[-1])) if scans else "",
        symbol,
        "" if symbol is None else remark(f"scanner.symbol_{symbol.key}", tongue),
    )


def _banner(scans: Sequence[Sent], symbol: SheetSymbol | None, tongue: Tongue) -> BannerView:
    say = tongue.translate
    if not scans:
        return NO_BANNER
    report = check_scanner(list(scans))
    if report.grade is not None:
        return present_scanner(scans, tongue, listening=True).banner
    if _by_hand(scans[-1]):
        told = say("FirstRun", "That came as slowly as a hand types. Scan the code that you see")
        return BannerView(told, Mark.WARNING)
    if not check_scanner([scans[-1]]).matches:
        told = say("FirstRun", "The scanner is heard. Scan the code that you see to have it judged")
        return BannerView(told, Mark.NOTED)
    name = "" if symbol is None else remark(f"scanner.symbol_{symbol.key}", tongue)
    told = fill(say("FirstRun", "Good so far. Now scan this one: {name}"), name=name)
    return BannerView(told, Mark.NOTED)


def _by_hand(sent: Sent) -> bool:
    gaps = [after - before for before, after in pairwise(sent.times)]
    if sent.link is Link.SERIAL:
        return False
    return not gaps or median(gaps) > PACE
