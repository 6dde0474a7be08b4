"""Every text key that syncing uses is in the catalogue, in both languages."""

from __future__ import annotations

import re
from pathlib import Path

import sync.client
import sync.engine
import sync.trust
from checkpoint_app.reference import messages

_KEY = re.compile(r'"((?:sync|trust)\.[a-z_]+)"')


def test_the_catalogue_has_every_key_and_no_other() -> None:
    used: set[str] = set()
    for package in (sync.client, sync.engine, sync.trust):
        for path in Path(str(package.__path__[0])).glob("*.py"):
            used |= set(_KEY.findall(path.read_text(encoding="utf-8")))
    used -= {"trust.age_child"}
    known = {key for key in messages() if key.startswith(("sync.", "trust."))}
    assert used == known


def test_arabic_is_arabic() -> None:
    for key, message in messages().items():
        if key.startswith(("sync.", "trust.")):
            assert re.search("[ء-ي]", message.ar), key
