from __future__ import annotations

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from checkpoint_app.capture.reading import OTHER as OTHER_KIND
from checkpoint_app.capture.reading import UNKNOWN, Symbology
from checkpoint_app.capture.serial_frames import LONGEST, is_whole, readings_of, wants_line
from checkpoint_app.credential import token_text
from checkpoint_app.credential.scanned import interpret
from checkpoint_app.domain.facts import ReadingKind
from checkpoint_app.domain.permit import permit_number_from_serial

NUMBER, OTHER = (
    str(permit_number_from_serial(serial)).encode() for serial in (483920175566, 500000000001)
)
TOKEN = token_text.to_digits(int(NUMBER), bytes(range(170))).encode()
# ICAO Doc 9303 parts 4, 5 and 6, the specimens of appendix A to each.
TD3 = (
    b"P<UTOERIKSSON<<ANNA<MARIA<<<<<<<<<<<<<<<<<<<",
    b"L898902C36UTO7408122F1204159ZE184226B<<<<<10",
)
TD1 = (
    b"I<UTOD231458907<<<<<<<<<<<<<<<",
    b"7408122F1204159UTO<<<<<<<<<<<6",
    b"ERIKSSON<<ANNA<MARIA<<<<<<<<<<",
)
TD2 = (b"I<UTOERIKSSON<<ANNA<MARIA<<<<<<<<<<<", b"D231458907UTO7408122F1204159<<<<<<<6")
ZONES = (TD3, TD1, TD2)
SUFFIXES = (b"", b"\r", b"\n", b"\r\n", b"\t", b"\x03", b"\r\r", b"\x00")
# Bytes that a code may begin and end with: no suffix, and no identifier's bracket.
EDGE = st.integers(0, 255).filter(lambda byte: byte not in b"\r\n\t\x00\x02\x03\x04]")
PAYLOAD = st.builds(
    lambda first, middle, last: bytes([first]) + middle + bytes([last]),
    EDGE,
    st.binary(min_size=1, max_size=300),
    EDGE,
)


def data_of(burst: bytes) -> list[bytes]:
    return [reading.data for reading in readings_of(burst)]


def is_ours(data: bytes) -> bool:
    """Whether a line of it says by itself what it is, or an envelope of STX and ETX is in it."""
    parts = [part for part in re.split(rb"[\r\n\t\x04]", data) if part.strip(b"\x00")]
    known = (ReadingKind.TOKEN, ReadingKind.NUMBER, ReadingKind.PASSPORT)
    return (
        b"\x02" in data
        or b"\x03" in data
        or len(set(parts)) < len(parts)
        or any(interpret(part).kind in known for part in parts)
    )


@pytest.mark.requirement("C1")
@pytest.mark.parametrize("suffix", SUFFIXES)
@pytest.mark.parametrize("prefix", [b"", b"\x02", b"\x00", b"]Q3", b"\x02]C1"])
@pytest.mark.parametrize("code", [NUMBER, TOKEN, b"HELLO WORLD", "تصريح عمرة".encode()])
def test_prefix_and_suffix_do_not_count(prefix: bytes, code: bytes, suffix: bytes) -> None:
    assert data_of(prefix + code + suffix) == [code]


