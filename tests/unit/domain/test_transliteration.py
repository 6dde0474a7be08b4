"""Names in two scripts. The words of the tables are those of ICAO Doc 9303 part 3, section 6."""

from __future__ import annotations

import csv
import itertools
import random
from collections import Counter
from importlib.resources import files

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from checkpoint_app.domain.permit import Sex
from checkpoint_app.domain.transliteration import (
    Agreement,
    _joined,
    names_agree,
    transliterate_arabic,
    transliterate_latin,
)
from sync.registry.sample.names import FullName, Names, written

ARABIC = st.text("ءآأؤإئابةتثجحخدذرزسشصضطظعغفقكلمنهوىي ّـ-", max_size=60)


@pytest.mark.parametrize(
    ("arabic", "latin"),
    [
        ("عبّاس", "EBBAS"),  # the table's note on shadda
        ("فضّة", "FXDZXDZXAH"),  # the same: a sequence is repeated whole
        ("محمود عبدالرحيم", "MXHMWD EBDALRXHYM"),  # the name of the report behind the table
        ("فاطمة الزهراء", "FAXTTMXAH ALZHRAXE"),
        ("فاطمةً", "FAXTTMXAH"),  # a vowel sign does not end the word for teh marbuta
        ("ةم", "XTAM"),
        ("مُحَمَّد", "MXHMMD"),
        ("محـــمد", "MXHMD"),
        ("ﻣﺤﻤﺪ ﻻ", "MXHMD LA"),  # presentation forms
        ("علي-رضا", "ELY RXDZA"),
        ("پرویز", "PRWXYAZ"),
        ("\u200fأحمد\u200e", "XAEXHMD"),
        ("", ""),
        ("123", ""),
    ],
)
def test_arabic_by_table_c(arabic: str, latin: str) -> None:
    assert transliterate_arabic(arabic) == latin


@pytest.mark.parametrize(
    ("name", "latin"),
    [
        ("Térèsa Canon", "TERESA CANON"),
        ("Enya Siobhan O'Connor", "ENYA SIOBHAN OCONNOR"),  # part 4, section 4.2.3.1
        ("Smith-Jones", "SMITH JONES"),
        ("Müller Größe", "MUELLER GROESSE"),
        ("Łukasz Þór Åse", "LUKASZ THOR AASE"),
        ("İlham Çelik", "ILHAM CELIK"),
        ("Sa‘d", "SAD"),
        ("محمد", ""),
    ],
)
def test_latin_by_table_a(name: str, latin: str) -> None:
    assert transliterate_latin(name) == latin


@pytest.mark.parametrize(
    ("read", "latin", "arabic", "agreement"),
    [
        ("SAYED MOHAMED ALI", "MOHAMED ALI SAYED", "محمد علي السيد", Agreement.SAME),
        ("ELSAYED MUHAMMAD ALY", "MOHAMED ALI EL SAYED", "", Agreement.LIKE),
        ("ABD EL RAHMAN FATMA", "FATIMA ABDELRAHMAN", "فاطمة عبد الرحمن", Agreement.LIKE),
        ("YOUSEF GAMAL", "", "يوسف جمال", Agreement.LIKE),
        ("YWSF JMAL", "YOUSSEF GAMAL", "يوسف جمال", Agreement.SAME),  # by table C
        ("HASSAN MONA", "MONA HASSAN IBRAHIM FARAG", "", Agreement.LIKE),
        ("SAYED MONA MOHAMED", "AHMED MOHAMED SAYED", "أحمد محمد السيد", Agreement.DIFFERENT),
        ("KHALED AHMED", "FATMA ELSHERIF", "فاطمة الشريف", Agreement.DIFFERENT),
        ("نص", "AHMED ALI", "", None),
        ("AHMED ALI", "", "", None),
        ("", "AHMED ALI", "أحمد علي", None),
    ],
)
def test_how_names_go_together(
    read: str, latin: str, arabic: str, agreement: Agreement | None
) -> None:
    assert names_agree(read, latin, arabic) is agreement


def test_a_word_that_was_cut() -> None:
    assert names_agree("BENNELONG W DI", "BENNELONG WARRANDYTE DINGO") is Agreement.DIFFERENT
    cut = names_agree("BENNELONG W DI", "BENNELONG WARRANDYTE DINGO", truncated=True)
    assert cut is Agreement.SAME


@given(ARABIC)
def test_what_table_c_gives_is_letters(name: str) -> None:
    latin = transliterate_arabic(name)
    assert not set(latin) - set("ABCDEFGHIJKLMNOPQRSTUVWXYZ ")
    assert latin == latin.strip()
    assert names_agree(latin, "", name) in (Agreement.SAME, None)


