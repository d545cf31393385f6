"""What people met as they used it: help that began earlier than first written, plans said yes to once, goals to be evaluated, orders that came to nothing, appointments nobody broke."""

from __future__ import annotations

from datetime import date, timedelta

import pytest

from mestring.audit import clock
from mestring.audit.errors import MoveNotAllowed, NotAllowed
from mestring.cases.actions.case import close_case
from mestring.cases.errors import CaseNotFinished
from mestring.cases.models import Case, Due
from mestring.decisions.errors import FieldMissing
from mestring.decisions.models import Grant
from mestring.delivery import actions
from mestring.delivery.actions.keeping import RING, broken_since
from mestring.delivery.errors import LastDayToCome, LastDayTooEarly, OutsideTheOrder, StartAfterHelp
from mestring.delivery.models import Goal, Order, Plan, StatusDue
from mestring.followups import actions as following
from mestring.followups.models import GrantCadence
from mestring.people import access
from mestring.people.access import Actor
from mestring.people.models import Unit
from tests import given
from tests.decisions import given_decision as deciding
from tests.delivery import given_delivery as known
from tests.delivery.conftest import DAY, noon
from tests.followups import given_follow_up

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("december")]
BALLERUP = "ballerup-undated"
HOUSE = access.house(DAY)


def day(number: int) -> date:
    return date(2026, 12, number)


def row(kind: str, thing: object) -> Due | None:
    return Due.objects.waiting().filter(kind=kind, thing=thing).first()


def course(case: Case, by: Actor, provider: Actor, standard: str = BALLERUP, **more: object) -> Order:
    values = {"purpose": "Et forløb", "begins_on": day(1), "answer_by": DAY, "section": "82a", "standard": standard, **more}
    made = actions.place_order(case, unit=Unit.objects.get(pk=provider.provides[0]), by=by, on=DAY, **values)
    return known.seen(made, provider)


# ------------------------------------------------------------------------------------------------ when help began


def test_contacts_are_written_in_any_order_and_help_began_with_the_first(grant: Grant, anne: Actor, sofie: Actor) -> None:
    order = known.seen(known.accepted(known.placed(grant, anne, Unit.objects.get(pk=sofie.provides[0])), sofie), sofie)
    known.visited(order, sofie, day(9), on=DAY)
    assert known.seen(order, sofie).started_on == day(9)
    following.take_up(by=HOUSE, on=DAY)
    assert GrantCadence.objects.filter(grant=grant, counted_from="started").first().start == day(9)
    known.visited(known.seen(order, sofie), sofie, day(4), on=DAY)
    assert known.seen(order, sofie).started_on == day(4)
    known.visited(known.seen(order, sofie), sofie, day(2), state="no_show", on=DAY)
    assert known.seen(order, sofie).started_on == day(4), "nobody was helped by a visit that was not held"
    with pytest.raises(OutsideTheOrder):
        known.visited(known.seen(order, sofie), sofie, date(2026, 11, 30), on=DAY)
    following.take_up(by=HOUSE, on=DAY, decided_since=DAY - timedelta(days=7))
    assert GrantCadence.objects.filter(grant=grant, counted_from="started").first().start == day(4)


def test_the_day_help_began_is_put_right_but_never_after_somebody_was_helped(order: Order, sofie: Actor, per: Actor) -> None:
    known.visited(order, sofie, day(4), on=DAY)
    assert actions.correct_start(known.seen(order, sofie), started_on=day(3), by=sofie, on=DAY).started_on == day(3)
    for wrong, error in ((day(5), StartAfterHelp), (date(2026, 11, 30), OutsideTheOrder)):
        with pytest.raises(error) as said:
            actions.correct_start(known.seen(order, sofie), started_on=wrong, by=sofie, on=DAY)
        assert said.value.fields == ("started_on",)
    with pytest.raises(NotAllowed):
        actions.correct_start(order, started_on=day(2), by=per, on=DAY)


