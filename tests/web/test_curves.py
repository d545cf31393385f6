"""The curve of a goal: two who see it each for themselves, told apart without colour, with every number in a table beside."""

from __future__ import annotations

import re
from datetime import date, timedelta

import pytest
from django.template import Context, Template

from mestring.web.components import curves
from mestring.web.components.curves import Reading

ON = date(2026, 11, 25)
FIRST, LAST = date(2026, 1, 5), date(2026, 7, 4)


def drawn(*readings: Reading, title: str = "Komme ud") -> str:
    return Template("{% curve found %}").render(Context({"found": curves.curve(title, readings, ON)}))


def test_nobody_has_answered_and_there_is_no_picture() -> None:
    assert curves.curve("Komme ud", [], ON) is None


def test_each_has_a_line_a_marker_and_a_name_of_its_own() -> None:
    page = drawn(Reading(FIRST, 2, True), Reading(FIRST, 1, False), Reading(LAST, 7, True), Reading(LAST, 4, False))
    assert (page.count("<circle"), page.count('class="b" />')) == (2, 3)
    assert page.count('<rect x="9.00%"') == page.count('<rect x="69.00%"') == 1
    assert ">Borgeren 7<" in page
    assert ">Medarb. 4<" in page
    assert 'aria-label="Komme ud: borgerens tal gik fra 2 5. januar til 7 4. juli og medarbejderens tal gik fra 1 5. januar til 4 4. juli.' in page


def test_zero_lies_at_the_bottom_and_ten_at_the_top_and_days_lie_as_far_apart_as_they_are() -> None:
    found = curves.curve("Komme ud", [Reading(FIRST, 0, True), Reading(FIRST + timedelta(days=45), 10, True), Reading(LAST, 5, True)], ON)
    assert found
    assert [(dot.x, dot.y) for dot in found.series[0].dots] == [("9.00%", 162), ("24.00%", 12), ("69.00%", 87)]
    assert found.grid == [(0, 162), (5, 87), (10, 12)]
    assert [tick.text for tick in found.ticks] == ["5. jan.", "5. apr.", "4. juli"]


@pytest.mark.parametrize(("citizen", "staff"), [(5, 5), (5, 6), (6, 5), (0, 0), (10, 10), (0, 10)])
def test_the_names_never_cover_each_other(citizen: int, staff: int) -> None:
    found = curves.curve("Komme ud", [Reading(LAST, citizen, True), Reading(LAST, staff, False)], ON)
    assert found
    mine, theirs = (one.name_y for one in found.series)
    assert abs(mine - theirs) >= curves.NAME
    assert (mine < theirs) == (citizen >= staff), "whoever says more stands above"


def test_the_table_has_every_number_the_newest_first_and_unknown_is_not_zero() -> None:
    page = drawn(Reading(FIRST, 0, True, "Jeg kan ikke."), Reading(LAST, 3, False))
    rows = [re.sub(r"<[^>]+>", "|", one) for one in re.findall(r"<tr><th scope=\"row\">.*?</tr>", page)]
    assert [re.split(r"\|+", one)[1:-1] for one in rows] == [["4.\u00a0juli", "–", "3"], ["5.\u00a0jan.", "0", "–", "Jeg kan ikke."]]
    assert '<th scope="col">Ord</th>' in page
    assert "Ord" not in drawn(Reading(LAST, 3, False))


def test_many_answers_keep_the_line_and_lose_the_markers() -> None:
    many = [Reading(FIRST + timedelta(days=number), number % 11, True) for number in range(curves.CROWDED + 1)]
    page = drawn(*many)
    assert page.count("<circle") == 1
    assert page.count('class="a" />') == len(many)  # a line between each two, and the last marker


def test_a_title_is_text_wherever_it_stands() -> None:
    page = drawn(Reading(LAST, 3, True, "<b>ord</b>"), title='<i>"Mål"</i>')
    assert "<i>" not in page
    assert "<b>" not in page
