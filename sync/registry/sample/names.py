"""Egyptian names in Arabic, with the Latin spellings that passports give them.

The lists are the project's own: `resources/names/given.csv` and `family.csv`, the commonest first.
"""

from __future__ import annotations

import csv
import random
import unicodedata
from importlib.resources import files
from typing import TypeAlias

from checkpoint_app.domain.permit import Sex
from sync.registry.sample.chance import Weighted

Spelling: TypeAlias = tuple[str, str]  # Arabic, Latin
# Given, father's, grandfather's (further ones), family.
FullName: TypeAlias = list[Spelling]

_ARTICLE = "ال"
# How clerks write the article, and how often.
_ARTICLES = (("EL", 11), ("EL ", 5), ("AL", 3), ("AL ", 1))
# The name in a printed permit's QR: within the 39 signs of a passport's machine-readable line.
_LONGEST_LATIN = 36
# Frequencies fall about as 1/(rank + offset): few very common names, a long tail.
_GIVEN_OFFSET = 3
_FAMILY_OFFSET = 25
# How often another clerk spelt a relative's name in another way.
_SPELT_ANEW = 0.1


class Names:
    """Draws whole names: given, father's, grandfather's, family."""

    def __init__(self) -> None:
        given = _rows("given.csv")
        men = [row for row in given if row["sex"] == "M"]
        families = _rows("family.csv")
        self._men = _spellings(men, _GIVEN_OFFSET)
        self._women = _spellings([row for row in given if row["sex"] == "F"], _GIVEN_OFFSET)
        self._families = _spellings(families, _FAMILY_OFFSET)
        self._variants = {
            row["arabic"]: _latin(row["arabic"], row["latin"].split("|"))
            for row in (*families, *men)
        }

    def draw(self, sex: Sex, chance: random.Random) -> FullName:
        """A name of somebody alone."""
        parts = [self.given(sex, chance), self._men.draw(chance), self._men.draw(chance)]
        length = chance.random()
        if length < 0.1:
            parts.pop()
        elif length > 0.95:
            parts.append(self._men.draw(chance))
        parts.append(self._families.draw(chance))
        return parts

    def sibling(self, of: FullName, sex: Sex, chance: random.Random) -> FullName:
        """A name of a brother or sister."""
        return [self.given(sex, chance), *[self._spelt(part, chance) for part in of[1:]]]

    def child(self, of: FullName, sex: Sex, chance: random.Random) -> FullName:
        """A name of a son or daughter of a man."""
        line = [*of[:2], of[-1]]
        return [self.given(sex, chance), *[self._spelt(part, chance) for part in line]]

    def given(self, sex: Sex, chance: random.Random) -> Spelling:
        """A given name."""
        return (self._men if sex is Sex.MALE else self._women).draw(chance)

    def _spelt(self, part: Spelling, chance: random.Random) -> Spelling:
        if chance.random() >= _SPELT_ANEW:
            return part
        variants = self._variants[part[0]]
        return part[0], variants[int(chance.random() * len(variants))][1]


def written(name: FullName) -> Spelling:
    """A name as a permit has it: Arabic (NFC), and Latin in capitals, at most 36 signs; the
    names before the family's give way."""
    parts = list(name)
    latin = " ".join([part[1] for part in parts])
    while len(latin) > _LONGEST_LATIN:
        del parts[-2]
        latin = " ".join([part[1] for part in parts])
    return " ".join([part[0] for part in parts]), latin


def _rows(name: str) -> list[dict[str, str]]:
    text = files("resources").joinpath("names", name).read_text("utf-8")
    return list(csv.DictReader(unicodedata.normalize("NFC", text).splitlines()))


def _spellings(rows: list[dict[str, str]], offset: int) -> Weighted[Spelling]:
    items: list[Spelling] = []
    weights: list[float] = []
    for rank, row in enumerate(rows):
        for share, latin in _latin(row["arabic"], row["latin"].split("|")):
            items.append((row["arabic"], latin))
            weights.append(share / (rank + offset))
    return Weighted(items, weights)


def _latin(arabic: str, variants: list[str]) -> list[tuple[float, str]]:
    """Each spelling with its share; the first listed is as common as all others together."""
    others = len(variants) - 1
    shares = [1 / 2, *[1 / 2 / others] * others] if others else [1.0]
    if not arabic.startswith(_ARTICLE):
        return list(zip(shares, variants, strict=True))
    articles = sum(weight for _, weight in _ARTICLES)
    return [
        (share * weight / articles, article + variant)
        for share, variant in zip(shares, variants, strict=True)
        for article, weight in _ARTICLES
    ]
