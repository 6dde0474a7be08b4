"""No colour and no size is written in a widget: they are tokens, and each token that is named is
one. Read from the source, without running it."""

from __future__ import annotations

import ast
import re
from collections.abc import Callable, Iterator
from importlib.resources import files
from pathlib import Path

import pytest

import ui
from ui.theme.tokens import tokens

ROOT = Path(ui.__file__).parent
SOURCES = sorted(ROOT.rglob("*.py"))
HEX = re.compile(r"#(?:[0-9a-fA-F]{3,4}|[0-9a-fA-F]{6}|[0-9a-fA-F]{8})(?![0-9a-zA-Z])")
LENGTH = re.compile(r"\b\d+(?:\.\d+)?\s*(?:px|pt|em)\b")
COLOUR_WORD = re.compile(r"\b(?:color|background(?:-color)?|border)\s*:\s*(?!none|transparent)\w")
SIZING = re.compile(
    r"set(?:Fixed|Minimum|Maximum|Base)(?:Width|Height|Size)"
    r"|set(?:PixelSize|PointSize|PointSizeF|Spacing|HorizontalSpacing|VerticalSpacing|Margin)"
    r"|set(?:ContentsMargins|IconSize|ColumnWidth|RowHeight|WidthF|Width|Interval)|singleShot|QSize"
)
COLOUR_MAKERS = {"QColor", "fromRgb", "fromRgbF", "fromHsv", "fromHsl", "fromString", "qRgb"}
ICONS = files("resources").joinpath("icons")
ICON_NAMES = {entry.name.removesuffix(".svg") for entry in ICONS.iterdir()}
SEE_THROUGH = "transparent"


def parsed(source: Path) -> ast.AST:
    return ast.parse(source.read_text(encoding="utf-8"))


def docstrings(tree: ast.AST) -> set[int]:
    """Where documentation stands, which may speak of numbers and colours."""
    nodes = (node for node in ast.walk(tree) if isinstance(node, ast.Expr))
    return {id(node.value) for node in nodes if isinstance(node.value, ast.Constant)}


def strings(tree: ast.AST) -> Iterator[ast.Constant]:
    documentation = docstrings(tree)
    for node in ast.walk(tree):
        match node:
            case ast.Constant(value=str()) if id(node) not in documentation:
                yield node


def calls(tree: ast.AST) -> Iterator[tuple[str, ast.Call]]:
    for node in ast.walk(tree):
        if isinstance(node, ast.Call):
            match node.func:
                case ast.Attribute(attr=name) | ast.Name(id=name):
                    yield name, node


def number(node: ast.expr) -> bool:
    """A literal number that is not 0, with or without a sign."""
    if isinstance(node, ast.UnaryOp):
        return number(node.operand)
    return (
        isinstance(node, ast.Constant)
        and isinstance(node.value, int | float)
        and not isinstance(node.value, bool)
        and node.value != 0
    )


def written_colours(tree: ast.AST) -> Iterator[str]:
    for text in strings(tree):
        if HEX.search(str(text.value)):
            yield f"{text.lineno}: {text.value!r}"
    for name, call in calls(tree):
        constant = all(isinstance(arg, ast.Constant) for arg in call.args)
        if name in COLOUR_MAKERS and call.args and constant:
            yield f"{call.lineno}: {name}"
    for node in ast.walk(tree):
        match node:
            case ast.Attribute(value=ast.Attribute(attr="GlobalColor"), attr=name):
                if name != SEE_THROUGH:
                    yield f"{node.lineno}: {name}"


def written_sizes(tree: ast.AST) -> Iterator[str]:
    for text in strings(tree):
        if LENGTH.search(str(text.value)):
            yield f"{text.lineno}: {text.value!r}"
    for name, call in calls(tree):
        if SIZING.fullmatch(name) and any(number(arg) for arg in call.args):
            yield f"{call.lineno}: {name}"


