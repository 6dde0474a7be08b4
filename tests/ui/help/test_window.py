"""Help inside the program: pages, links, search, both ways of reading."""

from __future__ import annotations

import re

import pytest
from PySide6.QtCore import QEvent, Qt, QUrl
from PySide6.QtGui import QKeyEvent, QTextDocument
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from checkpoint_app.help_pages import CONTEXTS, LANGUAGES, HelpPage, HelpPages
from tests.ui.spoken import spoken
from ui.help.browser import HelpBrowser, isolated_codes, mirrored_tables
from ui.help.window import HelpWindow
from ui.theme.current import ThemeHolder
from ui.theme.theme import Theme
from ui.theme.tokens import tokens
from ui.wording.figures import bare
from ui.wording.qt_tongue import QtTongue

PAGES = HelpPages()


@pytest.fixture
def tongue(qapp: QApplication) -> QtTongue:
    return QtTongue("en", parent=qapp)


@pytest.fixture
def window(qtbot: QtBot, holder: ThemeHolder, tongue: QtTongue) -> HelpWindow:
    made = HelpWindow(holder, tongue, PAGES)
    qtbot.addWidget(made)
    made.resize(1280, 720)
    made.open_for("lane")
    QApplication.processEvents()
    return made


def strike(window: HelpWindow, key: Qt.Key, held: Qt.KeyboardModifier) -> None:
    QApplication.sendEvent(window, QKeyEvent(QEvent.Type.KeyPress, key, held))


@pytest.mark.requirement("A16")
@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("name", PAGES.names())
def test_every_page_is_drawn_whole(
    qtbot: QtBot, holder: ThemeHolder, name: str, language: str
) -> None:
    browser, page = HelpBrowser(holder, PAGES), PAGES.page(name, language)
    qtbot.addWidget(browser)
    browser.resize(900, 700)
    browser.show_page(page)
    text = bare(browser.toPlainText())
    for heading in page.headings:
        assert heading.text in " ".join(text.split())
    assert "![" not in text
    assert browser.document().idealWidth() <= browser.viewport().width() + 1
    right = browser.layoutDirection() is Qt.LayoutDirection.RightToLeft
    assert right is (language == "ar")


@pytest.mark.parametrize(("context", "name"), CONTEXTS.items())
def test_f1_opens_the_page_of_the_window(window: HelpWindow, context: str, name: str) -> None:
    window.open_for(context)
    assert window.page == name
    assert window.isVisible()


def test_a_link_leads_on_and_back_leads_back(window: HelpWindow) -> None:
    window.open_page("hub")
    window.browser.anchorClicked.emit(QUrl("disconnected.md"))
    assert window.page == "disconnected"
    strike(window, Qt.Key.Key_Left, Qt.KeyboardModifier.AltModifier)
    assert window.page == "hub"
    window.back.click()
    assert window.page == "lane"
    assert not window.back.isEnabled()


@pytest.mark.parametrize("link", ["https://example.org/lane.md", "file:///etc/passwd", "none.md"])
def test_nothing_outside_is_opened(window: HelpWindow, link: str) -> None:
    window.browser.anchorClicked.emit(QUrl(link))
    assert window.page == "lane"


def test_words_are_looked_for_in_every_page(window: HelpWindow) -> None:
    window.look_for("fingerprint")
    listed = [window.contents.item(row).text() for row in range(window.contents.count())]
    assert len(listed) > 2
    assert any(text.startswith("First day: IT") for text in listed)
    window.contents.setCurrentRow(1)
    strike_list = QKeyEvent(QEvent.Type.KeyPress, Qt.Key.Key_Return, Qt.KeyboardModifier.NoModifier)
    QApplication.sendEvent(window.contents, strike_list)
    assert window.browser.textCursor().selectedText().lower() == "fingerprint"


def test_what_is_not_found_says_what_to_do(window: HelpWindow) -> None:
    window.look_for("zzzznowhere")
    assert "another word" in window.contents.item(0).text()


def test_escape_ends_the_search_and_then_the_window(window: HelpWindow) -> None:
    window.look_for("lock")
    strike(window, Qt.Key.Key_Escape, Qt.KeyboardModifier.NoModifier)
    assert window.search.text == ""
    assert window.isVisible()
    strike(window, Qt.Key.Key_Escape, Qt.KeyboardModifier.NoModifier)
    assert not window.isVisible()


def test_a_heading_is_scrolled_to(window: HelpWindow) -> None:
    window.open_page("disconnected", PAGES.page("disconnected", "en").headings[3].anchor)
    assert window.browser.verticalScrollBar().value() > 0


def test_another_language_and_other_colours(
    window: HelpWindow, tongue: QtTongue, holder: ThemeHolder
) -> None:
    tongue.switch("ar")
    window.retranslate()
    assert window.browser.page is not None
    assert window.browser.page.language == "ar"
    holder.use(Theme(tokens(), dark=True, unit=1.5))
    assert window.page == "lane"


def test_a_picture_that_is_there_is_shown_no_wider_than_the_page(
    qtbot: QtBot, holder: ThemeHolder
) -> None:
    browser = HelpBrowser(holder, PAGES)
    qtbot.addWidget(browser)
    browser.resize(500, 400)
    browser.show()
    QApplication.processEvents()
    browser.show_page(HelpPage("x", "en", "# A\n\n![b](../pictures/lane-en.png)\n"))
    image = browser.loadResource(
        QTextDocument.ResourceType.ImageResource.value, QUrl("../pictures/lane-en.png")
    )
    assert 0 < image.width() <= 500  # type: ignore[attr-defined]


@pytest.mark.parametrize("where", ["https://example.org/a.png", "../pictures/none.png"])
def test_no_other_picture_is_loaded(qtbot: QtBot, holder: ThemeHolder, where: str) -> None:
    browser = HelpBrowser(holder, PAGES)
    qtbot.addWidget(browser)
    kind = QTextDocument.ResourceType.ImageResource.value
    assert browser.loadResource(kind, QUrl(where)) is None
    assert browser.loadResource(QTextDocument.ResourceType.HtmlResource.value, QUrl("a")) is None


def test_codes_inside_arabic_run_from_left_to_right() -> None:
    text = "نص `a/b` ثم\n\n```\n`c`\n```\n"
    told = isolated_codes(text)
    assert "`\u2066a/b\u2069`" in told
    assert re.search("^`c`$", told, re.MULTILINE)


def test_tables_in_arabic_begin_at_the_right() -> None:
    assert mirrored_tables("| a | b |\n|---|:--|\nx | y") == "| b | a |\n|:--|---|\nx | y"


def test_it_is_told_to_a_screen_reader(window: HelpWindow) -> None:
    names = [spoken(each).name for each in window.controls()]
    assert names == ["Search in help", "Contents", "The lane's window", "Back", "Close"]
