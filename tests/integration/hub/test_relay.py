"""Items go from one device to all others, by ascending numbers."""

from __future__ import annotations

import cbor2
import pytest

from checkpoint_app.credential.auth import check_auth
from checkpoint_app.credential.envelope import EnvelopeType, SigningKey
from checkpoint_app.credential.keys import DeviceKeyring
from sync.protocol import hub
from sync.protocol.hub import Beat, Greeting, HeldRange
from sync.registry.hub.certificate import fingerprint_of
from tests.integration.hub.program import AUDIENCE, PORT
from tests.integration.hub.world import (
    ServedHub,
    chain,
    copy,
    head,
    problem,
    random_bytes,
)

pytestmark = pytest.mark.filterwarnings(
    "ignore::urllib3.exceptions.InsecureRequestWarning"  # the certificate is pinned, not trusted
)


@pytest.mark.requirement("C4")
def test_an_item_reaches_every_other_device(shared: ServedHub) -> None:
    names = [f"fan-{number}" for number in range(4)]
    first, *others = [shared.device(name) for name in names]
    streams = [each.stream() for each in others]
    for each in streams:
        assert isinstance(each.next(), Greeting)
    number, known = first.push(chain("fan-0"), b"first")
    assert not known
    for each in streams:
        with each:
            found = next(item for item in iter(each.item, None) if item.name.device == "fan-0")
            assert (found.number, found.name, found.content) == (number, chain("fan-0"), b"first")


def test_a_late_reader_gets_all_in_order_and_then_what_comes(shared: ServedHub) -> None:
    writer, reader = shared.device("late-w"), shared.device("late-r")
    contents = [random_bytes(40_000) for _ in range(150)]
    numbers = [writer.push(chain("late-w", at + 1), each)[0] for at, each in enumerate(contents)]
    assert numbers == sorted(numbers)
    with reader.stream(after=numbers[0] - 1) as stream:
        greeting = stream.next()
        assert isinstance(greeting, Greeting)
        assert (greeting.instance, greeting.newest) == (writer.instance(), numbers[-1])
        got = stream.items(150)  # the older ones from the disk, the newest from memory
        assert [each.content for each in got] == contents
        assert [each.number for each in got] == numbers
        later, _ = writer.push(chain("late-w", 151), b"later")
        assert stream.item().number == later
    with reader.stream(after=numbers[140]) as stream:
        assert [each.number for each in stream.items(10)] == [*numbers[141:], later]


def test_copies_go_to_whoever_asks_for_them_and_own_batches_do_not_come_back(
    shared: ServedHub,
) -> None:
    writer, keeper, other = (shared.device(name) for name in ("copy-w", "copy-k", "copy-o"))
    number, _ = writer.push(copy("copy-w", 1, 5), b"copy")
    writer.push(chain("copy-w"), b"batch")
    with keeper.stream(number - 1, ["copy-w"]) as stream:
        assert [each.content for each in stream.items(2)] == [b"copy", b"batch"]
    with other.stream(number - 1) as stream:
        assert stream.item().content == b"batch"
    other.push(chain("copy-o"), b"of another")
    with writer.stream(number - 1) as stream:
        assert stream.item().content == b"of another"


def test_what_is_known_is_not_passed_on_again(shared: ServedHub) -> None:
    one, two = shared.device("known-1"), shared.device("known-2")
    number, _ = one.push(chain("known-1", 1, 10), b"whole")
    assert one.push(chain("known-1", 3, 7), b"part") == (number, True)
    assert one.push(chain("known-1", 1, 10), b"again") == (number, True)
    by_other, known = two.push(chain("known-1", 1, 10), b"by another")
    assert (by_other > number, known) == (True, False)
    assert one.push(chain("known-1", 8, 12), b"more")[1] is False
    assert one.have()[0] == one.instance()
    assert one.have_of("known-1") == (
        HeldRange(chain("known-1", 1, 10), own=False),
        HeldRange(chain("known-1", 1, 12), own=True),
    )


def test_adjoining_ranges_are_told_as_one(shared: ServedHub) -> None:
    lane = shared.device("range")
    for first, last in [(1, 4), (9, 12), (5, 8), (20, 2**63 - 1)]:
        answer = lane.post(hub.ITEMS, hub.encode_push(chain("range", first, last), b"x"))
        assert answer.status_code == (200 if last < 100 else 422)
    lane.push(chain("range", 2**63 - 1), b"the last number")
    lane.push(chain("range", 1, 2, epoch=bytes(16)), b"another epoch")
    assert lane.have_of("range") == (
        HeldRange(chain("range", 1, 2, epoch=bytes(16)), own=True),
        HeldRange(chain("range", 1, 12), own=True),
        HeldRange(chain("range", 2**63 - 1), own=True),
    )


def test_of_heads_the_newest_stays(shared: ServedHub) -> None:
    lane, neighbour, late = (shared.device(name) for name in ("head-l", "head-n", "head-late"))
    first, _ = lane.push(head("head-l"), b"older")
    assert lane.push(head("head-l"), b"older") == (first, True)
    second, known = lane.push(head("head-l"), b"newer")
    assert (second > first, known) == (True, False)
    neighbour.push(head("head-l"), b"as a neighbour has it")
    with late.stream(after=first - 1) as stream:
        assert [each.content for each in stream.items(2)] == [b"newer", b"as a neighbour has it"]
    assert [each.own for each in lane.have_of("head-l")] == [False, True]


