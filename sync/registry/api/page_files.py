"""The style sheet and font of the pages: a fixed list, read once."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache
from importlib.resources import files

from falcon import Request, Response

from sync.protocol.problems import ProblemKind
from sync.registry.api.refusals import Refusal

_FONTS = "fontpkg_ibm_plex_sans_arabic"


@dataclass(frozen=True, slots=True)
class PageFile:
    """Where a file comes from, and its media type."""

    package: str
    path: tuple[str, ...]
    media: str


_FILES = {
    "pages.css": PageFile("resources", ("pages", "pages.css"), "text/css; charset=utf-8"),
    "regular.ttf": PageFile(_FONTS, ("files", "IBMPlexSansArabic-Regular.ttf"), "font/ttf"),
    "semibold.ttf": PageFile(_FONTS, ("files", "IBMPlexSansArabic-SemiBold.ttf"), "font/ttf"),
}


class PageFiles:
    """``/pages/{name}``."""

    def on_get(self, req: Request, resp: Response, name: str) -> None:
        """One of the few files."""
        if name not in _FILES:
            raise Refusal(ProblemKind.NOT_FOUND)
        resp.content_type = _FILES[name].media
        resp.set_header("Cache-Control", "public, max-age=3600")
        resp.data = _content(name)


@cache
def _content(name: str) -> bytes:
    file = _FILES[name]
    return files(file.package).joinpath(*file.path).read_bytes()
