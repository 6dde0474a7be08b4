"""The first run as values: its steps, what is typed in them, and what does not fit yet.

Knows no Qt and does no I/O: whether a file is there, or a registry answers, shows on enrolment.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from enum import StrEnum
from pathlib import Path
from urllib.parse import urlsplit

from checkpoint_app.domain.digits import ascii_digits, without_invisible
from sync.protocol.enrolment_code import CODE_DIGITS, parse_code, spaced_code

# What a movement may hold (checkpoint_app.services.outcomes): a longer name would be cut.
_LONGEST_TEXT = 64
_MOST_BYTES_OF_LANE = 64
_MOST_BYTES_OF_OFFICER = 128
_LONGEST_ADDRESS = 512
_SECURE = "https://"


class Step(StrEnum):
    """The pages of the first run, in order. The last three are the program's own: a request that
    is under way by stick, work, and the end."""

    LANGUAGE = "language"
    PLACE = "place"
    OFFICER = "officer"
    SCANNER = "scanner"
    CONNECT = "connect"
    STICK = "stick"
    WORKING = "working"
    DONE = "done"


class Field(StrEnum):
    """What is asked for."""

    LANGUAGE = "language"
    PORT = "port"
    LANE = "lane"
    OFFICER = "officer"
    SOURCE = "source"
    SCANNER = "scanner"
    WAY = "way"
    REGISTRY = "registry"
    CODE = "code"
    ROOT = "root"
    FOLDER = "folder"
    ANSWER = "answer"


class Way(StrEnum):
    """How the lane is enrolled."""

    NETWORK = "network"
    STICK = "stick"


class SourceKind(StrEnum):
    """Where readings come from besides keystrokes, which are always read."""

    CAMERA = "camera"
    RECORDING = "recording"
    SCANNER = "scanner"


class Problem(StrEnum):
    """Why a field does not fit."""

    MISSING = "missing"
    TOO_LONG = "too_long"
    CODE_UNFINISHED = "code_unfinished"
    CODE_MISTYPED = "code_mistyped"
    NOT_AN_ADDRESS = "not_an_address"


@dataclass(frozen=True, slots=True)
class Draft:
    """What has been typed and chosen so far, as it stands in the fields.

    ``camera`` and ``scanner`` are a camera and a serial scanner as the settings name them,
    ``recording`` a video file or a folder of pictures. ``folder`` is the stick on which the request
    goes out, ``answer`` the one that came back.
    """

    language: str = "ar"
    port_id: str = ""
    lane: str = ""
    officer: str = ""
    source: SourceKind = SourceKind.CAMERA
    camera: str = "camera:0"
    recording: str = ""
    scanner: str = ""
    way: Way = Way.NETWORK
    registry: str = ""
    code: str = ""
    root: str = ""
    folder: str = ""
    answer: str = ""
    demo: bool = False


@dataclass(frozen=True, slots=True)
class EnrolWish:
    """A complete and sound draft: what enrolment is asked for.

    ``source`` is ``camera:N``, a path, or empty for the scanner alone; ``code`` its digits only;
    ``demo`` allows the registry of a demonstration.
    """

    language: str
    port_id: str
    lane: str
    officer: str
    source: str
    registry: str
    code: str
    root: Path
    demo: bool
    scanner: str = ""


@dataclass(frozen=True, slots=True)
class StickWish:
    """A complete and sound draft for a lane without a line: what its request asks for, and the
    ``folder`` of the stick that it is written to."""

    language: str
    port_id: str
    lane: str
    officer: str
    source: str
    scanner: str
    folder: Path
    root: Path
    demo: bool


ORDER: tuple[Step, ...] = (Step.LANGUAGE, Step.PLACE, Step.OFFICER, Step.SCANNER, Step.CONNECT)
FIELDS: Mapping[Step, tuple[Field, ...]] = {
    Step.LANGUAGE: (Field.LANGUAGE,),
    Step.PLACE: (Field.PORT, Field.LANE),
    Step.OFFICER: (Field.OFFICER, Field.SOURCE),
    Step.SCANNER: (Field.SCANNER,),
    Step.CONNECT: (Field.WAY, Field.REGISTRY, Field.CODE, Field.FOLDER, Field.ROOT),
    Step.STICK: (Field.ANSWER,),
}
# What is asked only of who enrols in the other way.
_NOT_ASKED: Mapping[Way, frozenset[Field]] = {
    Way.NETWORK: frozenset({Field.FOLDER}),
    Way.STICK: frozenset({Field.REGISTRY, Field.CODE}),
}


def is_asked(field: Field, way: Way) -> bool:
    """Whether a field is asked of one who enrols in this way."""
    return field not in _NOT_ASKED[way]


def step_of(field: Field) -> Step:
    """The page on which a field is."""
    return next(step for step, fields in FIELDS.items() if field in fields)


def after(step: Step) -> Step:
    """The page after one of `ORDER`; WORKING after the last of them."""
    return (*ORDER, Step.WORKING)[ORDER.index(step) + 1]


def before(step: Step) -> Step | None:
    """The page before, where there is one to go back to."""
    if step is Step.STICK:
        return Step.CONNECT
    at = ORDER.index(step) if step in ORDER else 0
    return ORDER[at - 1] if at else None


def problems(draft: Draft, step: Step) -> dict[Field, Problem]:
    """What keeps this page from being left, in the order of its fields."""
    asked = (field for field in FIELDS.get(step, ()) if is_asked(field, draft.way))
    found = {field: _CHECKS[field](draft) for field in asked}
    return {field: problem for field, problem in found.items() if problem is not None}


def first_unfinished(draft: Draft) -> Step | None:
    """The first page that something keeps; None for a draft that can be enrolled."""
    return next((step for step in ORDER if problems(draft, step)), None)


def wish_of(draft: Draft) -> EnrolWish:
    """The draft as it is asked for. Raises ValueError while there are `problems`."""
    code = parse_code(code_digits(draft.code))
    if first_unfinished(draft) is not None or code is None:
        raise ValueError("the draft is not finished")
    return EnrolWish(
        language=draft.language,
        port_id=draft.port_id,
        lane=_tidy_lane(draft.lane),
        officer=_tidy(draft.officer),
        source=source_of(draft),
        registry=_address(draft.registry),
        code=code,
        root=Path(draft.root.strip()),
        demo=draft.demo,
        scanner=draft.scanner,
    )


def stick_wish_of(draft: Draft) -> StickWish:
    """The draft as a request by stick. Raises ValueError while there are `problems`."""
    if first_unfinished(draft) is not None:
        raise ValueError("the draft is not finished")
    return StickWish(
        language=draft.language,
        port_id=draft.port_id,
        lane=_tidy_lane(draft.lane),
        officer=_tidy(draft.officer),
        source=source_of(draft),
        scanner=draft.scanner,
        folder=Path(draft.folder.strip()),
        root=Path(draft.root.strip()),
        demo=draft.demo,
    )


def source_of(draft: Draft) -> str:
    """What reads the permits, as the settings name it; empty: the scanner alone."""
    if draft.source is SourceKind.CAMERA:
        return draft.camera
    return draft.recording.strip() if draft.source is SourceKind.RECORDING else ""


def grouped_code(text: str) -> str:
    """A code while it is typed: its digits as 0 to 9, in groups of three."""
    return spaced_code(code_digits(text))


def code_digits(text: str) -> str:
    """The digits in what was typed, as 0 to 9, no more than a code has."""
    plain = ascii_digits(without_invisible(text))
    return "".join(sign for sign in plain if sign.isascii() and sign.isdigit())[:CODE_DIGITS]


def _tidy(text: str) -> str:
    return " ".join(without_invisible(text).split())


def _tidy_lane(text: str) -> str:
    """A lane as the registry writes it: Latin digits, however they were typed."""
    return ascii_digits(_tidy(text))


def _address(text: str) -> str:
    """The registry's address without a slash at its end; a bare name is meant securely."""
    plain = ascii_digits(_tidy(text))
    return (plain if "://" in plain else _SECURE + plain).rstrip("/")


