"""The hour bank of § 97: counted by hand for each council, and what is registered, approved and agreed in it."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, timedelta
from typing import Any

import pytest
from django.db import IntegrityError, transaction

from mestring.audit.errors import MestringError, MoveNotAllowed, NotAllowed
from mestring.audit.models import Entry
from mestring.cases import proposals
from mestring.cases.actions.case import left_to_do
from mestring.cases.errors import DayInTheFuture
from mestring.cases.models import Application, Due
from mestring.decisions.errors import FieldMissing, GrantNotInForce
from mestring.decisions.models import Grant
from mestring.delivery import actions
from mestring.delivery import hours as bank
from mestring.delivery.errors import (
    CloseRelative,
    ExpensesTooHigh,
    HoursNotKnown,
    MarkedAlready,
    NoHourBank,
    NotEnoughHours,
    NothingTakenOff,
    NotRunning,
    OutsideTheOrder,
    RateMissing,
    SavingNeedsNoAgreement,
)
from mestring.delivery.models import CompanionChoice, HourUse, Order, OtherAccompaniment, SavingAgreement
from mestring.delivery.proposals import hours
from mestring.delivery.proposals.hours import Lapse, Terms, Told, Uses
from mestring.delivery.states import COMPANION_MOVES, CompanionState, OrderState
from mestring.people import access
from mestring.people.access import Actor
from mestring.people.models import Unit
from mestring.rules.kinds import Balance
from mestring.web.components import lengths
from tests import given
from tests.decisions import given_decision as deciding
from tests.delivery import given_delivery as known
from tests.delivery.conftest import DAY

pytestmark = pytest.mark.django_db
H = 60
BEGINS = date(2026, 1, 15)
OWN_RULES = {given.VEJLE: "vejle-97-hour-bank", given.VIBORG: "viborg-97-hour-bank", given.REBILD: "rebild-97-saving"}


def always(minutes: int) -> Told:
    """The same from the beginning."""
    return ((BEGINS, minutes),)


def left(terms: Terms, uses: Uses, on: date) -> tuple[int | None, int]:
    """Hours left, and hours that have lapsed."""
    found = hours.account(terms, uses, on)
    return (None if found.left is None else found.left // H), found.lapsed // H


# ------------------------------------------------------------------------------------------------ counted by hand


@pytest.mark.parametrize(("standard", "entry"), [*OWN_RULES.items(), (given.RANDERS, "sel-97-hour-bank"), (given.BALLERUP, "sel-97-hour-bank")])
def test_each_council_is_answered_by_its_own_rule_and_law_where_it_has_none(standard: str, entry: str) -> None:
    assert hours.bank(standard).id == entry
    found = hours.account(Terms(standard, BEGINS, other=always(0), saves_from=BEGINS), [], BEGINS)
    assert (found.entry, found.monthly) == (entry, 15 * H)
    assert found.source
    assert found.reasons


@pytest.mark.parametrize("standard", [given.VEJLE, given.RANDERS])
def test_hours_are_kept_for_the_month_and_the_five_next_without_an_agreement(standard: str) -> None:
    terms = Terms(standard, BEGINS)
    assert left(terms, [], date(2026, 1, 14)) == (0, 0), "nothing before help begins"
    assert left(terms, [], BEGINS) == (15, 0), "the first month is whole: no document says that it is shared"
    assert left(terms, [], date(2026, 1, 31)) == (15, 0)
    assert left(terms, [], date(2026, 2, 1)) == (30, 0)
    assert left(terms, [], date(2026, 6, 30)) == (90, 0)
    assert left(terms, [], date(2026, 7, 1)) == (90, 15)


def test_the_oldest_hours_are_used_first() -> None:
    terms, uses = Terms(given.VEJLE, BEGINS), [(date(2026, 6, 10), 20 * H)]
    assert left(terms, uses, date(2026, 6, 9)) == (90, 0), "what is used later is not seen"
    assert left(terms, uses, date(2026, 6, 10)) == (70, 0)
    assert left(terms, uses, date(2026, 7, 1)) == (85, 0), "January's are all used"
    assert left(terms, uses, date(2026, 8, 1)) == (90, 10), "five of February's were"


def test_what_lapses_and_when_is_told_before_it_does() -> None:
    found = hours.account(Terms(given.VEJLE, date(2025, 11, 1)), [(date(2025, 11, 20), 8 * H)], date(2026, 4, 10))
    assert found.left == 82 * H
    assert found.lapses[0] == Lapse(7 * H, date(2026, 4, 30))
    assert [one.minutes for one in found.lapses[1:]] == [15 * H] * 5
    assert [one.last_day for one in found.lapses[1:3]] == [date(2026, 5, 31), date(2026, 6, 30)]
    assert sum(one.minutes for one in found.lapses) == found.left
    assert found.lapsing(timedelta(days=19)) == ()
    assert found.lapsing(timedelta(days=20)) == found.lapses[:1]
    assert hours.account(Terms(given.VEJLE, date(2025, 11, 1)), [(date(2025, 11, 20), 8 * H)], date(2026, 5, 1)).lapsed == 7 * H


def test_the_months_of_an_account_add_up_to_it() -> None:
    found = hours.account(Terms(given.VEJLE, BEGINS), [(date(2026, 2, 3), 90), (date(2026, 3, 3), 10 * H)], date(2026, 7, 20))
    assert [one.first for one in found.months] == [date(2026, month, 1) for month in range(1, 8)]
    assert sum(one.came_in for one in found.months) == found.came_in == 7 * 15 * H
    assert [one.used for one in found.months] == [0, 90, 600, 0, 0, 0, 0]
    assert [one.lapsed for one in found.months] == [0] * 6 + [15 * H - 690]
    assert found.months[-1].left == found.left == found.came_in - found.used - found.lapsed


def test_viborg_keeps_hours_only_from_the_month_saving_is_agreed_in_and_ninety_at_most() -> None:
    none, march = Terms(given.VIBORG, BEGINS), Terms(given.VIBORG, BEGINS, saves_from=date(2026, 3, 20))
    assert left(none, [], date(2026, 2, 28)) == (15, 15)
    assert not hours.account(none, [], date(2026, 2, 28)).saves
    assert left(march, [], date(2026, 3, 1)) == (15, 30), "what was not saved is gone"
    assert left(march, [], date(2026, 8, 31)) == (90, 30)
    assert left(march, [], date(2026, 9, 1)) == (90, 45)
    larger = Terms(given.VIBORG, BEGINS, granted=20 * H, saves_from=BEGINS)
    assert left(larger, [], date(2026, 4, 1)) == (80, 0)
    assert left(larger, [], date(2026, 5, 1)) == (90, 10), "the pool holds no more"
    assert hours.account(larger, [], date(2026, 5, 1)).pool == 90 * H


def test_rebild_takes_off_accompaniment_given_already_and_asks_when_it_is_not_known() -> None:
    terms = Terms(given.REBILD, BEGINS, other=always(5 * H), saves_from=BEGINS)
    assert left(terms, [], date(2026, 3, 31)) == (30, 0)
    unknown = hours.account(Terms(given.REBILD, BEGINS, saves_from=BEGINS), [], date(2026, 3, 31))
    assert unknown.left is None
    assert [one.id for one in unknown.missing] == ["accompaniment_given_minutes"]
    assert left(Terms(given.REBILD, BEGINS, granted=10 * H, saves_from=BEGINS), [], BEGINS) == (10, 0), "a grant of fewer hours is reduced already"
    assert left(Terms(given.REBILD, BEGINS, other=always(0)), [], date(2026, 3, 31)) == (15, 30), "saving is not agreed"


CHANGED = ((date(2026, 12, 1), 270), (date(2027, 4, 1), 3 * H))
"""Four and a half hours a month by other help, and three from April."""


def test_each_month_comes_in_by_what_was_told_of_it() -> None:
    """Four months of 10½ hours and one of 12 are 54, less one that was used."""
    begins = date(2026, 12, 1)
    terms, uses = Terms(given.REBILD, begins, other=CHANGED, saves_from=begins), [(date(2026, 12, 9), H)]
    found = hours.account(terms, uses, date(2027, 4, 2))
    assert (found.left, found.came_in, found.monthly) == (53 * H, 54 * H, 12 * H)
    assert [one.came_in for one in found.months] == [630] * 4 + [720]
    assert ("Individuel ledsagelse der allerede gives pr. måned, fra april 2027", "3 timer") in [(one.text, one.value) for one in found.reasons]
    assert ("Kommer ind i denne måned (15 timer minus 3 timer)", "12 timer") in [(one.text, one.value) for one in found.reasons]
    assert hours.account(terms, uses, date(2027, 3, 31)).monthly == 630
    june = hours.account(terms, uses, date(2027, 6, 1))
    assert (june.left, june.lapsed) == (3 * 630 + 3 * 720, 570), "nine and a half of December's"
    assert june.lapses[:4] == tuple(
        Lapse(*one) for one in ((630, date(2027, 6, 30)), (630, date(2027, 7, 31)), (630, date(2027, 8, 31)), (720, date(2027, 9, 30)))
    )


def test_each_month_comes_in_by_what_was_told_of_it_where_nothing_is_saved_and_where_saving_begins_later() -> None:
    begins = date(2026, 12, 1)
    own = Terms(given.REBILD, begins, other=CHANGED)
    assert [hours.left_on(own, [], day) for day in (date(2027, 3, 31), date(2027, 4, 1))] == [630, 720]
    assert hours.account(own, [], date(2027, 4, 1)).lapsed == 4 * 630
    saved = Terms(given.REBILD, begins, other=CHANGED, saves_from=date(2027, 3, 1))
    assert hours.left_on(saved, [], date(2027, 5, 1)) == 630 + 2 * 720


def test_the_rule_answers_the_same_of_hours_told_once_and_month_by_month() -> None:
    begins = date(2026, 12, 1)
    once = hours.account(Terms(given.REBILD, begins, other=((begins, 270),), saves_from=begins), [(begins, 90)], date(2027, 8, 2))
    twice = hours.account(Terms(given.REBILD, begins, other=((begins, 270), (date(2027, 4, 1), 270)), saves_from=begins), [(begins, 90)], date(2027, 8, 2))
    assert (once.left, once.lapsed, once.lapses, once.months) == (twice.left, twice.lapsed, twice.lapses, twice.months)


def test_no_more_comes_in_and_nothing_is_left_after_the_last_day_of_help() -> None:
    terms = Terms(given.VEJLE, BEGINS, last_day=date(2026, 3, 10))
    assert left(terms, [], date(2026, 3, 10)) == (45, 0), "the last month is whole too"
    found = hours.account(terms, [(date(2026, 2, 1), 7 * H + 30)], date(2026, 9, 1))
    assert (found.left, found.lapsed, found.came_in, found.monthly) == (0, 2250, 45 * H, 0)
    assert (found.lapses, found.ended_on) == ((), date(2026, 3, 10))
    assert [(one.lapsed, one.left) for one in found.months] == [(0, 900), (0, 1350), (2250, 0)]
    assert [(one.text, one.value) for one in found.reasons][-1] == ("Bortfaldet med hjælpens sidste dag, 10. mar. 2026", "37 timer 30 min.")
    assert hours.left_on(terms, [], date(2026, 3, 11)) == hours.free(terms, [], date(2026, 3, 11)) == 0


def test_all_that_is_left_lapses_on_the_last_day_of_help() -> None:
    terms, last = Terms(given.VEJLE, BEGINS, last_day=date(2026, 6, 30)), date(2026, 6, 30)
    for day in (date(2026, 6, 10), last):
        assert hours.account(terms, [], day).lapses == (Lapse(90 * H, last),)
    may = hours.account(terms, [], date(2026, 5, 30))
    assert (may.left, may.lapses) == (75 * H, (Lapse(90 * H, last),)), "June's come in before it"
    assert (may.lapsing(timedelta(days=31)), may.lapsing(timedelta(days=30))) == (may.lapses, ())
    middle = Terms(given.VEJLE, BEGINS, last_day=date(2026, 3, 10))
    assert hours.account(middle, [(date(2026, 2, 2), 5 * H)], date(2026, 3, 1)).lapses == (Lapse(40 * H, date(2026, 3, 10)),)
    year = hours.account(Terms(given.VEJLE, date(2025, 11, 1), last_day=date(2026, 8, 31)), [], date(2026, 4, 10))
    assert [one.minutes // H for one in year.lapses] == [15, 15, 15, 15, 90]
    assert year.lapses[-1].last_day == date(2026, 8, 31)
    assert len(hours.account(Terms(given.VEJLE, date(2025, 11, 1), last_day=date(2026, 10, 1)), [], date(2026, 4, 10)).lapses) == 6, "today's lapse before it"


def test_help_that_was_taken_back_before_it_began_has_no_hours() -> None:
    found = hours.account(Terms(given.VEJLE, BEGINS, last_day=date(2026, 1, 14)), [], date(2026, 2, 1))
    assert (found.left, found.came_in, found.lapsed) == (0, 0, 0)


def test_no_document_shares_a_month_by_its_days() -> None:
    """The form of the rule has no word for it; a document that says it must be read anew."""
    assert set(Balance.model_fields) >= {"income", "lapses_after", "at_most", "requires"}
    for standard in (*OWN_RULES, given.RANDERS, given.BALLERUP):
        rule = hours.rule_of(standard)
        assert rule.income.every == "month"
        assert rule.income.amount == 15 * H


def test_hours_used_later_are_not_taken_by_what_is_registered_late() -> None:
    terms, uses = Terms(given.VEJLE, BEGINS), [(date(2026, 2, 20), 25 * H)]
    assert hours.left_on(terms, uses, date(2026, 1, 20)) == 15 * H
    assert hours.free(terms, uses, date(2026, 1, 20)) == 5 * H
    assert hours.free(terms, uses, date(2026, 2, 25)) == 5 * H


@pytest.mark.parametrize(("minutes", "words"), [(0, "0 timer"), (30, "½ time"), (60, "1 time"), (420, "7 timer"), (1350, "22½ time"), (80, "1 time 20 min.")])
def test_hours_are_said_as_people_say_them(minutes: int, words: str) -> None:
    assert lengths.hours(minutes) == words


# ------------------------------------------------------------------------------------------------ the companion's expenses


@pytest.mark.parametrize(("year", "limit"), [(2022, 94800), (2023, 97400), (2024, 100500)])
def test_a_years_most_is_that_years_rate(year: int, limit: int) -> None:
    day = date(year, 6, 1)
    assert hours.expenses(given.VIBORG, limit, day).kept
    over = hours.expenses(given.VIBORG, limit + 1, day)
    assert (over.limit, over.kept) == (limit, False)


def test_a_year_without_a_rate_is_said_and_is_not_nothing() -> None:
    found = hours.expenses(given.VEJLE, 1, DAY)
    assert (found.limit, found.kept) == (None, None)


# ------------------------------------------------------------------------------------------------ registered


GRANTED = {
    "outcome": "granted",
    "amount": 1500,
    "unit": "hours_month",
    "begins_on": date(2026, 12, 1),
    "follow_up_on": date(2027, 3, 1),
    "payment": "Ledsagelsen er gratis.",
    "plan": "accepted",
    "plan_on": given.TODAY,
    "departure": "Borgeren har fået ledsagelse siden 2019.",
}


@pytest.fixture(autouse=True)
def today(december: None) -> None:
    """A Thursday in December, when the help has been given for nine days."""


def accompanied(anne: Actor, standard: str = given.VEJLE) -> Grant:
    """15 hours a month from 1 December."""
    return known.granted(anne, application=deciding.asked_for(anne, "97", standard=standard), **GRANTED)


@pytest.fixture
def grant(anne: Actor) -> Grant:
    return accompanied(anne)


@pytest.fixture
def order(grant: Grant, anne: Actor, sofie: Actor) -> Order:
    """Accompaniment that runs since 1 December, as the provider finds it."""
    return known.seen(known.running(grant, anne, sofie), sofie)


def use(order: Order, by: Actor, day: date = DAY, minutes: int = 90, *, on: date | None = None, **more: Any) -> HourUse:
    return actions.register_use(order, day=day, minutes=minutes, by=by, on=on or max(day, DAY), **more)


def refused(error: type[MestringError], field: str, act: Callable[[], Any]) -> str:
    """What was said; nothing was written."""
    models = (HourUse, CompanionChoice, SavingAgreement, OtherAccompaniment)
    before = (Entry.objects.count(), [list(model.objects.order_by("pk").values()) for model in models])
    with pytest.raises(error) as told:
        act()
    assert told.value.fields == ((field,) if field else ())
    assert (Entry.objects.count(), [list(model.objects.order_by("pk").values()) for model in models]) == before
    return told.value.message


def test_hours_are_registered_and_taken_from_the_account(order: Order, grant: Grant, sofie: Actor) -> None:
    made = use(order, sofie, minutes=90, what="Svømning")
    assert (made.minutes, made.what, made.expenses, made.registered_by_id) == (90, "Svømning", None, sofie.employee)
    assert bank.of_order(order, DAY)[0].left == bank.of_grant(grant, DAY).left == 15 * H - 90
    entry = Entry.objects.get(act="register_hours")
    assert (entry.case, entry.detail) == (str(grant.case.public_id), {"day": "2026-12-10", "minutes": 90})


def test_more_than_is_left_is_refused_with_what_is(order: Order, sofie: Actor) -> None:
    use(order, sofie, minutes=14 * H)
    assert "der er 1 time at bruge den 10-12-2026" in refused(NotEnoughHours, "minutes", lambda: use(order, sofie, minutes=61))
    use(order, sofie, minutes=60)
    refused(NotEnoughHours, "minutes", lambda: use(order, sofie, minutes=1))
    assert use(order, sofie, date(2027, 1, 1), 15 * H).minutes == 15 * H, "the next month's have come in"


def test_late_registration_takes_nothing_that_was_used_since(order: Order, sofie: Actor) -> None:
    use(order, sofie, date(2027, 1, 20), 24 * H)
    use(order, sofie, date(2027, 1, 21), 1 * H)
    on = date(2027, 1, 25)
    assert "der er 5 timer at bruge" in refused(NotEnoughHours, "minutes", lambda: use(order, sofie, DAY, 6 * H, on=on))
    use(order, sofie, DAY, 5 * H, on=on)
    assert bank.of_order(order, on)[0].left == 0


def test_what_another_provider_gave_of_the_same_grant_is_used_too(order: Order, grant: Grant, anne: Actor, sofie: Actor) -> None:
    use(order, sofie, minutes=10 * H)
    actions.end_order(order, last_day=DAY, because="Skifter leverandør", by=anne, on=DAY)
    per = given.provider(known.house("Et andet sted"), "Per Juhl", on=DAY)
    second = known.seen(known.running(grant, anne, per, begins=DAY), per)
    assert bank.of_order(second, DAY)[0].left == 5 * H
    refused(NotEnoughHours, "minutes", lambda: use(second, per, minutes=6 * H))


def test_each_thing_that_is_wrong_is_said_of_its_field(order: Order, sofie: Actor) -> None:
    assert "1:30" in refused(FieldMissing, "minutes", lambda: use(order, sofie, minutes=0))
    refused(FieldMissing, "minutes", lambda: use(order, sofie, minutes=1441))
    refused(DayInTheFuture, "day", lambda: use(order, sofie, DAY + timedelta(days=1), on=DAY))
    assert "fra 01-12-2026" in refused(OutsideTheOrder, "day", lambda: use(order, sofie, date(2026, 11, 30)))
    Order.objects.filter(pk=order.pk).update(last_day=date(2026, 12, 8))
    order.refresh_from_db()
    refused(OutsideTheOrder, "day", lambda: use(order, sofie, date(2026, 12, 9)))


def test_the_first_hours_begin_the_help(grant: Grant, anne: Actor, sofie: Actor) -> None:
    accepted = known.accepted(known.placed(grant, anne, Unit.objects.get(pk=sofie.provides[0])), sofie)
    use(accepted, sofie, date(2026, 12, 4))
    accepted.refresh_from_db()
    assert (accepted.state, accepted.started_on) == (OrderState.RUNNING, date(2026, 12, 4))


def test_hours_are_not_registered_before_yes_nor_after_the_end(grant: Grant, anne: Actor, sofie: Actor, order: Order) -> None:
    actions.end_order(order, last_day=DAY, because="Slut", by=anne, on=DAY)
    order.refresh_from_db()
    refused(NotRunning, "", lambda: use(order, sofie))
    waiting = known.seen(known.placed(grant, anne, Unit.objects.get(pk=sofie.provides[0]), on=DAY), sofie)
    refused(NotRunning, "", lambda: use(waiting, sofie))


def test_other_help_has_no_hour_bank(anne: Actor, sofie: Actor) -> None:
    of_85 = known.granted(anne)
    order = known.seen(known.running(of_85, anne, sofie), sofie)
    refused(NoHourBank, "", lambda: use(order, sofie))
    refused(NoHourBank, "", lambda: actions.agree_to_save(of_85, since=DAY, by=anne, on=DAY))


def test_only_the_orders_own_provider_registers(order: Order, anne: Actor, per: Actor, sofie: Actor) -> None:
    made = use(order, sofie)
    for who in (anne, per):
        refused(NotAllowed, "", lambda who=who: use(order, who))
        refused(NotAllowed, "", lambda who=who: actions.mark_use_in_error(made, because="Forkert", by=who, on=DAY))


def test_hours_in_error_count_no_more_and_stay_to_be_read(order: Order, sofie: Actor) -> None:
    made = use(order, sofie, minutes=15 * H)
    refused(FieldMissing, "because", lambda: actions.mark_use_in_error(made, because=" ", by=sofie, on=DAY))
    actions.mark_use_in_error(made, because="Det var en anden borger", by=sofie, on=DAY)
    assert bank.of_order(order, DAY)[0].left == 15 * H
    assert HourUse.objects.get().error_because == "Det var en anden borger"
    refused(MarkedAlready, "", lambda: actions.mark_use_in_error(made, because="Igen", by=sofie, on=DAY))


def test_expenses_wait_for_the_years_rate_and_the_hours_do_not(order: Order, sofie: Actor) -> None:
    assert "satsen for 2026" in refused(RateMissing, "expenses", lambda: use(order, sofie, expenses=5000))
    assert use(order, sofie, expenses=0).expenses is None


def test_no_more_expenses_are_covered_than_the_years_most(grant: Grant, anne: Actor, sofie: Actor) -> None:
    first = date(2024, 1, 1)
    Grant.objects.filter(pk=grant.pk).update(begins_on=first)
    grant.refresh_from_db()
    order = known.seen(known.running(grant, anne, sofie, begins=first), sofie)
    use(order, sofie, date(2024, 5, 2), expenses=90000)
    wrong = use(order, sofie, date(2024, 5, 3), expenses=10000)
    said = refused(ExpensesTooHigh, "expenses", lambda: use(order, sofie, date(2024, 12, 31), expenses=501))
    assert "1.005 kr. i 2024" in said
    assert "der er 5 kr. tilbage" in said
    actions.mark_use_in_error(wrong, because="Forkert beløb", by=sofie, on=DAY)
    assert use(order, sofie, date(2024, 12, 31), expenses=10500).expenses == 10500
    refused(RateMissing, "expenses", lambda: use(order, sofie, date(2025, 1, 1), expenses=1))


@pytest.mark.parametrize(
    "wrong",
    [{"minutes": 0}, {"minutes": 1441}, {"day": DAY + timedelta(days=1)}, {"error_on": DAY}],
    ids=["no minutes", "more than a day", "not been", "error without why"],
)
def test_the_database_refuses_what_no_act_writes(order: Order, sofie: Actor, wrong: dict[str, Any]) -> None:
    values = {"order": order, "day": DAY, "minutes": 60, "registered_on": DAY, "registered_by_id": sofie.employee}
    with pytest.raises(IntegrityError), transaction.atomic():
        HourUse.objects.create(**{**values, **wrong})


# ------------------------------------------------------------------------------------------------ the companion


def propose(grant: Grant, by: Actor, **more: Any) -> CompanionChoice:
    values = {"name": "Ida Nabo", "relation": "Nabo", "close_relative": False, **more}
    return actions.propose_companion(grant, by=by, on=DAY, **values)


def test_a_companion_is_named_and_approved(grant: Grant, anne: Actor, order: Order) -> None:
    made = propose(grant, anne)
    assert (made.state, made.case) == (CompanionState.PROPOSED, grant.case)
    assert bank.of_order(order, DAY)[1] == []
    actions.approve_companion(made, by=anne, on=DAY)
    assert (made.state, made.decided_on, made.decided_by_id) == (CompanionState.APPROVED, DAY, anne.employee)
    assert bank.of_order(order, DAY)[1] == ["Ida Nabo"]
    with pytest.raises(MoveNotAllowed):
        actions.refuse_companion(made, reason="Nej", by=anne, on=DAY)
    assert not COMPANION_MOVES.get(CompanionState.APPROVED)


@pytest.mark.parametrize(
    ("standard", "words", "source"),
    [
        (given.VEJLE, "Ledsageren kan ikke være en nær pårørende", "Vejle 2023, l. 754"),
        (given.VIBORG, "Den, der står borgeren meget nær, kan normalt ikke", "Viborg 2020, l. 1084–1086"),
        (given.REBILD, "normalt ikke er en meget nær tilknytning", "Rebild 2015, l. 264"),
        (given.RANDERS, "Der kan normalt ikke ansættes", "SEL § 97, stk. 4"),
    ],
)
def test_a_close_relative_is_met_with_the_standards_own_words_and_approved_only_with_a_reason(anne: Actor, standard: str, words: str, source: str) -> None:
    made = propose(accompanied(anne, standard), anne, name="Søren Bror", relation="Bror", close_relative=True)
    said = refused(CloseRelative, "reason", lambda: actions.approve_companion(made, by=anne, on=DAY))
    assert words in said
    assert source in said
    actions.approve_companion(made, reason="Der er ingen anden, som kan tegnsprog.", by=anne, on=DAY)
    assert CompanionChoice.objects.get().reason == "Der er ingen anden, som kan tegnsprog."


def test_a_refusal_says_why(grant: Grant, anne: Actor) -> None:
    made = propose(grant, anne, close_relative=True)
    refused(FieldMissing, "reason", lambda: actions.refuse_companion(made, reason="", by=anne, on=DAY))
    actions.refuse_companion(made, reason="Bor sammen med borgeren.", by=anne, on=DAY)
    assert (made.state, made.reason) == (CompanionState.REFUSED, "Bor sammen med borgeren.")


def test_the_companion_is_the_authoritys_alone(grant: Grant, anne: Actor, sofie: Actor) -> None:
    made = propose(grant, anne)
    stranger = given.caseworker(given.unit("Et andet team"), "Bo Vang", on=DAY)
    for who in (sofie, stranger):
        refused(NotAllowed, "", lambda who=who: propose(grant, who))
        refused(NotAllowed, "", lambda who=who: actions.approve_companion(made, by=who, on=DAY))
        refused(NotAllowed, "", lambda who=who: actions.refuse_companion(made, reason="Nej", by=who, on=DAY))
    assert refused(FieldMissing, "name", lambda: propose(grant, anne, name=" ")).startswith("Navn:")
    refused(FieldMissing, "relation", lambda: propose(grant, anne, relation=""))


def test_nobody_is_named_for_help_that_is_over(grant: Grant, anne: Actor) -> None:
    Grant.objects.filter(pk=grant.pk).update(ends_on=date(2026, 12, 9))
    refused(GrantNotInForce, "grant", lambda: propose(Grant.objects.with_case().get(pk=grant.pk), anne))


@pytest.mark.parametrize(
    "wrong",
    [{"name": ""}, {"state": "refused", "decided_on": DAY}, {"state": "approved"}, {"close_relative": True, "state": "approved", "decided_on": DAY}],
    ids=["no name", "refused without why", "approved without a day", "near without why"],
)
def test_the_database_refuses_a_companion_that_is_not_whole(grant: Grant, anne: Actor, wrong: dict[str, Any]) -> None:
    values = {
        "case": grant.case,
        "grant": grant,
        "name": "Ida",
        "relation": "Nabo",
        "close_relative": False,
        "proposed_on": DAY,
        "proposed_by_id": anne.employee,
    }
    if "decided_on" in wrong:
        values["decided_by_id"] = anne.employee
    with pytest.raises(IntegrityError), transaction.atomic():
        CompanionChoice.objects.create(**{**values, **wrong})


# ------------------------------------------------------------------------------------------------ what is agreed


def test_saving_is_agreed_where_the_standard_asks_for_it(anne: Actor) -> None:
    grant = accompanied(anne, given.VIBORG)
    february = date(2027, 2, 10)
    assert (bank.of_grant(grant, february).left, bank.of_grant(grant, february).saves) == (15 * H, False)
    actions.agree_to_save(grant, since=date(2027, 1, 1), by=anne, on=february)
    assert (bank.of_grant(grant, february).left, bank.of_grant(grant, february).saves) == (30 * H, True)
    actions.agree_to_save(grant, since=date(2026, 12, 1), by=anne, on=february)
    assert bank.of_grant(grant, february).left == 45 * H, "put right: the newest day holds"
    assert Entry.objects.filter(act="agree_to_save_hours").count() == 2
    refused(OutsideTheOrder, "since", lambda: actions.agree_to_save(grant, since=date(2026, 11, 30), by=anne, on=february))


def test_saving_is_a_right_where_it_need_not_be_agreed(grant: Grant, anne: Actor) -> None:
    refused(SavingNeedsNoAgreement, "since", lambda: actions.agree_to_save(grant, since=DAY, by=anne, on=DAY))
    refused(NothingTakenOff, "minutes", lambda: actions.tell_other_accompaniment(grant, minutes=60, told="Botilbuddet", by=anne, on=DAY))


def test_in_rebild_the_hours_wait_for_what_is_given_already(anne: Actor, sofie: Actor) -> None:
    grant = accompanied(anne, given.REBILD)
    order = known.seen(known.running(grant, anne, sofie), sofie)
    assert "Individuel ledsagelse der allerede gives" in refused(HoursNotKnown, "minutes", lambda: use(order, sofie))
    refused(FieldMissing, "told", lambda: actions.tell_other_accompaniment(grant, minutes=60, told="", by=anne, on=DAY))
    actions.tell_other_accompaniment(grant, minutes=5 * H, told="Botilbuddets plan", by=anne, on=DAY)
    assert bank.of_grant(grant, DAY).left == 10 * H
    use(order, sofie, minutes=10 * H)
    actions.tell_other_accompaniment(grant, minutes=7 * H, told="Botilbuddets nye plan", by=anne, on=DAY)
    found = bank.of_grant(grant, DAY)
    assert (found.left, found.over) == (0, 2 * H), "what was used beyond is said, not hidden"


def tell(grant: Grant, by: Actor, minutes: int, *, since: date | None = None, on: date = DAY) -> OtherAccompaniment:
    return actions.tell_other_accompaniment(grant, minutes=minutes, told="Botilbuddets plan", since=since, by=access.moved_to(by, on), on=on)


def test_what_is_told_from_a_month_leaves_the_months_before_it(anne: Actor, sofie: Actor) -> None:
    """From 4½ hours to 3 from April: 10½ each until March, 12 in April."""
    grant = accompanied(anne, given.REBILD)
    actions.agree_to_save(grant, since=date(2026, 12, 1), by=anne, on=DAY)
    tell(grant, anne, 270)
    use(known.seen(known.running(grant, anne, sofie), sofie), sofie, minutes=H)
    april = date(2027, 4, 2)
    tell(grant, anne, 3 * H, since=april, on=april)
    found = bank.of_grant(grant, april)
    assert (found.left, [one.came_in for one in found.months]) == (53 * H, [630] * 4 + [720])
    tell(grant, anne, 6 * H, since=date(2027, 4, 30), on=april)
    assert bank.of_grant(grant, april).left == 50 * H, "for the same month the newest holds"
    tell(grant, anne, 5 * H, since=date(2027, 3, 1), on=april)
    assert bank.of_grant(grant, april).left == 49 * H + 30, "April keeps its own"
    rows = [(date(2026, 12, 1), 270), (date(2027, 4, 1), 180), (date(2027, 4, 1), 360), (date(2027, 3, 1), 300)]
    assert list(OtherAccompaniment.objects.order_by("pk").values_list("since", "minutes")) == rows, "nothing is written over"
    assert Entry.objects.filter(act="tell_other_accompaniment").last().detail == {"minutes": 300, "since": "2027-03-01"}


def test_what_was_answered_when_help_was_decided_holds_until_something_else_is_told(anne: Actor) -> None:
    grant = accompanied(anne, given.REBILD)
    Application.objects.filter(pk=grant.decision.application_id).update(kind_facts={"facts": {bank.OTHER: "4,5 timer"}})
    grant = Grant.objects.with_case().get(pk=grant.pk)
    assert bank.of_grant(grant, DAY).left == 630
    tell(grant, anne, 3 * H, since=date(2027, 1, 1))
    assert bank.told_of([grant], DAY) == ((date(2026, 12, 1), 270), (date(2027, 1, 1), 180))
    assert [bank.of_grant(grant, day).left for day in (DAY, date(2027, 1, 1))] == [630, 720]
    tell(grant, anne, 6 * H)
    assert bank.of_grant(grant, DAY).left == 540, "what is written later stands in its place"


def test_more_is_not_taken_off_than_there_is(anne: Actor) -> None:
    grant = accompanied(anne, given.REBILD)
    said = refused(FieldMissing, "minutes", lambda: tell(grant, anne, 15 * H + 1))
    assert said.startswith("Anden ledsagelse: der er 15 timer om måneden at trække fra. Skriv højst det.")
    refused(FieldMissing, "minutes", lambda: tell(grant, anne, -1))
    tell(grant, anne, 15 * H)
    assert bank.of_grant(grant, DAY).left == 0
    assert hours.taken_off_at_most(given.REBILD, 20 * H) == 20 * H
    assert hours.taken_off_at_most(given.REBILD, 10 * H) == 15 * H, "a grant of fewer has been reduced by it"


def test_what_is_told_holds_from_a_month_with_help_and_first_from_the_beginning(anne: Actor) -> None:
    grant = accompanied(anne, given.REBILD)
    assert "fra 01-12-2026" in refused(FieldMissing, "since", lambda: tell(grant, anne, 60, since=date(2027, 1, 1)))
    refused(OutsideTheOrder, "since", lambda: tell(grant, anne, 60, since=date(2026, 11, 30)))
    assert tell(grant, anne, 60, since=date(2026, 12, 20)).since == date(2026, 12, 1)
    Grant.objects.filter(pk=grant.pk).update(ends_on=date(2027, 1, 31))
    ends = Grant.objects.with_case().get(pk=grant.pk)
    refused(OutsideTheOrder, "since", lambda: tell(ends, anne, 60, since=date(2027, 2, 1)))
    assert tell(ends, anne, 60, since=date(2027, 1, 31)).since == date(2027, 1, 1)


def test_only_the_authority_agrees(anne: Actor, sofie: Actor) -> None:
    grant = accompanied(anne, given.REBILD)
    refused(NotAllowed, "", lambda: actions.agree_to_save(grant, since=DAY, by=sofie, on=DAY))
    refused(NotAllowed, "", lambda: actions.tell_other_accompaniment(grant, minutes=0, told="x", by=sofie, on=DAY))


# ------------------------------------------------------------------------------------------------ on the authority's list


def listed(grant: Grant) -> tuple[date | None, str, str] | None:
    """What stands of the account: by when, what, and the next step."""
    found: tuple[date | None, str, str] | None = (
        Due.objects.waiting().filter(kind=Due.Kind.HOURS, thing=grant.public_id).values_list("on", "what", "next").first()
    )
    return found


def night(grant: Grant, on: date) -> tuple[date | None, str, str] | None:
    actions.keep_orders(by=access.house(on), on=on)
    return listed(grant)


def ending(grant: Grant, **last: Any) -> Grant:
    Grant.objects.filter(pk=grant.pk).update(**last)
    return Grant.objects.with_case().get(pk=grant.pk)


def test_hours_that_soon_lapse_stand_on_the_list_until_they_are_used(order: Order, grant: Grant, sofie: Actor) -> None:
    """December's can be used until the last of May."""
    assert night(grant, date(2027, 4, 29)) is None
    assert night(grant, date(2027, 4, 30)) == (date(2027, 5, 31), "§ 97: 15 timer udløber 31. maj 2027", "Sig det til borgeren")
    use(order, access.moved_to(sofie, date(2027, 5, 3)), day=date(2027, 5, 3), minutes=15 * H)
    assert night(grant, date(2027, 5, 3)) is None


