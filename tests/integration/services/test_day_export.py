"""The day's file on disk: whole or not at all."""

from __future__ import annotations

import pytest

from checkpoint_app.errors import StorageError
from checkpoint_app.services.day_export import day_csv, export_day
from tests.unit.services.test_day_export import COUNTS


@pytest.mark.requirement("C4")
def test_the_day_is_written_over_an_older_file(tmp_path):
    path = tmp_path / "day.csv"
    path.write_text("older")
    export_day(COUNTS, path, "ar")
    assert path.read_bytes() == day_csv(COUNTS, "ar")
    assert list(tmp_path.iterdir()) == [path]


def test_a_file_that_cannot_be_written_is_an_error_in_words(tmp_path):
    folder = tmp_path / "day.csv"
    folder.mkdir()
    (folder / "kept").touch()
    for path in (folder, tmp_path / "missing" / "day.csv"):
        with pytest.raises(StorageError) as caught:
            export_day(COUNTS, path, "en")
        assert (caught.value.key, caught.value.params["file"]) == ("lane.export_failed", "day.csv")
    assert list(tmp_path.iterdir()) == [folder]