def test_a_course_that_began_earlier_ends_earlier_by_law(anne: Actor, sofie: Actor) -> None:
    order = known.accepted(course(given.case(anne), anne, sofie, given.RANDERS, section="82b"), sofie, on=DAY)
    known.visited(known.seen(order, sofie), sofie, day(9), on=DAY)
    assert known.seen(order, sofie).last_day == date(2027, 6, 8)
    known.visited(known.seen(order, sofie), sofie, day(4), on=DAY)
    assert known.seen(order, sofie).last_day == date(2027, 6, 3)


def test_a_start_put_later_lets_law_count_from_it(anne: Actor, sofie: Actor) -> None:
    order = known.accepted(course(given.case(anne), anne, sofie, given.RANDERS, section="82b"), sofie, on=DAY)
    actions.start(known.seen(order, sofie), started_on=day(2), by=sofie, on=DAY)
    assert known.seen(order, sofie).last_day == date(2027, 6, 1)
    actions.correct_start(known.seen(order, sofie), started_on=day(9), by=sofie, on=DAY)
    assert known.seen(order, sofie).last_day == date(2027, 6, 8)


def test_laws_last_day_stands_when_it_is_left_out(anne: Actor, sofie: Actor) -> None:
    order = known.accepted(course(given.case(anne), anne, sofie, given.RANDERS, section="82b"), sofie, on=DAY)
    actions.start(known.seen(order, sofie), started_on=day(9), by=sofie, on=DAY)
    found = Order.objects.get(pk=order.pk)
    actions.change_order(found, seen=found.version, because="Andet", goals=(), last_day=None, by=anne, on=DAY)
    assert Order.objects.get(pk=order.pk).last_day == date(2027, 6, 8)


def test_a_course_that_ends_by_its_own_day_is_rounded_off(anne: Actor, sofie: Actor) -> None:
    case = given.case(anne)
    order = known.accepted(course(case, anne, sofie, given.RANDERS, last_day=DAY), sofie, on=DAY)
    actions.start(known.seen(order, sofie), started_on=day(9), by=sofie, on=DAY)
    following.take_up_courses(by=HOUSE, on=DAY)
    after = DAY + timedelta(days=1)
    with clock.at(noon(after)):
        actions.keep_orders(by=access.house(after), on=after)
        assert row(Due.Kind.COURSE, order.public_id) is None
        assert (row(Due.Kind.ORDER, order.public_id).on, row(Due.Kind.ORDER, order.public_id).next) == (DAY, "Rund forløbet af: skal der ske mere?")
        actions.see_to_order(Order.objects.get(pk=order.pk), by=access.moved_to(anne, after), on=after)
        assert not Due.objects.waiting().filter(case=case).exists()


# ------------------------------------------------------------------------------------------------ plans and goals


def test_a_plan_said_yes_to_as_the_help_was_decided_is_the_cases_plan(grant: Grant) -> None:
    actions.keep_orders(by=HOUSE, on=DAY, decided_since=DAY - timedelta(days=30))
    plan = Plan.objects.get(case=grant.case)
    assert (plan.kind, plan.state, plan.offered_on, plan.answered_on, plan.made_on) == ("action", "accepted", given.TODAY, given.TODAY, None)
    assert (row(Due.Kind.PLAN, plan.public_id).next, row(Due.Kind.PLAN, plan.public_id).on) == ("Skriv planen sammen med borgeren", None)
    actions.keep_orders(by=HOUSE, on=DAY)
    assert Plan.objects.count() == 1


def test_what_is_said_of_the_offer_is_no_day_to_write_the_plan_by(anne: Actor) -> None:
    """Randers 2019, l. 251: it is offered the day the help is granted."""
    chosen = {**deciding.GRANTED, "purpose": "Karen åbner sin post.", "departure": "Aftalt."}
    support = known.granted(anne, application=deciding.asked_for(anne, "85", standard=given.RANDERS), **chosen)
    actions.keep_orders(by=HOUSE, on=DAY)
    assert row(Due.Kind.PLAN, Plan.objects.get(case=support.case).public_id).on is None


