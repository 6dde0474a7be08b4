from __future__ import annotations

from datetime import date

import pytest

from checkpoint_app.reference import ports
from sync.protocol.messages import CompanyTally, CountsAnswer, HourTally, PortTally, Tally
from sync.registry.portal.counts_page import render_counts, shown_day
from sync.registry.portal.numbers import in_digits, shown
from sync.registry.portal.pages import Pages, language

DAY = date(2026, 3, 5)


def answer(**values: object) -> CountsAnswer:
    tally = Tally(departed=12345, referred=2)
    fields: dict[str, object] = {
        "day": DAY.isoformat(),
        "port": None,
        "as_of": 1772704800,
        "total": tally,
        "ports": [PortTally(port.port_id, port.name_en, port.name_ar, tally) for port in ports()],
        "hours": [HourTally(5, tally)],
        "companies": [CompanyTally(3, "", "", tally), CompanyTally(None, "", "", Tally())],
        "annulled": 0,
        "conflicts": 0,
        "forks": 0,
        "quarantined": 0,
    }
    return CountsAnswer(**(fields | values))  # type: ignore[arg-type]


def page(lang: str, today: date = DAY, **values: object) -> str:
    return render_counts(Pages(), answer(**values), ports(), today, lang)


def test_numbers_are_shown_in_the_languages_own_digits() -> None:
    assert shown(1234567, "en") == "1,234,567"
    assert shown(1234567, "ar") == "١٬٢٣٤٬٥٦٧"
    assert in_digits("05:00", "ar") == "٠٥:٠٠"
    assert shown_day(DAY, "en") == "5 March 2026"
    assert shown_day(DAY, "ar") == "٥ مارس ٢٠٢٦"


@pytest.mark.parametrize(("asked", "lang"), [(None, "ar"), ("en", "en"), ("ar", "ar"), ("x", "ar")])
def test_the_language_of_a_page(asked: str | None, lang: str) -> None:
    assert language(asked) == lang


def test_a_number_keeps_its_plain_value_beside_the_shown_one() -> None:
    assert '<data value="12345">12,345</data>' in page("en")
    assert '<data value="12345">١٢٬٣٤٥</data>' in page("ar")


def test_only_today_renews_itself() -> None:
    assert 'http-equiv="refresh"' in page("en")
    assert 'http-equiv="refresh"' not in page("en", today=date(2026, 3, 6))


def test_what_waits_for_a_person_is_named_and_what_does_not_is_not() -> None:
    assert 'class="notes"' not in page("en")
    assert "Permits with more than one departure: 2" in page("en", conflicts=2)
    assert "Journals that contradict themselves: 1" in page("en", forks=1)


def test_companies_without_a_name_show_their_number() -> None:
    assert "Company 3" in page("en")
    assert "Without a company" in page("en")
    assert "شركة ٣" in page("ar")


def test_a_day_without_movements_says_so() -> None:
    assert "No movements yet" in page("en", hours=[], companies=[], total=Tally())


def test_the_other_language_is_one_click_away() -> None:
    text = page("ar", port="CAI-AIR")
    assert 'href="/counts?lang=en&amp;day=2026-03-05&amp;port=CAI-AIR"' in text


@pytest.mark.parametrize("lang", ["ar", "en"])
def test_nothing_is_left_untranslated(lang: str) -> None:
    text = page(lang, annulled=1, conflicts=1, forks=1, quarantined=1)
    assert "page." not in text.replace("pages", "")
    assert "…" not in text
