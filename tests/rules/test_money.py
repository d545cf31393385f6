"""Money in whole øre: read, written and rounded without a float."""

from decimal import ROUND_CEILING, ROUND_FLOOR, ROUND_HALF_UP, Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from mestring.rules.facts import Fact, FactError, parse_value
from mestring.rules.kinds.base import read_quantity
from mestring.rules.money import Rounding, format_money, parse_money

EXPENSE = Fact("monthly_expense", "money", "Merudgift pr. måned")


@pytest.mark.parametrize(("text", "ore"), [("545 kr", 54_500), ("93,38 kr", 9_338), ("0 kr", 0), ("1020 kr", 102_000)])
def test_the_library_writes_money_one_way(text, ore):
    assert parse_money(text) == ore


@pytest.mark.parametrize("text", ["545", "545 kr.", "1.020 kr", "93.38 kr", "93,3 kr", "93,380 kr", "-5 kr", "545kr", "kr 545", "1 020 kr"])
def test_the_library_writes_money_no_other_way(text):
    with pytest.raises(ValueError, match="skriv fx '545 kr'"):
        parse_money(text)


@pytest.mark.parametrize(
    ("text", "ore"),
    [
        ("1250", 125_000),
        ("1.250", 125_000),
        ("1.250,50", 125_050),
        ("1.250,5 kr.", 125_050),
        ("1250,50 kr", 125_050),
        ("12.345.678", 1_234_567_800),
        (" 545 kr ", 54_500),
        ("0", 0),
        (54_500, 54_500),
    ],
)
def test_a_person_writes_money_as_danes_do(text, ore):
    assert parse_value(EXPENSE, text) == ore


@pytest.mark.parametrize(
    "text", ["1.250.50", "1,250.50", "12.50", "1250.5", "1.25", "1,250,50", "1 250", "-545", "545,555", "545 dkk", "halvtreds", "1e3", "٥٤٥ kroner", "0x10"]
)
def test_money_that_can_be_read_two_ways_is_asked_again(text):
    with pytest.raises(FactError, match=r"Skriv et beløb, fx 1\.250,50") as refused:
        parse_value(EXPENSE, text)
    assert refused.value.fact == "monthly_expense"


@given(st.integers(0, 10**12))
def test_what_is_written_is_read_back(ore):
    assert parse_value(EXPENSE, format_money(ore)) == ore


@pytest.mark.parametrize(
    ("ore", "text"), [(102_000, "1.020 kr."), (9_338, "93,38 kr."), (123_456_789, "1.234.567,89 kr."), (5, "0,05 kr."), (-150, "-1,50 kr."), (0, "0 kr.")]
)
def test_a_letter_writes_money_with_points_and_comma(ore, text):
    assert format_money(ore) == text


@given(st.integers(0, 10**10), st.sampled_from([1, 100, 500, 10_000]), st.sampled_from(["half_up", "up", "down"]))
def test_rounding_is_that_of_decimal(ore, unit, direction):
    way = {"half_up": ROUND_HALF_UP, "up": ROUND_CEILING, "down": ROUND_FLOOR}[direction]
    wanted = int((Decimal(ore) / unit).quantize(Decimal(1), way)) * unit
    assert Rounding(unit, direction, "result").apply(ore) == wanted


def test_half_a_krone_is_rounded_up_and_one_ore_less_is_not():
    nearest = Rounding(100, "half_up", "before_lookup")
    assert (nearest.apply(54_450), nearest.apply(54_449)) == (54_500, 54_400)


@pytest.mark.parametrize(("text", "quantity"), [("545 kr", 54_500), ("15 hours", 900), ("5 days", 5), ("2 weeks", 14), ("80 %", 80), (7, 7)])
def test_a_bound_is_written_with_its_unit(text, quantity):
    assert read_quantity(text) == quantity


@pytest.mark.parametrize("text", ["545", "3 months", "fem", True, "80%", "5,5 days"])
def test_a_bound_without_a_unit_that_can_be_counted_is_refused(text):
    with pytest.raises(ValueError, match=r"skriv|ikke et tal|mængde"):
        read_quantity(text)
