"""Dates are told as people write them, and say no more than what is recorded."""

import pytest

from lifecycle.dates.edtf import parse
from lifecycle.facts.models import MeetingScheduled
from lifecycle.views.date_words import date_in_words
from lifecycle.views.wording import details_of

WORDS = {
    "2025-12-09": "2025-12-09",
    "2025-12": "2025-12",
    "2025?": "2025?",
    "-0043": "-0043",
    "Y17025": "Y17025",
    "2024-11-04/2024-11-05": "2024-11-04/2024-11-05",
    "2022-22": "summer 2022",
    "2022-24~": "winter 2022 (approximately)",
    "2022-26": "northern summer 2022",
    "2022-30": "southern summer 2022",
    "2022-33": "first quarter of 2022",
    "2022-36": "fourth quarter of 2022",
    "2022-39": "last third of 2022",
    "2022-41": "second half of 2022",
    "198X": "the 1980s",
    "19XX": "1900 to 1999",
    "1XXX?": "1000 to 1999?",
    "1985-07~": "1985-07 (approximately)",
    "1985%": "1985? (approximately)",
    "1985-07-XX": "1985-07",
    "1985-XX-XX": "1985",
    "../2015-10-07": "by 2015-10-07",
    "/2015": "by 2015",
    "2023-01/..": "from 2023-01 on",
    "2023-21/": "from spring 2023 on",
    "198X/1992-21": "the 1980s to spring 1992",
}


@pytest.mark.parametrize("text", WORDS)
def test_a_date_is_told_as_people_write_it(text: str) -> None:
    assert str(parse(text)) == text
    assert date_in_words(text) == WORDS[text]


@pytest.mark.parametrize("text", ["", "?~", "spring", "a/b", "2022-22-22", "20X2"])
def test_what_is_no_date_does_no_harm(text: str) -> None:
    assert date_in_words(text).startswith(text[:1])


def test_dates_among_the_details_are_told_so_too() -> None:
    assert ("Planned", "summer 2022") in details_of(MeetingScheduled(planned="2022-22"))
