"""The authority's acts with a plan and its goals: offered, answered, written, set, changed, ended."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from typing import Any

from django.db import IntegrityError, transaction
from django.db.models import Exists, OuterRef

from mestring.assessments import proposals as assessing
from mestring.audit import acts, clock, moves
from mestring.audit.versions import write
from mestring.cases.actions import due
from mestring.cases.errors import CaseClosed, DayInTheFuture, DayTooEarly
from mestring.cases.models import Case, Due
from mestring.cases.states import CaseState
from mestring.decisions import proposals as deciding
from mestring.decisions.errors import FieldMissing
from mestring.decisions.models import Grant
from mestring.delivery import proposals
from mestring.delivery.actions.ordering import count_start
from mestring.delivery.errors import PlanNotInUse, PlanStands, TopicNotAGoal
from mestring.delivery.models import Goal, GoalRevision, Order, OrderGoal, Plan, PlanRevision
from mestring.delivery.states import GoalState, PlanState
from mestring.people import access
from mestring.people.access import Actor
from mestring.rules import danish
from mestring.rules.rulebook import open_library

TEXTS = ("wishes", "purpose", "effort", "duration", "other")
GOAL_TEXTS = ("text", "measured_by", "accepted", "realistic", "evaluated_how")
GOAL_VALUES = (*GOAL_TEXTS, "topic", "secondary", "level", "expected", "aim", "evaluate_on")
LEVELS = range(5)


def _writer(by: Actor, case: Case) -> int:
    access.require(by, "plan.write", case)
    if by.employee is None:
        raise access.NotAllowed
    if case.state == CaseState.CLOSED:
        raise CaseClosed
    return by.employee


@transaction.atomic
def offer_plan(case: Case, *, kind: str, offered_on: date, by: Actor, on: date) -> Plan:
    """Offer the citizen a plan. Source: SEL § 141. Raises: PlanStands, DayInTheFuture, CaseClosed."""
    _writer(by, case)
    if offered_on > on:
        raise DayInTheFuture("offered_on", "Tilbudt den", offered_on)
    if Plan.objects.filter(case=case, kind=kind).standing().exists():
        raise PlanStands(str(Plan.Kind(kind).label))
    try:
        with transaction.atomic():
            made: Plan = Plan.objects.create(case=case, kind=kind, offered_on=offered_on)
    except IntegrityError:  # a colleague was first, in the same moment
        raise PlanStands(str(Plan.Kind(kind).label)) from None
    acts.record("offer_plan", made, by=by, on=on, case=case.public_id, kind=kind, offered_on=offered_on)
    return made


@transaction.atomic
def answer_plan(plan: Plan, *, accepted: bool, answered_on: date, by: Actor, on: date) -> Plan:
    """Write whether the citizen wants the plan. Who said no can say yes later. Raises: MoveNotAllowed, DayInTheFuture, DayTooEarly."""
    _writer(by, plan.case)
    if answered_on > on:
        raise DayInTheFuture("answered_on", "Svaret den", answered_on)
    if answered_on < plan.offered_on:
        raise DayTooEarly("answered_on", "Svaret den", plan.offered_on, "planen var ikke tilbudt endnu")
    to = PlanState.ACCEPTED if accepted else PlanState.DECLINED
    moves.move(plan, to, by=by, on=on, case=plan.case.public_id, act="answer_plan", also={"answered_on": answered_on})
    _follow(plan, on=on)
    return plan


def take_over_plan(grant: Grant, *, by: Actor, on: date) -> Plan:
    """A plan the citizen said yes to as the help was decided is the case's plan, offered and answered that day: nobody need write it again. Part of keeping orders."""
    day = grant.decision.plan_on or grant.decision.decided_on
    made: Plan = Plan.objects.create(case=grant.case, kind=Plan.Kind.ACTION, offered_on=day)
    moves.move(made, PlanState.ACCEPTED, by=by, on=on, case=grant.case.public_id, act="answer_plan", also={"answered_on": day})
    _follow(made, on=on)
    return made


