"""Amounts: tiers with their roundings and edges, payments, prices: whole øre, and never last year's rate."""

from bisect import bisect_right
from datetime import date
from fractions import Fraction

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from pydantic import ValidationError

from mestring.rules.facts import Case
from mestring.rules.finding import Status
from mestring.rules.kinds import KINDS
from tests.rules.invented import FACTS, WORLD, ask, columns_of, problems, rule

ON = date(2020, 6, 1)
ROWS = [
    {"under": {"rate": "low"}, "gives": "0 kr"},
    {"from": {"rate": "low"}, "up_to": {"rate": "high"}, "gives": {"rate": "amount"}},
    {"above": {"rate": "high"}, "gives": "the_amount"},
]
NEAREST = {"to": "1 kr", "direction": "half_up", "moment": "before_lookup", "source": "opfundet"}
TIERS = rule("tiers", of="expense", rounding=NEAREST, rows=ROWS)


@pytest.mark.parametrize(
    ("ore", "row", "amount"),
    [
        (0, 1, 0),
        (55_549, 1, 0),  # 555,49 is rounded to 555
        (55_550, 2, 104_000),  # 555,50 is rounded to 556
        (55_600, 2, 104_000),
        (156_149, 2, 104_000),
        (156_150, 3, 156_200),
        (1_000_000_000, 3, 1_000_000_000),
    ],
)
def test_the_expense_is_rounded_before_its_row_is_looked_up(ore, row, amount):
    answer = ask(TIERS, ON, expense=ore)
    assert (answer.values["row"], answer.values["amount"]) == (row, amount)


def test_the_rows_are_those_of_the_years_rates():
    assert ask(TIERS, date(2019, 12, 31), expense=54_500).values == {"amount": 102_000, "row": 2}
    assert ask(TIERS, date(2020, 1, 1), expense=54_500).values == {"amount": 0, "row": 1}


@pytest.mark.parametrize("on", [date(2018, 12, 31), date(2021, 1, 1), date(2021, 12, 31), date(2023, 1, 1)])
def test_a_year_without_a_rate_is_said_to_be_missing_and_is_never_last_years(on):
    for facts in ({"expense": 100_000}, {}):
        answer = ask(TIERS, on, **facts)
        assert answer.status is Status.RATE_MISSING
        assert "sats mangler" in answer.sentence
        assert str(on.year) in answer.sentence