def test_all_that_lapses_when_help_ends_stands_on_the_list_until_it_has(grant: Grant) -> None:
    """Three months of fifteen hours, to the last of February."""
    ending(grant, ends_on=date(2027, 2, 28))
    assert night(grant, date(2027, 1, 27)) is None
    assert night(grant, date(2027, 1, 28)) == (date(2027, 2, 28), "§ 97: 45 timer udløber 28. feb. 2027", "Sig det til borgeren")
    assert night(grant, date(2027, 2, 28)) is not None
    assert night(grant, date(2027, 3, 1)) is None


def test_hours_of_help_a_decision_ends_stand_on_the_list_until_its_last_day(grant: Grant) -> None:
    assert night(grant, DAY) is None
    ending(grant, ended_by=grant.decision, ended_on=date(2026, 12, 31))
    assert night(grant, DAY) == (date(2026, 12, 31), "§ 97: 15 timer udløber 31. dec. 2026", "Sig det til borgeren")
    ending(grant, ended_on=date(2026, 12, 10))
    assert night(grant, date(2026, 12, 11)) is None


def test_nothing_is_told_of_who_has_died(grant: Grant) -> None:
    ending(grant, ends_on=date(2026, 12, 31))
    assert night(grant, DAY)
    grant.case.citizen.died_on = DAY
    grant.case.citizen.save()
    assert night(grant, DAY) is None


