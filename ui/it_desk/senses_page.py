"""The page on which a camera and a scanner are tried."""

from __future__ import annotations

from PySide6.QtCore import Signal, Slot

from ui.it_desk.facts import Facts
from ui.it_desk.page import DeskPage
from ui.it_desk.present_data import BannerView
from ui.it_desk.present_senses import ScannerView
from ui.lane.camera_view import CameraView
from ui.lane.views import FactView
from ui.theme.current import ThemeHolder
from ui.widgets.banner import Banner
from ui.widgets.elided import FitLabel
from ui.widgets.empty import EmptyState
from ui.widgets.table import Table
from ui.wording.tongue import Tongue


class SensesPage(DeskPage):
    """``test_asked`` begins the scanner's test, or ends it; ``sheet_asked`` wants its sheet."""

    test_asked = Signal()
    sheet_asked = Signal()

    def __init__(self, holder: ThemeHolder, tongue: Tongue) -> None:
        super().__init__(holder)
        self._tongue = tongue
        self._listening = False
        self.picture = CameraView(holder, tongue)
        self._camera, self._camera_banner = Facts(holder, abreast=2), Banner(holder)
        self.test, self.sheet = self.button("scanner", leads=True), self.button("document")
        self._how = FitLabel(holder, "body", "ink_soft", lines=0)
        self._verdict, self._measured = Banner(holder), Facts(holder, abreast=2)
        self._none = EmptyState(holder, "camera-off")
        self._advice = FitLabel(holder, "body", lines=0)
        self.table = Table(holder)
        first, second = self.column(1), self.column(1)
        self._camera_card = self.card(first, None, 1)
        for widget in (self.picture, self._camera_banner, self._camera):
            self._camera_card.body.addWidget(widget)
        self._camera_card.body.addWidget(self._none, 1)
        self._camera_card.body.addStretch(0)
        self._scanner_card = self.card(second, None, 1)
        body = self._scanner_card.body
        body.addWidget(self._how)
        body.addLayout(self.row(self.test, self.sheet))
        body.addWidget(self._verdict)
        body.addWidget(self._advice)
        body.addWidget(self._measured)
        body.addWidget(self.table, 1)
        self.test.clicked.connect(self.test_asked)
        self.sheet.clicked.connect(self.sheet_asked)
        self._size()
        self.retranslate()

    def show_camera(self, banner: BannerView, facts: tuple[FactView, ...]) -> None:
        """How the camera stands."""
        self._none.setVisible(not facts)
        self._camera_card.body.setStretch(self._camera_card.body.count() - 1, int(bool(facts)))
        self._camera_banner.say(banner.text if facts else "", banner.mark)
        self._camera.show_facts(facts)
        self.picture.setVisible(bool(facts))

    def show_scanner(self, view: ScannerView, *, listening: bool) -> None:
        """What the scanner sent so far."""
        self._listening = listening
        self._verdict.say(view.banner.text, view.banner.mark)
        self._advice.setText("\n".join(f"• {line}" for line in view.advice))
        self._advice.setVisible(bool(view.advice))
        self._measured.show_facts(view.facts)
        self._how.setVisible(not view.table.rows)
        self.table.show_table(view.table)
        self._name_test()

    def follow_theme(self) -> None:
        """A picture of this size."""
        super().follow_theme()
        self._size()

    @Slot()
    def retranslate(self) -> None:
        """Say its own words in the language of now."""
        say = self._tongue.translate
        self._camera_card.set_title(say("It", "Camera"))
        self._scanner_card.set_title(say("It", "Scanner"))
        self._how.setText(
            say("It", "Print the test sheet and scan its symbols. Meanwhile nothing "
                      "of it reaches the lane")
        )  # fmt: skip
        self._none.say(
            say("It", "No camera"),
            say("It", "No camera is set for this lane. Choose one in the settings"),
        )
        self.sheet.setText(say("It", "Save the test sheet…"))
        self.picture.retranslate()
        self._name_test()
        self.space()

    def _name_test(self) -> None:
        say = self._tongue.translate
        begin, end = say("It", "Begin the scanner test"), say("It", "End the test")
        self.test.setText(end if self._listening else begin)

    def _size(self) -> None:
        self.picture.setFixedHeight(self.theme.px("it_desk.picture"))
