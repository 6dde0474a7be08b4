"""Names of one person in two scripts and many spellings, compared as a hint.

The tables are those of ICAO Doc 9303 part 3, section 6 (A, Latin letters with marks; C, Arabic).
Egyptian passports spell Arabic names as they sound, one as MOHAMED and the next as MUHAMMAD: what
is compared is therefore how alike the words sound. Nothing here is ever a reason for a verdict.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator
from dataclasses import dataclass
from enum import StrEnum
from functools import lru_cache

# Of a name this long nothing more is compared.
NAME_LIMIT = 200
# Table C, by code point; letters that it gives as "not encoded" are absent.
_ARABIC = {
    0x0621: "XE", 0x0622: "XAA", 0x0623: "XAE", 0x0624: "U", 0x0625: "I", 0x0626: "XI",
    0x0627: "A", 0x0628: "B", 0x0629: "XTA", 0x062A: "T", 0x062B: "XTH", 0x062C: "J",
    0x062D: "XH", 0x062E: "XKH", 0x062F: "D", 0x0630: "XDH", 0x0631: "R", 0x0632: "Z",
    0x0633: "S", 0x0634: "XSH", 0x0635: "XSS", 0x0636: "XDZ", 0x0637: "XTT", 0x0638: "XZZ",
    0x0639: "E", 0x063A: "G", 0x0641: "F", 0x0642: "Q", 0x0643: "K", 0x0644: "L", 0x0645: "M",
    0x0646: "N", 0x0647: "H", 0x0648: "W", 0x0649: "XAY", 0x064A: "Y", 0x0671: "XXA",
    0x0679: "XXT", 0x067C: "XRT", 0x067E: "P", 0x0681: "XKE", 0x0685: "XXH", 0x0686: "XC",
    0x0688: "XXD", 0x0689: "XDR", 0x0691: "XXR", 0x0693: "XRR", 0x0696: "XRX", 0x0698: "XJ",
    0x069A: "XXS", 0x06A4: "V", 0x06A5: "XF", 0x06A9: "XKK", 0x06AB: "XXK", 0x06AD: "XNG",
    0x06AF: "XGG", 0x06BA: "XNN", 0x06BC: "XXN", 0x06BE: "XDO", 0x06C0: "XYH", 0x06C1: "XXG",
    0x06C2: "XGE", 0x06C3: "XTG", 0x06CC: "XYA", 0x06CD: "XXY", 0x06D0: "Y", 0x06D2: "XYB",
    0x06D3: "XBE",
}  # fmt: skip
_TEH_MARBUTA, _TEH_MARBUTA_LAST = "\u0629", "XAH"
_SHADDA = "\u0651"
# Table A, where more is done than to drop the mark; of several choices the one that spells out.
_LATIN = str.maketrans(
    {
        "Ä": "AE", "Å": "AA", "Æ": "AE", "Ð": "D", "Ö": "OE", "Ø": "OE", "Ü": "UE", "Þ": "TH",
        "Đ": "D", "Ħ": "H", "ı": "I", "ĸ": "Q", "Ł": "L", "Ŋ": "N", "Œ": "OE", "Ŧ": "T",
        "ẞ": "SS", "ß": "SS", "Ĳ": "IJ",
    }
)  # fmt: skip
_NOT_LETTERS = re.compile(r"[^A-Z]+")
# Apostrophes go without a trace (part 3, section 4.6); so do signs that stand for ayn and hamza.
_APOSTROPHES = re.compile("['`´ʻʼʾʿ‘’]")


class Agreement(StrEnum):
    """How names of two papers go together: a hint for the officer's eye."""

    SAME = "same"  # word for word, in some order and perhaps cut short
    LIKE = "like"  # other spellings of it, or words left out
    DIFFERENT = "different"


def transliterate_arabic(name: str) -> str:
    """An Arabic name in A-Z by table C, its words apart by one blank. Vowel signs are not encoded,
    a shadda repeats its letter; teh marbuta is XAH at the end of a word, else XTA. What is neither
    Arabic letter nor A-Z parts words."""
    plain = unicodedata.normalize("NFC", unicodedata.normalize("NFKC", name[:NAME_LIMIT]))
    kept = "".join(sign for sign in plain if unicodedata.category(sign) not in ("Cf", "Lm"))
    return " ".join(filter(None, map(_arabic_word, re.split(r"[\s\-<]+", kept))))


