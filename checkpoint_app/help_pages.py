"""The help pages that ship with the program: `resources/help/<language>/*.md`, read once.

A page begins with its title as a heading of the first level. Links go to another page
(``hub.md``, ``hub.md#each-day``) and pictures to `resources/help/pictures`.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from types import MappingProxyType

from checkpoint_app.errors import ConfigError

LANGUAGES = ("ar", "en")
PICTURES = "pictures"
FIRST_DAY = ("officer", "second_line", "supervisor", "it")
# In the order of the table of contents, by chapter.
CHAPTERS: Mapping[str, tuple[str, ...]] = MappingProxyType(
    {
        "first_day": FIRST_DAY,
        "windows": ("sign_in", "lane", "verdicts", "orders", "settings"),
        "tasks": ("staff", "scanners", "hub", "disconnected", "ceremony"),
        "reference": ("formats", "attacks"),
    }
)
# Which page F1 opens, by the window that one is in.
CONTEXTS: Mapping[str, str] = MappingProxyType(
    {
        "sign_in": "sign_in",
        "shift": "sign_in",
        "locked": "sign_in",
        "hand_over": "sign_in",
        "approval": "sign_in",
        "answering": "supervisor",
        "lane": "lane",
        "day": "lane",
        "first_run": "it",
        "second_line": "second_line",
        "supervisor": "supervisor",
        "it": "it",
        "it_desk": "it",
        "orders": "orders",
        "settings": "settings",
        "scanner_check": "scanners",
        "bundles": "disconnected",
    }
)
HOME = "officer"
_LARGEST = 256 * 1024
_HEADING = re.compile(r"(#{1,6})\s+(.*?)\s*#*")
_FENCE = "```"
_MARKS = re.compile(r"[*`|]|\[([^\]]*)\]\([^)]*\)|^[#>\s-]+")
_LINK = re.compile(r"(?<!!)\[[^\]]*\]\(([^)\s]+)\)")
_PICTURE = re.compile(r"!\[([^\]]*)\]\(([^)\s]+)\)")
# Written in different ways, and looked for as one: alef, hamza, ta marbuta, ya, tatweel.
_ALIKE = str.maketrans("أإآٱةىؤئ", "ااااهيوي", "ـ")
_AROUND = 60


@dataclass(frozen=True, slots=True)
class Heading:
    """A heading: its level from 1, its text, and its anchor within the page."""

    level: int
    text: str
    anchor: str


@dataclass(frozen=True, slots=True)
class HelpPage:
    """One page in one language, in Markdown."""

    name: str
    language: str
    text: str

    @property
    def title(self) -> str:
        """The heading that it begins with."""
        return next((each.text for each in self.headings if each.level == 1), self.name)

    @property
    def headings(self) -> tuple[Heading, ...]:
        """All headings, in their order."""
        return tuple(heading for _, heading in self._headed() if heading is not None)

    @property
    def links(self) -> tuple[str, ...]:
        """Where its links go, outside examples."""
        lines = (line for line, _ in self._headed())
        return tuple(target for line in lines for target in _LINK.findall(line))

    @property
    def pictures(self) -> tuple[str, ...]:
        """The pictures that it names."""
        return tuple(target for _, target in _PICTURE.findall(self.text))

    def passages(self) -> Iterator[tuple[Heading | None, str]]:
        """Each line that says something, with the heading that it stands under."""
        under: Heading | None = None
        for line, heading in self._headed():
            under = heading or under
            said = _MARKS.sub(lambda mark: mark[1] or " ", line).strip()
            if said:
                yield under, " ".join(said.split())

    def _headed(self) -> Iterator[tuple[str, Heading | None]]:
        """Its lines, examples left out, with the heading that a line is."""
        fenced = False
        for line in self.text.splitlines():
            if line.lstrip().startswith(_FENCE):
                fenced = not fenced
            elif not fenced:
                found = _HEADING.fullmatch(line)
                yield line, _heading(found) if found else None


@dataclass(frozen=True, slots=True)
class Hit:
    """A place where something was found: the page, the heading above it, and the words around."""

    page: HelpPage
    heading: Heading | None
    text: str


class HelpPages:
    """All pages of both languages. Raises ConfigError: the program is damaged."""

    def page(self, name: str, language: str) -> HelpPage:
        """A page. Raises KeyError for a name that there is not."""
        return _pages(_known(language))[name]

    def names(self) -> tuple[str, ...]:
        """Every page, in the order of the contents."""
        listed = [name for names in CHAPTERS.values() for name in names]
        return tuple(listed) + tuple(sorted(set(_pages("en")) - set(listed)))

    def page_for(self, context: str) -> str:
        """The page of the window that one is in; the first one for a window without any."""
        return CONTEXTS.get(context, HOME)

    def search(self, words: str, language: str, limit: int = 40) -> tuple[Hit, ...]:
        """Where all the words stand in one line, however they are spelled; headings first."""
        wanted = folded(words).split()
        if not wanted:
            return ()
        hits = [hit for name in self.names() for hit in _hits(self.page(name, language), wanted)]
        hits.sort(key=lambda hit: hit.heading is None or hit.text != hit.heading.text)
        return tuple(hits[:limit])

    def picture(self, name: str) -> bytes | None:
        """A picture as PNG; None for one that the build has not made."""
        if "/" in name or "\\" in name or not name.endswith(".png"):
            return None
        try:
            return files("resources").joinpath("help", PICTURES, name).read_bytes()
        except OSError:
            return None


def folded(text: str) -> str:
    """A text as it is compared: without vowel signs, letters that are mixed up made one."""
    plain = unicodedata.normalize("NFKD", text.translate(_ALIKE))
    kept = "".join(sign for sign in plain if not unicodedata.combining(sign))
    return kept.translate(_ALIKE).casefold()


def anchor_of(text: str) -> str:
    """The anchor of a heading, as GitHub makes it: what is no letter or digit goes, blanks are
    hyphens."""
    kept = re.sub(r"[^\w\s-]", "", text.replace("`", "").lower())
    return re.sub(r"\s", "-", kept.strip())


def _heading(found: re.Match[str]) -> Heading:
    text = _MARKS.sub(lambda mark: mark[1] or "", found[2]).strip()
    return Heading(len(found[1]), text, anchor_of(found[2]))


def _hits(page: HelpPage, wanted: list[str]) -> Iterator[Hit]:
    for heading, text in page.passages():
        looked_in = folded(text)
        if all(word in looked_in for word in wanted):
            yield Hit(page, heading, _around(text, looked_in.find(wanted[0])))


def _around(text: str, at: int) -> str:
    """The words around a place; what is left out is marked."""
    if len(text) <= 2 * _AROUND:
        return text
    start = max(0, min(at - _AROUND, len(text) - 2 * _AROUND))
    if start:
        start = text.find(" ", start) + 1 or start
    end = text.rfind(" ", start, start + 2 * _AROUND) if start + 2 * _AROUND < len(text) else -1
    shown = text[start:] if end <= start else text[start:end]
    return ("… " if start else "") + shown + ("" if end <= start else " …")


def _known(language: str) -> str:
    return language if language in LANGUAGES else "en"


@cache
def _pages(language: str) -> Mapping[str, HelpPage]:
    folder = files("resources").joinpath("help", language)
    found: dict[str, HelpPage] = {}
    try:
        for entry in folder.iterdir():
            if entry.name.endswith(".md"):
                content = entry.read_bytes()
                if len(content) > _LARGEST:
                    raise ConfigError(f"help/{language}/{entry.name} is too long")
                name = entry.name.removesuffix(".md")
                found[name] = HelpPage(name, language, content.decode("utf-8"))
    except (OSError, UnicodeDecodeError) as error:
        raise ConfigError(f"help/{language} cannot be read") from error
    return MappingProxyType(found)
