"""The hour bank against a slow ledger that keeps every minute apart."""

from collections import deque
from datetime import date
from random import Random

from dateutil.relativedelta import relativedelta
from hypothesis import given, settings
from hypothesis import strategies as st

from mestring.rules.facts import NONE, Case
from mestring.rules.finding import Status
from tests.rules.invented import FACTS, WORLD, ask, column, columns_of, problems, rule

FIELDS = {"counts_from": "saving_from", "income": {"every": "month", "amount": "15 hours", "less": "less"}, "used": "used", "lapses_after": "6 months"}
BANK = rule("balance", **FIELDS)
FULL = rule("balance", **FIELDS, at_most="40 hours")
AGREED = rule("balance", **FIELDS, requires="agreed")


def ledger(start, on, income, used, months, at_most=None):
    """Each minute with the month it lapses in: used oldest first, gone when its months have passed, the oldest out when there are too many."""
    minutes = deque()
    lapsed = 0
    month = date(start.year, start.month, 1)
    number = 0
    while month <= date(on.year, on.month, 1):
        while minutes and minutes[0] <= month:
            minutes.popleft()
            lapsed += 1
        minutes.extend([month + relativedelta(months=months)] * income)
        while at_most is not None and len(minutes) > at_most:
            minutes.popleft()
            lapsed += 1
        for _ in range(min(used[number] if number < len(used) else 0, len(minutes))):
            minutes.popleft()
        month += relativedelta(months=1)
        number += 1
    first = minutes[0] if minutes else None
    return {"left": len(minutes), "lapses_next": sum(lapses == first for lapses in minutes), "lapses_on": first or NONE, "lapsed": lapsed}


@settings(max_examples=120, deadline=None)
@given(
    st.integers(2015, 2026), st.integers(1, 12), st.integers(-2, 30), st.integers(0, 1000), st.lists(st.integers(0, 2500), max_size=32),
    st.integers(1, 9), st.one_of(st.none(), st.integers(0, 6000)),
)  # fmt: skip
def test_every_month_is_the_ledgers(year, month, later, less, used, lapses_after, at_most):
    start = date(year, month, 1)
    on = start + relativedelta(months=later, days=14)
    fields = {**FIELDS, "lapses_after": f"{lapses_after} months"} | ({"at_most": at_most} if at_most is not None else {})
    answer = ask(rule("balance", **fields), on, saving_from=start, less=less, used=used)
    wanted = ledger(start, on, max(900 - less, 0), used, lapses_after, at_most)
    assert {name: answer.values[name] for name in wanted} == wanted


def test_hours_can_be_used_in_their_month_and_the_five_next():
    start = date(2024, 1, 1)
    assert ask(BANK, date(2024, 6, 30), saving_from=start, less=0, used=[0]).values["left"] == 6 * 900
    answer = ask(BANK, date(2024, 7, 1), saving_from=start, less=0, used=[0])
    assert (answer.values["left"], answer.values["lapsed"], answer.values["lapses_next"], answer.values["lapses_on"]) == (6 * 900, 900, 900, date(2024, 8, 1))


def test_the_oldest_hours_are_used_first():
    answer = ask(BANK, date(2024, 6, 15), saving_from=date(2024, 1, 1), less=0, used=[0, 0, 0, 0, 0, 1000])
    assert (answer.values["lapses_next"], answer.values["lapses_on"], answer.values["left"]) == (800, date(2024, 8, 1), 4400)


def test_more_used_than_there_is_leaves_nothing_and_no_debt():
    answer = ask(BANK, date(2024, 2, 15), saving_from=date(2024, 1, 1), less=0, used=[5000, 0])
    assert answer.values["left"] == 900


def test_accompaniment_given_otherwise_is_taken_off_and_never_below_nothing():
    assert ask(BANK, date(2024, 1, 31), saving_from=date(2024, 1, 1), less=300, used=[0]).values["left"] == 600
    assert ask(BANK, date(2024, 1, 31), saving_from=date(2024, 1, 1), less=2000, used=[0]).values["left"] == 0


def test_above_the_most_the_oldest_lapse():
    answer = ask(FULL, date(2024, 3, 1), saving_from=date(2024, 1, 1), less=0, used=[0])
    assert (answer.values["left"], answer.values["lapsed"]) == (2400, 300)


def test_saving_that_is_not_agreed_does_not_apply_and_unknown_agreement_is_asked_for():
    facts = {"saving_from": date(2024, 1, 1), "less": 0, "used": [0]}
    on = date(2024, 2, 1)
    assert ask(AGREED, on, **facts, agreed=False).status is Status.NOT_APPLICABLE
    assert ask(AGREED, on, agreed=False).status is Status.NOT_APPLICABLE
    assert ask(AGREED, on, **facts, agreed=True).values["left"] == 1800
    assert ask(AGREED, on, **facts).missing == ["agreed"]


def test_a_saving_that_begins_later_holds_nothing_yet():
    assert ask(BANK, date(2023, 12, 31), saving_from=date(2024, 1, 1), less=0, used=[0]).values["left"] == 0


def test_many_accounts_of_different_age_are_kept_apart():
    random = Random(5)
    on = date(2024, 6, 15)
    rows = [
        {
            "saving_from": date(2024, 6, 1) - relativedelta(months=random.randrange(40)),
            "less": random.choice((0, 300)),
            "used": [random.randrange(1500) for _ in range(random.randrange(1, 40))],
        }
        for _ in range(60)
    ]
    many = BANK.many(columns_of(["saving_from", "less", "used"], rows, on), WORLD)
    assert column(many, "left") == [BANK.one(Case(FACTS, row, on), WORLD).values["left"] for row in rows]
    assert column(many, "lapsed") == [ledger(row["saving_from"], on, 900 - row["less"], row["used"], 6)["lapsed"] for row in rows]


def test_hours_lapse_after_whole_months():
    assert any("hele måneder" in what for what in problems("balance", **{**FIELDS, "lapses_after": "26 weeks"}))