# Byte streams as the makers' manuals give them.
MANUALS = {
    # Honeywell, Voyager 1300g User's Guide, chapter 4 "Prefix/Suffix Overview": prefix none; the
    # plug-and-play codes add a CR LF suffix.
    "Honeywell plug and play": (NUMBER + b"\r\n", NUMBER, UNKNOWN),
    # Honeywell 3820 User's Guide, appendix A "Symbology Chart": AIM ID ]Cm for Code 128.
    "Honeywell with AIM ID": (b"]C0" + NUMBER + b"\r", NUMBER, Symbology.CODE_128),
    # Zebra DS4308 Product Reference Guide, table E-3 "Modifier Characters": Full ASCII Code 39 with
    # a check character W is sent as ]A7AIMID; Code 128 with FNC1 first as ]C1AIMID.
    "Zebra Code 39": (b"]A7AIMID\r", b"AIMID", Symbology.CODE_39),
    "Zebra GS1-128": (b"]C1AIMID", b"AIMID", Symbology.CODE_128),
    # Datalogic Gryphon D/M manual, 5.3.1 "Header/Terminator Selection": RS232 has no header and the
    # terminator CR-LF. Gryphon I GD44xx Product Reference Guide, figure 17 "AIM ID": prefix, AIM
    # ID, code, suffix; page 286: prefix $ and code 12345 give $12345.
    "Datalogic RS-232": (TOKEN + b"\r\n", TOKEN, UNKNOWN),
    "Datalogic with prefix": (b"$12345\r", b"$12345", UNKNOWN),
    # Rockwell Automation 2755-G3-W and -G6-W Owner's Manual, chapter 6 "Message Format Parameters":
    # suffix none, ETX, CR, LF, HT, or CR and LF.
    "suffix ETX": (NUMBER + b"\x03", NUMBER, UNKNOWN),
    "suffix HT": (NUMBER + b"\t", NUMBER, UNKNOWN),
    # Champtek User's Manual, 7.39.2 "Postamble": none, CR LF, CR, LF or ETX; STX as a preamble.
    "STX and ETX": (b"\x02" + NUMBER + b"\x03", NUMBER, UNKNOWN),
    # Datalogic, figure 17, and Honeywell 8600 User Manual, 4-18 "Transmit AIM Code ID Character":
    # G is Code 93, U MaxiCode. They are not read here, but are barcodes.
    "Datalogic Code 93": (b"]G0A12345678\r\n", b"A12345678", OTHER_KIND),
    "Honeywell MaxiCode": (b"]U0A12345678\r", b"A12345678", OTHER_KIND),
    # Newland BS8060 User Manual, "Prefix Sequences": custom prefix, code ID, AIM ID, data, custom
    # suffix, terminating character; here without code ID and with STX for prefix.
    "Newland prefix sequence": (b"\x02]Q1" + TOKEN + b"\x03\r\n", TOKEN, Symbology.QR_CODE),
    # Newland Serial Programming Command Manual, "AIM ID List": the identifiers of ISO/IEC 15424.
    "Newland with AIM ID": (b"]Q1" + TOKEN + b"\r\n", TOKEN, Symbology.QR_CODE),
}


@pytest.mark.requirement("C1")
@pytest.mark.parametrize("name", MANUALS)
def test_scanners_as_their_manuals_say(name: str) -> None:
    burst, data, symbology = MANUALS[name]
    (reading,) = readings_of(burst, "scanner", 7.0)
    assert (reading.data, reading.symbology, reading.at) == (data, symbology, 7.0)
    assert reading.text == data.decode() and reading.source == "scanner"


def desko(lines: tuple[bytes, ...]) -> bytes:
    """Desko, Protocol Description according to the Misc. Reader Interface Specification for the
    CUTE System, release 2.12, 1.4 "Integrated OCR Reader": <SODO><STX>line 1<CR>line 2<CR>
    [line 3<CR>]<ETX><EODO>. The delimiters are settings; these are an example."""
    return b"\x1c\x02" + b"".join(line + b"\r" for line in lines) + b"\x03\x1d"


def rte(lines: tuple[bytes, ...]) -> bytes:
    """3M RTE6701-OEM Integration Manual (VC27U), 9.1.1 "Data Format": <SOH>[length]"OU"<STX>[flag]
    [line 1]<CR>[line 2]<CR>[line 3]<CR><ETX>[BCC]; of two lines line 1 is empty; lines are padded
    with underscores. The check byte here is the exclusive or."""
    rows = (b"",) * (3 - len(lines)) + lines
    text = b"0" + b"".join(row + b"\r" for row in rows)
    message = (len(text) + 5).to_bytes(2, "little") + b"OU\x02" + text + b"\x03"
    check = 0
    for byte in message:
        check ^= byte
    return b"\x01" + message + bytes([check])


def plain(lines: tuple[bytes, ...]) -> bytes:
    """A line end between the lines and one after, as readers on a virtual port are usually set."""
    return b"\r".join(lines) + b"\r"


def run_together(lines: tuple[bytes, ...]) -> bytes:
    """Honeywell, OCR Programming User's Guide, "Passport Template": rows of 44, 36 or 30; here one
    after the other as a single message."""
    return b"".join(lines) + b"\r\n"


@pytest.mark.requirement("C1")
@pytest.mark.parametrize("zone", ZONES)
@pytest.mark.parametrize("sent", [desko, rte, plain, run_together])
def test_passport_readers_as_their_manuals_say(sent: object, zone: tuple[bytes, ...]) -> None:
    assert callable(sent)
    (reading,) = readings_of(sent(zone))
    meaning = interpret(reading.data)
    assert meaning.kind is ReadingKind.PASSPORT and reading.symbology is UNKNOWN
    assert meaning.document is not None and not meaning.document.checks_failed
    assert meaning.document.names == "ERIKSSON ANNA MARIA"