def _check_language(draft: Draft) -> Problem | None:
    return None if draft.language else Problem.MISSING


def _check_port(draft: Draft) -> Problem | None:
    return None if draft.port_id else Problem.MISSING


def _check_lane(draft: Draft) -> Problem | None:
    return _check_text(_tidy_lane(draft.lane), _MOST_BYTES_OF_LANE)


def _check_officer(draft: Draft) -> Problem | None:
    officer = _tidy(draft.officer)
    return _check_text(officer, _MOST_BYTES_OF_OFFICER) if officer else None


def _check_text(text: str, most_bytes: int) -> Problem | None:
    if not text:
        return Problem.MISSING
    too_long = len(text) > _LONGEST_TEXT or len(text.encode("utf-8", "replace")) > most_bytes
    return Problem.TOO_LONG if too_long else None


def _check_source(draft: Draft) -> Problem | None:
    missing = draft.source is SourceKind.RECORDING and not draft.recording.strip()
    return Problem.MISSING if missing else None


def _check_registry(draft: Draft) -> Problem | None:
    if not _tidy(draft.registry):
        return Problem.MISSING
    address = _address(draft.registry)
    try:
        parts = urlsplit(address)
        sound = parts.scheme in ("http", "https") and parts.hostname and " " not in address
        plain = not (parts.query or parts.fragment or parts.username or parts.password)
    except ValueError:
        return Problem.NOT_AN_ADDRESS
    fits = sound and plain and len(address) < _LONGEST_ADDRESS
    return None if fits else Problem.NOT_AN_ADDRESS


def _check_code(draft: Draft) -> Problem | None:
    digits = code_digits(draft.code)
    if not digits:
        return Problem.MISSING
    if len(digits) < CODE_DIGITS:
        return Problem.CODE_UNFINISHED
    return None if parse_code(digits) else Problem.CODE_MISTYPED


def _check_root(draft: Draft) -> Problem | None:
    return None if draft.root.strip() else Problem.MISSING


def _check_folder(draft: Draft) -> Problem | None:
    return None if draft.folder.strip() else Problem.MISSING


def _check_answer(draft: Draft) -> Problem | None:
    return None if draft.answer.strip() else Problem.MISSING


def _nothing_to_check(_draft: Draft) -> Problem | None:
    return None


_CHECKS: Mapping[Field, Callable[[Draft], Problem | None]] = {
    Field.LANGUAGE: _check_language,
    Field.PORT: _check_port,
    Field.LANE: _check_lane,
    Field.OFFICER: _check_officer,
    Field.SOURCE: _check_source,
    Field.SCANNER: _nothing_to_check,
    Field.WAY: _nothing_to_check,
    Field.REGISTRY: _check_registry,
    Field.CODE: _check_code,
    Field.ROOT: _check_root,
    Field.FOLDER: _check_folder,
    Field.ANSWER: _check_answer,
}
