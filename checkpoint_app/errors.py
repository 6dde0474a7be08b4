"""The errors that may cross a layer. Anything else that escapes is a bug.

Each carries a *text key*: the row of `resources/texts/messages.csv` that says it in Arabic and in
English, ``params`` fills its placeholders. ``str(error)`` is for logs: English, nothing personal.
"""

from __future__ import annotations


class CheckpointError(Exception):
    """Base of the program's own errors.

    ``key`` names the bilingual sentence, ``params`` fills it. Params must hold nothing personal:
    they reach logs.
    """

    key = "error.unexpected"

    def __init__(self, message: str, *, key: str | None = None, **params: object) -> None:
        super().__init__(message)
        if key is not None:
            self.key = key
        self.params: dict[str, object] = params


class TrustError(CheckpointError):
    """Something that had to be signed, whole or recent was not. Nothing of it was used."""

    key = "error.trust"


class ProtocolError(CheckpointError):
    """The other end sent what the protocol does not allow."""

    key = "error.protocol"


class TransportError(CheckpointError):
    """Nothing, or only part, came through. ``retryable`` says whether to try the same again."""

    key = "error.transport"

    def __init__(
        self, message: str, *, retryable: bool = True, key: str | None = None, **params: object
    ) -> None:
        super().__init__(message, key=key, **params)
        self.retryable = retryable


class StorageError(CheckpointError):
    """A database or file could not be read or written."""

    key = "error.storage"


class ConfigError(CheckpointError):
    """A setting, argument or file given by a person does not fit."""

    key = "error.config"


class RoleError(CheckpointError):
    """Whoever asks may not do this: not signed in, locked, another role, no second factor."""

    key = "role.forbidden"
