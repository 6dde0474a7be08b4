"""Why a stick was not taken in, in words about sticks."""

from __future__ import annotations

from collections.abc import Mapping

from checkpoint_app.credential.rejection import CredentialError, Rejection
from checkpoint_app.errors import CheckpointError, TransportError, TrustError
from sync.trust.intake import OtherPortError

STOPPED = "bundle.stopped"
OLDER = "bundle.older"
# What is wrong with the data, and what that means when it came on a stick. What is not here is
# wrong with this computer, and says so by itself.
_IN_WORDS: Mapping[str, str] = {
    "trust.altered": "bundle.altered",
    "trust.bomb": "bundle.bomb",
    "trust.climbs": "bundle.climbs",
    "trust.demo": "bundle.demo",
    "trust.expired": "bundle.expired",
    "trust.incomplete": "bundle.torn",
    "trust.link": "bundle.link",
    "trust.malformed": "bundle.malformed",
    "trust.mixed": "bundle.mixed",
    "trust.not_for_us": "bundle.not_for_us",
    "trust.rolled_back": OLDER,
    "trust.too_long": "bundle.too_long",
    "trust.unsigned": "bundle.unsigned",
    "store.manifest_older": OLDER,
    "sync.file_missing": "bundle.torn",
    "sync.stopped": STOPPED,
    "sync.unreadable": "bundle.unreadable",
}
# What is wrong with an envelope inside a file whose own signature holds.
_OF_CREDENTIALS: Mapping[Rejection, str] = {
    Rejection.BAD_SIGNATURE: "bundle.altered",
    Rejection.WRONG_DIGEST: "bundle.altered",
    Rejection.UNKNOWN_KEY: "bundle.unsigned",
    Rejection.WRONG_COUNT: "bundle.mixed",
}


def in_words(error: CheckpointError, *, root_is_older: bool = False) -> CheckpointError:
    """The same failure as people at a stick are told of it; in each case nothing was changed.

    ``root_is_older``: the stick lacks the root that is in force here. A stick that was made before
    keys were changed is signed by keys that no longer count.
    """
    if isinstance(error, OtherPortError):
        return TrustError(str(error), key="bundle.other_port", port=", ".join(error.ports))
    if error.key == "trust.unsigned" and root_is_older:
        return TrustError(str(error), key="bundle.older_keys")
    if isinstance(error, CredentialError):
        return TrustError(str(error), key=_OF_CREDENTIALS.get(error.reason, "bundle.malformed"))
    key = _IN_WORDS.get(error.key)
    if key is None:
        return error
    if isinstance(error, TransportError):
        return TransportError(str(error), retryable=False, key=key)
    return TrustError(str(error), key=key)
