"""From the first run's values to what it draws: its words, its ports, its complaints."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import TYPE_CHECKING

from ui.first_run.steps import (
    ORDER,
    Draft,
    Field,
    Problem,
    SourceKind,
    Step,
    Way,
    before,
    problems,
)
from ui.first_run.views import (
    FieldView,
    PlaceView,
    PortView,
    Progress,
    RailView,
    RequestView,
    StepView,
)
from ui.lane.words import label, port_name
from ui.wording.phrase import Phrase
from ui.wording.remarks import remark
from ui.wording.tongue import Tongue, fill

if TYPE_CHECKING:
    from checkpoint_app.domain.port import Port
    from checkpoint_app.errors import CheckpointError

_SEA = "sea"
_TITLES: Mapping[Step, Phrase] = {
    Step.LANGUAGE: Phrase("FirstRun", "Which language do you read?"),
    Step.PLACE: Phrase("FirstRun", "Where is this lane?"),
    Step.OFFICER: Phrase("FirstRun", "Which camera reads the permits?"),
    Step.SCANNER: Phrase("FirstRun", "Try the barcode scanner"),
    Step.CONNECT: Phrase("FirstRun", "Connect to the registry"),
    Step.STICK: Phrase("FirstRun", "The stick goes to the registry"),
    Step.WORKING: Phrase("FirstRun", "Connecting"),
    Step.DONE: Phrase("FirstRun", "This lane is enrolled"),
}
_LEADS: Mapping[Step, Phrase] = {
    Step.LANGUAGE: Phrase("FirstRun", "It can be changed later with F11."),
    Step.PLACE: Phrase("FirstRun", "The enrolment code is good for this port and lane only."),
    Step.OFFICER: Phrase("FirstRun", "A barcode scanner works in any case. All can change later."),
    Step.SCANNER: Phrase("FirstRun", "Scan the code that you see here. Without a scanner, go on."),
    Step.CONNECT: Phrase("FirstRun", "IT gives you the address, the one-time code and the file."),
    Step.STICK: Phrase("FirstRun", "This lane waits for the answer. You may close the window."),
    Step.WORKING: Phrase("FirstRun", "This may take a minute. Nothing that you typed is lost."),
    Step.DONE: Phrase(
        "FirstRun", "Compare these numbers with the registry's before the first pilgrim."
    ),
}
# What is said otherwise to those who enrol by stick.
_TITLES_BY_STICK: Mapping[Step, Phrase] = {Step.WORKING: Phrase("FirstRun", "One moment")}
_ENROLLED_TITLE = Phrase("FirstRun", "This lane is enrolled; its data is missing")
_ENROLLED_LEAD = Phrase("FirstRun", "Without the data nobody is cleared.")
_LEADS_BY_STICK: Mapping[Step, Phrase] = {
    Step.CONNECT: Phrase("FirstRun", "A stick goes to the registry and comes back with the data."),
    Step.DONE: Phrase("FirstRun", "The registry's data is here. The first pilgrim may come."),
}
_NEXT_BY_STICK: Mapping[Step, Phrase] = {
    Step.CONNECT: Phrase("FirstRun", "Write the request"),
}
_START_WITHOUT = Phrase("FirstRun", "Start without data")
_NAMES: Mapping[Step, Phrase] = {
    Step.LANGUAGE: Phrase("FirstRun", "Language"),
    Step.PLACE: Phrase("FirstRun", "Port and lane"),
    Step.OFFICER: Phrase("FirstRun", "Camera"),
    Step.SCANNER: Phrase("FirstRun", "Scanner"),
    Step.CONNECT: Phrase("FirstRun", "Registry"),
}
_PROGRESS: Mapping[Progress, Phrase] = {
    Progress.DONE: Phrase("FirstRun", "Step {number}, {name}: done"),
    Progress.CURRENT: Phrase("FirstRun", "Step {number}, {name}: now"),
    Progress.AHEAD: Phrase("FirstRun", "Step {number}, {name}: to come"),
}
_NEXT: Mapping[Step, Phrase] = {
    Step.CONNECT: Phrase("FirstRun", "Enrol"),
    Step.STICK: Phrase("FirstRun", "Take the stick in"),
    Step.DONE: Phrase("FirstRun", "Start"),
}
_ON = Phrase("FirstRun", "Next")
_BACK = Phrase("FirstRun", "Back")
_LABELS: Mapping[Field, Phrase] = {
    Field.LANGUAGE: Phrase("FirstRun", "Language"),
    Field.PORT: Phrase("FirstRun", "Port"),
    Field.LANE: Phrase("FirstRun", "Lane"),
    Field.OFFICER: Phrase("FirstRun", "Officer's name"),
    Field.SOURCE: Phrase("FirstRun", "Permits are read by"),
    Field.SCANNER: Phrase("FirstRun", "The scanner"),
    Field.WAY: Phrase("FirstRun", "Enrol"),
    Field.REGISTRY: Phrase("FirstRun", "Registry's address"),
    Field.CODE: Phrase("FirstRun", "Enrolment code"),
    Field.ROOT: Phrase("FirstRun", "Registry's root file"),
    Field.FOLDER: Phrase("FirstRun", "The stick's folder"),
    Field.ANSWER: Phrase("FirstRun", "The folder of the stick that came back"),
}
_HINTS: Mapping[Field, Phrase] = {
    Field.LANE: Phrase("FirstRun", "The number on the counter, for example 2"),
    Field.OFFICER: Phrase(
        "FirstRun", "May stay empty: people sign in once the registry has sent the port's list"
    ),
    Field.REGISTRY: Phrase("FirstRun", "For example registry.example"),
    Field.CODE: Phrase("FirstRun", "18 digits, typed or scanned"),
    Field.ROOT: Phrase("FirstRun", "The file root.json that came with this program"),
    Field.FOLDER: Phrase("FirstRun", "Put the stick in. The request needs very little room"),
    Field.ANSWER: Phrase("FirstRun", "The folder that holds LABEL.txt"),
}
_MISSING: Mapping[Field, Phrase] = {
    Field.LANGUAGE: Phrase("FirstRun", "Choose a language"),
    Field.PORT: Phrase("FirstRun", "Choose a port"),
    Field.LANE: Phrase("FirstRun", "Type the lane's number"),
    Field.SOURCE: Phrase("FirstRun", "Choose a video file or a folder"),
    Field.REGISTRY: Phrase("FirstRun", "Type the registry's address"),
    Field.CODE: Phrase("FirstRun", "Type the enrolment code"),
    Field.ROOT: Phrase("FirstRun", "Choose the registry's root file"),
    Field.FOLDER: Phrase("FirstRun", "Choose the stick's folder"),
    Field.ANSWER: Phrase("FirstRun", "Choose the folder of the stick that came back"),
}
_PROBLEMS: Mapping[Problem, Phrase] = {
    Problem.TOO_LONG: Phrase("FirstRun", "That is too long; shorten it"),
    Problem.CODE_UNFINISHED: Phrase("FirstRun", "The code has 18 digits; some are missing"),
    Problem.CODE_MISTYPED: Phrase("FirstRun", "A digit of the code is wrong; check each group"),
    Problem.NOT_AN_ADDRESS: Phrase("FirstRun", "This is not an address; check its spelling"),
}
_SOURCES: Mapping[SourceKind, Phrase] = {
    SourceKind.CAMERA: Phrase("FirstRun", "Camera {number}"),
    SourceKind.RECORDING: Phrase("FirstRun", "A video file, or a folder of pictures"),
    SourceKind.SCANNER: Phrase("FirstRun", "A barcode scanner only"),
}
_KINDS: Mapping[bool, Phrase] = {
    True: Phrase("FirstRun", "Seaport"),
    False: Phrase("FirstRun", "Airport"),
}
_WAYS: Mapping[Way, Phrase] = {
    Way.NETWORK: Phrase("FirstRun", "Over the network"),
    Way.STICK: Phrase("FirstRun", "By stick"),
}
_NAMED_CAMERA = Phrase("FirstRun", "Camera {number}: {name}")
_TYPES = Phrase("FirstRun", "It types, or there is none")
_SERIAL = Phrase("FirstRun", "Serial: {name}")
# What becomes of a request, in order.
_NEXT_STEPS = (
    Phrase("FirstRun", "Have the stick taken to the registry."),
    Phrase("FirstRun", "IT there telephones you. Read these numbers out: they must be the same."),
    Phrase("FirstRun", "Put in the stick that comes back, and take it in here."),
)
_ENROLLED_STEPS = (
    Phrase("FirstRun", "The registry has admitted this lane. Only its data is missing here."),
    Phrase("FirstRun", "Put the stick in again, or a newer one, and take it in."),
)
_KEPT = Phrase("FirstRun", "Nothing is lost when this window is closed: it opens here again.")
# Characters of a name that the system gives: more would not fit beside its choice.
_LONGEST_TITLE = 22
# Sentences of a lane at work, as they are said where no lane works yet.
_BEFORE_ANY_SCAN: Mapping[str, str] = {
    "sync.broken_off": "window.enrol_broken_off",
    "sync.too_slow": "window.enrol_too_slow",
    "sync.registry_trouble": "window.enrol_trouble",
    "sync.unreachable": "window.enrol_unreachable",
}
_PORT_ICONS: Mapping[bool, str] = {True: "ship", False: "plane"}
# Letters that people write one for another when they look for a name.
_FOLDED = str.maketrans("أإآٱىةؤئ", "اااايهوي", "ًٌٍَُِّْـ")


def present_step(
    step: Step, tongue: Tongue, way: Way = Way.NETWORK, *, enrolled: bool = False
) -> StepView:
    """A page's words. The pages of the program's own have no step of the rail ahead. ``enrolled``:
    the lane is, and only its data is missing: there is no way back, but one on without it."""
    by_stick, waits = way is Way.STICK, step is Step.STICK and enrolled
    title = _TITLES_BY_STICK.get(step) if by_stick else None
    lead = _LEADS_BY_STICK.get(step) if by_stick else None
    following = _NEXT_BY_STICK.get(step) if by_stick else None
    return StepView(
        step=step,
        title=(_ENROLLED_TITLE if waits else title or _TITLES[step]).said(tongue),
        lead=(_ENROLLED_LEAD if waits else lead or _LEADS[step]).said(tongue),
        next=(following or _NEXT.get(step, _ON)).said(tongue),
        back=_back(step, tongue, enrolled=enrolled),
        rail=tuple(_rail(at, step, tongue) for at in range(len(ORDER))),
    )


def present_field(field: Field, problem: str, tongue: Tongue) -> FieldView:
    """A field's words, with the sentence of what is wrong about it, if anything."""
    hint = _HINTS.get(field)
    return FieldView(
        field,
        _LABELS[field].said(tongue),
        "" if hint is None else hint.said(tongue),
        problem,
    )