def _follow(plan: Plan, *, on: date) -> None:
    """The row of the work list: a plan the citizen said yes to, and that nobody has written; one in use whose goals are to be evaluated."""
    label = plan.get_kind_display()
    if plan.state == PlanState.ACCEPTED and plan.made_on is None and plan.answered_on:
        why = [{"text": "Borgeren sagde ja", "value": danish.date_short(plan.answered_on), "source": "SEL § 141" if plan.kind == Plan.Kind.ACTION else ""}]
        day, owed = _written_by(plan, on)
        if day and owed:
            why.append({"text": owed.when, "value": danish.date_short(day), "source": owed.source})
        said = {"what": f"{label} skal skrives", "next": "Skriv planen sammen med borgeren", "source": owed.source[:200] if owed else ""}
        due.put(Due.Kind.PLAN, plan.public_id, case=plan.case, on=day, why=why, **said)
    elif goal := _evaluated_next(plan):
        by_day = danish.date_short(goal.evaluate_on)
        why = [
            {"text": "Målet er sat", "value": danish.date_short(goal.set_on), "source": ""},
            {"text": "Aftalt: evalueres senest", "value": by_day, "source": ""},
        ]
        said = {"what": "Mål skal evalueres", "next": "Evaluér målet sammen med borgeren", "source": ""}
        due.put(Due.Kind.PLAN, plan.public_id, case=plan.case, on=goal.evaluate_on, why=why, **said)
    else:
        due.settle(Due.Kind.PLAN, plan.public_id, on=on)


def _evaluated_next(plan: Plan) -> Goal | None:
    """The goal that is to be evaluated first, of a plan in use."""
    if plan.state != PlanState.ACCEPTED:
        return None
    found: Goal | None = Goal.objects.filter(plan=plan, evaluate_on__isnull=False).active().order_by("evaluate_on", "pk").first()
    return found


def _written_by(plan: Plan, on: date) -> tuple[date | None, proposals.PlanOwed | None]:
    """The day a document wants a plan of its own made by, counted from when help began; none where it has none. What is said of law's action plan is by when it is offered.

    Source: Vejle 2023, l. 1486.
    """
    found: list[tuple[date, proposals.PlanOwed]] = []
    for grant in Grant.objects.filter(case=plan.case).running().not_over(on):
        owed = proposals.plan_of(deciding.guide(grant.standard, grant.section), grant.section, on)
        if owed is None or not owed.own or owed.kind != plan.kind:
            continue
        begun = Order.objects.filter(grant=grant, started_on__isnull=False).order_by("started_on").values_list("started_on", flat=True).first()
        if day := owed.by(begun or grant.begins_on):
            found.append((day, owed))
    return min(found, key=lambda one: one[0], default=(None, None))


@transaction.atomic
def write_plan(plan: Plan, *, seen: int, by: Actor, on: date, **texts: str) -> Plan:
    """Write what the plan says. The first time is the day it is made; what it said before stays to be read.

    Shapes: `texts` are among the five; `seen` is the version that was read.
    Source: SEL § 141, stk. 3: purpose, effort, duration, other matters. Raises: PlanNotInUse, FieldMissing, Conflict.
    """
    employee = _writer(by, plan.case)
    if plan.state != PlanState.ACCEPTED:
        raise PlanNotInUse
    values = {name: texts[name].strip() for name in TEXTS if name in texts}
    if not values.get("purpose", plan.purpose):
        raise FieldMissing("purpose", "Formål", "skriv, hvad planen skal føre til")
    version, before = plan.version, {name: getattr(plan, name) for name in TEXTS}
    made = {} if plan.made_on else {"made_on": on, "made_by_id": employee}
    write(plan, seen=seen, **values, **made)
    if not made:
        PlanRevision.objects.create(plan=plan, version=version, written_at=clock.now(), written_by_id=employee, values=before)
    acts.record("write_plan", plan, by=by, on=on, case=plan.case.public_id, version=plan.version)
    _follow(plan, on=on)
    if made:
        count_start(plan.case, on=on)
    return plan


@transaction.atomic
def end_plan(plan: Plan, *, because: str, by: Actor, on: date) -> Plan:
    """The plan is used no more; its goals stand as they are. Raises: FieldMissing, MoveNotAllowed."""
    _writer(by, plan.case)
    if not because.strip():
        raise FieldMissing("because", "Hvorfor", "skriv det kort")
    moves.move(plan, PlanState.ENDED, by=by, on=on, case=plan.case.public_id, act="end_plan", also={"ended_on": on, "ended_because": because.strip()})
    due.settle(Due.Kind.PLAN, plan.public_id, on=on)
    return plan


# ------------------------------------------------------------------------------------------------ goals


@transaction.atomic
def set_goal(plan: Plan, *, text: str, topic: str, expected: int, aim: str, by: Actor, on: date, secondary: Sequence[str] = (), **values: Any) -> Goal:
    """Set a goal with the citizen (indsatsmål).

    Shapes: as on the model; `values` are the rest of `GOAL_VALUES`.
    Source: VUM 2.0; KL's FFB report. Raises: PlanNotInUse, FieldMissing, TopicNotAGoal.
    """
    employee = _writer(by, plan.case)
    if plan.state != PlanState.ACCEPTED:
        raise PlanNotInUse
    whole = {"text": text, "topic": topic, "expected": expected, "aim": aim, "secondary": list(secondary), **values}
    _evaluated_after(whole.get("evaluate_on"), on)
    made: Goal = Goal.objects.create(plan=plan, set_on=on, set_by_id=employee, **_checked(whole))
    acts.record("set_goal", made, by=by, on=on, case=plan.case.public_id)
    _follow(plan, on=on)
    return made


