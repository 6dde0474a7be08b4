"""The day's counts, as JSON and as a page."""

from __future__ import annotations

import base64
from datetime import timedelta
from html.parser import HTMLParser

import pytest

from checkpoint_app.domain.movement import Direction, MovementKind
from sync.protocol import routes
from tests.integration.registry_api.world import ADMIN_TOKEN, BEARER, NOON, Lane, Registry

BASIC = {"Authorization": "Basic " + base64.b64encode(f"any:{ADMIN_TOKEN}".encode()).decode()}


@pytest.fixture
def day(registry: Registry, lane: Lane) -> None:
    """Cairo: 3 out in two hours, 1 referred. Safaga: 1 out, 2 back."""
    with registry.engine.begin() as connection:
        connection.exec_driver_sql(
            "INSERT INTO company (number, licence, name_ar, name_en, phone, state)"
            " VALUES (7, 'L7', 'شركة النور', 'Al Nour & Sons <Travel>', '', 0)"
        )
    for hours in (0, 0, 1):
        lane.record(at=NOON + timedelta(hours=hours))
    lane.record(MovementKind.REFERRED)
    safaga = Lane(registry, "SGA-SEA")
    safaga.record(company=9)
    for _ in range(2):
        safaga.record(
            MovementKind.RETURNED, direction=Direction.RETURNING, permit=None, company=None
        )
    lane.send()
    safaga.send()


@pytest.mark.requirement("C4")
def test_counts_by_port_hour_and_company(registry: Registry, day: None) -> None:
    counts = registry.counts()
    total = {"departed": 4, "returned": 2, "referred": 1, "deferred": 0, "refused": 0}
    assert counts["total"] == total
    ports = {row["port"]: row["tally"] for row in counts["ports"]}  # type: ignore[attr-defined]
    assert len(ports) == 17
    assert ports["CAI-AIR"]["departed"] == 3
    assert ports["SGA-SEA"] == dict.fromkeys(total, 0) | {"departed": 1, "returned": 2}
    assert ports["HRG-AIR"] == dict.fromkeys(total, 0)
    hours = {row["hour"]: row["tally"]["departed"] for row in counts["hours"]}  # type: ignore[attr-defined]
    assert hours == {12: 3, 13: 1}
    companies = [
        (row["company"], row["name_en"], row["tally"]["departed"])
        for row in counts["companies"]  # type: ignore[attr-defined]
    ]
    assert companies == [(7, "Al Nour & Sons <Travel>", 3), (9, "", 1), (None, "", 0)]


@pytest.mark.requirement("C4")
def test_counts_of_one_port_and_of_another_day(registry: Registry, day: None) -> None:
    counts = registry.counts(port="SGA-SEA")
    assert counts["total"]["departed"] == 1  # type: ignore[index]
    assert [row["port"] for row in counts["ports"]] == ["SGA-SEA"]  # type: ignore[attr-defined]
    assert registry.counts("2026-03-06")["total"]["departed"] == 0  # type: ignore[index]


@pytest.mark.requirement("C4")
def test_counts_are_live(registry: Registry, lane: Lane) -> None:
    for sequence in range(1, 4):
        lane.record()
        lane.send(sequence)
        answer = registry.client.simulate_get(routes.COUNTS, headers=BEARER)
        assert answer.json["total"]["departed"] == sequence
        assert answer.json["day"] == "2026-03-05"


@pytest.mark.parametrize(
    "query",
    [
        {"day": "2026-3-5"},
        {"day": "20260305"},
        {"day": "2026-02-30"},
        {"day": ""},
        {"port": "CAI"},
        {"port": ""},
    ],
)
def test_odd_days_and_ports_are_refused(registry: Registry, query: dict[str, str]) -> None:
    answer = registry.client.simulate_get(routes.COUNTS, params=query, headers=BEARER)
    assert answer.status_code == 422


@pytest.mark.parametrize(
    "header",
    [
        None,
        "Bearer",
        "Bearer wrong",
        f"Bearer {ADMIN_TOKEN}x",
        f"Basic {ADMIN_TOKEN}",
        "Basic é",
        "Basic " + base64.b64encode(b"\xff\xfe").decode(),
        f"Umrah-Device {ADMIN_TOKEN}",
    ],
)
def test_the_counts_are_the_admins_alone(registry: Registry, header: str | None) -> None:
    headers = {} if header is None else {"Authorization": header}
    for path, scheme in ((routes.COUNTS, "Bearer"), (routes.COUNTS_PAGE, "Basic")):
        answer = registry.client.simulate_get(path, headers=headers)
        assert answer.status_code == 401
        assert answer.headers["WWW-Authenticate"].startswith(scheme)
        assert answer.headers["Content-Type"] == routes.PROBLEM