@pytest.mark.parametrize(("direction", "amounts"), [("up", [100, 200, 200]), ("down", [100, 100, 100]), ("half_up", [100, 100, 200])])
def test_a_result_is_rounded_the_way_the_rule_says(direction, amounts):
    rounded = rule(
        "tiers",
        of="expense",
        rows=[{"under": "1 kr", "gives": "0 kr"}, {"above": "0,99 kr", "gives": "the_amount"}],
        round_result={"to": "100 kr", "direction": direction},
    )
    assert [ask(rounded, ON, expense=kroner * 100).values["amount"] // 100 for kroner in (100, 101, 150)] == amounts


@settings(max_examples=200, deadline=None)
@given(
    st.lists(st.integers(1, 5_000), min_size=1, max_size=6, unique=True),
    st.lists(st.integers(0, 600_000), min_size=1, max_size=20),
    st.sampled_from(["half_up", "up", "down"]),
)
def test_the_row_hit_is_the_one_found_by_looking(bounds, expenses, direction):
    bounds = sorted(bounds)
    rows = [{"up_to": f"{bound} kr", "gives": f"{place} kr"} for place, bound in enumerate(bounds)] + [{"above": f"{bounds[-1]} kr", "gives": "999 kr"}]
    tiers = rule("tiers", of="expense", rounding={**NEAREST, "direction": direction}, rows=rows)
    lift = {"half_up": Fraction(1, 2), "up": Fraction(99, 100), "down": Fraction(0)}[direction]
    for ore in expenses:
        kroner = int((Fraction(ore, 100) + lift) // 1)
        row = next((place for place, bound in enumerate(bounds) if kroner <= bound), len(bounds))
        assert row == bisect_right(bounds, kroner - 1) or kroner == 0
        assert ask(tiers, ON, expense=ore).values["row"] == row + 1


@pytest.mark.parametrize(
    ("rows", "said"),
    [
        ([{"under": "5 kr", "gives": "0 kr"}, {"up_to": "4 kr", "gives": "1 kr"}, {"above": "4 kr", "gives": "2 kr"}], "overlapper"),
        ([{"under": "5 kr", "gives": "0 kr"}, {"from": "6 kr", "up_to": "9 kr", "gives": "1 kr"}, {"above": "9 kr", "gives": "2 kr"}], "begynder ved 6 kr."),
        ([{"up_to": "5 kr", "gives": "0 kr"}, {"above": "6 kr", "gives": "2 kr"}], "begynder over 6 kr."),
        ([{"under": {"rate": "nothing"}, "gives": "0 kr"}, {"above": "6 kr", "gives": "2 kr"}], "findes ikke"),
    ],
)
def test_rows_that_overlap_or_leave_a_hole_are_a_problem(rows, said):
    assert any(said in what for what in problems("tiers", of="expense", rounding=NEAREST, rows=rows))


def test_rows_are_held_against_each_other_in_every_year_of_the_rates():
    """The hole is only in 2022: the printed bound is that of 2019 and 2020."""
    rows = [{"under": {"rate": "low"}, "gives": "0 kr"}, {"from": {"rate": "low"}, "up_to": "600 kr", "gives": "1 kr"}, {"above": "600 kr", "gives": "2 kr"}]
    assert problems("tiers", of="expense", rounding=NEAREST, rows=rows) == []
    rows[1]["up_to"] = rows[2]["above"] = "560 kr"
    assert any("overlapper" in what for what in problems("tiers", of="expense", rounding=NEAREST, rows=rows))


@pytest.mark.parametrize(
    "rows",
    [
        [],
        [{"above": "5 kr", "gives": "0 kr"}],
        [{"under": "5 kr", "gives": "0 kr"}, {"up_to": "9 kr", "gives": "1 kr"}],
        [{"gives": "1 kr"}, {"above": "5 kr", "gives": "0 kr"}],
    ],
)
def test_rows_without_an_end_are_refused(rows):
    with pytest.raises(ValidationError):
        KINDS["tiers"].model_validate({"kind": "tiers", "of": "expense", "rows": rows})


# Payments.


def test_free_is_nothing_to_pay_and_not_an_unknown_amount():
    assert ask(rule("payment", free=True), ON).values == {"amount": 0, "free": True}


def test_own_costs_and_what_another_sets_have_no_amount():
    for fields in ({"own_costs": True}, {"set_by": "council"}):
        answer = ask(rule("payment", **fields), ON)
        assert (answer.status, answer.values["amount"], answer.values["free"]) == (Status.DECIDED, None, False)


def test_an_amount_a_day_times_the_days():
    daily = rule("payment", amount="93,38 kr", per="day", times="days")
    assert ask(daily, ON, days=7).values["amount"] == 65_366
    assert ask(daily, ON, days=0).values["amount"] == 0
    answer = ask(daily, ON)
    assert (answer.status, answer.values["amount"], answer.values["each"], answer.missing) == (Status.UNKNOWN, None, 9_338, ["days"])


def test_an_amount_that_is_a_rate():
    by_rate = rule("payment", amount={"rate": "amount"}, per="month")
    assert ask(by_rate, date(2019, 3, 1)).values["amount"] == 102_000
    assert ask(by_rate, date(2021, 3, 1)).status is Status.RATE_MISSING
    assert ask(rule("payment", amount={"rate": "amount"}, times="days"), date(2021, 3, 1)).status is Status.RATE_MISSING


SHARES = rule(
    "payment",
    shares={"of": "income", "rows": [{"up_to": {"rate": "low"}, "percent": "10 %"}, {"above": {"rate": "low"}, "percent": "20 %"}], "at_most": "housing_costs"},
)


@pytest.mark.parametrize(("income", "amount"), [(0, 0), (55_600, 5_560), (55_609, 5_561), (55_604, 5_560), (155_600, 25_560)])
def test_shares_are_of_the_part_within_each_band_and_whole_ore(income, amount):
    assert ask(SHARES, ON, income=income, housing_costs=10**9).values["amount"] == amount


def test_shares_are_never_more_than_the_ceiling_and_wait_for_it():
    assert ask(SHARES, ON, income=155_600, housing_costs=20_000).values["amount"] == 20_000
    assert ask(SHARES, ON, income=155_600).missing == ["housing_costs"]
    assert ask(SHARES, date(2021, 1, 1)).status is Status.RATE_MISSING


@pytest.mark.parametrize("fields", [{}, {"free": True, "own_costs": True}, {"amount": "5 kr", "set_by": "council"}])
def test_a_payment_is_one_thing(fields):
    with pytest.raises(ValidationError, match="netop én af"):
        KINDS["payment"].model_validate({"kind": "payment", **fields})


# Prices: a factor times rates.


def prices(**rows):
    keys = [{"key": [name], "factor": factor} for name, factor in rows.items()]
    return rule("price_table", of=["kind"], columns={"factor": "factor"}, rows=keys, price={"column": "factor", "by": [{"rate": "amount"}, 5]})


def test_a_price_is_exact():
    table = prices(new="0.25", change=1, other="1.55")
    assert [ask(table, ON, kind=kind).values["amount"] for kind in ("new", "change", "other")] == [130_000, 520_000, 806_000]


def test_a_price_that_is_no_whole_number_of_ore_is_an_error_and_never_rounded():
    table = prices(new="0.0000001", change=1, other=1)
    with pytest.raises(ValueError, match="ikke et helt antal øre"):
        table.one(Case(FACTS, {"kind": "new"}, ON), WORLD)
    with pytest.raises(ValueError, match="ikke et helt antal øre"):
        table.many(columns_of(["kind"], [{"kind": "change"}], ON), WORLD)


def test_a_price_without_a_rate_says_so_whatever_is_known():
    table = prices(new="0.25", change=1)
    for facts in ({"kind": "new"}, {"kind": "other"}, {}):
        assert ask(table, date(2021, 1, 1), **facts).status is Status.RATE_MISSING
    assert ask(table, ON, kind="other").status is Status.NOT_COVERED
    assert ask(table, ON).status is Status.UNKNOWN
