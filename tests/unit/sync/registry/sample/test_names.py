"""Names: enough of them, in both scripts, spelt as in life."""

from __future__ import annotations

import csv
import re
import unicodedata
from importlib.resources import files

from checkpoint_app.domain.permit import Sex
from sync.registry.sample.chance import stream
from sync.registry.sample.names import Names, written

ARABIC = re.compile(r"[\u0621-\u064a ]+")
LATIN = re.compile(r"[A-Z]+( [A-Z]+)*")


def rows(name: str) -> list[dict[str, str]]:
    text = files("resources").joinpath("names", name).read_text("utf-8")
    return list(csv.DictReader(text.splitlines()))


def test_there_are_as_many_names_as_were_asked_for() -> None:
    given, families = rows("given.csv"), rows("family.csv")
    assert len({row["arabic"] for row in given}) == len(given) >= 300
    assert len({row["arabic"] for row in families}) == len(families) >= 500
    assert {row["sex"] for row in given} == {"M", "F"}


def test_every_name_is_written_in_its_script() -> None:
    for row in [*rows("given.csv"), *rows("family.csv")]:
        assert ARABIC.fullmatch(row["arabic"]), row
        assert unicodedata.is_normalized("NFC", row["arabic"])
        assert all(LATIN.fullmatch(variant) for variant in row["latin"].split("|")), row


def test_names_fit_a_passport_and_vary_in_spelling() -> None:
    names, chance = Names(), stream(1, "names")
    drawn = [written(names.draw(Sex.MALE, chance)) for _ in range(20_000)]
    assert max(len(latin) for _, latin in drawn) <= 36
    assert len({arabic for arabic, _ in drawn}) > 15_000
    first = {latin.split()[0] for arabic, latin in drawn if arabic.split()[0] == "محمد"}
    assert {"MOHAMED", "MOHAMMED", "MUHAMMAD"} <= first


def test_relatives_share_the_line_of_their_fathers() -> None:
    names, chance = Names(), stream(2, "names")
    father = names.draw(Sex.MALE, chance)
    child = names.child(father, Sex.FEMALE, chance)
    sister = names.sibling(father, Sex.FEMALE, chance)
    assert [arabic for arabic, _ in child[1:3]] == [arabic for arabic, _ in father[:2]]
    assert child[-1][0] == father[-1][0]
    assert [arabic for arabic, _ in sister[1:]] == [arabic for arabic, _ in father[1:]]
