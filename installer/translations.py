#!/usr/bin/env python3
"""The windows' catalogues, brought up to date with the sources. For developers.

    .venv/bin/python installer/translations.py          update the .ts files, then write the .qm
    .venv/bin/python installer/translations.py --check  write nothing; say what would change

Every text of `ui/` goes into `resources/translations/checkpoint_ar.ts`; checkpoint_en.ts holds the
plurals only, since the sources are written in English. Write the Arabic into the .ts by hand or
with Qt Linguist, then run this again. Exits 1 while a text is missing or a call is not literal.

Qt's lupdate reads Python only in part (it loses a call whose count is not a number, and takes it
for no plural): so it is given a listing of the texts that Python's own parser found.
"""

from __future__ import annotations

import ast
import importlib.util
import json
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from xml.etree import ElementTree

ROOT = Path(__file__).resolve().parents[1]
SOURCES = ROOT / "ui"
CATALOGUES = ROOT / "resources" / "translations"
# Here texts are also passed on, without being written in the call.
PASSING_ON = SOURCES / "wording"
# Options of lupdate for each language. Sorted and without line numbers: small differences.
LANGUAGES = {"ar": (), "en": ("-pluralonly",)}
_ALWAYS = ("-silent", "-no-obsolete", "-sort-messages", "-locations", "none")
_NO_GUESSES = ("-disable-heuristic", "sametext", "-disable-heuristic", "similartext")


class TextError(Exception):
    """A text that no catalogue can find: it is not written out in the call."""


@dataclass(frozen=True, order=True)
class SourceText:
    """One text of the sources."""

    context: str
    text: str
    comment: str
    plural: bool


def texts_of(source: str, name: str, *, passing_on: bool = False) -> Iterator[SourceText]:
    """The texts that a Python file says, in ``….translate("Context", "Text")``, by another name for
    such a method (``say = tongue.translate``), and in ``Phrase("Context", "Text")``.

    Raises TextError for such a call that is not literal, unless the file is ``passing_on`` what
    others write."""
    tree = ast.parse(source, name)
    sayers = {"Phrase", *_names_of_translate(tree)}
    for node in ast.walk(tree):
        if isinstance(node, ast.Call) and _says(node, sayers):
            literal = node.args and isinstance(node.args[0], ast.Constant)
            if literal or not passing_on:
                yield _text(node, f"{name}:{node.lineno}")


def _names_of_translate(tree: ast.AST) -> Iterator[str]:
    for node in ast.walk(tree):
        if isinstance(node, ast.Assign):
            for target in node.targets:
                for named, value in _pairs(target, node.value):
                    if isinstance(named, ast.Name) and _is_translate(value):
                        yield named.id


def _pairs(target: ast.expr, value: ast.expr) -> Iterator[tuple[ast.expr, ast.expr]]:
    if isinstance(target, ast.Tuple) and isinstance(value, ast.Tuple):
        yield from zip(target.elts, value.elts, strict=False)
    else:
        yield target, value


def _is_translate(node: ast.expr) -> bool:
    """Whether it is the method of a tongue."""
    speaker, _, method = ast.unparse(node).rpartition(".")
    return method == "translate" and speaker.endswith("tongue")


def _says(call: ast.Call, sayers: set[str]) -> bool:
    """Whether it is a call for a text: painters have a ``translate`` too, of numbers."""
    if isinstance(call.func, ast.Name):
        return call.func.id in sayers
    first = call.args[0].value if call.args and isinstance(call.args[0], ast.Constant) else None
    method = call.func.attr if isinstance(call.func, ast.Attribute) else ""
    return (method == "translate" and isinstance(first, str)) or _is_translate(call.func)


def _text(call: ast.Call, place: str) -> SourceText:
    given = dict(zip(("context", "text", "disambiguation", "n"), call.args, strict=False))
    given |= {each.arg or "": each.value for each in call.keywords}
    context, text = _literal(given.get("context")), _literal(given.get("text"))
    if not context or not text:
        raise TextError(f"{place}: context and text have to be written in the call")
    return SourceText(context, text, _literal(given.get("disambiguation")), plural="n" in given)


def _literal(node: ast.expr | None) -> str:
    value = node.value if isinstance(node, ast.Constant) else None
    return value if isinstance(value, str) else ""