def _evaluated_after(day: date | None, on: date) -> None:
    if day and day < on:
        raise FieldMissing("evaluate_on", "Evalueres senest", f"skriv en dag fra {on:%d-%m-%Y} og frem")


def _checked(values: dict[str, Any]) -> dict[str, Any]:
    """A goal's values, when they can stand. Raises: FieldMissing, TopicNotAGoal."""
    found = {name: value.strip() if isinstance(value, str) else value for name, value in values.items() if name in GOAL_VALUES}
    if not found["text"]:
        raise FieldMissing("text", "Mål", "skriv det, som borgeren ville sige det")
    if found["expected"] not in LEVELS:
        raise FieldMissing("expected", "Forventet niveau", "vælg et niveau fra 0 til 4")
    worse = found.get("level") is not None and found["expected"] > found["level"]
    if found["aim"] == Goal.Aim.DEVELOP and worse:
        raise FieldMissing("expected", "Forventet niveau", f"målet er at udvikle, så vælg højst {found['level']}, hvor borgeren er nu. 0 er uden begrænsning")
    if found["aim"] not in Goal.Aim.values:
        raise FieldMissing("aim", "Slags mål", "vælg, om målet er at udvikle, fastholde eller begrænse tab")
    topics = [found["topic"], *found["secondary"]]
    if not all(assessing.takes_goal(one) for one in topics):
        raise TopicNotAGoal
    found["secondary"] = [one for one in dict.fromkeys(found["secondary"]) if one != found["topic"]]
    return found


@transaction.atomic
def change_goal(goal: Goal, *, seen: int, by: Actor, on: date, **values: Any) -> Goal:
    """Change a goal; what it said before stays to be read. Raises: as `set_goal`, and Conflict."""
    employee = _writer(by, goal.plan.case)
    if goal.plan.state != PlanState.ACCEPTED:
        raise PlanNotInUse
    before = {name: getattr(goal, name) for name in GOAL_VALUES}
    version, after = goal.version, _checked({**before, **values})
    if after["evaluate_on"] != before["evaluate_on"]:
        _evaluated_after(after["evaluate_on"], on)
    write(goal, seen=seen, **after)
    kept = {name: value.isoformat() if isinstance(value, date) else value for name, value in before.items()}
    GoalRevision.objects.create(goal=goal, version=version, written_at=clock.now(), written_by_id=employee, values=kept)
    acts.record("change_goal", goal, by=by, on=on, case=goal.plan.case.public_id, version=goal.version)
    _follow(goal.plan, on=on)
    return goal


@transaction.atomic
def end_goal(goal: Goal, *, state: str, because: str, by: Actor, on: date) -> Goal:
    """A goal is reached, or given up, with what tells so. When it was the last of an order's, somebody must see to whether the help goes on.

    Source: SEL § 148; Viborg 2020 and Rebild 2015 on ending help when its goals are reached. Raises: FieldMissing, MoveNotAllowed.
    """
    _writer(by, goal.plan.case)
    if not because.strip():
        raise FieldMissing("because", "Hvordan ved I det", "skriv det kort")
    also = {"ended_on": on, "ended_because": because.strip()}
    moves.move(goal, state, by=by, on=on, case=goal.plan.case.public_id, act="end_goal", also=also)
    _follow(goal.plan, on=on)
    for order in _without_goals(goal):
        sign = open_library().sections[order.section].sign
        why = [{"text": f"{goal.get_state_display()}: {goal.text}", "value": danish.date_short(on), "source": ""}]
        what = f"{sign} hos {order.unit.name}: ingen mål tilbage"[:200]
        due.put(
            Due.Kind.ORDER,
            order.public_id,
            case=goal.plan.case,
            section=order.section,
            what=what,
            next="Sæt nye mål, eller følg op: skal hjælpen slutte?",
            on=on,
            why=why,
        )
    return goal


def _without_goals(goal: Goal) -> list[Order]:
    """The running orders that work towards a goal, and have no other left."""
    left = OrderGoal.objects.filter(order=OuterRef("pk"), goal__state=GoalState.ACTIVE)
    rows = Order.objects.filter(pk__in=OrderGoal.objects.filter(goal=goal).values("order")).running().exclude(Exists(left))
    return list(rows.select_related("unit").order_by("pk"))
