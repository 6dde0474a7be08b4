"""The signer's refusal to sign."""

from __future__ import annotations

from checkpoint_app.errors import ProtocolError


class SigningRefusedError(ProtocolError):
    """The signer was reached and would not sign; ``key`` says why."""

    key = "registry.signer_refused"
