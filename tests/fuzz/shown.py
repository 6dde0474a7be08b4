"""Readers of what a lane is shown: documents' zones, scanners' bytes, keys, pictures."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from io import BytesIO

import numpy as np
from PIL import Image

from checkpoint_app.capture.developing import developed, jpeg_size
from checkpoint_app.capture.image import ImageError, frames_of
from checkpoint_app.capture.key_bytes import EV_KEY, EVENT, KeyBytes, KeysLostError
from checkpoint_app.capture.scanner_check import Sent, check_scanner
from checkpoint_app.capture.serial_frames import is_whole, permits_of, readings_of, wants_line
from checkpoint_app.capture.serial_lines import SerialLines
from checkpoint_app.capture.still import read_picture
from checkpoint_app.domain.national_id import parse_national_id
from checkpoint_app.domain.permit import parse_permit_number
from checkpoint_app.domain.travel_document import parse_mrz
from checkpoint_app.reference import governorates
from tests.fuzz.reader import Reader, from_file, from_text
from tests.fuzz.signed import PASSPORT, SCANS

_CAPTURE = "checkpoint_app.capture."
_BURSTS = (
    *SCANS,
    b"\x02" + PASSPORT.replace(b"\n", b"\r") + b"\x03",
    b"]Q3" + SCANS[0] + b"\r\n" + SCANS[1] + b"\r\n",
    SCANS[0] * 3,
)


def readers() -> Iterator[Reader]:
    yield from _texts()
    yield from _bursts()
    yield from _pictures()


def _texts() -> Iterator[Reader]:
    codes = frozenset(governorates())
    domain = "checkpoint_app.domain."
    table = {
        "passport-zone": (parse_mrz, (PASSPORT, _CARD), "travel_document.parse_mrz"),
        "national-id": (
            lambda text: parse_national_id(text, codes, date(2026, 11, 22)),
            (b"26504150101234", "٢٦٥٠٤١٥٠١٠١٢٣٤".encode()),
            "national_id.parse_national_id",
        ),
        "permit-number": (
            parse_permit_number,
            (b"1000000079196", b"1000 0000 7919 6"),
            "permit.parse_permit_number",
        ),
    }
    for name, (read, seeds, covered) in table.items():
        yield Reader(name, from_text(read), seeds, (), (domain + covered,))
    yield Reader(
        "scanner-sheet",
        from_text(lambda text: check_scanner([Sent(text, (0.0,) * len(text)), Sent(text, (0.0,))])),
        SCANS,
        (),
        (_CAPTURE + "scanner_check.check_scanner",),
        most=4000,
    )


_CARD = (
    b"I<EGYA000000017<<<<<<<<<<<<<<<\n6504155F3105204EGY<<<<<<<<<<<4\n"
    b"MAHMOUD<<FATMA<<<<<<<<<<<<<<<<\n"
)


def _bursts() -> Iterator[Reader]:
    yield Reader(
        "serial-burst",
        lambda data: (readings_of(data), permits_of(data), is_whole(data), wants_line(data)),
        _BURSTS,
        (),
        (_CAPTURE + "serial_frames.readings_of",),
    )
    yield Reader("serial-line", _line, _BURSTS, (), (_CAPTURE + "serial_lines.SerialLines.feed",))
    keys = b"".join(
        EVENT.pack(1, 2, EV_KEY, code, value) for code in (2, 42, 3, 28) for value in (1, 0)
    )
    yield Reader(
        "key-events",
        lambda data: KeyBytes().feed(data),
        (keys,),
        (KeysLostError,),
        (_CAPTURE + "key_bytes.KeyBytes.feed",),
        hostile=(keys + EVENT.pack(1, 2, 0, 3, 0),),
    )


def _line(data: bytes) -> object:
    """In pieces, with pauses that the bytes choose."""
    lines, at = SerialLines(), 0.0
    told = []
    for start in range(0, min(len(data), 8192), 97):
        piece = data[start : start + 97]
        at += piece[0] / 1000
        told += [*lines.feed(piece, at), *lines.tick(at + 0.05)]
    return told, lines.tick(at + 9)


def _pictures() -> Iterator[Reader]:
    pixels = np.arange(64 * 48, dtype=np.uint8).reshape(48, 64)
    jpeg, png = _saved(pixels, "JPEG"), _saved(pixels, "PNG")
    yield Reader("jpeg-size", jpeg_size, (jpeg,), (), (_CAPTURE + "developing.jpeg_size",))
    yield Reader(
        "camera-jpeg",
        _developed,
        (jpeg,),
        (),
        (_CAPTURE + "developing.developed",),
        most=6000,
    )
    yield Reader(
        "picture-file",
        lambda data: [frame.shape for frame in frames_of(data, "picture")],
        (jpeg, png, _saved(pixels, "GIF"), _saved(pixels, "TIFF"), _saved(pixels, "WEBP")),
        (ImageError,),
        (_CAPTURE + "image.frames_of",),
        most=6000,
    )
    yield Reader(
        "picture-read",
        from_file("picture", read_picture),
        (png,),
        (ImageError,),
        (_CAPTURE + "still.read_picture", _CAPTURE + "still.read_still"),
        most=200,
    )


def _developed(data: bytes) -> object:
    frame = developed(np.frombuffer(data, np.uint8), 0.0)
    return None if frame is None else frame.pixels.shape


def _saved(pixels: np.ndarray[tuple[int, int], np.dtype[np.uint8]], kind: str) -> bytes:
    content = BytesIO()
    Image.fromarray(pixels).save(content, kind)
    return content.getvalue()
