"""One person signs what a ceremony is about, with a key from its file."""

from __future__ import annotations

from datetime import datetime

from checkpoint_app.errors import ConfigError
from sync.registry.ceremony.key_file import OpenedKey
from sync.registry.ceremony.progress import Act, Ceremony, SignatureFile, refuse_out_of_turn
from sync.registry.publish.tuf_api import CryptoSigner
from sync.registry.publish.tuf_repository import iso


def sign(
    ceremony: Ceremony, opened: OpenedKey, name: str, now: datetime
) -> tuple[SignatureFile, ...]:
    """The signatures of this key over every document on which it has a say.

    Raises ConfigError: keys are still missing, the ceremony is over, the key has no say, or it has
    signed already.
    """
    refuse_out_of_turn(ceremony, Act.SIGN)
    assert ceremony.draft is not None
    signer = CryptoSigner(opened.private)
    keyid = signer.public_key.keyid
    mine = {quorum.document for quorum in ceremony.quorums() if keyid in quorum.seats}
    if not mine:
        raise ConfigError("a key without a say", key="ceremony.wrong_key", seat=opened.seat)
    left = sorted(document for document in mine if keyid not in ceremony.signed_by(document))
    if not left:
        raise ConfigError("signed before", key="ceremony.signed_already", seat=opened.seat)
    documents = ceremony.draft.documents()
    return tuple(
        SignatureFile(
            ceremony=ceremony.plan.id,
            document="root" if document == "root" else "targets",
            keyid=keyid,
            signature=signer.sign(documents[document].signed_bytes).signature,
            name=name,
            at=iso(now),
        )
        for document in left
    )