def _arabic_word(word: str) -> str:
    """One name component."""
    letters: list[str] = []
    last = len([sign for sign in word if not unicodedata.combining(sign)])
    place = 0
    for sign in word:
        if sign == _SHADDA:
            letters.extend(letters[-1:])
        elif not unicodedata.combining(sign):
            place += 1
            at_end = sign == _TEH_MARBUTA and place == last
            latin = _TEH_MARBUTA_LAST if at_end else _ARABIC.get(ord(sign), "")
            letters.append(latin or (sign if "A" <= sign <= "Z" else ""))
    return "".join(letters)


def transliterate_latin(name: str) -> str:
    """A Latin name in A-Z by table A, its words apart by one blank."""
    upper = unicodedata.normalize("NFC", name[:NAME_LIMIT].upper())
    spelled = unicodedata.normalize("NFD", _APOSTROPHES.sub("", upper).translate(_LATIN))
    bare = "".join(sign for sign in spelled if not unicodedata.combining(sign))
    return _NOT_LETTERS.sub(" ", bare).strip()


# How the words sound, for comparing them. A letter stands for a class of sounds; small letters are
# classes without a Latin letter of their own: c (sh), x (kh), g (gh), t (th as in THARWAT), z (dh).
_SOUNDS = (
    ("SCH", "c"), ("SH", "c"), ("CH", "c"), ("KH", "x"), ("GH", "g"), ("TH", "t"), ("DH", "z"),
    ("DJ", "G"), ("PH", "F"), ("GUI", "GI"), ("GUE", "GE"), ("OU", "U"), ("OO", "U"), ("EE", "I"),
    ("EA", "I"), ("Q", "K"), ("C", "K"), ("J", "G"), ("V", "F"), ("P", "B"), ("Y", "I"), ("W", "U"),
)  # fmt: skip
_ARABIC_SOUNDS = str.maketrans(
    "اأإآٱىعةؤئويیبتثجحخدذرزسشصضطظغفڤقكکلمنهپ", "AAAAAAAAUIUIIBTtGHxDzRZScSDTZgFFKKKLMNHB", "ءـ"
)
_VOWELS = frozenset("AEIOU")
# What each costs, as parts of a consonant: a vowel that is another, one that is left out, a class
# of sounds that clerks write in several ways, an H that is hardly heard. Arabic leaves the short
# vowels out.
_OTHER_VOWEL, _NO_VOWEL, _NO_ARABIC_VOWEL, _NEAR, _NO_H = 0.2, 0.3, 0.15, 0.3, 0.4
_NEAR_SOUNDS = frozenset(
    frozenset(pair)
    for pair in ("DZ", "zD", "zZ", "SZ", "tS", "tT", "gG", "gK", "xK", "xH", "GK", "DT")
)
# Words at least so alike are taken for spellings of one name (1 is the same).
ALIKE = 0.7
# Words that belong to the next one, and those that belong to the one before.
_OPENING = frozenset(
    "EL AL ABD ABDEL ABDUL ABDAL ABU ABO ABOU عبد أبو ابو ال".split()  # noqa: SIM905 - one column
)
_CLOSING = re.compile(r"[EA]L?(?:D[IE]+N|LAH?|NAB[IY]|ABD[IE]+N|BAB)|ال(?:دين|نبي|عابدين|باب)|الله")
_ARTICLES = ("EL", "AL")
_ARABIC_LETTER = re.compile(r"[\u0621-\u06d3]")


@dataclass(frozen=True, slots=True)
class _Word:
    """A word's letters, and how it sounds in the classes of `_SOUNDS`. ``vowel`` is what one costs
    that is left out."""

    letters: str
    sound: str
    vowel: float = _NO_VOWEL


def names_agree(
    mrz_names: str, name_latin: str, name_arabic: str = "", *, truncated: bool = False
) -> Agreement | None:
    """How the names of a machine-readable zone and those of a record go together.

    In any order, spelled as they sound or by table C, words left out; with ``truncated`` a word of
    the zone may be the beginning of one. None when there is nothing to compare.
    """
    read = _words(transliterate_latin(mrz_names.replace("<", " ")))
    sides = (
        _words(transliterate_latin(name_latin)),
        _words(transliterate_arabic(name_arabic)),
        _arabic_words(name_arabic),
    )
    found = [_agreement(read, side, truncated) for side in sides if read and side]
    return min(found, key=list(Agreement).index, default=None)


