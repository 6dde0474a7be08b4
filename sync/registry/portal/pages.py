"""The registry's pages: Jinja2 templates of `resources/pages/`, complete without JavaScript."""

from __future__ import annotations

from functools import partial
from importlib.resources import files

import jinja2

from checkpoint_app.reference import LANGUAGES, message
from sync.registry.portal.numbers import shown

# No script, no foreign origin, nothing inline; only its own style sheet and font.
CONTENT_SECURITY_POLICY = (
    "default-src 'none'; style-src 'self'; font-src 'self'; form-action 'self'; "
    "base-uri 'none'; frame-ancestors 'none'"
)


def language(asked: str | None) -> str:
    """The language of a page: as asked for, else Arabic."""
    return asked if asked in LANGUAGES else "ar"


class Pages:
    """Renders templates. Everything put into one is escaped."""

    def __init__(self) -> None:
        self._templates = jinja2.Environment(
            loader=jinja2.FunctionLoader(_source),
            autoescape=True,
            undefined=jinja2.StrictUndefined,
            trim_blocks=True,
        )

    def render(self, name: str, lang: str, **values: object) -> str:
        """A page in a language. ``values`` are the template's own."""
        template = self._templates.get_template(name)
        return template.render(
            lang=lang,
            t=lambda key, **params: message(key, lang, **params),
            shown=partial(shown, lang=lang),
            **values,
        )


def _source(name: str) -> str | None:
    try:
        return files("resources").joinpath("pages", name).read_text(encoding="utf-8")
    except FileNotFoundError:
        return None
