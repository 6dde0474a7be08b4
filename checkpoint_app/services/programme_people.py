"""Whom to telephone about a pilgrim: the company, and the supervisor of the programme's group."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Protocol


@dataclass(frozen=True, slots=True)
class Contact:
    """A company by name, its telephone, and that of the group's supervisor. Whatever is not known
    here is empty."""

    company_ar: str = ""
    company_en: str = ""
    company_phone: str = ""
    supervisor_phone: str = ""

    def company(self, language: str) -> str:
        """The company's name in ``ar`` or ``en``, in the other where it has only that."""
        names = (self.company_ar, self.company_en)
        return (names[0] or names[1]) if language == "ar" else (names[1] or names[0])


NOBODY = Contact()


class ContactBook(Protocol):
    """Names and telephones as the registry published them."""

    def contact(self, company: int, programme: int) -> Contact:
        """What is known of these two; `NOBODY` for nothing. Raises StorageError."""
        ...


class EmptyBook:
    """The book of a lane to which none was published yet."""

    def contact(self, company: int, programme: int) -> Contact:
        """Nothing."""
        return NOBODY
