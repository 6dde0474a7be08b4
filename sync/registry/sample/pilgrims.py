"""Pilgrims of a synthetic season, each with a permit: rows of the ``permit`` table."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from enum import Enum, auto
from typing import Any, TypeAlias

from checkpoint_app.domain.permit import PermitStatus, Sex, permit_number_from_serial
from checkpoint_app.reference import governorates
from sync.registry.sample.chance import Shuffled, Weighted, stream
from sync.registry.sample.names import FullName, Names, written
from sync.registry.sample.programmes import Trip

PermitRow: TypeAlias = tuple[Any, ...]
# The order of the values in a row.
PERMIT_COLUMNS = (
    *("number", "version", "issue", "issued", "name_latin", "name_arabic", "passport"),
    *("passport_expiry", "national_id", "birth", "sex", "programme", "company", "agent", "ports"),
    *("valid_from", "valid_until", "travel_out", "travel_back", "service", "visa_kind"),
    *("visa_number", "visa_expiry", "vaccinated", "status_list", "status_index", "status"),
    *("company_approved_by", "company_approved_at", "ministry_approved_by"),
    *("ministry_approved_at", "change"),
)
ENTRIES = 65_536  # of a status list

_FIRST_SERIAL = 10**11
_DAY = 86_400
_EPOCH_ORDINAL = date(1970, 1, 1).toordinal()
_YEAR = 365.2425
_PASSPORT_YEARS = 7  # an Egyptian passport's life
_UMRAH_VISA_DAYS = 90
# A group asks for its visas together: the numbers lie near each other, among those of others.
_VISA_NUMBERS, _VISA_SPREAD = 10**9, 5_000
_WEEK_BEFORE, _WEEK_AFTER = 3, 4  # one week around the travel date
_AGES = ((1, 12, 2), (13, 24, 5), (25, 39, 20), (40, 54, 33), (55, 69, 31), (70, 88, 9))
_VISAS = {"umrah": 93, "personal_visit": 3, "tourist": 2, "event": 1, "festival": 0.5, "host": 0.5}
# Births by governorate (two digits of the national ID), about as the population is spread.
_LARGE = {"01": 12, "21": 9, "02": 6, "12": 7, "13": 7, "18": 6, "14": 6, "16": 5, "24": 5, "26": 5}
_FLAWS = {"": 9860, "vaccination": 40, "passport": 40, "no visa": 30, "old visa": 30}
_STATUSES = {PermitStatus.VALID: 9965, PermitStatus.REVOKED: 25, PermitStatus.SUSPENDED: 10}


@dataclass(frozen=True, slots=True)
class _Batch:
    """What a trip's permits share, since its list goes through each office at once: the change,
    the second of issue, and day and numbers of the visas."""

    change: int
    issued: int
    visa_day: int
    visas: int


class _Kin(Enum):
    """What somebody is to the head of the party that travels together."""

    NONE = auto()
    SPOUSE = auto()
    SIBLING = auto()
    CHILD = auto()


@dataclass(frozen=True, slots=True)
class _Person:
    """``vaccinated_before`` is in days before travel."""

    name: FullName
    sex: Sex
    birth: int
    vaccinated_before: int


class Pilgrims:
    """Draws permits, trip by trip; numbers and status entries never come twice."""

    def __init__(self, seed: int, today: int) -> None:
        self._chance = stream(seed, "pilgrims")
        self._today = today
        self._names = Names()
        self._serials = Shuffled(900_000, 1_000_000, stream(seed, "serials"))
        self._passports = Shuffled(10_000, 10_000, stream(seed, "passports"))
        self._places = StatusPlaces(seed)
        self._drawn = 0
        codes = [code for code in governorates() if code != "88"]
        self._governorates = Weighted([*codes, "88"], [*(_LARGE.get(c, 2) for c in codes), 0.5])
        self._head: _Person | None = None
        self._kinships = Weighted(list(_KINSHIPS), list(_KINSHIPS.values()))
        self._ages = Weighted(
            [range(low, high + 1) for low, high, _ in _AGES], [weight for *_, weight in _AGES]
        )
        self._visas = Weighted(list(_VISAS), list(_VISAS.values()))
        self._flaws = Weighted(list(_FLAWS), list(_FLAWS.values()))
        self._statuses = Weighted(list(_STATUSES), list(_STATUSES.values()))

    @property
    def places(self) -> StatusPlaces:
        """The status entries given out."""
        return self._places

    def of(self, trip: Trip, change: int, *, spotless: int = 0) -> Iterator[PermitRow]:
        """A row for each pilgrim of a trip. The first ``spotless`` have nothing against them."""
        self._head = None
        batch = _Batch(
            change,
            self._issued(trip),
            trip.travel_out - 5 - int(self._chance.random() * 24),
            int(self._chance.random() * (_VISA_NUMBERS - _VISA_SPREAD)),
        )
        for place in range(trip.pilgrims):
            yield self._row(trip, batch, sure=place < spotless)

    def _issued(self, trip: Trip) -> int:
        """When the ministry worked through the trip's list: before today, in office hours."""
        wish = trip.travel_out - 3 - int(self._chance.random() * 11)
        day = min(wish, self._today - 1 - int(self._chance.random() * 9))
        return day * _DAY + 7 * 3600 + int(self._chance.random() * 6 * 3600)

    def _row(self, trip: Trip, batch: _Batch, *, sure: bool) -> PermitRow:
        chance = self._chance
        flaw = "" if sure else self._flaws.draw(chance)
        person = self._person(trip.travel_out)
        arabic, latin = written(person.name)
        status = PermitStatus.VALID if sure else self._statuses.draw(chance)
        issue = 1 if chance.random() < 0.98 else 2
        place = self._drawn
        self._drawn += 1
        status_list, status_index = self._places.give(status)
        visa = self._visa(flaw, batch)
        return (
            permit_number_from_serial(_FIRST_SERIAL + self._serials[place]),
            *(issue, issue, batch.issued, latin, arabic, self._passport(place)),
            self._passport_expiry(trip, flaw),
            self._national_id(person.birth, person.sex),
            *(person.birth, int(person.sex)),
            *(trip.number, trip.company, trip.agent, trip.ports),
            *(trip.travel_out - _WEEK_BEFORE, trip.travel_out + _WEEK_AFTER),
            *(trip.travel_out, trip.travel_back, trip.service, *visa),
            self._vaccinated(trip, flaw, person),
            *(status_list, status_index, int(status)),
            *(f"company-{trip.company}", batch.issued - 30_000, "ministry-1", batch.issued),
            batch.change,
        )

    def _person(self, travel_out: int) -> _Person:
        """The next one on a trip's list: a relative of the head of a party, or somebody new."""
        head = self._head
        kin = _Kin.NONE if head is None else self._kinships.draw(self._chance)
        if head is None or kin is _Kin.NONE:
            person = self._stranger(travel_out)
            self._head = person if person.birth < travel_out - int(_HEAD_AGE * _YEAR) else None
            return person
        return self._relative(head, kin)

    def _stranger(self, travel_out: int) -> _Person:
        sex = Sex.FEMALE if self._chance.random() < 0.53 else Sex.MALE
        birth = min(travel_out - int(self._age() * _YEAR), self._today - _YOUNGEST)
        return _Person(self._names.draw(sex, self._chance), sex, birth, self._dose())

    def _relative(self, head: _Person, kin: _Kin) -> _Person:
        chance = self._chance
        dose = head.vaccinated_before if chance.random() < _TOGETHER else self._dose()
        if kin is _Kin.SPOUSE:
            sex = Sex.MALE if head.sex is Sex.FEMALE else Sex.FEMALE
            birth = head.birth + int((chance.random() - 0.5) * 10 * _YEAR)
            return _Person(self._names.draw(sex, chance), sex, birth, dose)
        sex = Sex.FEMALE if chance.random() < 0.5 else Sex.MALE
        birth = head.birth + int((21 + chance.random() * 15) * _YEAR)
        if kin is _Kin.CHILD and head.sex is Sex.MALE and birth < self._today - _YOUNGEST:
            return _Person(self._names.child(head.name, sex, chance), sex, birth, dose)
        birth = head.birth + int((chance.random() - 0.5) * 12 * _YEAR)
        return _Person(self._names.sibling(head.name, sex, chance), sex, birth, dose)

    def _age(self) -> float:
        ages = self._ages.draw(self._chance)
        return ages[int(self._chance.random() * len(ages))] + self._chance.random()

    def _dose(self) -> int:
        """Days from vaccination to travel."""
        return 12 + int(self._chance.random() ** 3 * 1500)

    def _passport(self, place: int) -> str:
        letter = "A" if self._chance.random() < 0.97 else "BCDE"[int(self._chance.random() * 4)]
        return f"{letter}{self._passports[place]:08d}"

    def _passport_expiry(self, trip: Trip, flaw: str) -> int:
        if flaw == "passport":
            return trip.travel_back + 5 + int(self._chance.random() * 150)
        months = 7 * 31
        return trip.travel_out + months + int(self._chance.random() * (_PASSPORT_YEARS * 365 - 220))

    def _national_id(self, birth: int, sex: Sex) -> int | None:
        """``C YYMMDD GG SSSS V``; the last serial digit is odd for men. The check digit's rule is
        not public: any digit from 1 to 9."""
        chance = self._chance
        if chance.random() < 0.004:
            return None
        day = date.fromordinal(birth + _EPOCH_ORDINAL)
        birth_digits = (day.year % 100 * 100 + day.month) * 100 + day.day
        century = 2 if day.year < 2000 else 3
        serial = int(chance.random() * 1000) * 10 + int(chance.random() * 5) * 2 + (sex is Sex.MALE)
        head = (century * 10**6 + birth_digits) * 100 + int(self._governorates.draw(chance))
        return (head * 10**4 + serial) * 10 + 1 + int(chance.random() * 9)

    def _visa(self, flaw: str, batch: _Batch) -> tuple[str, str, int | None]:
        kind = self._visas.draw(self._chance)
        if flaw == "no visa":
            return kind, "", None
        number = f"6{batch.visas + int(self._chance.random() * _VISA_SPREAD):09d}"
        day = batch.visa_day + int(self._chance.random() * 4)
        return kind, number, day - 1 if flaw == "old visa" else day + _UMRAH_VISA_DAYS

    def _vaccinated(self, trip: Trip, flaw: str, person: _Person) -> int | None:
        if flaw == "vaccination":
            late = int(self._chance.random() * 12)
            return None if late >= 10 else trip.travel_out - late
        return trip.travel_out - person.vaccinated_before


# Pilgrims travel in families: a party has 2.5 on average [assumed].
_KINSHIPS = {_Kin.NONE: 40, _Kin.SPOUSE: 20, _Kin.SIBLING: 18, _Kin.CHILD: 22}
_HEAD_AGE = 25  # years, at least
_YOUNGEST = 200  # days old today: in time for the permit
_TOGETHER = 0.7  # of a party, vaccinated on the same day


class StatusPlaces:
    """Gives out the entries of status lists in random order, list by list from 0.

    ``lists`` are the entries of each list so far, one byte an entry: bounded by the permits' own
    status lists, 64 KB for 65,536 of them.
    """

    def __init__(self, seed: int) -> None:
        self._seed = seed
        self._left: list[int] = []
        self._list_id = -1
        self.lists: list[bytearray] = []

    def give(self, status: PermitStatus) -> tuple[int, int]:
        """A list and an index in it that nobody else has."""
        if not self._left:
            self._list_id += 1
            self._left = list(range(ENTRIES))
            stream(self._seed, f"status-{self._list_id}").shuffle(self._left)
            self.lists.append(bytearray(b"\x03" * ENTRIES))
        index = self._left.pop()
        self.lists[-1][index] = status
        return self._list_id, index
