from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from checkpoint_app.capture.scanner_names import PluggedPort, WantedPort, choose, parse_ports
from checkpoint_app.errors import ConfigError

HONEYWELL = PluggedPort("/dev/ttyACM0", 0x0C2E, 0x0B6A, "Honeywell", "Xenon 1900")
ZEBRA = PluggedPort("/dev/ttyACM1", 0x05E0, 0x1701, "Symbol Technologies", "Bar Code Scanner")
DESKO = PluggedPort("/dev/ttyACM2", 0x1FFF, 0x0001, "DESKO GmbH", "PENTA")
NAMELESS = PluggedPort("/dev/ttyUSB0", 0x1A86, 0x7523, "", "USB Serial")
ANOTHER = PluggedPort("/dev/ttyUSB1", 0x0403, 0x6001, "FTDI", "FT232R USB UART")
ARDUINO = PluggedPort("/dev/ttyACM3", 0x2341, 0x0043, "Arduino", "Uno")
MODEM = PluggedPort("/dev/ttyUSB2", 0x1E0E, 0x9001, "SimTech", "LTE Modem")
BUILT_IN = PluggedPort("/dev/ttyS0")


def devices(setting: str, *plugged: PluggedPort) -> list[str]:
    return [port.device for port in choose(parse_ports(setting), plugged)]


@pytest.mark.requirement("C1")
def test_auto_takes_every_scanner_and_nothing_else() -> None:
    everything = (BUILT_IN, ARDUINO, HONEYWELL, NAMELESS, ZEBRA, MODEM, DESKO, ANOTHER)
    found = ["/dev/ttyACM0", "/dev/ttyACM1", "/dev/ttyACM2"]
    assert devices("serial:auto", *everything) == found
    assert devices("serial:AUTO", *everything) == found


def test_auto_takes_a_port_without_a_name_when_it_is_the_only_one() -> None:
    assert devices("serial:auto", BUILT_IN, ARDUINO, MODEM, NAMELESS) == ["/dev/ttyUSB0"]
    assert devices("serial:auto", NAMELESS, ANOTHER) == []
    assert devices("serial:auto", ARDUINO, MODEM, BUILT_IN) == []
    assert devices("serial:auto") == []


@pytest.mark.parametrize(
    ("setting", "found"),
    [
        ("serial:/dev/ttyUSB0", ["/dev/ttyUSB0"]),
        ("serial:/dev/serial/by-id/usb-x", ["/dev/serial/by-id/usb-x"]),
        ("serial:COM5", ["COM5"]),
        ("serial:0c2e:0B6A", ["/dev/ttyACM0"]),
        ("serial:0C2E:0001", []),
        ("serial:xenon", ["/dev/ttyACM0"]),
        ("serial:desko", ["/dev/ttyACM2"]),
        ("serial:nobody", []),
        ("serial:auto,/dev/ttyUSB0", ["/dev/ttyACM0", "/dev/ttyACM2", "/dev/ttyUSB0"]),
        ("serial:desko, /dev/ttyACM2", ["/dev/ttyACM2"]),
    ],
)
def test_what_a_setting_means(setting: str, found: list[str]) -> None:
    assert devices(setting, HONEYWELL, DESKO, NAMELESS) == found


def test_a_windows_port_in_any_letters() -> None:
    (port,) = choose(parse_ports("serial:com5"), [PluggedPort("COM5", 0x05F9, 1, "", "Gryphon")])
    assert (port.device, port.title) == ("COM5", "Gryphon")


def test_the_speed_of_a_cable() -> None:
    assert parse_ports("serial:COM5@115200,auto") == (
        WantedPort("COM5", 115200),
        WantedPort("auto"),
    )
    (port,) = choose(parse_ports("serial:COM5@115200"), [])
    assert port.speed == 115200


@pytest.mark.parametrize(
    "setting",
    [
        "",
        "serial",
        "serial:",
        "camera:0",
        "serial:COM5@",
        "serial:COM5@12",
        "serial:COM5@٩٦٠٠",
        "serial:a,,b",
        "serial:@",
        "serial:a\nb",
        "serial:" + "x" * 300,
        "serial:" + ",".join(["a"] * 9),
    ],
)
def test_what_is_no_setting(setting: str) -> None:
    with pytest.raises(ConfigError) as caught:
        parse_ports(setting)
    assert caught.value.key == "capture.serial_setting"


@given(st.text(max_size=250))
def test_any_text_is_a_setting_or_a_config_error(text: str) -> None:
    try:
        wanted = parse_ports(f"serial:{text}")
    except ConfigError:
        return
    choose(wanted, [HONEYWELL, NAMELESS, BUILT_IN])
