"""The tongue of the windows: Qt's catalogues, switched while the program runs."""

from __future__ import annotations

from datetime import date, datetime, timedelta
from importlib.resources import files
from importlib.resources.abc import Traversable
from pathlib import Path

from PySide6.QtCore import QCoreApplication, QLibraryInfo, QObject, Qt, QTranslator, Signal
from PySide6.QtGui import QGuiApplication

from ui.wording import figures
from ui.wording.figures import Unit

LANGUAGES = ("ar", "en")


class QtTongue(QObject):
    """One language at a time, by `resources/translations/checkpoint_<language>.qm`.

    Implements `ui.wording.tongue.Tongue`. The application's layout direction and Qt's own texts
    follow. ``changed`` is emitted when every text has to be said anew. Belongs to the thread of
    the windows.
    """

    changed = Signal()

    def __init__(
        self, language: str = "ar", digits: str = figures.ARABIC, parent: QObject | None = None
    ) -> None:
        super().__init__(parent)
        self._language, self._digits = "", digits
        self._texts = QTranslator(self)
        self._texts_of_qt = QTranslator(self)
        self._held: list[bytes] = []
        self._speak(language)

    @property
    def language(self) -> str:
        """``ar`` or ``en``."""
        return self._language

    @property
    def right_to_left(self) -> bool:
        """Whether this language is written so."""
        return self._language == "ar"

    @property
    def digits_setting(self) -> str:
        """``arabic`` or ``latin``: the digits of Arabic texts."""
        return self._digits

    def switch(self, language: str) -> None:
        """Speak another language from now on. One that is not known is English."""
        if language != self._language:
            self._speak(language)
            self.changed.emit()

    def set_digits(self, digits: str) -> None:
        """Write Arabic texts with ``arabic`` or ``latin`` digits from now on."""
        if digits != self._digits:
            self._digits = digits
            self.changed.emit()

    def translate(
        self, context: str, text: str, disambiguation: str | None = None, n: int = -1
    ) -> str:
        """The text in this language, its digits as the setting wants them; a text that the
        catalogue lacks is said as it is written."""
        said = self.digits(self._texts.translate(context, text, disambiguation, n) or text)
        return said.replace("%n", self.number(n)) if n >= 0 else said

    def number(self, value: int) -> str:
        """A count in groups of three."""
        return figures.grouped(value, self._shape)

    def digits(self, text: str) -> str:
        """The text with its digits as the setting wants them; codes stay Latin."""
        return figures.shaped(text, self._shape)

    def code(self, text: str) -> str:
        """A Latin code, isolated."""
        return figures.isolated(text)

    def time(self, at: datetime) -> str:
        """Hours and minutes in Cairo."""
        return figures.clock_time(at, self._shape)

    def date(self, day: date) -> str:
        """A day with its month in words."""
        return figures.day_in_words(day, self._language, self._shape)

    def age(self, span: timedelta) -> str:
        """A span in its largest unit."""
        count, unit = figures.largest_unit(span)
        if unit is Unit.DAYS:
            return self.translate("Age", "%n d", None, count)
        if unit is Unit.HOURS:
            return self.translate("Age", "%n h", None, count)
        if unit is Unit.MINUTES:
            return self.translate("Age", "%n min", None, count)
        return self.translate("Age", "%n s", None, count)

    @property
    def _shape(self) -> str:
        return figures.digits_of(self._language, self._digits)

    def _speak(self, language: str) -> None:
        self._language = language if language in LANGUAGES else "en"
        folder = files("resources").joinpath("translations")
        of_qt = Path(QLibraryInfo.path(QLibraryInfo.LibraryPath.TranslationsPath))
        held = []
        for translator, file in (
            (self._texts_of_qt, of_qt / f"qtbase_{self._language}.qm"),
            (self._texts, folder / f"checkpoint_{self._language}.qm"),
        ):
            QCoreApplication.removeTranslator(translator)
            # From memory: Qt would map the file, and read what an update puts in its place.
            held.append(_catalogue(file))
            translator.load(held[-1])
            QCoreApplication.installTranslator(translator)
        self._held = held  # Qt reads there; those of before are let go now
        QGuiApplication.setLayoutDirection(
            Qt.LayoutDirection.RightToLeft if self.right_to_left else Qt.LayoutDirection.LeftToRight
        )


def _catalogue(file: Path | Traversable) -> bytes:
    """A catalogue whole; empty for one that there is not: then texts are said as they are written,
    as Qt's own English ones always are."""
    try:
        return file.read_bytes()
    except OSError:
        return b""
