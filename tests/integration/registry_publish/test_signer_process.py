"""The signer in its own process."""

from __future__ import annotations

import threading
from collections.abc import Iterator
from contextlib import closing
from itertools import islice
from pathlib import Path

import pytest

from checkpoint_app.clock import SystemClock
from checkpoint_app.credential.block import check_block, check_records
from checkpoint_app.credential.keys import parse_issuer_keys
from checkpoint_app.credential.record import decode_record
from checkpoint_app.errors import CheckpointError, TransportError
from sync.registry.db.open import open_database
from sync.registry.init import initialise
from sync.registry.paths import RegistryPaths
from sync.registry.sample.season import sample
from sync.registry.signer.client import SignerClient
from sync.registry.signer.port import BlockOrder
from sync.registry.signer.refusal import SigningRefusedError
from tests.integration.registry_publish.centre import TODAY

CLOCK = SystemClock()
PERMITS = 12_000


@pytest.fixture(scope="module")
def paths(tmp_path_factory: pytest.TempPathFactory) -> RegistryPaths:
    made = RegistryPaths(tmp_path_factory.mktemp("registry"))
    initialise(made, CLOCK, demo=True)
    with closing_engine(made) as engine:
        sample(engine, permits=PERMITS, seed=3, today=TODAY, port_weights={"CAI-AIR": 1})
    return made


class closing_engine:  # noqa: N801 - a context manager read like one
    """An engine that is disposed of on leaving."""

    def __init__(self, paths: RegistryPaths) -> None:
        self._engine = open_database(paths.database)

    def __enter__(self) -> object:
        return self._engine

    def __exit__(self, *_: object) -> None:
        self._engine.dispose()


@pytest.fixture
def signer(paths: RegistryPaths) -> Iterator[SignerClient]:
    with SignerClient(paths.data) as client:
        yield client


def orders(blocks: int, size: int = 256) -> Iterator[BlockOrder]:
    for number in range(1, blocks + 1):
        first = (number - 1) * size + 1
        yield BlockOrder(number, list(range(first, first + size)))


def test_many_blocks_come_in_order_and_hold(paths: RegistryPaths, signer: SignerClient) -> None:
    (published,) = paths.targets.glob("*.issuer-keys.json")
    keys = parse_issuer_keys(published.read_bytes())
    issued = int(CLOCK.now().timestamp())
    seen = set()
    for number, signed in enumerate(signer.blocks(0, issued, orders(46)), 1):
        block = check_block(signed.envelope, keys)
        assert (block.number, signed.number) == (number, number)
        check_records(block, signed.records)
        seen |= {decode_record(record).number for record in signed.records}
    assert len(seen) == 46 * 256


def test_an_iterator_left_early_leaves_the_signer_usable(signer: SignerClient) -> None:
    issued = int(CLOCK.now().timestamp())
    with closing(signer.blocks(0, issued, orders(46))) as blocks:
        assert [block.number for block in islice(blocks, 3)] == [1, 2, 3]
    assert signer.state(issued)[0] == 1


def test_a_refusal_comes_across_with_its_key(signer: SignerClient) -> None:
    with pytest.raises(SigningRefusedError) as caught:
        signer.token(5)
    assert caught.value.key == "registry.not_approved"
    with pytest.raises(SigningRefusedError):
        list(signer.blocks(0, 0, [BlockOrder(1, [10**9])]))
    assert signer.status_lists(0, 0, 16)


def test_threads_share_a_signer(signer: SignerClient) -> None:
    answers: list[bytes] = []

    def ask() -> None:
        answers.extend(signer.refresh(1234567890123, bytes(16), "lane") for _ in range(20))

    threads = [threading.Thread(target=ask) for _ in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert len(answers) == 80


def test_a_signer_that_died_is_an_error_of_its_own(paths: RegistryPaths) -> None:
    client = SignerClient(paths.data)
    client.state(0)
    client._process.kill()
    client._process.wait()
    for _ in range(2):
        with pytest.raises(TransportError) as caught:
            client.state(0)
        assert caught.value.key == "registry.signer_gone"
    client.close()
    client.close()


def test_a_signer_without_a_registry_says_so(tmp_path: Path) -> None:
    client = SignerClient(tmp_path)
    with pytest.raises(CheckpointError) as caught:
        client.state(0)
        client.state(0)
    assert caught.value.key in ("registry.absent", "registry.signer_gone")
    client.close()