@pytest.mark.parametrize("zone", ZONES)
def test_a_zone_out_of_a_barcode_says_so(zone: tuple[bytes, ...]) -> None:
    (reading,) = readings_of(b"]L2" + plain(zone))
    assert reading.symbology is Symbology.PDF417 and reading.data == b"\n".join(zone)


@pytest.mark.parametrize("zone", ZONES)
def test_a_zone_read_from_its_print_is_no_barcode(zone: tuple[bytes, ...]) -> None:
    """ISO/IEC 15424: the code character o stands for OCR, Z for what is no barcode."""
    for identifier in (b"]o2", b"]Z1"):
        (reading,) = readings_of(identifier + plain(zone))
        assert reading.symbology is UNKNOWN and reading.data == b"\n".join(zone)


def test_codes_that_come_in_one_go_are_told_apart() -> None:
    burst = TOKEN + b"\r" + OTHER + b"\r" + plain(TD3) + b"LUGGAGE 1\r" + NUMBER + b"\r"
    assert data_of(burst) == [TOKEN, OTHER, b"\n".join(TD3), b"LUGGAGE 1", NUMBER]


@pytest.mark.parametrize("code", [NUMBER, b"HELLO", b"\xff\x00\xfe"])
@pytest.mark.parametrize("suffix", [b"\r", b"\r\n", b"\x03"])
def test_a_scanner_that_is_stuck_reads_once(code: bytes, suffix: bytes) -> None:
    assert data_of((code + suffix) * 20) == [code]


@pytest.mark.parametrize("suffix", SUFFIXES)
@given(payload=PAYLOAD)
def test_any_bytes_come_through_as_they_are(suffix: bytes, payload: bytes) -> None:
    """Line ends in a code stay in it."""
    if not is_ours(payload) and suffix != b"\x03":
        assert data_of(payload + suffix) == [payload]


def test_text_of_any_alphabet_comes_through() -> None:
    arabic = "تصريح عمرة ٤٨٣٩"
    assert readings_of(arabic.encode() + b"\r\n")[0].text == arabic
    (latin,) = readings_of("Château".encode("latin-1") + b"\r")
    assert latin.data == b"Ch\xe2teau" and latin.text == "Château"
    (cyrillic,) = readings_of("Умра".encode("cp1251") + b"\r")
    assert cyrillic.data == "Умра".encode("cp1251")


@pytest.mark.parametrize("burst", [b"", b"\r", b"\x00\x00", b"\xff\r", b"\x02\x03", b"]Q1\r", b"A"])
def test_a_plug_pushed_in_is_no_code(burst: bytes) -> None:
    assert readings_of(burst) == ()


@given(st.binary(max_size=2000))
def test_noise_breaks_nothing(noise: bytes) -> None:
    for reading in readings_of(noise):
        assert 3 <= len(reading.data) <= len(noise)
    is_whole(noise)
    wants_line(noise)


@given(st.lists(st.sampled_from([b"\r", b"\x02", b"\x03", *TD1, *TD3, NUMBER, b"]L1", b"X"])))
def test_lines_in_any_order_break_nothing(parts: list[bytes]) -> None:
    """A permit's number on a line of its own is found whatever stands around it."""
    burst = b"".join(parts)
    assert all(reading.data for reading in readings_of(burst))
    assert OTHER in data_of(burst + b"\r" + OTHER + b"\r") or b"\x02" in burst or b"\x03" in burst


def test_what_is_full_of_lines_is_taken_apart_quickly() -> None:
    lines = [bytes([65 + place % 20, 66 + place % 7]) for place in range(LONGEST // 3)]
    assert len(data_of(b"\r".join(lines))) == 1


@pytest.mark.parametrize("zone", ZONES)
def test_when_a_zone_is_whole(zone: tuple[bytes, ...]) -> None:
    text = b"\r".join(zone)
    for length in range(12, len(text)):
        begun = text[:length]
        assert wants_line(begun) or not is_whole(begun)
    assert is_whole(text) and not wants_line(text)
    assert is_whole(b"".join(zone)) and is_whole(desko(zone)) and is_whole(rte(zone))


def test_when_a_code_is_whole() -> None:
    assert is_whole(TOKEN) and is_whole(b"]Q1" + TOKEN) and is_whole(NUMBER + b"\r")
    assert not any(is_whole(TOKEN[:length]) for length in range(1, len(TOKEN)))
    assert not is_whole(NUMBER)  # a longer code may begin so
