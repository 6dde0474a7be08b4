"""The TUF repository over HTTP: plain files, byte for byte, to anyone.

A port that asks "anything new?" pays for one small file, and with ``If-None-Match`` not even for
that. Everything but the newest timestamp and the unversioned names never changes once written.
"""

from __future__ import annotations

import os
import re
from dataclasses import dataclass
from pathlib import Path
from typing import BinaryIO

from falcon import Request, Response

from sync.protocol.problems import ProblemKind
from sync.registry.api.refusals import Refusal

_METADATA_NAME = re.compile(r"(?:[0-9]{1,10}\.)?[A-Za-z0-9][A-Za-z0-9_-]{0,63}\.json")
_SEGMENT = r"[A-Za-z0-9][A-Za-z0-9._-]{0,159}"
_TARGET_PATH = re.compile(rf"{_SEGMENT}(?:/{_SEGMENT}){{0,2}}")
_RANGE = re.compile(r"bytes=([0-9]{0,15})-([0-9]{0,15})")
_HASHED = re.compile(r"[0-9a-f]{64}\..+")
_VERSIONED = re.compile(r"[0-9]+\..+")
_FOREVER = "public, max-age=31536000, immutable"
_ASK_AGAIN = "no-cache"


@dataclass(frozen=True, slots=True)
class Stored:
    """An open file of the repository and what HTTP says of it. ``etag`` in its quotes."""

    stream: BinaryIO
    size: int
    etag: str


@dataclass(frozen=True, slots=True)
class Found:
    """A file that was asked for. ``lasting``: what bears this name never changes."""

    stored: Stored
    media: str
    lasting: bool


class Part:
    """The bytes of an open file from ``start`` on, ``length`` of them."""

    def __init__(self, stream: BinaryIO, start: int, length: int) -> None:
        stream.seek(start)
        self._stream = stream
        self._left = length
        self.length = length

    def read(self, size: int | None = -1, /) -> bytes:
        """At most ``size`` bytes; all that are left when it is None or negative."""
        wanted = self._left if size is None or size < 0 else min(size, self._left)
        piece = self._stream.read(wanted)
        self._left -= len(piece)
        return piece

    def close(self) -> None:
        """Close the file beneath."""
        self._stream.close()


class MetadataFiles:
    """``/tuf/metadata/{name}``."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder

    def on_get(self, req: Request, resp: Response, name: str) -> None:
        """A metadata file."""
        _send(resp, answer_file(req, resp, find_metadata(self._folder, name)))

    on_head = on_get


class TargetFiles:
    """``/tuf/targets/{path}``."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder

    def on_get(self, req: Request, resp: Response, path: str) -> None:
        """A target file; its name begins with its digest."""
        _send(resp, answer_file(req, resp, find_target(self._folder, path)))

    on_head = on_get


def find_metadata(folder: Path, name: str) -> Found:
    """A metadata file of the repository. Raises Refusal when there is none."""
    if not _METADATA_NAME.fullmatch(name):
        raise Refusal(ProblemKind.NOT_FOUND)
    stored = _open_under(folder, name)
    return Found(stored, "application/json", _VERSIONED.fullmatch(name) is not None)


def find_target(folder: Path, path: str) -> Found:
    """A target file of the repository. Raises Refusal when there is none."""
    if not _TARGET_PATH.fullmatch(path):
        raise Refusal(ProblemKind.NOT_FOUND)
    stored = _open_under(folder, path)
    lasting = _HASHED.fullmatch(path.rpartition("/")[2]) is not None
    return Found(stored, "application/octet-stream", lasting)


def _open_under(folder: Path, path: str) -> Stored:
    """Open a file that lies in the folder, links followed. Raises Refusal when there is none."""
    try:
        root = folder.resolve(strict=True)
        file = (root / path).resolve(strict=True)
        if not file.is_relative_to(root) or not file.is_file():
            raise Refusal(ProblemKind.NOT_FOUND)
        stream = file.open("rb")
    except (OSError, ValueError):
        raise Refusal(ProblemKind.NOT_FOUND) from None
    found = os.fstat(stream.fileno())
    return Stored(stream, found.st_size, f'"{found.st_mtime_ns:x}-{found.st_size:x}"')


def answer_file(req: Request, resp: Response, found: Found) -> Part | None:
    """Set status and headers of the answer; the bytes to send, None when there are none to send.
    Raises Refusal."""
    stored = found.stored
    resp.set_header("ETag", stored.etag)
    resp.set_header("Accept-Ranges", "bytes")
    resp.set_header("Cache-Control", _FOREVER if found.lasting else _ASK_AGAIN)
    if _is_known(req, stored.etag):
        stored.stream.close()
        resp.status = 304
        return None
    resp.content_type = found.media
    start, length = _wanted_range(req, stored)
    if length != stored.size:
        resp.status = 206
        resp.set_header("Content-Range", f"bytes {start}-{start + length - 1}/{stored.size}")
    if req.method == "HEAD":
        stored.stream.close()
        resp.content_length = length
        return None
    return Part(stored.stream, start, length)


def _send(resp: Response, part: Part | None) -> None:
    if part is not None:
        resp.set_stream(part, part.length)


def _is_known(req: Request, etag: str) -> bool:
    given = req.get_header("If-None-Match") or ""
    return given.strip() == "*" or etag in [
        tag.strip().removeprefix("W/") for tag in given.split(",")
    ]


def _wanted_range(req: Request, stored: Stored) -> tuple[int, int]:
    """Start and length of the one range asked for; the whole file when none is, or several are.

    Raises Refusal for a range beyond the end (RFC 9110, 14.2 lets all others be ignored).
    """
    asked = _RANGE.fullmatch(req.get_header("Range") or "")
    condition = req.get_header("If-Range")
    if asked is None or req.method != "GET" or (condition is not None and condition != stored.etag):
        return 0, stored.size
    first, last = asked.groups()
    if not first and not last:
        return 0, stored.size
    if not first:
        length = min(int(last), stored.size)
        start, stop = stored.size - length, stored.size
    else:
        start = int(first)
        stop = min(int(last) + 1, stored.size) if last else stored.size
        if last and int(last) < start:
            return 0, stored.size
    if start >= stop:
        stored.stream.close()
        raise Refusal(ProblemKind.RANGE, headers={"Content-Range": f"bytes */{stored.size}"})
    return start, stop - start
