"""Every reason of this package can be said in both languages."""

from __future__ import annotations

import csv
import io
from importlib.resources import files

from checkpoint_app.credential import scanned
from checkpoint_app.credential.envelope import CredentialError, Rejection


def texts() -> dict[str, tuple[str, str]]:
    source = files("resources").joinpath("texts/credential.csv").read_text("utf-8")
    return {row["key"]: (row["en"], row["ar"]) for row in csv.DictReader(io.StringIO(source))}


def test_every_refusal_and_every_hint_has_its_sentence():
    keys = {CredentialError(reason).key for reason in Rejection}
    constants = {name for code in _codes(scanned) for name in code.co_consts}
    hints = {name for name in constants if isinstance(name, str) and name.startswith("scan.")}
    hints |= {hint for _, hint in scanned._OTHERS}
    assert set(texts()) == keys | hints
    assert all(en and ar for en, ar in texts().values())


def _codes(module):
    functions = (each for each in vars(module).values() if hasattr(each, "__code__"))
    return [each.__code__ for each in functions if each.__module__ == module.__name__]
