"""No text that people read stands in the windows' sources outside the catalogues."""

from __future__ import annotations

import ast
from collections.abc import Iterator
from pathlib import Path

import pytest

import ui

ROOT = Path(ui.__file__).parent
SOURCES = sorted(ROOT.rglob("*.py"))
# What puts a text on a screen or into a screen reader's mouth.
SAYERS = frozenset(
    {
        *("setText", "setToolTip", "setStatusTip", "setWhatsThis", "setWindowTitle", "setTitle"),
        *("setAccessibleName", "setAccessibleDescription", "setPlaceholderText", "setPlainText"),
        *("setHtml", "setLabelText", "setInformativeText", "setDetailedText", "setPrefix"),
        *("setSuffix", "setNameFilter", "setNameFilters", "setHeaderLabels", "setItemText"),
        *("setTabText", "setButtonText", "addItem", "addItems", "insertItem", "addAction"),
        *("addButton", "addTab", "addMenu", "addRow", "drawText", "drawStaticText", "showMessage"),
        *("getOpenFileName", "getSaveFileName", "getExistingDirectory", "information"),
        *("question", "critical", "say"),
        *("QLabel", "QPushButton", "QToolButton", "QCheckBox", "QRadioButton", "QGroupBox"),
        *("QAction", "QMenu", "QMessageBox", "QTableWidgetItem", "QListWidgetItem", "QStaticText"),
        "QDockWidget",
    }
)
# Parts of views that are names for the program and not for people.
NAMES = frozenset({"icon", "scan_id", "file_name"})


def _name(call: ast.Call) -> str:
    called = call.func
    return called.attr if isinstance(called, ast.Attribute) else getattr(called, "id", "")


def _words(node: ast.AST) -> Iterator[str]:
    """Literal text with letters in an argument, also within an f-string or a sum."""
    if isinstance(node, ast.Call):
        return
    if isinstance(node, ast.Constant) and isinstance(node.value, str):
        if any(sign.isalpha() for sign in node.value):
            yield node.value
        return
    for child in ast.iter_child_nodes(node):
        yield from _words(child)


def _is_view(name: str) -> bool:
    return name.endswith("View") and name[:1].isupper() and not name.startswith("Q")


def literals(source: str) -> list[str]:
    """Texts that are said and go through no catalogue."""
    found = []
    for call in (node for node in ast.walk(ast.parse(source)) if isinstance(node, ast.Call)):
        name = _name(call)
        if name == "say" and isinstance(call.func, ast.Name):
            continue  # as widgets call their tongue's translate
        if name in SAYERS:
            parts = [*call.args, *(each.value for each in call.keywords)]
        elif _is_view(name):
            # A chip's first argument is its icon.
            parts = [*call.args[name == "ChipView" :]]
            parts += [each.value for each in call.keywords if each.arg not in NAMES]
        else:
            continue
        found += [text for part in parts for text in _words(part)]
    return found


@pytest.mark.parametrize("path", SOURCES, ids=lambda path: path.relative_to(ROOT).as_posix())
@pytest.mark.requirement("A16")
def test_every_text_goes_through_a_catalogue(path: Path):
    assert literals(path.read_text(encoding="utf-8")) == []


@pytest.mark.parametrize("path", SOURCES, ids=lambda path: path.relative_to(ROOT).as_posix())
def test_arabic_stands_in_the_catalogues_only(path: Path):
    """But for figures, which are the months' and digits' own catalogue, letters that stand for one
    another, and the name of a language in itself."""
    if path == ROOT / "wording" / "figures.py":
        return
    tree = ast.parse(path.read_text(encoding="utf-8"))
    letters = {
        id(part)
        for node in ast.walk(tree)
        for part in (
            [node.value]  # documentation
            if isinstance(node, ast.Expr)
            else node.args
            if isinstance(node, ast.Call) and _name(node) == "maketrans"
            else []
        )
    }
    said = {
        node.value
        for node in ast.walk(tree)
        if isinstance(node, ast.Constant)
        and isinstance(node.value, str)
        and id(node) not in letters
    }
    assert {text for text in said if any("\u0600" <= s <= "\u06ff" for s in text)} <= {"العربية"}


@pytest.mark.parametrize(
    "source",
    [
        'label.setText("Hello")',
        'label.setText(f"Hello {name}")',
        'label.setAccessibleName("a" + name)',
        'box = QLabel("Hello", parent)',
        'painter.drawText(0, 0, "Hello")',
        'ChipView("icon", "Hello", Mark.GOOD)',
        'FactView(label="Hello", value=value)',
        'combo.addItem(tongue.translate("A", "b") if known else "none")',
    ],
)
def test_a_text_outside_the_catalogues_is_found(source: str):
    assert literals(source)


@pytest.mark.parametrize(
    "source",
    [
        'label.setText(tongue.translate("Context", "Hello"))',
        'label.setText(fill(tongue.translate("Context", "{a}"), a=name))',
        'label.setText("· ")',
        'label.setObjectName("hello")',
        'ChipView("icon", text, Mark.GOOD, detail=text)',
        'ScanRowView(scan_id="0a", when=when)',
    ],
)
def test_what_is_no_text_for_people_is_left_alone(source: str):
    assert literals(source) == []
