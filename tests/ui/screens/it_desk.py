"""The IT desk: every page in its states, camera and scanner being tried, and a drill."""

from __future__ import annotations

from dataclasses import dataclass, field
from functools import partial

from PySide6.QtCore import QObject, Signal
from PySide6.QtGui import QColor, QImage, QPainter

from checkpoint_app.capture.presence import Outlined, Presence
from checkpoint_app.capture.scanner_check import Link, Sent
from checkpoint_app.capture.sheet_contents import SYMBOLS, SheetSymbol
from sync.bundle.departures import Exported
from sync.bundle.progress import Progress
from tests.ui.lane import samples
from tests.ui.screens.desk_bar import bar
from tests.ui.screens.it_desk_office import DRILL, Office
from tests.ui.screens.shots import Scene, shot
from ui.it_desk.desk import ItDesk, Senses
from ui.it_desk.drill_frame import DrillFrame
from ui.it_desk.port import RoundDone
from ui.lane.views import Tone
from ui.widgets.modules import barcode_image
from ui.workers.camera import CameraRead, CameraState, Pictured

# A key, as it is written on it.
_WRITTEN = frozenset({"Caps", "Lock"})
# What was not scanned yet, by name: a list that may be long.
_LIST = frozenset({"Capital letters", "حروف كبيرة"})
_STICK = "/media/port/CHECKPOINT"


class FakeCamera(QObject):
    """What a camera tells a window."""

    pictured = Signal(object)
    read = Signal(object)
    state = Signal(object)


@dataclass
class Held:
    """A desk and what it sees by."""

    desk: ItDesk
    camera: FakeCamera = field(default_factory=FakeCamera)


def open_desk(
    scene: Scene, office: Office | None = None, tab: str = "data", **made: object
) -> Held:
    """The desk at one of its pages."""
    camera = FakeCamera(scene.window)
    desk = ItDesk(
        office or Office(),  # type: ignore[arg-type]  # an office in all that is asked of it here
        scene.room,
        scene.window,
        senses=Senses(camera),  # type: ignore[arg-type]  # its signals are all that is listened to
        **made,  # type: ignore[arg-type]
    )
    scene.put("it_desk", desk.page, bar(scene.tongue, "Omar Fathy", "عمر فتحي"))
    desk.open()
    scene.at_end(desk.close)
    desk.page.tabs.turn_to(tab)
    scene.settle()
    scene.at_end(camera.deleteLater)
    return Held(desk, camera)


def see(scene: Scene, tab: str, *, trouble: bool = False) -> None:
    """A page as it stands."""
    open_desk(scene, Office(trouble), tab)


for _tab in ("data", "stick", "device", "machine"):
    shot(f"it-{_tab}")(partial(see, tab=_tab))

for _tab in ("data", "machine"):
    shot(f"it-{_tab}-trouble")(partial(see, tab=_tab, trouble=True))


@shot("it-data-barred")
def barred(scene: Scene) -> None:
    """Somebody who may look and not sync."""
    open_desk(scene, Office(may=False))


@shot("it-data-syncing")
def syncing(scene: Scene) -> None:
    data = open_desk(scene).desk.page.data
    data.begin_round()
    data.progress.show_progress(0.42, scene.tongue.translate("It", "%n record(s) to go", None, 812))


@shot("it-data-synced")
def synced(scene: Scene) -> None:
    held = open_desk(scene)
    held.desk._synced(RoundDone(812, 17, 0, True, False))


@shot("it-stick-preview")
def preview(scene: Scene) -> None:
    stick = open_desk(scene, tab="stick").desk.page.stick
    stick.folder.set_text(_STICK)
    stick.may_carry(True)
    stick.look.click()


@shot("it-stick-taking")
def taking(scene: Scene) -> None:
    held = open_desk(scene, tab="stick")
    stick = held.desk.page.stick
    stick.folder.set_text(_STICK)
    stick.begin(scene.tongue.translate("It", "Taking the stick in"))
    held.desk._progress(Progress(19_400_000, 19_400_000, 21_000, 48_390, 38.0))


@shot("it-stick-exported")
def exported(scene: Scene) -> None:
    held = open_desk(scene, tab="stick")
    held.desk.page.stick.folder.set_text(_STICK)
    held.desk._exported(Exported(172, 3, 1, 0))


