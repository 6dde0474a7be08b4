"""The TUF repository over HTTP."""

from __future__ import annotations

import hashlib

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from sync.protocol import routes
from tests.integration.registry_api.world import Registry

CONTENT = b"".join(hashlib.sha256(bytes([place])).digest() for place in range(32))
DIGEST = hashlib.sha256(CONTENT).hexdigest()


@pytest.fixture(autouse=True)
def files(registry: Registry) -> None:
    (registry.metadata / "timestamp.json").write_text("{}")
    (registry.metadata / "1.root.json").write_text('{"signed": {}}')
    (registry.targets / "CAI-AIR").mkdir()
    (registry.targets / "CAI-AIR" / f"{DIGEST}.manifest").write_bytes(CONTENT)
    (registry.metadata.parent / "secret.json").write_text("secret")
    (registry.metadata / "link.json").symlink_to(registry.metadata.parent / "secret.json")


def test_metadata_and_targets_come_byte_for_byte(registry: Registry) -> None:
    answer = registry.client.simulate_get(routes.tuf_metadata("1.root.json"))
    assert (answer.status_code, answer.content) == (200, b'{"signed": {}}')
    assert answer.headers["Content-Length"] == "14"
    assert "immutable" in answer.headers["Cache-Control"]
    answer = registry.client.simulate_get(routes.tuf_target(f"CAI-AIR/{DIGEST}.manifest"))
    assert answer.content == CONTENT
    assert "immutable" in answer.headers["Cache-Control"]


def test_nothing_new_costs_no_body(registry: Registry) -> None:
    path = routes.tuf_metadata("timestamp.json")
    first = registry.client.simulate_get(path)
    assert first.headers["Cache-Control"] == "no-cache"
    tag = first.headers["ETag"]
    for known in (tag, f'"x", {tag}', f"W/{tag}", "*"):
        answer = registry.client.simulate_get(path, headers={"If-None-Match": known})
        assert (answer.status_code, answer.content) == (304, b"")
    (registry.metadata / "timestamp.json").write_text('{"new": 1}')
    answer = registry.client.simulate_get(path, headers={"If-None-Match": tag})
    assert (answer.status_code, answer.content) == (200, b'{"new": 1}')


@pytest.mark.parametrize(
    ("asked", "content"),
    [
        ("bytes=0-9", CONTENT[:10]),
        ("bytes=1000-", CONTENT[1000:]),
        ("bytes=-24", CONTENT[-24:]),
        ("bytes=1000-99999", CONTENT[1000:]),
        ("bytes=-99999", CONTENT),
    ],
)
def test_a_download_goes_on_where_it_broke_off(
    registry: Registry, asked: str, content: bytes
) -> None:
    path = routes.tuf_target(f"CAI-AIR/{DIGEST}.manifest")
    answer = registry.client.simulate_get(path, headers={"Range": asked})
    assert answer.status_code == (206 if len(content) < len(CONTENT) else 200)
    assert answer.content == content
    assert answer.headers["Content-Length"] == str(len(content))
    if answer.status_code == 206:
        start = CONTENT.rindex(content)
        shown = f"bytes {start}-{start + len(content) - 1}/{len(CONTENT)}"
        assert answer.headers["Content-Range"] == shown


def test_a_range_of_a_file_that_changed_gives_the_whole_file(registry: Registry) -> None:
    path = routes.tuf_target(f"CAI-AIR/{DIGEST}.manifest")
    tag = registry.client.simulate_get(path).headers["ETag"]
    headers = {"Range": "bytes=5-", "If-Range": tag}
    assert registry.client.simulate_get(path, headers=headers).status_code == 206
    headers["If-Range"] = '"older"'
    assert registry.client.simulate_get(path, headers=headers).content == CONTENT


@pytest.mark.parametrize("asked", ["bytes=1024-", "bytes=5000-6000", "bytes=-0"])
def test_a_range_beyond_the_end_is_refused(registry: Registry, asked: str) -> None:
    path = routes.tuf_target(f"CAI-AIR/{DIGEST}.manifest")
    answer = registry.client.simulate_get(path, headers={"Range": asked})
    assert answer.status_code == 416
    assert answer.headers["Content-Range"] == "bytes */1024"


@pytest.mark.parametrize("asked", ["bytes=", "bytes=-", "lines=1-2", "bytes=1-2,4-5", "bytes=9-3"])
def test_other_ranges_are_ignored(registry: Registry, asked: str) -> None:
    path = routes.tuf_target(f"CAI-AIR/{DIGEST}.manifest")
    answer = registry.client.simulate_get(path, headers={"Range": asked})
    assert (answer.status_code, answer.content) == (200, CONTENT)


def test_head_tells_the_length(registry: Registry) -> None:
    answer = registry.client.simulate_head(routes.tuf_metadata("timestamp.json"))
    assert (answer.status_code, answer.content) == (200, b"")
    assert answer.headers["Content-Length"] == "2"


@pytest.mark.parametrize(
    "path",
    [
        "/tuf/metadata/absent.json",
        "/tuf/metadata/secret",
        "/tuf/metadata/..%2Fsecret.json",
        "/tuf/metadata/link.json",
        "/tuf/metadata/",
        "/tuf/targets/../secret.json",
        "/tuf/targets/CAI-AIR",
        "/tuf/targets/CAI-AIR/",
        "/tuf/targets/%2e%2e/secret.json",
        "/tuf/targets/CAI-AIR/..%2F..%2Fsecret.json",
        "/tuf/targets//etc/passwd",
        "/tuf/targets/.hidden",
        "/tuf/targets/a%00b",
        "/tuf/targets/" + "a" * 5000,
    ],
)
def test_nothing_else_is_served(registry: Registry, path: str) -> None:
    answer = registry.client.simulate_get(path)
    assert answer.status_code == 404
    assert answer.headers["Content-Type"] == routes.PROBLEM
    assert b"secret" not in answer.content.replace(path.encode(), b"")


@settings(max_examples=200, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(st.text(max_size=60))
def test_any_path_is_found_or_is_404(registry: Registry, path: str) -> None:
    answer = registry.client.simulate_get(
        routes.tuf_target(path.encode("utf-8", "replace").decode())
    )
    assert answer.status_code == 404