@given(st.text(max_size=80), st.text(max_size=80), st.text(max_size=80), st.booleans())
def test_any_names(read: str, latin: str, arabic: str, truncated: bool) -> None:
    found = names_agree(read, latin, arabic, truncated=truncated)
    assert found is None or found in Agreement


@given(st.lists(st.text("ABDEGHIKLMNORSTUYZ", min_size=3, max_size=9), min_size=1, max_size=5))
def test_order_is_of_no_account(words: list[str]) -> None:
    """But of words that are written together with the next one: ABO, ABDEL, ELDIN."""
    assume(all(_joined(order) == order for order in (words, words[::-1])))
    assert names_agree(" ".join(words[::-1]), " ".join(words)) is Agreement.SAME


SPELLINGS = {
    row["arabic"]: row["latin"].split("|")
    for name in ("given", "family")
    for row in csv.DictReader(
        files("resources").joinpath("names", f"{name}.csv").read_text("utf-8").splitlines()
    )
}


def test_spellings_of_one_name_and_of_two() -> None:
    """Recall and false alarms, word by word, over the project's own list of names."""
    rng = random.Random(1448)
    same = [(a, b) for every in SPELLINGS.values() for a, b in itertools.combinations(every, 2)]
    others = [rng.sample(sorted(SPELLINGS), 2) for _ in range(3000)]
    recall = sum(names_agree(a, b) is not Agreement.DIFFERENT for a, b in same) / len(same)
    by_ear = [(arabic, latin) for arabic, every in SPELLINGS.items() for latin in every]
    heard = sum(names_agree(b, "", a) is not Agreement.DIFFERENT for a, b in by_ear) / len(by_ear)
    wrong = [
        (SPELLINGS[a][0], SPELLINGS[b][0])
        for a, b in others
        if names_agree(SPELLINGS[a][0], SPELLINGS[b][0]) is not Agreement.DIFFERENT
    ]
    print(
        f"{len(same)} pairs of spellings: {recall:.1%} found alike; {len(by_ear)} spellings against"
        f" the Arabic: {heard:.1%}; {len(others)} pairs of two names: {len(wrong)} taken for one"
    )
    assert recall > 0.98
    assert heard > 0.96
    assert len(wrong) < 0.01 * len(others)


class Clerks:
    """Writes a drawn name as another office would: spelled anew, family first, a name left out."""

    def __init__(self, rng: random.Random) -> None:
        self.rng = rng
        self.names = Names()

    def draw(self) -> tuple[FullName, Sex]:
        sex = self.rng.choice([Sex.MALE, Sex.FEMALE])
        return self.names.draw(sex, self.rng), sex

    def zone(self, name: FullName) -> tuple[str, bool]:
        words = []
        for arabic, latin in name:
            plain = SPELLINGS.get(arabic, [latin])
            article = self.rng.choice(("EL", "EL ", "AL", "")) if arabic.startswith("ال") else ""
            words.append(article + self.rng.choice(plain))
        if len(words) > 3 and self.rng.random() < 0.2:
            del words[-2]
        field = f"{words[-1]}  {' '.join(words[:-1])}".replace(" ", "<")
        return field[:39], len(field) >= 39


def test_people_and_their_papers() -> None:
    """Precision and recall on drawn people, spelled anew in the zone; brothers and sisters, of whom
    all names but the first agree, apart from the rest."""
    rng = random.Random(9303)
    clerks = Clerks(rng)
    told: dict[str, Counter[bool]] = {"own": Counter(), "other": Counter(), "sibling": Counter()}
    for _ in range(300):
        name, sex = clerks.draw()
        arabic, latin = written(name)
        sibling = clerks.names.sibling(name, sex, rng)
        for kind, person in (("own", name), ("other", clerks.draw()[0]), ("sibling", sibling)):
            if kind == "sibling" and person[0][0] == name[0][0]:
                continue
            zone, cut = clerks.zone(person)
            agreement = names_agree(zone, latin, arabic, truncated=cut)
            told[kind][agreement is not Agreement.DIFFERENT] += 1
    recall = told["own"][True] / told["own"].total()
    precision = told["own"][True] / (told["own"][True] + told["other"][True])
    siblings = told["sibling"][True] / told["sibling"].total()
    print(f"recall {recall:.1%}, precision {precision:.1%}, siblings taken for one {siblings:.1%}")
    assert recall > 0.97
    assert precision > 0.99
    assert siblings < 0.08
