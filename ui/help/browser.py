"""One page of help, drawn from Markdown in the window's own type and colours."""

from __future__ import annotations

import re

from PySide6.QtCore import QSize, Qt, QUrl, Signal
from PySide6.QtGui import (
    QImage,
    QResizeEvent,
    QTextBlock,
    QTextBlockFormat,
    QTextCharFormat,
    QTextCursor,
    QTextDocument,
    QTextFrameFormat,
    QTextLength,
    QTextTable,
)
from PySide6.QtWidgets import QTextBrowser, QWidget

from checkpoint_app.help_pages import HelpPage, HelpPages
from ui.theme.current import ThemeHolder
from ui.wording.figures import isolated

_PICTURE = re.compile(r"!\[[^\]]*\]\(([^)\s]+)\)")
# Titles of the first, second and any further level.
_STEPS = {1: "title", 2: "lead", 3: "strong"}
_MARGINS = {1: "space.l", 2: "space.xl", 3: "space.l"}
_ALL = 100
_POINT, _RIGHT_TO_LEFT = ".", "\u200f"
_EXAMPLE = re.compile(r"(^[ ]*```.*?^[ ]*```[ ]*$)", re.MULTILINE | re.DOTALL)
_BETWEEN = re.compile(r"(?<!\\)\|")
_CODE = re.compile(r"`([^`\n]+)`")