def test_a_companion_stands_on_the_list_until_they_are_answered(grant: Grant, anne: Actor) -> None:
    first, second = propose(grant, anne), propose(grant, anne, name="Bo Ven", relation="Ven")
    waits = (DAY, "§ 97: en ledsager venter på godkendelse", "Godkend, eller sig nej")
    assert listed(grant) == waits
    assert Due.objects.filter(kind=Due.Kind.HOURS).count() == 1, "one row a grant"
    actions.approve_companion(first, by=anne, on=DAY)
    assert listed(grant) == waits, "the other waits still"
    Due.objects.filter(kind=Due.Kind.HOURS).update(done_on=DAY)
    assert night(grant, DAY) == waits, "the night keeps it"
    assert "ledsager" not in " ".join(left_to_do(grant.case)), "a case isn't kept open by it"
    actions.refuse_companion(second, reason="Er ikke fyldt 18 år.", by=anne, on=DAY)
    assert listed(grant) is None


def test_a_companion_who_waits_stands_before_what_lapses_and_then_gives_way_to_it(grant: Grant, anne: Actor) -> None:
    grant = ending(grant, ends_on=date(2026, 12, 31))
    made = propose(grant, anne)
    assert night(grant, DAY) == (DAY, "§ 97: en ledsager venter på godkendelse", "Godkend, eller sig nej")
    actions.approve_companion(made, by=anne, on=DAY)
    assert listed(grant) == (date(2026, 12, 31), "§ 97: 15 timer udløber 31. dec. 2026", "Sig det til borgeren")


