"""Every refusal of a stick has words of its own, in both languages."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

import sync.bundle
from checkpoint_app.credential.rejection import CredentialError, Rejection
from checkpoint_app.errors import StorageError, TransportError, TrustError
from checkpoint_app.reference import messages
from sync.bundle.refusals import in_words
from sync.trust.intake import OtherPortError

_KEY = re.compile(r'"(bundle\.[a-z_]+)"')


def test_the_catalogue_has_every_key_and_no_other() -> None:
    folder = Path(str(sync.bundle.__path__[0]))
    used = {key for path in folder.glob("*.py") for key in _KEY.findall(path.read_text("utf-8"))}
    assert used - {"bundle.imported"} == {key for key in messages() if key.startswith("bundle.")}


def test_no_two_say_the_same_and_each_says_what_became_of_the_data() -> None:
    texts = [message for key, message in messages().items() if key.startswith("bundle.")]
    assert len({text.en for text in texts}) == len({text.ar for text in texts}) == len(texts)
    for text in texts:
        assert re.search("[ء-ي]", text.ar)
        told = re.search("changed|import stands|no such folder", text.en)
        assert told, text.key


@pytest.mark.parametrize(
    ("error", "key"),
    [
        (TrustError("", key="trust.expired"), "bundle.expired"),
        (TrustError("", key="store.manifest_older"), "bundle.older"),
        (TransportError("", key="sync.file_missing"), "bundle.torn"),
        (TransportError("", key="sync.stopped"), "bundle.stopped"),
        (CredentialError(Rejection.UNKNOWN_KEY), "bundle.unsigned"),
        (CredentialError(Rejection.BAD_SIGNATURE), "bundle.altered"),
        (CredentialError(Rejection.NOT_CBOR), "bundle.malformed"),
        (StorageError("", key="trust.busy"), "trust.busy"),
    ],
)
def test_what_is_wrong_is_said_of_a_stick(error: TrustError, key: str) -> None:
    assert in_words(error).key == key


def test_another_port_is_named() -> None:
    said = in_words(OtherPortError(("HRG-AIR",)))
    assert (said.key, said.params) == ("bundle.other_port", {"port": "HRG-AIR"})


def test_old_keys_are_told_from_no_keys() -> None:
    unsigned = TrustError("", key="trust.unsigned")
    assert in_words(unsigned).key == "bundle.unsigned"
    assert in_words(unsigned, root_is_older=True).key == "bundle.older_keys"
