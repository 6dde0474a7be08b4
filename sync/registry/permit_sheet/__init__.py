"""The printed permit: one A4 page in Arabic and English, as PDF and as PNG."""

from sync.registry.permit_sheet.content import SheetContent
from sync.registry.permit_sheet.sheet import make_pdf, make_png

__all__ = ["SheetContent", "make_pdf", "make_png"]
