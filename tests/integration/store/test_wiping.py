"""records.db of a lane that was recalled."""

from __future__ import annotations

from datetime import UTC, datetime
from pathlib import Path

import pytest

from checkpoint_app.store.anchor import AnchorFile
from checkpoint_app.store.encrypted import EncryptedDatabase
from checkpoint_app.store.records import RecordsStore
from checkpoint_app.store.records_schema import MIGRATIONS

AT = datetime(2026, 11, 22, 9, 0, tzinfo=UTC)
ROWS = [(n, 1, f"A{n:08}", None, 1 + n // 256, n % 256, b"body" * 50, 7) for n in range(2000)]


def opened(folder: Path) -> RecordsStore:
    anchor = AnchorFile(folder / "anchor.json")
    return RecordsStore(folder / "records.db", bytes(32), anchor, busy_ms=200)


def filled(folder: Path) -> RecordsStore:
    store = opened(folder)
    with store.importing() as changes:
        changes.add_records(ROWS)
        changes.put_status_list(0, 1, AT, b"list")
        changes.put_state(1, AT, b"state")
        changes.replace_elsewhere([(1, 2, 3, 4)])
    store.note("elsewhere", "somewhere")
    return store


@pytest.mark.requirement("A15")
def test_nothing_stays_but_the_word_that_it_was_recalled(tmp_path: Path) -> None:
    store = filled(tmp_path)
    (tmp_path / "records.db.damaged").write_bytes(b"an older copy")
    before = (tmp_path / "records.db").stat().st_size
    store.lock(AT)
    assert store.notes() == {"alarm.recalled": "2026-11-22T09:00:00+00:00"}
    for table in ("record", "status_list", "state", "elsewhere", "overlay", "block"):
        assert store._rows(f"SELECT * FROM {table}") == []
    store.lock(AT.replace(year=2027))
    assert store.notes() == {"alarm.recalled": "2026-11-22T09:00:00+00:00"}
    store.close()
    assert (tmp_path / "records.db").stat().st_size < before / 4
    assert not (tmp_path / "records.db.damaged").exists()
    again = opened(tmp_path)
    assert "alarm.recalled" in again.notes()
    again.close()


def test_another_program_that_has_it_open_sees_the_emptiness(tmp_path: Path) -> None:
    store = filled(tmp_path)
    other = EncryptedDatabase(tmp_path / "records.db", bytes(32), MIGRATIONS)
    with other.reading() as conn:
        assert conn.execute("SELECT count(*) FROM record").fetchone() == (2000,)
        store.lock(AT)  # cannot be shortened now, is empty all the same
    with other.reading() as conn:
        assert conn.execute("SELECT count(*) FROM record").fetchone() == (0,)
    other.close()
    store.close()


def test_a_damaged_file_is_locked_too(tmp_path: Path) -> None:
    filled(tmp_path).close()
    path = tmp_path / "records.db"
    content = bytearray(path.read_bytes())
    for page in range(4096, len(content), 4096):
        content[page + 100 : page + 200] = bytes(100)
    path.write_bytes(bytes(content))
    store = opened(tmp_path)
    store.lock(AT)
    assert set(store.notes()) == {"alarm.recalled"}
    store.close()
    assert not list(tmp_path.glob("*.damaged*"))
