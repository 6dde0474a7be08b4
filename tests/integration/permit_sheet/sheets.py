"""Permits to print, for the tests of the sheet."""

from __future__ import annotations

import random
from dataclasses import replace
from datetime import UTC, date, datetime

import cv2
import numpy as np
import pypdfium2
import zxingcpp
from numpy.typing import NDArray
from pyzbar import pyzbar

from checkpoint_app.domain.permit import PermitRecord, Sex, permit_number_from_serial
from checkpoint_app.domain.programme import Company, Programme
from checkpoint_app.reference import ports
from sync.registry.permit_sheet import SheetContent

NUMBER = permit_number_from_serial(483920175566)
RECORD = PermitRecord(
    number=NUMBER,
    version=1,
    issue=1,
    issued=datetime(2027, 2, 12, 9, 30, tzinfo=UTC),
    name_latin="FATIMA ABDELRAHMAN HASSAN ELSHERBINY",
    name_arabic="فاطمة عبد الرحمن حسن الشربيني",
    passport="A28461937",
    passport_expiry=date(2030, 1, 1),
    national_id=None,
    birth=date(1961, 7, 19),
    sex=Sex.FEMALE,
    programme=12,
    company=34,
    agent=5,
    ports=0b1000000000001,
    valid_from=date(2027, 2, 25),
    valid_until=date(2027, 3, 8),
    travel_out=date(2027, 3, 1),
    travel_back=date(2027, 3, 15),
    service="MS671",
    visa_kind="umrah",
    visa_number="6012345678",
    visa_expiry=date(2027, 5, 1),
    vaccinated=date(2026, 11, 3),
    status_list=1,
    status_index=77,
)
COMPANY = Company(
    34, "0123", "شركة النيل للسياحة والحج والعمرة", "Nile Tours for Hajj and Umrah", "02 2574 0198"
)
PROGRAMME = Programme(
    12,
    34,
    5,
    "برنامج رجب الاقتصادي 14 ليلة",
    "Rajab economy, 14 nights",
    0b1000000000001,
    date(2027, 3, 1),
    date(2027, 3, 15),
    "MS671",
    900,
    400,
    True,
    44,
    1,
)


def token_digits(seed: int = 1, length: int = 472) -> str:
    """Digits as a token of 185 bytes has them: `7`, format, permit number, 447 and a CRC of 10."""
    draw = random.Random(seed)
    rest = "".join(draw.choice("0123456789") for _ in range(length - 15))
    return f"71{NUMBER}{rest}"


def content(**changes: object) -> SheetContent:
    allowed = ports().in_bitmap(RECORD.ports)
    plain = SheetContent(RECORD, token_digits(), allowed, COMPANY, PROGRAMME)
    return replace(plain, **changes)  # type: ignore[arg-type]  # fields of SheetContent by name


def grey(png: bytes) -> NDArray[np.uint8]:
    picture = cv2.imdecode(np.frombuffer(png, np.uint8), cv2.IMREAD_GRAYSCALE)
    assert picture is not None
    return np.asarray(picture, dtype=np.uint8)


def rendered(pdf: bytes, dpi: int = 150) -> NDArray[np.uint8]:
    """The PDF's only page as a viewer draws it."""
    document = pypdfium2.PdfDocument(pdf)
    try:
        picture = document[0].render(scale=dpi / 72).to_numpy()
    finally:
        document.close()
    return np.asarray(cv2.cvtColor(picture[:, :, :3], cv2.COLOR_BGR2GRAY), dtype=np.uint8)


def read_by_zxing(page: NDArray[np.uint8]) -> set[tuple[str, str]]:
    return {
        (str(code.symbology).replace(" ", ""), code.text) for code in zxingcpp.read_barcodes(page)
    }


def read_by_pyzbar(page: NDArray[np.uint8]) -> set[tuple[str, str]]:
    names = {"QRCODE": "QRCode", "CODE128": "Code128"}
    symbols = [pyzbar.ZBarSymbol.QRCODE, pyzbar.ZBarSymbol.CODE128]
    return {
        (names[code.type], code.data.decode("ascii"))
        for code in pyzbar.decode(page, symbols=symbols)
    }
