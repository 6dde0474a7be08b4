"""The machine-readable zone of a permit's passport, as a reader sends it when it is swiped."""

from __future__ import annotations

from checkpoint_app.domain.permit import PermitRecord, Sex
from checkpoint_app.domain.travel_document import mrz_check_digit

_SEX = {Sex.MALE: "M", Sex.FEMALE: "F", Sex.UNKNOWN: "<"}


def zone_of(record: PermitRecord, names: str = "", nationality: str = "EGY") -> str:
    """The two lines of a TD3, parted by a line feed. ``names`` are others than the record's, as
    they stand in the zone."""
    given, _, family = record.name_latin.rpartition(" ")
    names = names or f"{family}<<{given}".replace(" ", "<")
    number = _checked(record.passport.ljust(9, "<"))
    birth, expiry = _checked(f"{record.birth:%y%m%d}"), _checked(f"{record.passport_expiry:%y%m%d}")
    personal = "<" * 14 + "0"
    whole = mrz_check_digit(number + birth + expiry + personal)
    first = f"P<EGY{names}"[:44].ljust(44, "<")
    return f"{first}\n{number}{nationality}{birth}{_SEX[record.sex]}{expiry}{personal}{whole}"


def _checked(field: str) -> str:
    return f"{field}{mrz_check_digit(field)}"
