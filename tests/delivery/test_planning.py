"""The plan and its goals: the authority's part, and the provider's steps and ratings."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, timedelta
from typing import Any

import pytest
from django.db import IntegrityError, transaction

from mestring.audit import clock
from mestring.audit.errors import Conflict, MestringError, MoveNotAllowed, NotAllowed
from mestring.audit.models import Entry
from mestring.cases.actions.case import close_case
from mestring.cases.errors import CaseClosed, DayInTheFuture
from mestring.cases.models import Case, Due
from mestring.decisions.errors import FieldMissing
from mestring.decisions.models import Grant
from mestring.delivery import actions
from mestring.delivery.errors import NotRunning, PlanNotInUse, PlanStands, RatedAlready, TopicNotAGoal
from mestring.delivery.models import Goal, GoalRevision, Order, Plan, PlanRevision, Rating, SubGoal
from mestring.delivery.states import GoalState, PlanState
from mestring.people import access
from mestring.people.access import Actor
from mestring.people.models import Unit
from tests import given
from tests.delivery import given_delivery as known
from tests.delivery.conftest import DAY, noon

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("december")]
TOMORROW = DAY + timedelta(days=1)


def refused(error: type[MestringError], field: str, act: Callable[[], Any]) -> str:
    """What was said; nothing was written."""
    before = Entry.objects.count()
    with pytest.raises(error) as told:
        act()
    assert told.value.fields == ((field,) if field else ())
    assert Entry.objects.count() == before
    return told.value.message


def offered(case: Case, by: Actor, kind: str = "action") -> Plan:
    return actions.offer_plan(case, kind=kind, offered_on=DAY, by=by, on=DAY)


@pytest.fixture
def case(anne: Actor) -> Case:
    return given.case(anne)


@pytest.fixture
def plan(case: Case, anne: Actor) -> Plan:
    return known.plan(case, anne, on=DAY)


def planned() -> list[Any]:
    return list(Due.objects.waiting().filter(kind=Due.Kind.PLAN).values_list("thing", flat=True))


# ------------------------------------------------------------------------------------------------ the plan


def test_a_plan_is_offered_answered_written_and_over(case: Case, anne: Actor) -> None:
    plan = offered(case, anne)
    assert (plan.state, plan.offered_on, planned()) == ("offered", DAY, [])
    refused(PlanNotInUse, "", lambda: actions.write_plan(plan, seen=1, by=anne, on=DAY, purpose="x"))
    actions.answer_plan(plan, accepted=False, answered_on=DAY, by=anne, on=DAY)
    assert (plan.state, planned()) == ("declined", [])
    actions.answer_plan(plan, accepted=True, answered_on=DAY, by=anne, on=DAY)
    assert planned() == [plan.public_id], "who said no can say yes later; then it is to be written"
    actions.write_plan(plan, seen=plan.version, by=anne, on=DAY, purpose=" Karen kan selv. ")
    assert (plan.purpose, plan.made_on, plan.made_by_id, planned()) == ("Karen kan selv.", DAY, anne.employee, [])
    refused(MoveNotAllowed, "", lambda: actions.answer_plan(plan, accepted=False, answered_on=DAY, by=anne, on=DAY))
    assert refused(FieldMissing, "because", lambda: actions.end_plan(plan, because=" ", by=anne, on=DAY)) == "Hvorfor: skriv det kort"
    actions.end_plan(plan, because="Målene er nået.", by=anne, on=DAY)
    assert (plan.state, plan.ended_on) == (PlanState.ENDED, DAY)
    refused(PlanNotInUse, "", lambda: actions.write_plan(plan, seen=plan.version, by=anne, on=DAY, purpose="x"))
    assert offered(case, anne).state == PlanState.OFFERED


def test_there_is_one_plan_of_a_kind_at_a_time(case: Case, plan: Plan, anne: Actor) -> None:
    said = refused(PlanStands, "kind", lambda: offered(case, anne))
    assert said == "Plan: der er allerede en handleplan i sagen. Skriv videre i den, eller afslut den først."
    assert offered(case, anne, "crisis")
    with pytest.raises(IntegrityError), transaction.atomic():
        Plan.objects.create(case=case, kind="action", offered_on=DAY)


def test_days_that_have_not_come_are_refused(case: Case, anne: Actor) -> None:
    said = refused(DayInTheFuture, "offered_on", lambda: actions.offer_plan(case, kind="action", offered_on=TOMORROW, by=anne, on=DAY))
    assert said.startswith("Tilbudt den: 11-12-2026")
    plan = offered(case, anne)
    said = refused(DayInTheFuture, "answered_on", lambda: actions.answer_plan(plan, accepted=True, answered_on=TOMORROW, by=anne, on=DAY))
    assert said.startswith("Svaret den: 11-12-2026")


def test_what_the_plan_said_before_stays_to_be_read(plan: Plan, anne: Actor) -> None:
    assert not PlanRevision.objects.exists()
    assert refused(FieldMissing, "purpose", lambda: actions.write_plan(plan, seen=plan.version, by=anne, on=DAY, purpose=" ")).startswith("Formål: skriv")
    version, before = plan.version, plan.purpose
    actions.write_plan(plan, seen=version, by=anne, on=DAY, purpose="Noget nyt", effort="Bostøtte")
    kept = PlanRevision.objects.get()
    assert (kept.version, kept.values["purpose"], kept.values["effort"], kept.written_by_id) == (version, before, "", anne.employee)
    with pytest.raises(Conflict) as told:
        actions.write_plan(plan, seen=version, by=anne, on=DAY, purpose="Et tredje")
    assert (told.value.theirs["purpose"], told.value.yours["purpose"]) == ("Noget nyt", "Et tredje")


def test_nothing_is_planned_in_a_closed_case(case: Case, anne: Actor) -> None:
    close_case(case, by=anne, on=DAY, because="Karen er flyttet.")
    refused(CaseClosed, "", lambda: offered(case, anne))


def test_only_those_who_work_with_the_case_plan(case: Case, plan: Plan, sofie: Actor, anne: Actor) -> None:
    goal = known.goal(plan, anne, on=DAY)
    stranger = given.caseworker(given.unit("Et andet team"), "Bo Vang", on=DAY)
    for by in (stranger, sofie, given.committee(on=DAY), access.house(DAY)):
        for act in (
            lambda by: offered(case, by, "stay"),
            lambda by: actions.write_plan(plan, seen=plan.version, by=by, on=DAY, purpose="x"),
            lambda by: actions.end_plan(plan, because="x", by=by, on=DAY),
            lambda by: known.goal(plan, by, on=DAY),
            lambda by: actions.change_goal(goal, seen=1, by=by, on=DAY, text="x"),
            lambda by: actions.end_goal(goal, state="reached", because="x", by=by, on=DAY),
        ):
            refused(NotAllowed, "", lambda act=act, by=by: act(by))


# ------------------------------------------------------------------------------------------------ goals


def test_a_goal_is_set_with_one_topic_and_others_beside(plan: Plan, anne: Actor) -> None:
    goal = known.goal(plan, anne, on=DAY, text=" Åbne post ", secondary=[known.topic(), known.topic()])
    assert (goal.text, goal.topic, goal.secondary, goal.state, goal.set_on, goal.set_by_id) == ("Åbne post", known.topic(), [], "active", DAY, anne.employee)


def test_what_a_goal_lacks_is_said_of_its_field(plan: Plan, anne: Actor) -> None:
    wrong: list[tuple[type[MestringError], str, str, dict[str, Any]]] = [
        (FieldMissing, "text", "Mål: skriv det, som borgeren ville sige det", {"text": " "}),
        (FieldMissing, "expected", "Forventet niveau: vælg et niveau fra 0 til 4", {"expected": 5}),
        (FieldMissing, "aim", "Slags mål: vælg, om målet er at udvikle, fastholde eller begrænse tab", {"aim": "x"}),
        (TopicNotAGoal, "topic", "Emne: vælg et emne under Aktivitet og deltagelse. Kun dem kan der sættes mål for.", {"topic": "x"}),
        (TopicNotAGoal, "topic", "Emne: vælg et emne under Aktivitet og deltagelse. Kun dem kan der sættes mål for.", {"secondary": ["x"]}),
    ]
    for error, field, message, values in wrong:
        assert refused(error, field, lambda values=values: known.goal(plan, anne, on=DAY, **values)) == message


def test_what_the_goal_said_before_stays_to_be_read(plan: Plan, anne: Actor) -> None:
    goal = known.goal(plan, anne, on=DAY)
    actions.change_goal(goal, seen=goal.version, by=anne, on=DAY, text="Svare på post", expected=1)
    assert (goal.text, goal.expected, goal.level) == ("Svare på post", 1, 3)
    kept = GoalRevision.objects.get()
    assert (kept.values["text"], kept.values["expected"], kept.values["evaluate_on"]) == ("Åbne og svare på post", 2, "2027-03-01")
    with pytest.raises(Conflict):
        actions.change_goal(goal, seen=1, by=anne, on=DAY, text="Et tredje")
    actions.end_plan(plan, because="x", by=anne, on=DAY)
    goal = Goal.objects.get(pk=goal.pk)
    refused(PlanNotInUse, "", lambda: actions.change_goal(goal, seen=goal.version, by=anne, on=DAY, text="x"))
    refused(PlanNotInUse, "", lambda: known.goal(Plan.objects.get(pk=plan.pk), anne, on=DAY))


def test_a_goal_is_reached_or_given_up_once(plan: Plan, anne: Actor) -> None:
    goal = known.goal(plan, anne, on=DAY)
    said = refused(FieldMissing, "because", lambda: actions.end_goal(goal, state="reached", because=" ", by=anne, on=DAY))
    assert said == "Hvordan ved I det: skriv det kort"
    refused(MoveNotAllowed, "", lambda: actions.end_goal(goal, state="active", because="x", by=anne, on=DAY))
    actions.end_goal(goal, state="reached", because="Karen åbner selv.", by=anne, on=DAY)
    assert (goal.state, goal.ended_on) == (GoalState.REACHED, DAY)
    refused(MoveNotAllowed, "", lambda: actions.end_goal(goal, state="dropped", because="x", by=anne, on=DAY))


# ------------------------------------------------------------------------------------------------ the provider's part


def test_a_step_is_set_towards_one_of_the_order_s_goals_and_ended(order: Order, goal: Goal, sofie: Actor, anne: Actor) -> None:
    def step(**values: Any) -> SubGoal:
        whole = {"text": " Åbne ét brev ", "ambition": "prompted", **values}
        return actions.set_sub_goal(order, whole.pop("goal", goal), by=sofie, on=DAY, **whole)

    assert refused(FieldMissing, "text", lambda: step(text=" ")) == "Delmål: skriv, hvad borgeren skal kunne"
    assert refused(FieldMissing, "ambition", lambda: step(ambition="x")).startswith("Hvordan: vælg")
    other = known.goal(goal.plan, anne, on=DAY, text="Komme ud")
    assert refused(FieldMissing, "goal", lambda: step(goal=other)) == "Mål: vælg et af bestillingens mål"
    made = step()
    assert (made.text, made.order, made.set_by_id, made.state) == ("Åbne ét brev", order, sofie.employee, "active")
    actions.end_sub_goal(made, state="reached", by=sofie, on=DAY)
    assert (made.state, made.ended_on) == ("reached", DAY)
    refused(MoveNotAllowed, "", lambda: actions.end_sub_goal(made, state="dropped", by=sofie, on=DAY))


def test_citizen_and_staff_rate_each_for_themselves(order: Order, goal: Goal, sofie: Actor, anne: Actor) -> None:
    def rate(citizen: int | None, staff: int | None, on: date = DAY, what: Goal = goal, **more: Any) -> list[Rating]:
        return actions.rate(order, what, rated_on=on, citizen=citizen, staff=staff, by=sofie, on=DAY, **more)

    assert refused(FieldMissing, "citizen", lambda: rate(None, None)) == "Tal: skriv mindst ét af de to, fra 0 til 10"
    assert refused(FieldMissing, "citizen", lambda: rate(11, 3)) == "Borgeren: skriv et tal fra 0 til 10"
    assert refused(FieldMissing, "staff", lambda: rate(3, -1)) == "Medarbejderen: skriv et tal fra 0 til 10"
    assert refused(DayInTheFuture, "rated_on", lambda: rate(3, 3, TOMORROW)).startswith("Dag: 11-12-2026")
    other = known.goal(goal.plan, anne, on=DAY, text="Komme ud")
    refused(FieldMissing, "goal", lambda: rate(3, 3, what=other))
    made = rate(0, 10, words=" Det går. ")
    assert [(one.whose, one.value, one.words) for one in made] == [("citizen", 0, "Det går."), ("staff", 10, "")]
    said = refused(RatedAlready, "citizen", lambda: rate(4, None))
    assert said == "Borgeren: der står allerede et tal fra 10-12-2026. Vælg en anden dag, eller lad feltet være tomt."
    refused(RatedAlready, "staff", lambda: rate(None, 4))
    assert rate(None, 5, DAY - timedelta(days=1))
    assert Rating.objects.count() == 3
    with pytest.raises(IntegrityError), transaction.atomic():
        Rating.objects.filter(pk=made[0].pk).update(value=11)


def test_only_the_order_s_own_people_write_of_its_goals(order: Order, goal: Goal, sofie: Actor, per: Actor, anne: Actor) -> None:
    step = actions.set_sub_goal(order, goal, text="x", ambition="prompted", by=sofie, on=DAY)
    acts: list[Callable[[Actor], Any]] = [
        lambda by: actions.set_sub_goal(order, goal, text="x", ambition="prompted", by=by, on=DAY),
        lambda by: actions.end_sub_goal(step, state="reached", by=by, on=DAY),
        lambda by: actions.rate(order, goal, rated_on=DAY, citizen=3, staff=3, by=by, on=DAY),
    ]
    for by in (per, anne, access.house(DAY)):
        for act in acts:
            refused(NotAllowed, "", lambda act=act, by=by: act(by))
    actions.end_order(order, last_day=DAY, because="x", by=anne, on=DAY)
    refused(NotRunning, "", lambda: acts[0](sofie))
    refused(NotRunning, "", lambda: acts[2](sofie))
    with clock.at(noon(TOMORROW)):
        for act in acts:
            refused(NotAllowed, "", lambda act=act: act(access.moved_to(sofie, TOMORROW)))
        assert not SubGoal.objects.provided_by(sofie).exists()


def test_two_providers_with_one_goal_rate_it_each_for_themselves(grant: Grant, goal: Goal, anne: Actor, sofie: Actor, per: Actor) -> None:
    """Neither is told of, or stopped by, what the other has written."""
    for by in (sofie, per):
        order = known.seen(known.running(grant, anne, by, goals=(goal,), amount=100), by)
        assert order.unit_id == Unit.objects.get(pk=by.provides[0]).pk
        assert actions.rate(order, goal, rated_on=DAY, citizen=3, staff=None, by=by, on=DAY)
    assert Rating.objects.provided_by(per).count() == 1


def test_the_last_goal_of_an_order_asks_whether_the_help_goes_on(order: Order, goal: Goal, anne: Actor) -> None:
    other = known.goal(goal.plan, anne, text="Tage bussen alene")
    actions.change_order(Order.objects.get(pk=order.pk), seen=order.version, because="Et mål mere", goals=[goal, other], by=anne, on=DAY)
    actions.end_goal(goal, state=GoalState.REACHED, because="Karen åbner selv sin post.", by=anne, on=DAY)
    assert not Due.objects.waiting().filter(kind=Due.Kind.ORDER, thing=order.public_id).exists()
    actions.end_goal(other, state=GoalState.DROPPED, because="Bussen er nedlagt.", by=anne, on=DAY)
    row = Due.objects.waiting().get(kind=Due.Kind.ORDER, thing=order.public_id)
    assert row.on == DAY
    assert "ingen mål tilbage" in row.what