def written_styles(tree: ast.AST) -> Iterator[str]:
    """A style sheet in the source: it belongs to resources/design/."""
    for text in strings(tree):
        if COLOUR_WORD.search(str(text.value)):
            yield f"{text.lineno}: {text.value!r}"


def unknown_tokens(tree: ast.AST) -> Iterator[str]:
    design = tokens()
    known: dict[str, set[str]] = {
        "px": set(design.lengths),
        "exact": set(design.lengths),
        "colour": set(design.light.roles),
        "font": set(design.types),
        "font_px": set(design.types),
        "line_px": set(design.types),
        "ms": set(design.durations),
    }
    for name, call in calls(tree):
        for arg in call.args[:1] if name in known else ():
            for node in (arg.body, arg.orelse) if isinstance(arg, ast.IfExp) else (arg,):
                if isinstance(node, ast.Constant) and node.value not in known[name]:
                    yield f"{node.lineno}: {name}({node.value!r})"


def unknown_icons(tree: ast.AST) -> Iterator[str]:
    places = {"ChipView": 0, "icon": 0, "icon_image": 0, "paint_icon": 1}
    for name, call in calls(tree):
        named = [word.value for word in call.keywords if word.arg == "icon"]
        if name in places:
            named += call.args[places[name] :][:1]
        for node in named:
            if isinstance(node, ast.Constant) and node.value not in {"", *ICON_NAMES}:
                yield f"{node.lineno}: {node.value!r}"


RULES = (written_colours, written_sizes, written_styles, unknown_tokens, unknown_icons)


@pytest.mark.parametrize("rule", RULES)
@pytest.mark.parametrize("source", SOURCES, ids=lambda path: path.relative_to(ROOT).as_posix())
def test_what_is_drawn_comes_from_the_tokens(
    source: Path, rule: Callable[[ast.AST], Iterator[str]]
) -> None:
    assert list(rule(parsed(source))) == []


def test_no_token_is_left_over() -> None:
    design = tokens()
    named = {str(text.value) for source in SOURCES for text in strings(parsed(source))}
    sheet = files("resources").joinpath("design", "lane.qss").read_text(encoding="utf-8")
    named |= {place.removeprefix("font.") for place in re.findall(r"@([a-z_.]+)@", sheet)}
    known = {*design.lengths, *design.types, *design.durations, *design.light.roles}
    assert known - named == set()


@pytest.mark.parametrize(
    ("line", "rule"),
    [
        ('x = "#ff0000"', written_colours),
        ("QColor(255, 0, 0)", written_colours),
        ('QColor("red")', written_colours),
        ("p.setPen(Qt.GlobalColor.white)", written_colours),
        ("w.setFixedWidth(40)", written_sizes),
        ("f.setPixelSize(-12)", written_sizes),
        ("QSize(640, 360)", written_sizes),
        ("QTimer.singleShot(250, self, self.go)", written_sizes),
        ('x = "padding: 4px"', written_sizes),
        ('w.setStyleSheet("color: red")', written_styles),
        ('theme.px("space.none")', unknown_tokens),
        ('ChipView("unicorn", "text", Mark.GOOD)', unknown_icons),
        ('theme.colour("pink" if lead else "ink")', unknown_tokens),
    ],
)
def test_the_rules_find_what_they_forbid(
    line: str, rule: Callable[[ast.AST], Iterator[str]]
) -> None:
    assert len(list(rule(ast.parse(line)))) == 1


@pytest.mark.parametrize(
    "line",
    [
        '"""A colour #10181f, 4px."""',
        "w.setFixedWidth(theme.px(name))",
        "w.setMinimumWidth(0)",
        "image.fill(Qt.GlobalColor.transparent)",
        'f"{theme.px(name)}px"',
        "QColor(value)",
    ],
)
def test_the_rules_let_tokens_pass(line: str) -> None:
    tree = ast.parse(line)
    for rule in RULES:
        assert list(rule(tree)) == []
