"""Packs on their way out: frames, zstd, then `age` to the port's key."""

from __future__ import annotations

import sys
from collections.abc import Iterable, Mapping

import pyrage

from checkpoint_app.errors import ConfigError
from sync.trust.pack import PackHeader, encode_frame, encode_header

if sys.version_info >= (3, 14):
    from compression import zstd
else:
    from backports import zstd

_Parameter = zstd.CompressionParameter
# Found by trial on 100,000 records of a synthetic season: strategy lazy2 with long minimum matches
# takes 10 us a record for 59 bytes; the optimal parsers save 4 more bytes for 10 times as long.
# The window is the largest that a port's reader allows (16 MiB).
_OPTIONS: Mapping[int, int] = {
    _Parameter.compression_level: 9,
    _Parameter.strategy: zstd.Strategy.lazy2,
    _Parameter.window_log: 24,
    _Parameter.hash_log: 22,
    _Parameter.chain_log: 24,
    _Parameter.search_log: 5,
    _Parameter.min_match: 6,
}
# For a few KiB: the tables above take many times longer to lay out than such a pack to compress.
_SMALL_OPTIONS: Mapping[int, int] = {
    _Parameter.compression_level: 3,
    _Parameter.window_log: 18,
}
# What age adds to a plaintext: a header for each recipient, 16 bytes for every 64 KiB.
_AGE_HEADER = 1024


class PackStream:
    """A pack being written. ``written`` is what the compressor has given so far, at most a block
    (128 KiB) behind its input; ``plain_size`` is what went in. ``small`` packs are written in much
    less time and memory, and are read alike."""

    def __init__(self, header: PackHeader, *, small: bool = False) -> None:
        self._compressor = zstd.ZstdCompressor(options=_SMALL_OPTIONS if small else _OPTIONS)
        self._parts: list[bytes] = []
        self.written = 0
        self.plain_size = 0
        self._feed(encode_header(header))

    def add(self, content: object) -> None:
        """Add a frame."""
        self._feed(encode_frame(content))

    def finish(self) -> bytes:
        """The whole zstd frame."""
        self._parts.append(self._compressor.flush())
        return b"".join(self._parts)

    def _feed(self, plain: bytes) -> None:
        self.plain_size += len(plain)
        part = self._compressor.compress(plain)
        self.written += len(part)
        self._parts.append(part)


def pack(header: PackHeader, frames: Iterable[object], *, small: bool = False) -> bytes:
    """A pack of these frames, compressed. ``small`` as in `PackStream`."""
    stream = PackStream(header, small=small)
    for frame in frames:
        stream.add(frame)
    return stream.finish()


def seal(content: bytes, recipients: Iterable[str]) -> bytes:
    """The age file of these bytes for these recipients (``age1...``). Raises ConfigError."""
    try:
        keys = [pyrage.x25519.Recipient.from_str(recipient) for recipient in recipients]
        return bytes(pyrage.encrypt(content, keys))
    except (pyrage.RecipientError, pyrage.EncryptError) as error:
        raise ConfigError(f"age: {error}", key="registry.age_key") from error


def sealed_size(size: int) -> int:
    """The most that a plaintext of this size takes up once sealed for one recipient."""
    return size + _AGE_HEADER + 16 * (size // 65_536 + 2)


def recipient_of(identity: str) -> str:
    """The public half of an age identity. Raises ConfigError."""
    try:
        return str(pyrage.x25519.Identity.from_str(identity).to_public())
    except pyrage.IdentityError as error:
        raise ConfigError("age identity", key="registry.age_key") from error