def test_a_beat_tells_that_nothing_is_left(shared: ServedHub) -> None:
    lane = shared.device("beat")
    number, _ = lane.push(chain("beat"), b"own")
    with lane.stream(number - 1) as stream:
        assert isinstance(stream.next(), Greeting)
        assert stream.next() == Beat(number)


@pytest.mark.requirement("C4")
def test_a_restart_keeps_instance_and_numbers(served: ServedHub) -> None:
    lane = served.device("l")
    instance, pinned = lane.instance(), certificate(served)
    number, _ = lane.push(chain("l"), b"before")
    lane.push(head("l"), b"head")
    lane.push(head("l"), b"newer head")
    assert served.end() == 0
    served.start()
    other = served.device("o")
    assert (other.instance(), certificate(served)) == (instance, pinned)
    later, _ = served.device("l").push(chain("l", 2), b"after")
    assert later == number + 3
    with other.stream(after=number) as stream:
        assert [each.content for each in stream.items(2)] == [b"newer head", b"after"]


def test_without_its_database_it_is_another_hub(served: ServedHub) -> None:
    lane = served.device("l")
    instance = lane.instance()
    lane.push(chain("l"), b"before")
    served.end()
    (served.data / "items.db").unlink()
    served.start()
    again = served.device("l")
    assert again.instance() != instance
    assert again.have() == (again.instance(), ())
    assert again.push(chain("l"), b"before")[1] is False


def test_it_survives_a_kill(served: ServedHub) -> None:
    lane = served.device("l")
    number, _ = lane.push(chain("l"), b"kept")
    served.end(9)
    served.start()
    with served.device("o").stream() as stream:
        assert stream.item().number == number
    assert served.device("l").push(chain("l"), b"kept") == (number, True)


def test_contents_are_bounded_and_their_ranges_remembered(served: ServedHub) -> None:
    served.end()
    served.kept = 200_000
    served.start()
    quiet, loud, late = (served.device(name) for name in ("quiet", "loud", "late"))
    quiet.push(chain("quiet"), random_bytes(20_000))
    for at in range(20):
        loud.push(chain("loud", at + 1), random_bytes(30_000))
    served.end()
    served.start()
    for each in (loud, late):
        each.enter()
    assert loud.push(chain("loud", 1), b"dropped") == (0, True)
    assert late.have_of("loud") == (HeldRange(chain("loud", 1, 20), own=True),)
    with late.stream() as stream:
        kept = stream.items(7)
    assert kept[0].name.device == "quiet"
    assert [each.name.first for each in kept[1:]] == [15, 16, 17, 18, 19, 20]


def test_its_identity_is_signed_for_the_asker_and_the_certificate(shared: ServedHub) -> None:
    lane = shared.device("i")
    nonce = random_bytes(32)
    answer = lane.get(hub.IDENTITY, params={"nonce": nonce.hex()})
    instance, port, envelope = cbor2.loads(answer.content)
    key = SigningKey.from_private_bytes(bytes(range(32)), EnvelopeType.AUTH)
    auth = check_auth(
        envelope,
        DeviceKeyring([(EnvelopeType.AUTH, key.public_bytes)]),
        method=hub.IDENTITY_METHOD,
        path=hub.IDENTITY_PATH,
        body=fingerprint_of(certificate(shared)) + instance,
        audience=AUDIENCE,
    )
    assert (port, auth.device, auth.nonce) == (PORT, "hub-device", nonce)
    for wrong in ("", "00", "zz" * 32, "00" * 33):
        refused = lane.get(hub.IDENTITY, params={"nonce": wrong})
        assert problem(refused) == (422, "invalid")


def test_it_speaks_tls_1_3_with_a_certificate_that_names_nobody(shared: ServedHub) -> None:
    with shared.wire() as wire:
        assert wire.version() == "TLSv1.3"
    assert (shared.data / "hub.pem").stat().st_mode & 0o777 == 0o600
    assert b"umrah-hub" in certificate(shared)


def test_the_mirror_is_served_to_anyone(shared: ServedHub) -> None:
    lane = shared.device("m")
    lane.token = b""
    metadata = shared.data / "mirror" / "repository" / "metadata"
    targets = shared.data / "mirror" / "repository" / "targets" / "CAI-AIR"
    metadata.mkdir(parents=True)
    targets.mkdir(parents=True)
    (metadata / "1.root.json").write_bytes(b"{}")
    content = random_bytes(700_000)
    (targets / ("0" * 64 + ".segment")).write_bytes(content)
    answer = lane.get("/tuf/metadata/1.root.json")
    assert (answer.content, answer.headers["Content-Length"]) == (b"{}", "2")
    path = f"/tuf/targets/CAI-AIR/{'0' * 64}.segment"
    assert lane.get(path).content == content
    part = lane.get(path, headers={"Range": "bytes=100-199"})
    assert (part.status_code, part.content) == (206, content[100:200])
    etag = part.headers["ETag"]
    assert lane.get(path, headers={"If-None-Match": etag}).status_code == 304
    for wrong in ("/tuf/metadata/..%2f..%2fhub.pem", "/tuf/targets/%2e%2e/hub.pem", "/tuf/x"):
        assert problem(lane.get(wrong)) == (404, "not-found")


def certificate(served: ServedHub) -> bytes:
    with served.wire() as wire:
        found = wire.getpeercert(binary_form=True)
    assert found is not None
    return found
