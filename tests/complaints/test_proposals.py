"""When a complaint is in time, and when it must be reviewed."""

from __future__ import annotations

from datetime import date

import pytest

from mestring.complaints import proposals

ON = date(2026, 11, 12)


@pytest.mark.parametrize(
    ("received", "last"),
    [
        (date(2026, 10, 15), date(2026, 11, 12)),  # four weeks to the day
        (date(2026, 11, 1), date(2026, 11, 30)),  # a Sunday, so Monday
        (date(2026, 11, 26), date(2026, 12, 28)),  # Christmas Eve to Boxing Day and a weekend
        (date(2023, 4, 7), date(2023, 5, 8)),  # the last Store Bededag
        (date(2024, 3, 29), date(2024, 4, 26)),  # the year after it was a working day
        (date(2024, 2, 1), date(2024, 2, 29)),  # a leap day
    ],
)
def test_the_complaint_limit_is_four_weeks_and_moves_off_closed_days(received, last):
    assert proposals.complaint_last_day(received, ON).value == last


@pytest.mark.parametrize(
    ("channel", "day"),
    [("digital_post", date(2026, 11, 12)), ("letter", date(2026, 11, 20)), ("quickpost", date(2026, 11, 14)), ("handed_over", date(2026, 11, 12))],
)
def test_a_letter_counts_as_received_by_how_it_was_sent(channel, day):
    assert proposals.received_on(date(2026, 11, 12), channel) == day


def test_a_complaint_is_reviewed_within_four_weeks_also_when_the_day_is_a_sunday():
    found = proposals.complaint_review_due(date(2026, 11, 1), ON)
    assert found.value == date(2026, 11, 29)
    assert found.sentence == "Genvurdér klagen, og send den videre senest søndag 29. november."
    assert proposals.complaint_review_due(date(2026, 11, 1), ON, date(2026, 11, 30)).values["late"] is True


def test_a_late_complaint_is_sent_on_all_the_same():
    late = proposals.in_time(date(2026, 10, 1), date(2026, 11, 2), ON)
    assert (late.in_time, late.days_late) == (False, 4)
    assert "Send den videre" in late.sentence
    assert proposals.in_time(date(2026, 10, 1), date(2026, 10, 29), ON).in_time


def test_a_complaint_of_the_leader_s_decision_goes_to_the_shelter():
    assert proposals.shelter_first("viborg-2020", "109", {}, ON)
    assert not proposals.shelter_first("viborg-2020", "85", {}, ON)
