"""The variables that season rules may name.

Days are days since 1970-01-01 (Cairo). What is not known is -1, and its ``has_...`` is false: a
rule that needs a fact must ask for it, so that an unknown never passes. The same list stands in the
season's file for those who write rules.
"""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date, datetime
from typing import Final

from checkpoint_app.domain.days import cairo_day, day_number
from checkpoint_app.domain.finding import FindingCode
from checkpoint_app.domain.permit import PermitRecord
from checkpoint_app.domain.programme import Programme

UNKNOWN: Final = -1

# What a rule about permits may find. None of them refuses: only a false signature and a revocation
# do, and those are no rules.
RULE_FINDINGS = frozenset(
    {
        FindingCode.NOT_YET_VALID,
        FindingCode.EXPIRED,
        FindingCode.WRONG_DATE,
        FindingCode.VISA_MISSING,
        FindingCode.VISA_EXPIRED,
        FindingCode.VACCINATION_DUE,
        FindingCode.EXEMPT_VISA,
        FindingCode.DOCUMENT_NEEDED,
        FindingCode.DOCUMENT_EXPIRES_SOON,
    }
)

PERMIT_VARIABLES: Mapping[str, str] = {
    "today": "the Cairo day of the scan",
    "issued": "the day on which the permit was issued",
    "valid_from": "the permit's first day",
    "valid_until": "the permit's last day",
    "travel_out": "the day of departure",
    "travel_back": "the day of return",
    "stay_days": "days from departure to return",
    "age": "whole years of age at departure",
    "sex": "0 unknown, 1 male, 2 female",
    "visa_kind": "a key of visas.csv, or an empty string",
    "has_visa": "a visa number is recorded",
    "visa_expiry": "the visa's last day",
    "has_visa_expiry": "the visa's last day is recorded",
    "vaccinated": "the day of the meningitis vaccination",
    "has_vaccination": "a vaccination is recorded",
    "vaccination_days": "days from the vaccination to departure; negative when it comes after",
    "vaccination_years": "whole years from the vaccination to departure",
    "passport_expiry": "the passport's last day",
    "has_passport_expiry": "the passport's last day is recorded",
    "passport_months": "whole months from departure to the passport's last day",
    "has_national_id": "a national ID is recorded",
    "has_service": "a flight or sailing is recorded",
    "company": "number of the company",
    "agent": "number of the agent",
    "programme": "number of the programme",
}

PROGRAMME_VARIABLES: Mapping[str, str] = {
    "travel_out": "the day of departure",
    "travel_back": "the day of return",
    "stay_days": "days from departure to return",
    "makkah_hotel_metres": "metres from the Makkah hotel to the Haram",
    "has_makkah_hotel": "that distance is recorded",
    "madinah_hotel_metres": "metres from the Madinah hotel to the Prophet's Mosque",
    "has_madinah_hotel": "that distance is recorded",
    "has_bus": "a bus between the Makkah hotel and the Haram is contracted",
    "pilgrims": "pilgrims on the programme",
    "supervisors": "supervisors on the programme",
    "company": "number of the company",
    "agent": "number of the agent",
}


def permit_variables(record: PermitRecord, now: datetime) -> dict[str, object]:
    """The values of PERMIT_VARIABLES for a record; ``now`` is aware."""
    out = record.travel_out
    return {
        "today": day_number(cairo_day(now)),
        "issued": day_number(cairo_day(record.issued)),
        "valid_from": day_number(record.valid_from),
        "valid_until": day_number(record.valid_until),
        "travel_out": day_number(out),
        "travel_back": day_number(record.travel_back),
        "stay_days": (record.travel_back - out).days,
        "age": whole_months(record.birth, out) // 12,
        "sex": int(record.sex),
        "visa_kind": record.visa_kind,
        "has_visa": bool(record.visa_number),
        **_visa(record.visa_expiry),
        **_vaccination(record.vaccinated, out),
        **_passport(record.passport_expiry, out),
        "has_national_id": record.national_id is not None,
        "has_service": bool(record.service),
        "company": record.company,
        "agent": record.agent,
        "programme": record.programme,
    }


def _visa(expiry: date | None) -> dict[str, object]:
    return {
        "visa_expiry": UNKNOWN if expiry is None else day_number(expiry),
        "has_visa_expiry": expiry is not None,
    }


def _vaccination(day: date | None, out: date) -> dict[str, object]:
    if day is None:
        days = years = number = UNKNOWN
    else:
        number, days, years = day_number(day), (out - day).days, whole_months(day, out) // 12
    return {
        "vaccinated": number,
        "has_vaccination": day is not None,
        "vaccination_days": days,
        "vaccination_years": years,
    }


def _passport(expiry: date | None, out: date) -> dict[str, object]:
    return {
        "passport_expiry": UNKNOWN if expiry is None else day_number(expiry),
        "has_passport_expiry": expiry is not None,
        "passport_months": UNKNOWN if expiry is None else whole_months(out, expiry),
    }


def programme_variables(programme: Programme) -> dict[str, object]:
    """The values of PROGRAMME_VARIABLES for a programme; a negative distance is not known."""
    makkah, madinah = programme.makkah_hotel_metres, programme.madinah_hotel_metres
    return {
        "travel_out": day_number(programme.travel_out),
        "travel_back": day_number(programme.travel_back),
        "stay_days": (programme.travel_back - programme.travel_out).days,
        "makkah_hotel_metres": max(makkah, UNKNOWN),
        "has_makkah_hotel": makkah >= 0,
        "madinah_hotel_metres": max(madinah, UNKNOWN),
        "has_madinah_hotel": madinah >= 0,
        "has_bus": programme.has_bus,
        "pilgrims": programme.pilgrims,
        "supervisors": programme.supervisors,
        "company": programme.company,
        "agent": programme.agent,
    }


def whole_months(start: date, end: date) -> int:
    """Whole calendar months from one day to another, negative when ``end`` comes first.

    A month is whole on the same day of the month: from 31 August to 28 February are five, to
    1 March six.
    """
    months = (end.year - start.year) * 12 + end.month - start.month
    return months - (end.day < start.day)
