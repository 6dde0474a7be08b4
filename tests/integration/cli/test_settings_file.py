"""The settings of a lane on its disk."""

from __future__ import annotations

from pathlib import Path

import pytest

from checkpoint_app.config import Settings, load_settings, save_settings
from checkpoint_app.errors import ConfigError
from checkpoint_app.paths import LanePaths


def test_what_could_not_be_read_again_is_not_written(tmp_path: Path) -> None:
    paths = LanePaths(tmp_path)
    save_settings(paths, Settings(source="camera:1"))
    with pytest.raises(ConfigError) as refused:
        save_settings(paths, Settings(source="x" * 70_000))
    assert refused.value.key == "cli.settings_unwritable"
    assert load_settings(paths).source == "camera:1"