def complaints(draft: Draft, step: Step, tongue: Tongue) -> dict[Field, str]:
    """What keeps this page from being left, in words, by field."""
    return {
        field: _complaint(field, problem).said(tongue)
        for field, problem in problems(draft, step).items()
    }


def present_ports(ports: Iterable[Port], sought: str, tongue: Tongue) -> tuple[PortView, ...]:
    """The ports whose names or codes hold each word of ``sought``, in either language."""
    words = _folded(sought).split()
    return tuple(
        PortView(
            port.port_id,
            port_name(port, tongue),
            _PORT_ICONS[port.mode == _SEA],
            _KINDS[port.mode == _SEA].said(tongue),
        )
        for port in ports
        if all(word in _folded(_all_names(port)) for word in words)
    )


def present_place(port: str, lane: str, fingerprint: str, tongue: Tongue) -> PlaceView:
    """The enrolled place. ``port`` is its name; ``fingerprint`` groups of digits with spaces."""
    compare = tongue.translate("FirstRun", "Fingerprint of this device")
    return PlaceView(
        place=fill(
            tongue.translate("FirstRun", "{port}, lane {lane}"), port=port, lane=label(lane, tongue)
        ),
        compare=compare,
        groups=tuple(fingerprint.split()),
        spoken=f"{compare}: {fingerprint}",
    )