class Tables(HTMLParser):
    """Reads the `data` values of each table row, by the row's and the table's id."""

    def __init__(self) -> None:
        super().__init__()
        self.rows: dict[str, list[list[int]]] = {}
        self.table = ""
        self.attributes: dict[str, str | None] = {}
        self.tags: set[str] = set()

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        named = dict(attrs)
        self.tags.add(tag)
        assert not [name for name in named if name.startswith("on") or name == "style"]
        if tag == "html":
            self.attributes = named
        elif tag == "table":
            self.table = named.get("id") or ""
        elif tag == "tr":
            self.rows.setdefault(self.table, []).append([])
        elif tag == "data" and self.table:
            self.rows[self.table][-1].append(int(named["value"] or ""))

    def handle_endtag(self, tag: str) -> None:
        if tag == "table":
            self.table = ""


def page(registry: Registry, **query: str) -> tuple[str, Tables]:
    answer = registry.client.simulate_get(routes.COUNTS_PAGE, params=query, headers=BASIC)
    assert answer.status_code == 200, answer.text
    tables = Tables()
    tables.feed(answer.text)
    return answer.text, tables


@pytest.mark.requirement("C4")
@pytest.mark.parametrize(("lang", "direction"), [("ar", "rtl"), ("en", "ltr")])
def test_the_page_shows_the_same_counts(
    registry: Registry, day: None, lang: str, direction: str
) -> None:
    text, tables = page(registry, lang=lang)
    assert (tables.attributes["lang"], tables.attributes["dir"]) == (lang, direction)
    assert tables.rows["ports"][1] == [3, 0, 1, 0, 0]
    assert tables.rows["ports"][-1] == [4, 2, 1, 0, 0]
    assert len(tables.rows["ports"]) == 1 + 17 + 1
    total = [4, 2, 1, 0, 0]
    assert tables.rows["hours"][1:] == [[3, 2, 1, 0, 0], [1, 0, 0, 0, 0], total]
    assert tables.rows["companies"][-1] == total
    assert [row[0] for row in tables.rows["companies"][1:-1]] == [3, 1, 0]
    assert "script" not in tables.tags
    assert ("٣" in text) == (lang == "ar")
    assert ("شركة النور" in text) == (lang == "ar")


def test_the_page_is_arabic_unless_asked_otherwise(registry: Registry) -> None:
    assert page(registry)[1].attributes["lang"] == "ar"
    assert page(registry, lang="fr")[1].attributes["lang"] == "ar"


def test_names_are_escaped_and_nothing_foreign_may_load(registry: Registry, day: None) -> None:
    text, _ = page(registry, lang="en")
    assert "Al Nour &amp; Sons &lt;Travel&gt;" in text
    answer = registry.client.simulate_get(routes.COUNTS_PAGE, headers=BASIC)
    policy = answer.headers["Content-Security-Policy"]
    assert "default-src 'none'" in policy
    assert "unsafe" not in policy
    assert answer.headers["X-Content-Type-Options"] == "nosniff"
    assert answer.headers["Cache-Control"] == "no-store"


def test_the_form_without_a_port_shows_all(registry: Registry, day: None) -> None:
    _, tables = page(registry, day="2026-03-05", port="", lang="en")
    assert len(tables.rows["ports"]) == 1 + 17 + 1


def test_its_style_sheet_and_fonts_are_served(registry: Registry) -> None:
    for name, media in (("pages.css", "text/css"), ("regular.ttf", "font/ttf")):
        answer = registry.client.simulate_get(f"/pages/{name}")
        assert answer.status_code == 200
        assert answer.headers["Content-Type"].startswith(media)
    assert registry.client.simulate_get("/pages/base.html").status_code == 404


@pytest.mark.requirement("C4")
def test_a_thousand_companies_still_make_a_short_page(registry: Registry, lane: Lane) -> None:
    for company in range(150):
        lane.record(company=company)
    lane.send()
    _, tables = page(registry)
    assert len(tables.rows["companies"]) == 1 + 100 + 1 + 1
    assert [row[0] for row in tables.rows["companies"][-2:]] == [50, 150]