@shot("it-machine-nothing-found")
def nothing_found(scene: Scene) -> None:
    machine = open_desk(scene, tab="machine").desk.page.machine
    machine.search.set_text("xyz")
    machine.log_wished.emit()


@shot("it-senses-idle")
def senses_idle(scene: Scene) -> None:
    open_desk(scene, tab="senses")


@shot("it-senses-tried")
def senses_tried(scene: Scene) -> None:
    """A permit before the camera, and the whole sheet scanned by a scanner that is set well."""
    held = open_desk(scene, tab="senses")
    begin_camera(held)
    try_scanner(held, 0.004, SYMBOLS)


@shot("it-senses-scanner-to-set", may_give_way=_LIST, latin=_WRITTEN)
def senses_to_set(scene: Scene) -> None:
    """One that is slow and capital letters come small."""
    held = open_desk(scene, tab="senses")
    held.camera.state.emit(CameraState(Presence.ABSENT, "camera:0"))
    sent = [
        Sent(each.content.swapcase() + "\t", _times(each.content, 0.03)) for each in SYMBOLS[:3]
    ]
    for each in sent:
        held.desk._heard(each)


@shot("it-drill-before")
def drill_before(scene: Scene) -> None:
    open_desk(scene, tab="drill")


@shot("it-drill")
def drill_on(scene: Scene) -> None:
    open_desk(scene, tab="drill", drill=DRILL)
    frame = DrillFrame(scene.theme, scene.tongue, scene.window)
    frame.begin()


@shot("lane-in-a-drill")
def lane_in_a_drill(scene: Scene) -> None:
    """Nobody can take it for a lane that counts."""
    tongue = scene.tongue
    scene.window.show_bar(samples.bar(tongue))
    scene.window.show_scans(samples.scans(tongue))
    scene.window.show_verdict(samples.verdict(Tone.CLEAR, tongue))
    frame = DrillFrame(scene.theme, tongue, scene.window)
    frame.begin()


def begin_camera(held: Held) -> None:
    """A permit lies before it; ten pictures and one reading a second."""
    held.camera.state.emit(CameraState(Presence.OPENED, "camera:0"))
    pictured = permit_seen(permit_picture())
    for _ in range(12):
        held.camera.pictured.emit(pictured)
    held.camera.read.emit(CameraRead(SYMBOLS[0].content, "QRCode"))
    held.desk._rate()


def try_scanner(held: Held, pace: float, symbols: tuple[SheetSymbol, ...]) -> None:
    """These symbols of the sheet, so many seconds a sign."""
    for symbol in symbols:
        text = symbol.content + "\r"
        held.desk._heard(Sent(text, _times(text, pace), Link.KEYS))


def _times(text: str, pace: float) -> tuple[float, ...]:
    return tuple(at * pace for at in range(len(text)))


_SIZE, _SIDE = (960, 540), 300
_AT = (330, 120)
_CORNERS = tuple(
    ((_AT[0] + x * _SIDE) / _SIZE[0], (_AT[1] + y * _SIDE) / _SIZE[1])
    for x, y in ((0, 0), (1, 0), (1, 1), (0, 1))
)


def permit_seen(image: QImage) -> Pictured:
    """The same, its code read."""
    return Pictured(image, (Outlined(_CORNERS, True),))


def permit_picture() -> QImage:
    """A permit on a counter, as a camera sees it."""
    image = QImage(*_SIZE, QImage.Format.Format_RGB32)
    image.fill(QColor(92, 84, 74))
    painter = QPainter(image)
    painter.fillRect(210, 40, 540, 500, QColor(238, 236, 228))
    painter.fillRect(250, 70, 260, 14, QColor(70, 70, 70))
    painter.fillRect(250, 94, 180, 10, QColor(130, 130, 130))
    code = barcode_image(SYMBOLS[0].content, "QRCode")
    painter.drawImage(_AT[0], _AT[1], code.scaled(_SIDE, _SIDE))
    for row in range(4):
        painter.fillRect(250, 446 + 22 * row, 460 - 60 * row, 9, QColor(150, 150, 150))
    painter.end()
    return image
