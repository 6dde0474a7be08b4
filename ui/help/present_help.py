"""The contents of help, and what was found in it, in words."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from checkpoint_app.help_pages import CHAPTERS, HelpPages
from ui.help.views import EntryView
from ui.wording.phrase import Phrase
from ui.wording.tongue import Tongue

_CHAPTERS: Mapping[str, Phrase] = {
    "first_day": Phrase("Help", "First day"),
    "windows": Phrase("Help", "The windows"),
    "tasks": Phrase("Help", "When something is to be done"),
    "reference": Phrase("Help", "For reference"),
}


def present_contents(pages: HelpPages, tongue: Tongue) -> tuple[EntryView, ...]:
    """Chapters and their pages. A page that no chapter names stands in the last one."""

    def entries() -> Iterator[EntryView]:
        rest = list(pages.names())
        for chapter, names in CHAPTERS.items():
            yield EntryView(_CHAPTERS[chapter].said(tongue))
            for name in names:
                rest.remove(name)
                yield _entry(pages, name, tongue)
        for name in rest:
            yield _entry(pages, name, tongue)

    return tuple(entries())


def present_hits(pages: HelpPages, words: str, tongue: Tongue) -> tuple[EntryView, ...]:
    """How many places were found, and each: the page, then the words around."""
    hits = pages.search(words, tongue.language)
    if not hits:
        nothing = tongue.translate("Help", "Nothing found. Try another word, or a part of one")
        return (EntryView(nothing, is_hit=True),)
    found = tongue.translate("Help", "%n places found", None, len(hits))
    return (
        EntryView(found, is_hit=True),
        *(
            EntryView(
                hit.page.title if hit.text == hit.page.title else f"{hit.page.title}\n{hit.text}",
                hit.page.name,
                hit.heading.anchor if hit.heading else "",
                is_hit=True,
            )
            for hit in hits
        ),
    )


def _entry(pages: HelpPages, name: str, tongue: Tongue) -> EntryView:
    return EntryView(pages.page(name, tongue.language).title, name)
