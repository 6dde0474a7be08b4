"""What the publisher uses of python-tuf and securesystemslib, in one place.

Both fill their modules in ways a type checker cannot read: hence the ignores.
"""

from __future__ import annotations

from securesystemslib.signer import (  # type: ignore[attr-defined]  # see the module's text
    CryptoSigner,
    Key,
    Signature,
    SSlibKey,
)
from tuf.api.exceptions import RepositoryError
from tuf.api.metadata import (  # type: ignore[attr-defined]  # see the module's text
    DelegatedRole,
    Delegations,
    Metadata,
    MetaFile,
    Role,
    Root,
    Snapshot,
    TargetFile,
    Targets,
    Timestamp,
)
from tuf.api.serialization.json import JSONSerializer

__all__ = [
    "CryptoSigner",
    "DelegatedRole",
    "Delegations",
    "JSONSerializer",
    "Key",
    "MetaFile",
    "Metadata",
    "RepositoryError",
    "Role",
    "Root",
    "SSlibKey",
    "Signature",
    "Snapshot",
    "TargetFile",
    "Targets",
    "Timestamp",
]
