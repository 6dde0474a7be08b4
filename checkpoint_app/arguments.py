"""The words of the command line and what may follow each. Knows no command's inside: a word names
the module and function that carry it out, loaded when it is used."""

from __future__ import annotations

import argparse
import importlib
from collections.abc import Callable, Mapping, Sequence
from pathlib import Path
from typing import Any

from checkpoint_app.config import DIRECTIONS, LANGUAGES
from checkpoint_app.reference import message

# What a second line decides, as `domain.cases.CaseOutcome` has it.
OUTCOMES = ("clear", "defer", "refuse")
# Why somebody is looked up by a number, as `services.lookups.Reason` has it.
LOOK_UP_REASONS = ("damaged", "no_paper", "no_reader", "question", "compare")
# Every address of this PC: the lanes are on its network.
HUB_HOST, HUB_PORT = "0.0.0.0", 8448  # noqa: S104 - meant

Adder = Callable[[argparse.ArgumentParser, Callable[[str], str]], None]


def build_parser(lang: str, arguments: Sequence[str]) -> argparse.ArgumentParser:
    """The parser of this command line, its help in ``ar`` or ``en``.

    A word whose arguments lie with its commands is only named unless ``arguments`` hold it. The
    texts are read only for somebody who asks for help: a window is not to wait for them.
    """
    asked = not {"-h", "--help"}.isdisjoint(arguments)

    def said(key: str) -> str:
        return message(f"cli.help_{key}", lang) if asked else key

    parser = argparse.ArgumentParser(prog="checkpoint", description=said("program"))
    _add_common(parser, said, default=None)
    words = parser.add_subparsers(dest="word", required=True, metavar="WORD")
    for word, (target, add) in WORDS.items():
        own = words.add_parser(word, help=said(word), description=said(word))
        _add_common(own, said, default=argparse.SUPPRESS)
        add(own, said)
        own.set_defaults(run=_loaded_when_used(target))
    for word, adder in ELSEWHERE.items():
        own = words.add_parser(word, help=said(word), description=said(word))
        _add_common(own, said, default=argparse.SUPPRESS)
        if word in arguments:
            _load(adder)(own)
    return parser


def _loaded_when_used(target: str) -> Callable[..., int]:
    """A stand-in for ``module:function`` that loads it on its first call."""

    def run(*arguments: Any) -> int:
        return int(_load(target)(*arguments))

    return run


def _load(target: str) -> Callable[..., Any]:
    module, _, function = target.partition(":")
    loaded: Callable[..., Any] = getattr(importlib.import_module(module), function)
    return loaded


def _add_common(parser: argparse.ArgumentParser, said: Callable[[str], str], default: Any) -> None:
    parser.add_argument(
        "--data", type=Path, metavar="DIR", default=default, help=said("option_data")
    )
    parser.add_argument("--lang", choices=LANGUAGES, default=default, help=said("option_lang"))


def _add_verify(parser: argparse.ArgumentParser, said: Callable[[str], str]) -> None:
    _add_scan(parser, said)
    parser.add_argument("--at", metavar="TIME", help=said("option_at"))


def _add_scan(parser: argparse.ArgumentParser, said: Callable[[str], str]) -> None:
    _add_json(parser, said)
    _add_login(parser, said)
    parser.add_argument("--reason", choices=LOOK_UP_REASONS, help=said("option_look_up_reason"))
    parser.add_argument("--passport", metavar="LINE", help=said("option_passport"))
    parser.add_argument("--direction", choices=DIRECTIONS, help=said("option_direction"))
    parser.add_argument(
        "scans", nargs="+", metavar="TEXT_OR_IMAGE", help=said("option_text_or_image")
    )


def _add_decode(parser: argparse.ArgumentParser, said: Callable[[str], str]) -> None:
    _add_json(parser, said)
    parser.add_argument("images", nargs="+", metavar="IMAGE", help=said("option_image"))


def _add_scanner_sheet(parser: argparse.ArgumentParser, said: Callable[[str], str]) -> None:
    parser.add_argument(
        "--out", required=True, type=Path, metavar="FILE", help=said("option_sheet_out")
    )


def _add_scanner_check(parser: argparse.ArgumentParser, said: Callable[[str], str]) -> None:
    _add_json(parser, said)
    parser.add_argument("--scanner", metavar="PORT", help=said("option_scanner"))
    parser.add_argument("--file", type=Path, metavar="CAPTURE", help=said("option_capture"))
    parser.add_argument("--all", action="store_true", help=said("option_all_symbols"))