def all_texts() -> list[SourceText]:
    """Every text of the windows, once each. Raises TextError, also for a text that is a plural in
    one place and none in another."""
    found: set[SourceText] = set()
    for path in sorted(SOURCES.rglob("*.py")):
        source, name = path.read_text(encoding="utf-8"), path.relative_to(ROOT).as_posix()
        found |= set(texts_of(source, name, passing_on=path.is_relative_to(PASSING_ON)))
    for text in found:
        if SourceText(text.context, text.text, text.comment, not text.plural) in found:
            raise TextError(f"{text.context!r}, {text.text!r}: with a count and without")
    return sorted(found)


def listing(texts: list[SourceText]) -> str:
    """The texts as a program that lupdate reads without a loss."""
    lines = (
        ", ".join(
            json.dumps(part, ensure_ascii=False) for part in (text.context, text.text, text.comment)
        )
        + (", 1" if text.plural else "")
        for text in texts
    )
    return "".join(f"QCoreApplication.translate({line})\n" for line in lines)


def tool(name: str) -> str:
    """Qt's program of this name out of the PySide6 package."""
    spec = importlib.util.find_spec("PySide6")
    if spec is None or spec.origin is None:
        raise SystemExit("PySide6 is not installed: python3 installer/bootstrap.py setup --dev")
    for folder in (Path(spec.origin).parent, Path(spec.origin).parent / "libexec"):
        for file in (folder / name, folder / f"{name}.exe"):
            if file.is_file():
                return str(file)
    raise SystemExit(f"PySide6 comes without {name}")


def update(folder: Path) -> None:
    """Bring the .ts files of a folder up to date with the sources."""
    with tempfile.TemporaryDirectory() as made:
        source = Path(made) / "texts.py"
        source.write_text(listing(all_texts()), encoding="utf-8")
        for language, options in LANGUAGES.items():
            target = ("-target-language", language, "-ts", str(_ts(folder, language)))
            run = (tool("lupdate"), *_ALWAYS, *_NO_GUESSES, *options, str(source), *target)
            subprocess.run(run, check=True)


def release(folder: Path) -> None:
    """Write the .qm files of a folder from its .ts files."""
    for language in LANGUAGES:
        ts = _ts(folder, language)
        run = (tool("lrelease"), "-silent", str(ts), "-qm", str(ts.with_suffix(".qm")))
        subprocess.run(run, check=True)


def missing(folder: Path, language: str) -> list[str]:
    """Texts that a catalogue has not, or not in every plural form."""
    lacking = []
    for context in ElementTree.parse(_ts(folder, language)).getroot().iter("context"):
        for message in context.iter("message"):
            said = message.find("translation")
            forms = [] if said is None else list(said.iter("numerusform")) or [said]
            done = said is not None and said.get("type") is None
            if not done or not all((form.text or "").strip() for form in forms):
                lacking.append(f"{context.findtext('name')}: {message.findtext('source')}")
    return lacking


def changed(folder: Path) -> list[str]:
    """Names of the files in a folder that differ from those of this project."""
    return [
        file.name
        for file in sorted(folder.iterdir())
        if not (CATALOGUES / file.name).is_file()
        or (CATALOGUES / file.name).read_bytes() != file.read_bytes()
    ]


def _ts(folder: Path, language: str) -> Path:
    return folder / f"checkpoint_{language}.ts"


def main(arguments: list[str]) -> int:
    """The command. 1 for anything that a person has to do."""
    with tempfile.TemporaryDirectory() as made:
        folder = Path(made)
        for language in LANGUAGES:
            if _ts(CATALOGUES, language).is_file():
                shutil.copy(_ts(CATALOGUES, language), folder)
        try:
            update(folder)
        except TextError as error:
            print(error)
            return 1
        release(folder)
        differing = changed(folder)
        if "--check" not in arguments:
            for name in differing:
                shutil.copy(folder / name, CATALOGUES / name)
        lacking = [text for language in LANGUAGES for text in missing(folder, language)]
    for line in (*(f"changed: {name}" for name in differing), *lacking):
        print(line)
    return 1 if lacking or ("--check" in arguments and differing) else 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
