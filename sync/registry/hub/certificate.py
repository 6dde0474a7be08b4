"""A hub's TLS key and certificate, made at its first start.

Lanes believe the hash that the device's key signs (`sync.registry.hub.identity`), nothing that
stands in the certificate: it names nobody and no computer.
"""

from __future__ import annotations

import hashlib
import os
import ssl
from datetime import timedelta
from pathlib import Path

from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.x509.oid import NameOID

from checkpoint_app.clock import Clock
from checkpoint_app.errors import StorageError

LIFE = timedelta(days=3650)
_NAME = "umrah-hub"
_LIMIT = 16 * 1024
# A lane's clock may be behind, and some TLS libraries ask.
_BEFORE = timedelta(days=2)


def certificate_in(path: Path, clock: Clock) -> bytes:
    """The certificate (DER) in a PEM file that holds its key too, made when there is none.
    Raises StorageError."""
    try:
        if not path.exists():
            _write(path, make_certificate(clock))
        path.chmod(0o600)
        with path.open("rb") as file:
            pem = file.read(_LIMIT)
        certificate = x509.load_pem_x509_certificate(pem)
    except (OSError, ValueError) as error:
        raise StorageError(f"certificate: {error}", key="hub.certificate") from error
    return certificate.public_bytes(serialization.Encoding.DER)


def make_certificate(clock: Clock) -> bytes:
    """A P-256 key and a certificate signed with it, as PEM."""
    key = ec.generate_private_key(ec.SECP256R1())
    name = x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, _NAME)])
    now = clock.now()
    certificate = (
        x509.CertificateBuilder()
        .subject_name(name)
        .issuer_name(name)
        .public_key(key.public_key())
        .serial_number(x509.random_serial_number())
        .not_valid_before(now - _BEFORE)
        .not_valid_after(now + LIFE)
        .add_extension(x509.SubjectAlternativeName([x509.DNSName(_NAME)]), critical=False)
        .add_extension(x509.BasicConstraints(ca=False, path_length=None), critical=True)
        .sign(key, hashes.SHA256())
    )
    secret = key.private_bytes(
        serialization.Encoding.PEM,
        serialization.PrivateFormat.PKCS8,
        serialization.NoEncryption(),
    )
    return secret + certificate.public_bytes(serialization.Encoding.PEM)


def tls_context(path: Path) -> ssl.SSLContext:
    """TLS 1.3 with the certificate of this file. Raises StorageError."""
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    context.minimum_version = ssl.TLSVersion.TLSv1_3
    try:
        context.load_cert_chain(path)
    except (OSError, ssl.SSLError) as error:
        raise StorageError(f"certificate: {error}", key="hub.certificate") from error
    return context


def fingerprint_of(certificate: bytes) -> bytes:
    """The SHA-256 of a certificate (DER), 32 bytes."""
    return hashlib.sha256(certificate).digest()


def _write(path: Path, pem: bytes) -> None:
    fresh = path.with_name(path.name + ".new")
    fresh.unlink(missing_ok=True)
    descriptor = os.open(fresh, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    with os.fdopen(descriptor, "wb") as file:
        file.write(pem)
        file.flush()
        os.fsync(file.fileno())
    fresh.replace(path)