def present_request(
    port: str, lane: str, fingerprint: str, tongue: Tongue, *, enrolled: bool
) -> RequestView:
    """A request that is under way. ``enrolled``: it was answered, and its data is missing."""
    sentences = _ENROLLED_STEPS if enrolled else _NEXT_STEPS
    return RequestView(
        present_place(port, lane, fingerprint, tongue),
        tuple(
            fill(
                tongue.translate("FirstRun", "{number}. {sentence}"),
                number=tongue.number(number),
                sentence=each.said(tongue),
            )
            for number, each in enumerate(sentences, start=1)
        ),
        _KEPT.said(tongue),
    )


def present_refusal(error: CheckpointError, tongue: Tongue, **values: object) -> str:
    """Why the enrolment failed. ``values`` go before the error's own."""
    key = _BEFORE_ANY_SCAN.get(error.key, error.key)
    return remark(key, tongue, **{**error.params, **values})


def source_name(kind: SourceKind, number: int, tongue: Tongue, title: str = "") -> str:
    """What reads the permits. Cameras are counted from 1 by people, from 0 here; ``title`` is what
    the system calls one."""
    named = kind is SourceKind.CAMERA and title
    phrase = _NAMED_CAMERA if named else _SOURCES[kind]
    shown = tongue.number(number + 1)
    return fill(phrase.said(tongue), number=shown, name=label(_short(title), tongue))


def scanner_name(title: str, tongue: Tongue) -> str:
    """A serial scanner by its name; without one, the scanner that types."""
    if not title:
        return _TYPES.said(tongue)
    return fill(_SERIAL.said(tongue), name=label(_short(title), tongue))


def way_name(way: Way, tongue: Tongue) -> str:
    """How a lane is enrolled."""
    return _WAYS[way].said(tongue)


def _short(title: str) -> str:
    return title if len(title) <= _LONGEST_TITLE else f"{title[: _LONGEST_TITLE - 1].rstrip()}…"


def _back(step: Step, tongue: Tongue, *, enrolled: bool) -> str:
    if step is Step.STICK and enrolled:
        return _START_WITHOUT.said(tongue)
    return "" if before(step) is None else _BACK.said(tongue)


def _complaint(field: Field, problem: Problem) -> Phrase:
    return _MISSING[field] if problem is Problem.MISSING else _PROBLEMS[problem]


def _rail(at: int, step: Step, tongue: Tongue) -> RailView:
    at_connect = Step.CONNECT if step is Step.STICK else step
    now = ORDER.index(at_connect) if at_connect in ORDER else len(ORDER)
    progress = (Progress.AHEAD, Progress.CURRENT, Progress.DONE)[(at <= now) + (at < now)]
    number, name = tongue.number(at + 1), _NAMES[ORDER[at]].said(tongue)
    spoken = fill(_PROGRESS[progress].said(tongue), number=number, name=name)
    return RailView(number, name, progress, spoken)


def _all_names(port: Port) -> str:
    return " ".join((port.name_en, port.name_ar, port.iata, port.locode, port.port_id))


def _folded(text: str) -> str:
    return text.casefold().translate(_FOLDED)