def _words(plain: str) -> list[_Word]:
    return [_Word(word, _sound(word)) for word in _joined(plain.split())]


def _arabic_words(name: str) -> list[_Word]:
    plain = unicodedata.normalize("NFKC", name[:NAME_LIMIT])
    bare = "".join(sign for sign in plain if not unicodedata.combining(sign))
    return [
        _Word(word, _smooth(word.translate(_ARABIC_SOUNDS)), _NO_ARABIC_VOWEL)
        for word in _joined(bare.split())
        if _ARABIC_LETTER.search(word)
    ]


def _joined(words: list[str]) -> list[str]:
    """Words that clerks write together or apart, together."""
    found: list[str] = []
    open_word = ""
    for word in words:
        whole = open_word + word
        if word in _OPENING:
            open_word = whole
            continue
        if found and _CLOSING.fullmatch(whole):
            found[-1] += whole
        else:
            found.append(whole)
        open_word = ""
    return [*found, open_word] if open_word else found


def _agreement(read: list[_Word], held: list[_Word], truncated: bool) -> Agreement:
    """Each word of the side with fewer must have its partner among those of the other."""
    pairs = _partners(read, held, truncated)
    if len(pairs) < min(len(read), len(held)):
        return Agreement.DIFFERENT
    if min(pairs) == 1 and (truncated or len(read) == len(held)):
        return Agreement.SAME
    return Agreement.LIKE


def _partners(read: list[_Word], held: list[_Word], truncated: bool) -> list[float]:
    """The likeness of each pair of partners, the best pairs first."""
    ranked = sorted(
        (
            (_likeness(left, right, truncated), row, column)
            for row, left in enumerate(read)
            for column, right in enumerate(held)
        ),
        reverse=True,
    )
    rows: set[int] = set()
    columns: set[int] = set()
    found: list[float] = []
    for likeness, row, column in ranked:
        if likeness >= ALIKE and row not in rows and column not in columns:
            rows.add(row)
            columns.add(column)
            found.append(likeness)
    return found


@lru_cache(maxsize=4096)
def _likeness(read: _Word, held: _Word, truncated: bool) -> float:
    """From 0 to 1; 1 only for the same letters, or the beginning of them where one may be cut."""
    if read.letters == held.letters or (truncated and held.letters.startswith(read.letters)):
        return 1.0
    likeness = max(
        _sound_likeness(left, right, held.vowel)
        for left in _with_and_without_article(read.sound)
        for right in _with_and_without_article(held.sound)
    )
    return min(0.99, likeness)


def _sound(word: str) -> str:
    for letters, sound in _SOUNDS:
        word = word.replace(letters, sound)
    return _smooth(word)


def _smooth(word: str) -> str:
    """Without doubled letters, and without an H that is not heard at the end."""
    word = re.sub(r"(.)\1+", r"\1", word)
    return word[:-1] if len(word) > 2 and word.endswith(("AH", "LH")) else word


def _with_and_without_article(sound: str) -> Iterator[str]:
    yield sound
    if sound[:2] in _ARTICLES and len(sound) > 4:
        yield sound[2:]


def _sound_likeness(left: str, right: str, vowel: float) -> float:
    """One less the cheapest way from one word to the other, against what the heavier weighs."""
    row = [0.0]
    for sound in right:
        row.append(row[-1] + _cost(sound, vowel))
    weight = max(row[-1], sum(_cost(sound, vowel) for sound in left), 1.0)
    for a in left:
        above, row = row, [row[0] + _cost(a, vowel)]
        for place, b in enumerate(right):
            row.append(
                min(
                    above[place + 1] + _cost(a, vowel),
                    row[place] + _cost(b, vowel),
                    above[place] + _exchange(a, b),
                )
            )
    return max(0.0, 1 - row[-1] / weight)


def _cost(sound: str, vowel: float) -> float:
    """Of a sound that is left out."""
    if sound in _VOWELS:
        return vowel
    return _NO_H if sound == "H" else 1.0


def _exchange(a: str, b: str) -> float:
    if a == b:
        return 0.0
    if a in _VOWELS and b in _VOWELS:
        return _OTHER_VOWEL
    return _NEAR if frozenset((a, b)) in _NEAR_SOUNDS else 2.0
