"""Which server a web address names, and a command line that is none."""

from __future__ import annotations

import pytest

from checkpoint_app.errors import ConfigError
from sync.client.conformance import main, origin_of


def test_an_origin_is_an_address_up_to_its_path() -> None:
    assert origin_of("http://127.0.0.1:8080/a%5Bb%5D/metadata/") == "http://127.0.0.1:8080"
    assert origin_of("https://[::1]/x") == "https://[::1]"


@pytest.mark.parametrize("url", ["", "metadata/", "file:///etc/", "http://[::1/", "http://u:p@h/"])
def test_no_other_address_is_taken(url: str) -> None:
    with pytest.raises(ConfigError):
        origin_of(url)


@pytest.mark.parametrize(
    "arguments",
    [
        [],
        ["refresh"],
        ["--metadata-dir", "d", "refresh"],
        ["--metadata-dir", "d", "init"],
        ["--metadata-dir", "d", "--metadata-url", "http://h/", "download"],
        ["--metadata-dir", "d", "--metadata-url", "http://h/", "upload"],
    ],
)
def test_a_wrong_command_line_ends_in_one(arguments: list[str]) -> None:
    with pytest.raises(SystemExit) as ended:
        main(arguments)
    assert ended.value.code == 1