def _add_sync(parser: argparse.ArgumentParser, said: Callable[[str], str]) -> None:
    _add_json(parser, said)
    _add_login(parser, said)
    parser.add_argument("--once", action="store_true", help=said("option_once"))


def _add_json(parser: argparse.ArgumentParser, said: Callable[[str], str]) -> None:
    parser.add_argument("--json", action="store_true", help=said("option_json"))


def _add_login(
    parser: argparse.ArgumentParser, said: Callable[[str], str], default: Any = None
) -> None:
    """Who types this, where the port has a list of staff."""
    parser.add_argument("--login", metavar="NAME", default=default, help=said("option_login"))


def _add_enrol(parser: argparse.ArgumentParser, said: Callable[[str], str]) -> None:
    parser.add_argument("--registry", metavar="URL", help=said("option_registry"))
    parser.add_argument("--code", metavar="CODE", help=said("option_code"))
    parser.add_argument("--request-to", type=Path, metavar="DIR", help=said("option_request_to"))
    parser.add_argument(
        "--from", dest="bundle", type=Path, metavar="DIR", help=said("option_enrol_from")
    )
    parser.add_argument("--port", metavar="PORT", help=said("option_enrol_port"))
    parser.add_argument("--lane", metavar="LANE", help=said("option_enrol_lane"))
    parser.add_argument("--root", type=Path, metavar="FILE", help=said("option_root"))
    parser.add_argument("--name", default="", metavar="NAME", help=said("option_name"))
    parser.add_argument("--demo-root", action="store_true", help=said("option_demo_root"))


def _add_lane(parser: argparse.ArgumentParser, said: Callable[[str], str]) -> None:
    parser.add_argument("--source", metavar="SOURCE", help=said("option_source"))
    parser.add_argument("--scanner", metavar="PORT", help=said("option_scanner"))
    parser.add_argument("--direction", choices=DIRECTIONS, help=said("option_direction"))
    parser.add_argument("--demo-root", action="store_true", help=said("option_demo_root"))


def _add_refresh(parser: argparse.ArgumentParser, said: Callable[[str], str]) -> None:
    _add_login(parser, said)
    parser.add_argument("number", metavar="NUMBER", help=said("option_number"))


def _add_recover(parser: argparse.ArgumentParser, said: Callable[[str], str]) -> None:
    parser.add_argument(
        "--identity", required=True, type=Path, metavar="FILE", help=said("option_identity")
    )
    parser.add_argument(
        "--password-file", type=Path, metavar="FILE", help=said("option_password_file")
    )


def _add_notice(parser: argparse.ArgumentParser, said: Callable[[str], str]) -> None:
    _add_json(parser, said)
    _add_login(parser, said)
    parser.add_argument("source", metavar="TEXT_OR_IMAGE", help=said("option_notice"))


def _add_bundle(parser: argparse.ArgumentParser, said: Callable[[str], str]) -> None:
    steps = parser.add_subparsers(dest="step", required=True, metavar="STEP")
    taken = steps.add_parser(
        "import", help=said("bundle_import"), description=said("bundle_import")
    )
    taken.add_argument("folder", type=Path, metavar="DIR", help=said("option_bundle_dir"))
    taken.add_argument("--yes", action="store_true", help=said("option_yes"))
    sent = steps.add_parser("export", help=said("bundle_export"), description=said("bundle_export"))
    sent.add_argument("folder", type=Path, metavar="DIR", help=said("option_export_dir"))
    told = steps.add_parser("status", help=said("bundle_status"), description=said("bundle_status"))
    for step in (taken, sent):
        _add_login(step, said)
    for step in (taken, sent, told):
        _add_common(step, said, default=argparse.SUPPRESS)
        _add_json(step, said)


def _add_hub(parser: argparse.ArgumentParser, said: Callable[[str], str]) -> None:
    steps = parser.add_subparsers(dest="step", required=True, metavar="STEP")
    served = steps.add_parser("serve", help=said("hub_serve"), description=said("hub_serve"))
    served.add_argument("--host", default=HUB_HOST, help=said("option_hub_host"))
    served.add_argument("--port", type=int, default=HUB_PORT, help=said("option_hub_port"))
    served.add_argument("--no-announce", action="store_true", help=said("option_no_announce"))
    taken = steps.add_parser("bundle-in", help=said("hub_bundle"), description=said("hub_bundle"))
    taken.add_argument("folder", type=Path, metavar="STICK", help=said("option_bundle_dir"))
    followed = steps.add_parser(
        "succeed", help=said("hub_succeed"), description=said("hub_succeed")
    )
    copied = steps.add_parser("copy", help=said("hub_copy"), description=said("hub_copy"))
    for step in (followed, copied):
        step.add_argument("device", metavar="DEVICE", help=said("option_device"))
    to = said("option_copy_to")
    copied.add_argument("--to", required=True, type=Path, metavar="FILE", help=to)
    told = steps.add_parser("status", help=said("hub_status"), description=said("hub_status"))
    for step in (taken, followed, copied):
        _add_login(step, said)
    for step in (served, taken, followed, copied, told):
        _add_common(step, said, default=argparse.SUPPRESS)
        _add_json(step, said)