class HelpBrowser(QTextBrowser):
    """``asked`` carries a page's name and an anchor of it, or nothing, when a link is pressed."""

    asked = Signal(str, str)

    def __init__(
        self, holder: ThemeHolder, pages: HelpPages, parent: QWidget | None = None
    ) -> None:
        super().__init__(parent)
        self._holder, self._pages = holder, pages
        self._page: HelpPage | None = None
        self._anchor, self._drawing = "", False
        self.setOpenLinks(False)
        self.setFrameShape(QTextBrowser.Shape.NoFrame)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        # One that comes and goes would change the width of pictures while they are laid out.
        self.setVerticalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOn)
        self.anchorClicked.connect(self._follow)
        holder.changed.connect(self.draw)

    @property
    def page(self) -> HelpPage | None:
        """What is shown."""
        return self._page

    def show_page(self, page: HelpPage, anchor: str = "") -> None:
        """Show a page from its beginning or from a heading."""
        self._page, self._anchor = page, anchor
        self.setAccessibleName(page.title)
        self.draw()
        if anchor:
            self.go_to(anchor)
        else:
            self.verticalScrollBar().setValue(0)

    def go_to(self, anchor: str) -> None:
        """Scroll to a heading of the page in sight."""
        at = self._place_of(anchor)
        if at is not None:
            layout = self.document().documentLayout()
            top = layout.blockBoundingRect(self.document().findBlock(at)).top()
            self.verticalScrollBar().setValue(int(top))

    def mark(self, words: str) -> None:
        """Show the first place of a word, marked."""
        self.moveCursor(QTextCursor.MoveOperation.Start)
        if words:
            self.find(words)

    def draw(self) -> None:
        """Draw the page anew: another size or other colours."""
        page = self._page
        if page is None or self._drawing:
            return
        self._drawing = True  # laying it out can resize it: it must not be drawn within itself
        try:
            self._draw(page)
        finally:
            self._drawing = False

    def _draw(self, page: HelpPage) -> None:
        self.document().setDocumentMargin(self._holder.theme.exact("space.xl"))
        self.document().setDefaultFont(self._holder.theme.font("body"))
        self.setMarkdown(self._present(page))
        self._set_direction(page.language)
        self._dress_blocks()
        self._dress_tables()
        self._dress_numbers()

    def loadResource(self, kind: int, name: QUrl | str) -> object:
        """Pictures out of the program's own folder, as wide as there is room; nothing else is
        loaded from anywhere."""
        if kind != QTextDocument.ResourceType.ImageResource.value:
            return None
        content = self._pages.picture(QUrl(name).fileName())
        if content is None:
            return None
        image = QImage.fromData(content)
        return _fitted(image, self._room())

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Pictures are as wide as there is room."""
        super().resizeEvent(event)
        if self._page is not None and event.oldSize().width() != event.size().width():
            self.draw()
            self.go_to(self._anchor)

    def _room(self) -> int:
        margins = 2 * self._holder.theme.px("space.xl")
        return max(1, self.viewport().width() - margins)

    def _present(self, page: HelpPage) -> str:
        """The page without the pictures that the build has not made."""

        def kept(found: re.Match[str]) -> str:
            name = QUrl(found[1]).fileName()
            return found[0] if self._pages.picture(name) is not None else ""

        text = _PICTURE.sub(kept, page.text)
        return mirrored_tables(isolated_codes(text)) if page.language == "ar" else text

    def _follow(self, link: QUrl) -> None:
        """A link to another page, or within this one; others are not followed."""
        name = link.fileName().removesuffix(".md")
        if not link.isRelative():
            return
        if not name:
            self.go_to(link.fragment())
        elif name in self._pages.names():
            self.asked.emit(name, link.fragment())

    def _place_of(self, anchor: str) -> int | None:
        """Where the heading of an anchor stands: the so-many-th heading of the page."""
        page = self._page
        if page is None or not anchor:
            return None
        anchors = [heading.anchor for heading in page.headings]
        if anchor not in anchors:
            return None
        wanted = anchors.index(anchor)
        block = self.document().begin()
        while block.isValid():
            if block.blockFormat().headingLevel():
                if wanted == 0:
                    return block.position()
                wanted -= 1
            block = block.next()
        return None

    def _set_direction(self, language: str) -> None:
        right = language == "ar"
        way = Qt.LayoutDirection.RightToLeft if right else Qt.LayoutDirection.LeftToRight
        option = self.document().defaultTextOption()
        option.setTextDirection(way)
        self.document().setDefaultTextOption(option)
        self.setLayoutDirection(way)

    def _dress_blocks(self) -> None:
        """Type, colours and distances of every paragraph; examples run from left to right."""
        block = self.document().begin()
        while block.isValid():
            cursor = QTextCursor(block)
            shape = block.blockFormat()
            level = shape.headingLevel()
            if level:
                self._dress_heading(cursor, min(level, 3))
            elif _is_example(block):
                self._dress_example(cursor)
            else:
                self._dress_paragraph(cursor)
            block = block.next()

    def _dress_heading(self, cursor: QTextCursor, level: int) -> None:
        theme, first = self._holder.theme, cursor.block().position() == 0
        shape = QTextBlockFormat()
        shape.setTopMargin(0 if first else theme.exact(_MARGINS[level]))
        shape.setBottomMargin(theme.exact("space.s"))
        cursor.mergeBlockFormat(shape)
        letters = QTextCharFormat()
        letters.setFont(theme.font(_STEPS[level]))
        letters.setForeground(theme.colour("ink"))
        self._merge(cursor, letters)

    def _dress_example(self, cursor: QTextCursor) -> None:
        theme, shape = self._holder.theme, QTextBlockFormat()
        shape.setLayoutDirection(Qt.LayoutDirection.LeftToRight)
        shape.setAlignment(Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignAbsolute)
        shape.setBackground(theme.colour("sunken"))
        shape.setNonBreakableLines(False)
        shape.setLeftMargin(theme.exact("space.m"))
        shape.setRightMargin(theme.exact("space.m"))
        if not _is_example(cursor.block().next()):
            shape.setBottomMargin(theme.exact("space.m"))
        cursor.mergeBlockFormat(shape)
        letters = QTextCharFormat()
        letters.setFont(theme.font("small"))
        letters.setForeground(theme.colour("ink"))
        self._merge(cursor, letters)

    def _dress_paragraph(self, cursor: QTextCursor) -> None:
        theme, shape = self._holder.theme, QTextBlockFormat()
        shape.setBottomMargin(theme.exact("space.s"))
        cursor.mergeBlockFormat(shape)
        block = cursor.block()
        pieces = []
        each = block.begin()
        while not each.atEnd():
            pieces.append(each.fragment())
            each += 1
        for piece in pieces:
            self._dress_piece(piece.position(), piece.length(), piece.charFormat())

    def _dress_piece(self, at: int, length: int, before: QTextCharFormat) -> None:
        """Words of a paragraph: a code stands in its own ground, a link in its own colour."""
        theme, letters = self._holder.theme, QTextCharFormat()
        if before.isImageFormat():
            return
        bold = before.fontWeight() > theme.font("body").weight()
        font = theme.font("strong" if bold or before.isAnchor() else "body")
        letters.setFont(font)
        letters.setForeground(theme.colour("accent" if before.isAnchor() else "ink"))
        if before.isAnchor():
            letters.setFontUnderline(True)
        elif before.fontFixedPitch():
            letters.setBackground(theme.colour("sunken"))
        cursor = QTextCursor(self.document())
        cursor.setPosition(at)
        cursor.setPosition(at + length, QTextCursor.MoveMode.KeepAnchor)
        cursor.mergeCharFormat(letters)

    def _dress_tables(self) -> None:
        theme = self._holder.theme
        for frame in self.document().rootFrame().childFrames():
            if not isinstance(frame, QTextTable):
                continue
            shape = frame.format()
            shape.setBorder(theme.exact("line.hair"))
            shape.setBorderBrush(theme.colour("line"))
            shape.setBorderStyle(QTextFrameFormat.BorderStyle.BorderStyle_Solid)
            shape.setBorderCollapse(True)
            shape.setCellPadding(theme.exact("space.s"))
            shape.setCellSpacing(0)
            shape.setWidth(QTextLength(QTextLength.Type.PercentageLength, _ALL))
            shape.setTopMargin(theme.exact("space.s"))
            shape.setBottomMargin(theme.exact("space.l"))
            frame.setFormat(shape)

    def _dress_numbers(self) -> None:
        """In Arabic the point of a list's number stands after it too, which is to its left."""
        block = self.document().begin()
        while block.isValid():
            steps = block.textList()
            if steps is not None and self.layoutDirection() is Qt.LayoutDirection.RightToLeft:
                shape = steps.format()
                shape.setNumberPrefix(_RIGHT_TO_LEFT)
                shape.setNumberSuffix(_POINT + _RIGHT_TO_LEFT)
                steps.setFormat(shape)
            block = block.next()

    @staticmethod
    def _merge(cursor: QTextCursor, letters: QTextCharFormat) -> None:
        cursor.select(QTextCursor.SelectionType.BlockUnderCursor)
        if not cursor.hasSelection():
            return
        cursor.mergeCharFormat(letters)


