"""staff.sealed beside a real journal: kept, noticed when edited, never going back."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from datetime import timedelta
from pathlib import Path

import pytest

from checkpoint_app.errors import StorageError, TrustError
from checkpoint_app.store.journal import JournalStore
from checkpoint_app.store.keys import FileKeyStore
from checkpoint_app.store.staff import StaffFile
from tests.unit.services.fakes import MemoryClock
from tests.unit.sync.trust.test_staff_pack import NOW, OMAR, STAFF

NEXT = replace(STAFF, version=4, members=(OMAR,), issued=NOW + timedelta(days=1))


class Place:
    """One lane's folder, as far as its people go."""

    def __init__(self, folder: Path) -> None:
        self.path = folder / "staff.sealed"
        self.keys = FileKeyStore(folder / "keys")
        self.journal = JournalStore(folder / "journal.db", bytes(32), MemoryClock())
        self.staff = StaffFile(self.path, self.keys, self.journal)

    def opened_again(self) -> StaffFile:
        return StaffFile(self.path, self.keys, self.journal)


@pytest.fixture
def place(tmp_path: Path) -> Iterator[Place]:
    made = Place(tmp_path)
    yield made
    made.journal.close()


def is_damaged(place: Place) -> bool:
    with pytest.raises(StorageError) as caught:
        place.staff.staff()
    return caught.value.key == "staff.damaged" and not place.staff.is_held()


def test_before_any_list_nobody_need_sign_in(place: Place) -> None:
    assert (place.staff.staff(), place.staff.staff_ever()) == (None, False)
    assert not place.staff.is_held()
    assert not place.path.exists()


class Failing:
    """A key store of the system that fails from some time on."""

    def __init__(self, store: FileKeyStore) -> None:
        self._store, self.fails = store, False

    def load(self, name: str) -> bytes | None:
        if self.fails:
            raise StorageError("the key store is locked", key="store.key_store")
        return self._store.load(name)

    def add(self, name: str, secret: bytes) -> bytes:
        return self._store.add(name, secret)


def test_a_key_store_that_fails_later_opens_and_stops_nothing(place: Place) -> None:
    keys = Failing(place.keys)
    unstaffed = StaffFile(place.path, keys, place.journal)
    never_asked = StaffFile(place.path, keys, place.journal)
    assert not unstaffed.staff_ever()
    keys.fails = True
    assert not unstaffed.staff_ever()
    with pytest.raises(StorageError):
        never_asked.staff_ever()
    place.staff.take_staff(STAFF, NOW)
    assert unstaffed.staff_ever()
    assert never_asked.staff_ever()


@pytest.mark.requirement("C1")
def test_a_list_is_kept_sealed_and_audited(place: Place) -> None:
    assert place.staff.take_staff(STAFF, NOW)
    assert place.staff.staff() == place.opened_again().staff() == STAFF
    assert place.staff.staff_ever()
    assert not place.staff.take_staff(STAFF, NOW)
    sealed = place.path.read_bytes()
    assert b"mona" not in sealed
    assert b"argon2id" not in sealed
    assert place.path.stat().st_mode & 0o777 == 0o600
    assert place.journal.newest_audit() is not None
    assert place.staff.take_staff(NEXT, NOW)
    assert place.staff.staff() == NEXT


def test_lists_never_go_back(place: Place) -> None:
    place.staff.take_staff(NEXT, NOW)
    with pytest.raises(TrustError) as caught:
        place.staff.take_staff(STAFF, NOW)
    assert caught.value.key == "trust.rolled_back"
    with pytest.raises(TrustError) as caught:
        place.staff.take_staff(replace(NEXT, members=()), NOW)
    assert caught.value.key == "trust.mixed"
    assert place.staff.staff() == NEXT


@pytest.mark.parametrize("where", [0, 11, 12, 100, -1])
def test_an_edited_file_is_told_and_mended_by_the_same_list(place: Place, where: int) -> None:
    place.staff.take_staff(STAFF, NOW)
    content = bytearray(place.path.read_bytes())
    content[where] ^= 1
    place.path.write_bytes(bytes(content))
    assert is_damaged(place)
    assert place.staff.take_staff(STAFF, NOW)
    assert place.staff.staff() == STAFF


@pytest.mark.parametrize("content", [b"", b"short", bytes(5000), bytes(3 * 1024 * 1024)])
def test_a_file_of_somebody_else_is_told(place: Place, content: bytes) -> None:
    place.staff.take_staff(STAFF, NOW)
    place.path.write_bytes(content)
    assert is_damaged(place)


def test_an_older_list_put_back_is_told(place: Place) -> None:
    place.staff.take_staff(STAFF, NOW)
    older = place.path.read_bytes()
    place.staff.take_staff(NEXT, NOW)
    place.path.write_bytes(older)
    assert is_damaged(place)


def test_a_list_taken_away_is_told(place: Place) -> None:
    place.staff.take_staff(STAFF, NOW)
    place.path.unlink()
    assert is_damaged(place)
    assert place.staff.staff_ever()


def test_what_a_crash_leaves_between_file_and_journal_holds(place: Place, tmp_path: Path) -> None:
    place.staff.take_staff(STAFF, NOW)
    (tmp_path / "other").mkdir()
    other = JournalStore(tmp_path / "other" / "journal.db", bytes(32), MemoryClock())
    StaffFile(place.path, place.keys, other).take_staff(NEXT, NOW)
    other.close()
    assert place.staff.staff() == NEXT
    assert place.staff.take_staff(NEXT, NOW)
    assert not place.staff.take_staff(NEXT, NOW)


@pytest.mark.requirement("C1")
def test_without_journal_and_file_somebody_must_sign_in_still(tmp_path: Path) -> None:
    place = Place(tmp_path)
    place.staff.take_staff(STAFF, NOW)
    place.journal.close()
    for path in (place.path, *tmp_path.glob("journal.db*")):
        path.unlink()
    place = Place(tmp_path)
    assert (place.staff.staff(), place.staff.staff_ever()) == (None, True)
    place.journal.close()
