"""The catalogues hold every text of the windows, in both languages, in every plural form."""

from __future__ import annotations

import re
import shutil
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from xml.etree import ElementTree

import pytest

from installer import translations
from installer.translations import CATALOGUES, LANGUAGES, SourceText

_PLACES = re.compile(r"\{[a-z_]+\}|%n")
# Isolated codes, and the pattern of a file dialogue.
_CODE = re.compile(r"\u2066[^\u2066\u2069]*\u2069|\(\*\.[a-z]+\)")
# Forms of a plural in Qt's order: for Arabic 0, 1, 2, 3-10, 11-99, 100-102 (and so on by hundreds).
FORMS = {"ar": 6, "en": 2}
# The first three name their number by themselves.
MAY_LACK_THE_NUMBER = {"ar": 3, "en": 0}


@dataclass(frozen=True)
class Entry:
    """A text of a catalogue with what is said for it: one form, or the plural's."""

    source: SourceText
    forms: tuple[str, ...]
    finished: bool


def entries(language: str) -> Iterator[Entry]:
    root = ElementTree.parse(CATALOGUES / f"checkpoint_{language}.ts").getroot()
    for context in root.iter("context"):
        for message in context.iter("message"):
            said = message.find("translation")
            assert said is not None
            numerus = message.get("numerus") == "yes"
            forms = tuple(form.text or "" for form in said.iter("numerusform"))
            source = SourceText(
                context.findtext("name", ""),
                message.findtext("source", ""),
                message.findtext("comment", ""),
                numerus,
            )
            yield Entry(source, forms if numerus else (said.text or "",), said.get("type") is None)


ENTRIES = {language: tuple(entries(language)) for language in LANGUAGES}
ALL = [(language, entry) for language in LANGUAGES for entry in ENTRIES[language]]


def named(case: object) -> str:
    return case.source.text if isinstance(case, Entry) else str(case)


@pytest.mark.requirement("A16")
def test_lupdate_finds_nothing_that_the_catalogues_lack(tmp_path: Path):
    for language in LANGUAGES:
        shutil.copy(CATALOGUES / f"checkpoint_{language}.ts", tmp_path)
    translations.update(tmp_path)
    assert translations.changed(tmp_path) == []


def test_the_programs_catalogues_are_made_from_these(tmp_path: Path):
    for language in LANGUAGES:
        shutil.copy(CATALOGUES / f"checkpoint_{language}.ts", tmp_path)
    translations.release(tmp_path)
    assert translations.changed(tmp_path) == []


def test_arabic_has_every_text_and_english_every_plural():
    texts = set(translations.all_texts())
    assert {entry.source for entry in ENTRIES["ar"]} == texts
    assert {entry.source for entry in ENTRIES["en"]} == {text for text in texts if text.plural}


@pytest.mark.requirement("A16")
@pytest.mark.parametrize("language", LANGUAGES)
def test_nothing_is_missing(language: str):
    assert translations.missing(CATALOGUES, language) == []


@pytest.mark.parametrize(("language", "entry"), ALL, ids=named)
def test_every_form_is_there_with_its_places(language: str, entry: Entry):
    assert entry.finished
    assert len(entry.forms) == (FORMS[language] if entry.source.plural else 1)
    wanted = sorted(_PLACES.findall(entry.source.text))
    for form_number, form in enumerate(entry.forms):
        assert form.strip()
        found = sorted(_PLACES.findall(form))
        spelt = form_number < MAY_LACK_THE_NUMBER[language]
        assert found == wanted or (spelt and found == [each for each in wanted if each != "%n"])


@pytest.mark.parametrize("entry", ENTRIES["ar"], ids=named)
def test_latin_letters_in_arabic_are_isolated(entry: Entry):
    for form in entry.forms:
        bare = _CODE.sub("", _PLACES.sub("", form))
        assert not re.search("[A-Za-z]", bare), form


def test_no_file_tells_where_it_was_made():
    for file in CATALOGUES.glob("*.ts"):
        text = file.read_text(encoding="utf-8")
        assert "<location" not in text
        assert "filename" not in text


class TestFindingTexts:
    def found(self, source: str) -> list[SourceText]:
        return list(translations.texts_of(source, "a.py"))

    def test_calls_of_a_tongue_and_phrases(self):
        assert self.found('tongue.translate("A", "b")') == [SourceText("A", "b", "", False)]
        assert self.found('Phrase("A", "b")') == [SourceText("A", "b", "", False)]

    @pytest.mark.parametrize(
        "call", ['tongue.translate("A", "%n", None, len(x))', 'a.translate("A", "%n", n=x.y)']
    )
    def test_a_count_makes_a_plural(self, call: str):
        assert self.found(call) == [SourceText("A", "%n", "", True)]

    @pytest.mark.parametrize(
        "names", ["say = self._tongue.translate", "say, b = tongue.translate, 1"]
    )
    def test_another_name_for_the_method(self, names: str):
        assert self.found(f'{names}\nsay("A", "b")') == [SourceText("A", "b", "", False)]
        assert self.found('say("A", "b")') == []

    def test_a_text_in_parts_is_one(self):
        assert self.found('tongue.translate("A", "b" "c")')[0].text == "bc"

    def test_painters_move_and_say_nothing(self):
        assert self.found("painter.translate(1, 2)\ntext.translate(table)") == []

    @pytest.mark.parametrize(
        "call", ['tongue.translate("A", f"{b}")', "self._tongue.translate(a, b)", "Phrase(a, b)"]
    )
    def test_a_text_that_no_catalogue_can_find_is_refused(self, call: str):
        with pytest.raises(translations.TextError):
            self.found(call)