def _is_example(block: QTextBlock) -> bool:
    """Whether a paragraph is a line between fences."""
    shape, kinds = block.blockFormat(), QTextBlockFormat.Property
    return block.isValid() and any(
        shape.hasProperty(kind.value) for kind in (kinds.BlockCodeLanguage, kinds.BlockCodeFence)
    )


def isolated_codes(text: str) -> str:
    """Markdown whose codes run from left to right inside Arabic; examples are left as they are."""
    parts = _EXAMPLE.split(text)
    return "".join(
        part if at % 2 else _CODE.sub(lambda code: f"`{isolated(code[1])}`", part)
        for at, part in enumerate(parts)
    )


def mirrored_tables(text: str) -> str:
    """Markdown whose tables begin at the right: Qt places their columns from the left always."""
    return "\n".join(
        "|".join(reversed(_BETWEEN.split(line))) if line.startswith("|") else line
        for line in text.split("\n")
    )


def _fitted(image: QImage, width: int) -> QImage:
    """The picture, no wider than this."""
    if image.width() <= width:
        return image
    size = QSize(image.size()).scaled(QSize(width, image.height()), _KEEP)
    return image.scaled(size, _KEEP, Qt.TransformationMode.SmoothTransformation)


_KEEP = Qt.AspectRatioMode.KeepAspectRatio