def test_a_plan_that_is_there_is_not_made_again(grant: Grant, goal: Goal) -> None:
    actions.keep_orders(by=HOUSE, on=DAY)
    assert Plan.objects.get().pk == goal.plan_id


def test_the_goal_that_is_to_be_evaluated_first_stands_on_the_list(grant: Grant, goal: Goal, anne: Actor) -> None:
    plan = goal.plan
    assert (row(Due.Kind.PLAN, plan.public_id).on, row(Due.Kind.PLAN, plan.public_id).next) == (date(2027, 3, 1), "Evaluér målet sammen med borgeren")
    other = known.goal(plan, anne, on=DAY, text="Gå til læge", evaluate_on=date(2027, 2, 1))
    assert row(Due.Kind.PLAN, plan.public_id).on == date(2027, 2, 1)
    actions.end_goal(other, state="reached", because="Hun går selv.", by=anne, on=DAY)
    assert row(Due.Kind.PLAN, plan.public_id).on == date(2027, 3, 1)
    actions.change_goal(goal, seen=goal.version, evaluate_on=None, by=anne, on=DAY)
    assert row(Due.Kind.PLAN, plan.public_id) is None


def test_a_goal_is_evaluated_on_a_day_to_come_and_develops_for_the_better(goal: Goal, anne: Actor) -> None:
    with pytest.raises(FieldMissing) as said:
        known.goal(goal.plan, anne, on=DAY, evaluate_on=DAY - timedelta(days=1))
    assert said.value.fields == ("evaluate_on",)
    with pytest.raises(FieldMissing) as said:
        known.goal(goal.plan, anne, on=DAY, level=1, expected=3, evaluate_on=None)
    assert said.value.fields == ("expected",)
    assert known.goal(goal.plan, anne, on=DAY, level=1, expected=3, aim="limit_loss", evaluate_on=None).expected == 3


# ------------------------------------------------------------------------------------------------ orders that came to nothing


def test_a_refused_course_is_seen_to_and_the_case_closes(anne: Actor, sofie: Actor) -> None:
    case = given.case(anne)
    order = course(case, anne, sofie)
    actions.decline(order, because="Ingen plads.", by=sofie, on=DAY)
    with pytest.raises(CaseNotFinished):
        close_case(case, by=anne, on=DAY, because="Borgeren vil ikke.")
    with pytest.raises(NotAllowed):
        actions.see_to_order(Order.objects.get(pk=order.pk), by=sofie, on=DAY)
    actions.see_to_order(Order.objects.get(pk=order.pk), by=anne, on=DAY)
    assert row(Due.Kind.ORDER, order.public_id) is None
    close_case(case, by=anne, on=DAY, because="Borgeren vil ikke.")


def test_an_order_that_is_open_is_not_seen_to_so(order: Order, anne: Actor) -> None:
    with pytest.raises(MoveNotAllowed):
        actions.see_to_order(order, by=anne, on=DAY)


def test_nothing_of_a_closed_case_stands_on_the_list(anne: Actor) -> None:
    case = given.case(anne)
    plan = actions.offer_plan(case, kind="citizen", offered_on=DAY, by=anne, on=DAY)
    actions.answer_plan(plan, accepted=True, answered_on=DAY, by=anne, on=DAY)
    assert row(Due.Kind.PLAN, plan.public_id)
    close_case(case, by=anne, on=DAY, because="Flyttet.")
    assert not Due.objects.waiting().filter(case=case).exists()


def test_an_order_ends_on_a_day_that_has_come_and_after_the_last_help(order: Order, anne: Actor, sofie: Actor) -> None:
    known.visited(order, sofie, day(9), on=DAY)
    with pytest.raises(LastDayToCome):
        actions.end_order(order, last_day=DAY + timedelta(days=1), because="Flyttet", by=anne, on=DAY)
    with pytest.raises(LastDayTooEarly):
        actions.end_order(order, last_day=day(8), because="Flyttet", by=anne, on=DAY)