def _add_cases(parser: argparse.ArgumentParser, said: Callable[[str], str]) -> None:
    """Without a step the cases are listed."""
    _add_of_cases(parser, said, default=None)
    steps = parser.add_subparsers(dest="step", metavar="STEP")
    made = {
        name: steps.add_parser(name, help=said(f"cases_{name}"), description=said(f"cases_{name}"))
        for name in ("list", "show", "take", "release", "note", "decide")
    }
    for name, step in made.items():
        _add_common(step, said, default=argparse.SUPPRESS)
        _add_of_cases(step, said, default=argparse.SUPPRESS)
        if name != "list":
            step.add_argument("case", metavar="ID", help=said("option_case"))
    minutes = said("option_case_minutes")
    made["take"].add_argument("--minutes", type=int, default=10, metavar="N", help=minutes)
    made["note"].add_argument("text", metavar="TEXT", help=said("option_case_text"))
    decided = made["decide"]
    decided.add_argument("outcome", choices=OUTCOMES, help=said("option_case_outcome"))
    reason = said("option_case_reason")
    decided.add_argument("--reason", required=True, metavar="CODE", help=reason)
    decided.add_argument("--hours", type=int, metavar="N", help=said("option_case_hours"))


def _add_of_cases(
    parser: argparse.ArgumentParser, said: Callable[[str], str], default: Any
) -> None:
    unless = False if default is None else default
    _add_login(parser, said, default)
    parser.add_argument("--json", action="store_true", default=unless, help=said("option_json"))
    parser.add_argument("--day", metavar="DAY", default=default, help=said("option_case_day"))
    parser.add_argument("--all", action="store_true", default=unless, help=said("option_case_all"))


def _add_staff(parser: argparse.ArgumentParser, said: Callable[[str], str]) -> None:
    steps = parser.add_subparsers(dest="step", required=True, metavar="STEP")
    told = steps.add_parser("status", help=said("staff_status"), description=said("staff_status"))
    _add_common(told, said, default=argparse.SUPPRESS)
    _add_json(told, said)


# The word that opens the lane's window.
WINDOW = "lane"
# A word, what carries it out, and what adds its arguments.
WORDS: Mapping[str, tuple[str, Adder]] = {
    WINDOW: ("checkpoint_app.commands.lane:lane", _add_lane),
    "verify": ("checkpoint_app.commands.scanning:verify", _add_verify),
    "scan": ("checkpoint_app.commands.scanning:scan", _add_scan),
    "decode": ("checkpoint_app.commands.decoding:decode", _add_decode),
    "refresh": ("checkpoint_app.commands.registry_ties:refresh", _add_refresh),
    "sync": ("checkpoint_app.commands.syncing:sync", _add_sync),
    "bundle": ("checkpoint_app.commands.bundle:bundle", _add_bundle),
    "hub": ("checkpoint_app.commands.hub:hub", _add_hub),
    "cases": ("checkpoint_app.commands.cases:cases", _add_cases),
    "notice": ("checkpoint_app.commands.notices:notice", _add_notice),
    "status": ("checkpoint_app.commands.status:status", _add_json),
    "staff": ("checkpoint_app.commands.staff_status:staff", _add_staff),
    "enrol": ("checkpoint_app.commands.registry_ties:enrol", _add_enrol),
    "recover": ("checkpoint_app.commands.recovering:recover_keys", _add_recover),
    "scanner-check": ("checkpoint_app.commands.scanner_check:scanner_check", _add_scanner_check),
    "scanner-sheet": ("checkpoint_app.commands.scanner_sheet:scanner_sheet", _add_scanner_sheet),
}

# Words of a lane, with a folder of its own to log to.
LANE_WORDS = frozenset(WORDS) - {"decode", "scanner-check", "scanner-sheet"}
# The word under which the registry runs.
SERVICE = "registry"

# Words that bring their own arguments: each is given its parser, and sets `run` on it.
ELSEWHERE: Mapping[str, str] = {
    SERVICE: "sync.registry.commands:add_registry_arguments",
    "demo": "checkpoint_app.demo.command:add_demo_arguments",
}
