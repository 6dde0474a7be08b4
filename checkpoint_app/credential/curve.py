"""Which 32 bytes are an Ed25519 public key worth trusting (RFC 8032, section 5.1)."""

from __future__ import annotations

from checkpoint_app.credential.rejection import CredentialError, Rejection

_P = 2**255 - 19
_D = -121665 * pow(121666, -1, _P) % _P
_SQRT_M1 = pow(2, (_P - 1) // 4, _P)


def _order_8_ordinates() -> frozenset[int]:
    """The y of the four points of order 8. Doubling one must give y = 0, the points of order 4:
    x^2 = -y^2, hence d*y^4 + 2*y^2 - 1 = 0."""
    root = _square_root((1 + _D) % _P)
    found = set()
    for sign in (root, -root):
        square = (sign - 1) * pow(_D, -1, _P) % _P
        y = _square_root_or_none(square)
        if y is not None:
            found |= {y, _P - y}
    return frozenset(found)


def _square_root_or_none(value: int) -> int | None:
    """A square root modulo p = 5 mod 8 (RFC 8032, section 5.1.3, step 3), or None."""
    root = pow(value, (_P + 3) // 8, _P)
    for candidate in (root, root * _SQRT_M1 % _P):
        if (candidate * candidate - value) % _P == 0:
            return candidate
    return None


def _square_root(value: int) -> int:
    root = _square_root_or_none(value)
    assert root is not None
    return root


# y of every point whose order divides 8: such a key accepts signatures made without any secret.
SMALL_ORDER_ORDINATES = frozenset({0, 1, _P - 1}) | _order_8_ordinates()


def check_public_key(public: bytes) -> None:
    """Raises CredentialError(WEAK_KEY) unless the bytes are the canonical encoding of a point of
    the curve that is not of small order."""
    if len(public) != 32:
        raise CredentialError(Rejection.WEAK_KEY, "length")
    y = int.from_bytes(public, "little") & (2**255 - 1)
    if y >= _P:
        raise CredentialError(Rejection.WEAK_KEY, "not canonical")
    if y in SMALL_ORDER_ORDINATES:
        raise CredentialError(Rejection.WEAK_KEY, "small order")
    # x^2 = u/v has a root exactly when u*v is a square; x = 0 is of small order, refused above.
    u, v = (y * y - 1) % _P, (_D * y * y + 1) % _P
    if pow(u * v, (_P - 1) // 2, _P) != 1:
        raise CredentialError(Rejection.WEAK_KEY, "not on the curve")
