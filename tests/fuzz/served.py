"""The registry's interface as anybody on the line can ask it, and movements that a device signed
and that cannot be read."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from functools import cache

from falcon.testing import Result

from checkpoint_app.credential.batch import sign_batch
from sync.protocol import routes
from sync.registry.api.refusals import Refusal
from tests.fuzz.reader import Reader, scratch
from tests.fuzz.signed import FIXTURES
from tests.integration.registry_api.world import Lane, Registry

_API = "sync.registry.api."
_MOST = 2000


def readers() -> Iterator[Reader]:
    yield Reader(
        "http-authorization",
        _authorised,
        (b"Umrah-Device " + b"QUJD" * 40, b"Bearer " + b"t" * 43),
        (),
        (_API + "device_auth.DeviceAuthentication",),
        _MOST,
    )
    yield Reader(
        "http-path",
        _asked,
        (b"/tuf/metadata/1.root.json", b"/tuf/targets/CAI-AIR/0a.manifest", b"/api/v1/receipts/00"),
        (),
        ("sync.registry.app.create_app",),
        _MOST,
    )
    yield Reader(
        "http-range",
        _ranged,
        (b"bytes=0-9", b"bytes=-5", b"bytes=3-"),
        (),
        (_API + "tuf_files.TargetFiles",),
        _MOST,
    )
    yield Reader(
        "http-enrolment",
        _posted,
        ((FIXTURES / "carried" / "enrolment-request.json").read_bytes(),),
        (),
        (_API + "bodies.read_message",),
        _MOST,
    )
    yield Reader(
        "movement-signed",
        _counted,
        (_movement(), (FIXTURES / "movement.cbor").read_bytes()),
        (Refusal,),
        (_API + "ingest.Ingest",),
        _MOST,
    )


@cache
def _centre() -> tuple[Registry, Lane]:
    folder = scratch() / "served"
    folder.mkdir()
    registry = Registry(folder)
    (registry.targets / "x").write_bytes(bytes(64))
    return registry, Lane(registry)


def _movement() -> bytes:
    _, lane = _centre()
    if not lane.movements:
        lane.record()
    return lane.movements[0]


def _authorised(data: bytes) -> object:
    return _sound(_get(routes.receipt_of(bytes(16)), {"Authorization": _header(data)}))


def _ranged(data: bytes) -> object:
    return _sound(_get(routes.tuf_target("x"), {"Range": _header(data)}))


def _asked(data: bytes) -> object:
    path = "/" + data.decode("latin-1").lstrip("/").replace("?", "")
    return _sound(_get(path, {}))


def _get(path: str, headers: Mapping[str, str]) -> Result:
    registry, _ = _centre()
    return registry.client.simulate_get(path, headers=dict(headers))


def _posted(data: bytes) -> object:
    registry, _ = _centre()
    headers = {"Content-Type": routes.JSON}
    return _sound(registry.client.simulate_post(routes.ENROLMENTS, body=data, headers=headers))


def _counted(data: bytes) -> object:
    """The first movement of a journal, in a batch that is genuine: counted, set aside, kept as a
    contradiction, or refused whole; never lost."""
    registry, lane = _centre()
    device = registry.register.by_batch_kid(lane.keys.batch.kid)
    assert device is not None
    envelope = sign_batch(lane.keys.batch, lane.device_id, lane.epoch, 1, [data[:2048]])
    tally = registry.services.ingest.count(device, envelope)
    assert tally.new + tally.known + tally.aside + tally.forks == 1
    return tally


def _header(data: bytes) -> str:
    """What a header can hold at all."""
    return "".join(sign for sign in data[:4096].decode("latin-1") if sign.isprintable())


def _sound(result: Result) -> Result:
    assert result.status_code < 500, result.status
    return result