def test_a_companion_stands_on_the_list_before_help_begins_and_not_when_it_is_over(grant: Grant, anne: Actor) -> None:
    grant = ending(grant, begins_on=date(2027, 1, 1), ends_on=date(2027, 1, 31))
    propose(grant, anne)
    assert night(grant, date(2026, 12, 11)) == listed(grant) is not None
    assert night(grant, date(2027, 2, 1)) is None


def test_hours_given_on_lapse_not_and_their_companion_is_answered_where_the_account_is(grant: Grant, anne: Actor) -> None:
    """15 hours to the end of December, and again from January: one account, and one row."""
    first = ending(grant, ends_on=date(2026, 12, 31))
    asked = given.application(anne, first.case, section="97", standard=given.VEJLE, kind=proposals.kinds(given.VEJLE, "97", DAY)[0].id, on=DAY)
    second = known.granted(anne, application=asked, on=DAY, **{**GRANTED, "begins_on": date(2027, 1, 1), "plan_on": DAY})
    assert bank.account_of(first) == bank.account_of(second) == [second, first]
    assert night(first, DAY) is None
    made = propose(first, anne)
    assert (listed(first) is not None, listed(second)) == (True, None)
    january = date(2027, 1, 4)
    assert (night(first, january), listed(second) is not None) == (None, True)
    assert bank.of_grant(first, january).left == 30 * H
    actions.approve_companion(made, by=access.moved_to(anne, january), on=january)
    assert (listed(first), listed(second)) == (None, None)
