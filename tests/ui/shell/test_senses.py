"""A reading goes to whoever is meant, and to nobody else."""

from __future__ import annotations

import pytest
from PySide6.QtCore import QObject, Signal
from pytestqt.qtbot import QtBot

from ui.lane.views import Action
from ui.shell.senses import WINDOW_ACTIONS, Listener, Senses


class Keys(QObject):
    """What `ui.keys.KeyWatch` tells."""

    scanned = Signal(str)
    early = Signal(object)
    progress = Signal(int)
    struck = Signal()
    acted = Signal(object)
    typed_digits = Signal(str)


@pytest.fixture
def keys(qtbot: QtBot) -> Keys:
    return Keys()


@pytest.fixture
def senses(keys: Keys) -> Senses:
    return Senses(keys, keys)  # type: ignore[arg-type]


def _heard(senses: Senses) -> list[str]:
    heard: list[str] = []
    for name in ("scanned", "seen", "desk_read", "kept_out", "acted", "desk_acted", "window_acted"):
        getattr(senses, name).connect(lambda *_told, name=name: heard.append(name))
    return heard


@pytest.mark.parametrize(
    ("listener", "expected"),
    [
        (Listener.LANE, ["scanned", "acted"]),
        (Listener.DESK, ["desk_read", "desk_acted"]),
        (Listener.NOBODY, ["kept_out"]),
    ],
)
def test_whoever_listens_hears_alone(
    keys: Keys, senses: Senses, listener: Listener, expected: list[str]
) -> None:
    heard = _heard(senses)
    senses.listener = listener
    keys.scanned.emit("7" * 40)
    keys.acted.emit(Action.DEPART)
    assert heard == expected


@pytest.mark.parametrize("action", sorted(WINDOW_ACTIONS))
@pytest.mark.parametrize("listener", Listener)
def test_keys_of_the_window_always_reach_it(
    keys: Keys, senses: Senses, listener: Listener, action: Action
) -> None:
    heard = _heard(senses)
    senses.listener = listener
    keys.acted.emit(action)
    assert heard == ["window_acted"]


def test_digits_are_the_menus_while_it_is_open(keys: Keys, senses: Senses) -> None:
    typed: list[str] = []
    diverted: list[str] = []
    senses.typed_digits.connect(typed.append)
    senses.digits_diverted.connect(diverted.append)
    keys.typed_digits.emit("1")
    senses.diverted = True
    keys.typed_digits.emit("2")
    assert (typed, diverted) == (["1"], ["2"])
