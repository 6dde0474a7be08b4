"""Help pages: both languages tell the same, and every link and window has its page."""

from __future__ import annotations

import pytest

from checkpoint_app.help_pages import (
    CHAPTERS,
    CONTEXTS,
    FIRST_DAY,
    LANGUAGES,
    HelpPage,
    HelpPages,
    anchor_of,
    folded,
)
from checkpoint_app.reference import LANGUAGES as SPOKEN

PAGES = HelpPages()
NAMES = PAGES.names()
ALL = [(name, language) for name in NAMES for language in LANGUAGES]


def headings(page: HelpPage) -> list[int]:
    return [each.level for each in page.headings]


@pytest.mark.requirement("A16")
@pytest.mark.parametrize("name", NAMES)
def test_every_page_is_there_in_both_languages_with_the_same_headings(name: str) -> None:
    assert headings(PAGES.page(name, "ar")) == headings(PAGES.page(name, "en"))


def test_every_language_of_the_program_has_pages() -> None:
    assert set(LANGUAGES) == set(SPOKEN)


@pytest.mark.parametrize(("name", "language"), ALL)
def test_every_link_leads_somewhere(name: str, language: str) -> None:
    page = PAGES.page(name, language)
    for link in page.links:
        if "://" in link:
            continue
        target, _, anchor = link.partition("#")
        there = PAGES.page(target.removesuffix(".md"), language) if target else page
        assert not anchor or anchor in {each.anchor for each in there.headings}, link


@pytest.mark.parametrize(("name", "language"), ALL)
def test_every_page_has_one_title_of_its_own(name: str, language: str) -> None:
    assert headings(PAGES.page(name, language)).count(1) == 1
    titles = [PAGES.page(each, language).title for each in NAMES]
    assert titles.count(PAGES.page(name, language).title) == 1


@pytest.mark.parametrize("name", NAMES)
def test_pictures_are_of_the_language_and_the_same_in_both(name: str) -> None:
    named = {}
    for language in LANGUAGES:
        pictures = PAGES.page(name, language).pictures
        assert all(each.endswith(f"-{language}.png") for each in pictures)
        named[language] = [each.removesuffix(f"-{language}.png") for each in pictures]
    assert named["ar"] == named["en"]


def test_every_window_has_a_page() -> None:
    assert set(CONTEXTS.values()) <= set(NAMES)
    assert PAGES.page_for("a window of tomorrow") in NAMES


def test_every_page_of_the_contents_is_there_and_every_page_is_in_the_contents() -> None:
    assert {name for names in CHAPTERS.values() for name in names} == set(NAMES)


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("name", FIRST_DAY)
def test_a_first_day_is_read_in_ten_minutes(name: str, language: str) -> None:
    """At 120 words a minute, half of the time is for trying."""
    assert 250 < len(PAGES.page(name, language).text.split()) < 600


@pytest.mark.parametrize(
    ("words", "language", "name"),
    [
        ("lock", "en", "sign_in"),
        ("LOCKS post", "en", "sign_in"),
        ("القفل", "ar", "sign_in"),
        ("الوردية", "ar", "sign_in"),
        ("اعداد", "ar", "sign_in"),  # written without the hamza
    ],
)
def test_words_are_found_however_they_are_spelled(words: str, language: str, name: str) -> None:
    found = {hit.page.name for hit in PAGES.search(words, language)}
    assert name in found


def test_what_is_found_names_the_heading_above_it() -> None:
    hit = next(each for each in PAGES.search("ten minutes and five tries", "en"))
    assert hit.heading is not None
    assert hit.heading.text == "Forgotten password, or no code"
    assert "five tries" in hit.text


@pytest.mark.parametrize("words", ["", "   ", "zzzznowhere"])
def test_nothing_is_found_for_nothing(words: str) -> None:
    assert PAGES.search(words, "en") == ()


def test_letters_that_are_mixed_up_are_one() -> None:
    assert folded("أُعِيدَت الورديّة") == folded("اعيدت الورديه")


def test_an_anchor_is_made_as_the_sites_make_it() -> None:
    assert anchor_of("`A` port, many lanes") == "a-port-many-lanes"


@pytest.mark.parametrize("name", ["../lane-en.png", "a/b.png", "..\\x.png", "lane-en.md", "no.png"])
def test_only_pictures_of_the_folder_are_read(name: str) -> None:
    assert PAGES.picture(name) is None


def test_examples_are_no_headings_and_no_links() -> None:
    page = HelpPage("x", "en", "# Title\n\n```\n# not one\n[no](link.md)\n```\n\n[yes](lane.md)\n")
    assert [each.text for each in page.headings] == ["Title"]
    assert page.links == ("lane.md",)