# ------------------------------------------------------------------------------------------------ broken appointments


def test_what_the_provider_cancelled_is_not_held_against_the_citizen(anne: Actor, sofie: Actor) -> None:
    """Ballerup, l. 68: a period in which what was agreed isn't kept."""
    order = known.accepted(course(given.case(anne), anne, sofie, begins_on=date(2026, 11, 1)), sofie, on=DAY)
    known.visited(known.seen(order, sofie), sofie, date(2026, 11, 2), on=DAY)
    found = known.seen(order, sofie)
    known.visited(found, sofie, date(2026, 11, 9), state="no_show", on=DAY)
    assert broken_since(found) is None, "one is no period"
    known.visited(found, sofie, date(2026, 11, 16), state="by_provider", on=DAY)
    known.visited(found, sofie, date(2026, 11, 23), state="no_show", on=DAY)
    assert broken_since(found) is None
    known.visited(found, sofie, date(2026, 11, 30), state="by_citizen", on=DAY)
    assert broken_since(found) == date(2026, 11, 23)


def test_who_comes_again_is_off_the_list_of_broken_appointments(anne: Actor, sofie: Actor) -> None:
    order = known.accepted(course(given.case(anne), anne, sofie, begins_on=date(2026, 11, 1)), sofie, on=DAY)
    known.visited(known.seen(order, sofie), sofie, date(2026, 11, 2), on=DAY)
    found = known.seen(order, sofie)
    for missed in (date(2026, 11, 9), date(2026, 11, 16)):
        known.visited(found, sofie, missed, state="no_show", on=DAY)
    actions.keep_orders(by=HOUSE, on=DAY)
    assert (row(Due.Kind.ORDER, order.public_id).next, row(Due.Kind.ORDER, order.public_id).on) == (RING, date(2026, 12, 7))
    known.visited(found, sofie, day(9), on=DAY)
    actions.keep_orders(by=HOUSE, on=DAY)
    assert row(Due.Kind.ORDER, order.public_id) is None


# ------------------------------------------------------------------------------------------------ what is written and read


def test_a_status_note_is_not_asked_for_after_the_last_day_of_help(order: Order, anne: Actor) -> None:
    actions.ask_for_status(order, day=date(2027, 2, 15), source="", why=[])
    actions.change_order(order, seen=order.version, because="Kortere", goals=(), last_day=day(20), by=anne, on=DAY)
    assert not StatusDue.objects.filter(order=order).exists()


def test_a_note_is_read_as_the_help_is_followed_up(order: Order, grant: Grant, anne: Actor, sofie: Actor) -> None:
    said = {"done": "Post.", "citizen_says": "Godt.", "staff_says": "Godt.", "recommends": "continue", "because": "Det virker."}
    note = actions.send_status(actions.save_status(order, seen=0, by=sofie, on=DAY, **said), by=sofie, on=DAY)
    assert row(Due.Kind.STATUS, note.public_id)
    given_follow_up.held(grant, anne, on=DAY)
    note.refresh_from_db()
    assert (note.read_on, note.read_by_id, row(Due.Kind.STATUS, note.public_id)) == (DAY, anne.employee, None)


def test_a_level_alone_is_ordered_and_measured_as_the_least_it_gives(anne: Actor) -> None:
    from mestring.delivery import proposals

    found = proposals.granted_extent(given.VEJLE, "85", None, "", "3", DAY)
    assert proposals.as_amount(found) == (280, "hours_week")
    assert proposals.granted_extent(given.VEJLE, "104", None, "", "60", DAY).amount == 3
    assert proposals.granted_extent(given.VEJLE, "85", 140, "hours_week", "3", DAY).amount == 84
