"""The authority's acts with an order: placed, changed, taken back, ended."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from decimal import Decimal
from typing import Any
from uuid import uuid4

from django.db import transaction
from django.db.models import F, Max, Min

from mestring.audit import acts, clock, moves
from mestring.audit.errors import MoveNotAllowed
from mestring.audit.versions import write
from mestring.cases.actions import due
from mestring.cases.actions.inquiry import course_ordered
from mestring.cases.errors import CaseClosed, DayMissing
from mestring.cases.models import Case, Due
from mestring.cases.states import CaseState
from mestring.decisions import proposals as deciding
from mestring.decisions.errors import CitizenDied, FieldMissing, GrantNotInForce
from mestring.decisions.gathering import amount_words
from mestring.decisions.models import Grant
from mestring.delivery import proposals
from mestring.delivery.actions import owing
from mestring.delivery.actions.asking import ask_nothing_after
from mestring.delivery.errors import GivenBefore, LastDayToCome, LastDayTooEarly, NeedsADecision, NotAProvider, OrderedAlready, OrderedTooMuch, OutsideTheOrder
from mestring.delivery.models import Goal, HourUse, Order, OrderGoal, OrderRevision, Plan, StatusDue, TeamMember, Visit
from mestring.delivery.states import OPEN, OrderState, VisitState
from mestring.people import access, wall
from mestring.people.access import Actor
from mestring.people.models import Relation, Unit
from mestring.rules.rulebook import open_library

CHANGED = ("purpose", "needs", "amount", "measure", "extent", "shares_phone", "shares_address", "last_day")
"""What can be changed of an order while it runs."""


def may_order(by: Actor, case: Case) -> int:
    """Whoever may order in the case, as an employee. Raises: NotAllowed."""
    access.require(by, "order.place", case)
    if by.employee is None:
        raise access.NotAllowed
    return by.employee


@transaction.atomic
def place_order(
    case: Case,
    *,
    unit: Unit,
    section: str,
    purpose: str,
    begins_on: date,
    answer_by: date,
    standard: str,
    by: Actor,
    on: date,
    grant: Grant | None = None,
    last_day: date | None = None,
    other_need: bool = False,
    goals: Sequence[Goal] = (),
    amount: int | None = None,
    measure: str = "",
    extent: str = "",
    needs: str = "",
    shares_phone: bool = False,
    shares_address: bool = False,
    chosen_by_citizen: bool = False,
    team: Sequence[dict[str, str]] = (),
) -> Order:
    """Ask a provider to give help that was granted, or that the law lets be given without a decision (bestilling).

    From now on the provider's people see the order, and nothing of the case. By when help must begin is the standard's or law's word.
    Shapes: `standard` is the council's, by which an open offer needs no decision; `other_need` says that it is not what the citizen had such help for before; `last_day` is when a course is meant to end, help that was granted ends with its grant; `team` holds rows of role, name, title and phone.
    Unit: `amount` in hundredths of `measure`.
    Source: SEL § 1, stk. 3, and RSL § 3 for that help is to begin; RSL § 16; the standard's own deadlines.
    Raises: CaseClosed, CitizenDied, NotAProvider, GrantNotInForce, NeedsADecision, GivenBefore, OrderedAlready, OrderedTooMuch, FieldMissing, DayMissing, OutsideTheOrder.
    """
    employee = may_order(by, case)
    case = Case.objects.select_related("citizen", "team", "responsible").select_for_update(no_key=True, of=("self",)).get(pk=case.pk)
    _can_order(case, unit, purpose)
    if grant is None:
        entered = proposals.needs_no_decision(standard, section, on)
        # Where both ways are open, so much help as hours or days is what a decision gives.
        if not entered.value or (entered.values.get("both") and amount):
            raise NeedsADecision(open_library().sections[section].sign)
        since = None if other_need else course_since(case, standard, section, begins_on)
        refuse_too_long(standard, section, since or begins_on, last_day, on=on)
        if since is None and not other_need and had_before(case, standard, section, on):
            raise GivenBefore(open_library().sections[section].sign)
    else:
        grant = Grant.objects.with_case().get(pk=grant.pk, case=case)
        section, standard = grant.section, grant.standard
        if not grant.runs or (grant.last_day and grant.last_day < on):
            raise GrantNotInForce
        if begins_on < grant.begins_on or (grant.last_day and begins_on > grant.last_day):
            raise OutsideTheOrder("begins_on", "Skal begynde", grant.begins_on, grant.last_day)
    if answer_by < on:
        raise DayMissing("answer_by", "Svar senest", f"skriv en dag fra {on:%d-%m-%Y} og frem")
    others = Order.objects.filter(case=case, section=section, grant=grant).open()
    if same := others.filter(unit=unit).first():
        raise OrderedAlready(unit.name, same.number)
    refuse_too_much(grant, amount, measure, others)
    start = start_by(case, grant, standard, section, chosen_by_citizen=chosen_by_citizen, on=on)
    last, key = grant.last_day if grant else last_day, uuid4()
    relation = Relation.objects.create(
        case=case.public_id, kind=Relation.Kind.ORDER, unit=unit, since=clock.now() - clock.MOMENT, until=clock.end_of(last) if last else None, order=key
    )
    made: Order = Order.objects.create(
        public_id=key,
        number=f"{case.number}-{Order.objects.filter(case=case).count() + 1}",
        case=case,
        citizen=case.citizen,
        grant=grant,
        section=section,
        standard=standard,
        edition=grant.edition if grant else open_library().standard(standard).edition,
        unit=unit,
        relation=relation,
        level_label=grant.level_label if grant else "",
        purpose=purpose.strip(),
        needs=needs.strip(),
        amount=amount,
        measure=measure if amount else "",
        extent=extent.strip(),
        shares_phone=shares_phone,
        shares_address=shares_address,
        chosen_by_citizen=chosen_by_citizen,
        other_need=other_need,
        begins_on=begins_on,
        **_start(start),
        answer_by=answer_by,
        placed_on=on,
        placed_by_id=employee,
        last_day=last,
    )
    set_goals(made, case, goals)
    TeamMember.objects.bulk_create(TeamMember(order=made, **one) for one in team)
    if grant:
        due.settle(Due.Kind.UNORDERED, grant.public_id, on=on)
    else:
        due.settle_all(
            Order.objects.filter(case=case, section=section, grant=None).exclude(pk=made.pk).exclude(state__in=OPEN).values_list("public_id", flat=True), on=on
        )
        course_ordered(case, section, on=on)
    acts.record("place_order", made, by=by, on=on, case=case.public_id, unit=unit.public_id, section=section, start_by=made.start_by)
    owing.follow(made, on=on)
    return made


def _can_order(case: Case, unit: Unit, purpose: str) -> None:
    if case.state == CaseState.CLOSED:
        raise CaseClosed
    if case.citizen.died_on:
        raise CitizenDied
    if unit.kind != Unit.Kind.PROVIDER:
        raise NotAProvider
    if not purpose.strip():
        raise FieldMissing("purpose", "Formål", "skriv, hvad hjælpen skal føre til")


def start_by(case: Case, grant: Grant | None, standard: str, section: str, *, chosen_by_citizen: bool, on: date) -> proposals.StartBy | None:
    """By when help must begin, by what is known of the case."""
    application = grant.decision.application if grant else None
    guide = deciding.guide(standard, section)
    return proposals.start_by(
        guide,
        section,
        applied_on=application.received_on if application else None,
        decided_on=grant.decision.decided_on if grant else None,
        plan_made_on=_plan_made(case, guide, section, on),
        chosen_by_citizen=chosen_by_citizen,
        age=case.citizen.age(on),
        on=on,
    )


def _plan_made(case: Case, guide: str, section: str, on: date) -> date | None:
    """The day the plan that belongs to the help was made, when one is in use."""
    owed = proposals.plan_of(guide, section, on)
    rows = Plan.objects.filter(case=case, made_on__isnull=False, kind=owed.kind if owed else Plan.Kind.ACTION).in_use()
    day: date | None = rows.order_by("made_on").values_list("made_on", flat=True).first()
    return day


def _start(found: proposals.StartBy | None) -> dict[str, Any]:
    """By when help must begin, as it stands on an order."""
    if found is None:
        return {"start_by": None, "start_source": "", "start_why": [], "start_is_contact": False}
    return {"start_by": found.day, "start_source": found.source[:200], "start_why": found.steps, "start_is_contact": found.contact}


def count_start(case: Case, *, on: date) -> None:
    """Count anew by when help that was ordered and has not begun must begin: the plan it is counted from has been made. Part of making it."""
    waiting = Order.objects.filter(case=case).open().filter(started_on=None).select_related("unit", "grant__decision__application")
    for order in waiting:
        found = _start(start_by(case, order.grant, order.standard, order.section, chosen_by_citizen=order.chosen_by_citizen, on=on))
        if found["start_by"] != order.start_by:
            Order.objects.filter(pk=order.pk).update(**found, version=F("version") + 1)
            order.refresh_from_db()
            owing.follow(order, on=on)


def longest(standard: str, section: str, begins_on: date, on: date) -> deciding.GrantCap:
    """How long a course that begins on a day may last: by law, and by the standard."""
    return deciding.grant_cap(deciding.guide(standard, section), section, begins_on, on)


def course_since(case: Case, standard: str, section: str, day: date, *, besides: Order | None = None) -> date | None:
    """The day a course began that an order would go on with, by the same provider or another; none when there is none, or its longest time is over. Shapes: `besides` is the order itself."""
    began: date | None = None
    rows = Order.objects.filter(case=case, section=section, grant=None, started_on__isnull=False).order_by("started_on", "pk")
    for started, other in rows.exclude(pk=besides.pk if besides else None).values_list("started_on", "other_need"):
        if began is None or other or _is_over(standard, section, began, started):
            began = started
    return None if began is None or began > day or _is_over(standard, section, began, day) else began


def _is_over(standard: str, section: str, began: date, day: date) -> bool:
    """Whether the longest time law gives from a day is over on another."""
    last = longest(standard, section, began, day).last_day
    return last is not None and last < day


def began_of(order: Order, started_on: date) -> date:
    """The day the course of an order began, by this order or one it goes on from. The provider sees nothing of those."""
    with wall.lifted():
        since = None if order.other_need else course_since(Case.objects.get(pk=order.case_id), order.standard, order.section, started_on, besides=order)
    return min(since, started_on) if since else started_on


def had_before(case: Case, standard: str, section: str, on: date) -> bool:
    """Whether the citizen has had help before that is given once for the same need. Source: SEL § 82 b."""
    if not longest(standard, section, on, on).once_for_same_need:
        return False
    courses = Order.objects.filter(citizen=case.citizen_id, section=section, started_on__isnull=False)
    return bool(courses.exists() or Grant.objects.filter(case__citizen=case.citizen_id, section=section).exists())


def refuse_too_long(standard: str, section: str, begins_on: date, last_day: date | None, *, on: date) -> None:
    """A course ends after it begins, and no later than law lets it. Source: SEL § 82 b. Raises: OutsideTheOrder."""
    if last_day is None:
        return
    by_law = longest(standard, section, begins_on, on).last_day
    if last_day < begins_on or (by_law and last_day > by_law):
        raise OutsideTheOrder("last_day", "Sidste dag", begins_on, by_law)


def refuse_too_much(grant: Grant | None, amount: int | None, measure: str, others: Any) -> None:
    """No more may be ordered than was granted, all open orders together, in whatever it is measured that can be held up against the grant. Raises: OrderedTooMuch."""
    if grant is None or not amount:
        return
    whole, asked = (proposals.extent(grant.standard, grant.section, *one) for one in ((grant.amount, grant.unit), (amount, measure)))
    if whole is None or asked is None or (whole.unit, whole.in_all) != (asked.unit, asked.in_all):
        return
    taken = sum(
        (
            one.amount
            for row in others.values_list("amount", "measure")
            if (one := proposals.extent(grant.standard, grant.section, *row)) and one.unit == whole.unit
        ),
        Decimal(0),
    )
    if taken + asked.amount > whole.amount:
        left = max(whole.amount - taken, Decimal(0)) * (grant.amount or 0) / whole.amount
        raise OrderedTooMuch(amount_words(grant.amount, grant.unit), amount_words(int(left), grant.unit))


def set_goals(order: Order, case: Case, goals: Sequence[Goal]) -> None:
    """The goals an order works towards: active ones of the case's own plans."""
    found = Goal.objects.filter(pk__in=[goal.pk for goal in goals], plan__case=case).active()
    OrderGoal.objects.bulk_create(OrderGoal(order=order, goal=goal) for goal in found.order_by("pk"))


@transaction.atomic
def change_order(order: Order, *, seen: int, because: str, goals: Sequence[Goal], by: Actor, on: date, **values: Any) -> Order:
    """Change what a provider is asked to do; what was asked before stays to be read.

    Shapes: `values` are among `CHANGED`; `seen` is the version it was read in.
    Raises: FieldMissing, NotRunning, OrderedTooMuch, OutsideTheOrder, Conflict.
    """
    may_order(by, order.case)
    Case.objects.select_for_update(no_key=True).filter(pk=order.case_id).first()  # two changes at once may not come to more than was granted
    if not order.is_open:
        raise MoveNotAllowed
    if "amount" in values and not values["amount"]:
        values |= {"amount": None, "measure": ""}
    if not str(values.get("purpose", order.purpose)).strip():
        raise FieldMissing("purpose", "Formål", "skriv, hvad hjælpen skal føre til")
    if not because.strip():
        raise FieldMissing("because", "Hvorfor ændres den", "skriv det kort. Leverandøren læser det")
    grant = order.grant
    if "last_day" in values and values["last_day"] is None and grant:
        values["last_day"] = grant.last_day  # the help has one, whatever the order says
    last = values.get("last_day")
    if grant is None:
        since = began_of(order, order.started_on or order.begins_on)
        refuse_too_long(order.standard, order.section, since, last, on=on)
        if last is None and order.started_on and "last_day" in values:
            last = values["last_day"] = longest(order.standard, order.section, since, on).last_day  # law's own stands, whatever is left out
    if last and ((order.started_on and last < order.started_on) or last < on or (grant and grant.last_day and last > grant.last_day)):
        raise OutsideTheOrder("last_day", "Sidste dag", max(order.started_on or on, on), grant.last_day if grant else None)
    others = Order.objects.filter(case=order.case_id, section=order.section, grant=grant).open().exclude(pk=order.pk)
    refuse_too_much(grant, values.get("amount", order.amount), values.get("measure", order.measure), others)
    before = {name: _plain(getattr(order, name)) for name in CHANGED}
    before["goals"] = [str(one) for one in order.order_goals.values_list("goal__public_id", flat=True)]
    version = order.version
    write(order, seen=seen, **{name: value.strip() if isinstance(value, str) else value for name, value in values.items() if name in CHANGED})
    OrderRevision.objects.create(order=order, version=version, written_at=clock.now(), written_by_id=by.employee, values=before, because=because.strip())
    OrderGoal.objects.filter(order=order).exclude(goal__in=[goal.pk for goal in goals]).delete()
    kept = set(order.order_goals.values_list("goal", flat=True))
    set_goals(order, order.case, [goal for goal in goals if goal.pk not in kept])
    drop_planned(order, after=order.last_day, on=on)
    ask_nothing_after(order)
    Relation.objects.filter(pk=order.relation_id).update(until=clock.end_of(order.last_day) if order.last_day else None)
    owing.follow(order, on=on)
    acts.record("change_order", order, by=by, on=on, case=order.case.public_id, version=order.version)
    return order


def _plain(value: Any) -> Any:
    return value.isoformat() if isinstance(value, date) else value


@transaction.atomic
def withdraw_order(order: Order, *, because: str, by: Actor, on: date) -> Order:
    """Take an order back before help has begun: the provider no longer sees it. Raises: FieldMissing, MoveNotAllowed."""
    may_order(by, order.case)
    if not because.strip():
        raise FieldMissing("because", "Hvorfor", "skriv det kort")
    also = {"ended_on": on, "ended_by": Order.EndedBy.AUTHORITY, "ended_because": because.strip()}
    moves.move(order, OrderState.WITHDRAWN, by=by, on=on, case=order.case.public_id, act="withdraw_order", also=also)
    close(order, last=None, on=on)
    owe_again(order, on=on, because="Bestillingen er trukket tilbage")
    return order


@transaction.atomic
def end_order(order: Order, *, last_day: date, because: str, by: Actor, on: date) -> Order:
    """End an order: its last day is the last on which the provider sees it. That help itself ends takes a decision of its own.

    Raises: FieldMissing, OutsideTheOrder, MoveNotAllowed.
    """
    may_order(by, order.case)
    end(order, last_day=last_day, because=because, ended_by=Order.EndedBy.AUTHORITY, by=by, on=on)
    owe_again(order, on=on, because="Bestillingen er afsluttet")
    return order


@transaction.atomic
def see_to_order(order: Order, *, by: Actor, on: date) -> Order:
    """Say that nothing more is to be done about an order that was refused, or that the provider ended: it is off the list. Raises: MoveNotAllowed."""
    may_order(by, order.case)
    if order.is_open:
        raise MoveNotAllowed
    owing.settle(Due.Kind.ORDER, order.public_id, on=on)
    acts.record("see_to_order", order, by=by, on=on, case=order.case.public_id)
    return order


def end(order: Order, *, last_day: date, because: str, ended_by: str, by: Actor, on: date) -> None:
    """What every ending does, whoever ends it."""
    if not because.strip():
        raise FieldMissing("because", "Hvorfor", "skriv det kort")
    first = given_until(order)
    if last_day > on:
        raise LastDayToCome(last_day)
    if first and last_day < first:
        raise LastDayTooEarly(first)
    also = {"ended_on": on, "last_day": last_day, "ended_by": ended_by, "ended_because": because.strip()}
    moves.move(order, OrderState.ENDED, by=by, on=on, case=order.relation.case, act="end_order", also=also, last_day=last_day)
    close(order, last=last_day, on=on)


def first_held(order: Order) -> date | None:
    """The first day something was held by an order, or hours were used."""
    held = Visit.objects.filter(order=order, state=VisitState.HELD, error_on=None).aggregate(day=Min("day"))["day"]
    used = HourUse.objects.filter(order=order).not_in_error().aggregate(day=Min("day"))["day"]
    return min((day for day in (held, used) if day), default=None)


def given_until(order: Order) -> date | None:
    """The latest day on which it is known that help was given by an order: it can't have ended before."""
    held = Visit.objects.filter(order=order).registered().order_by("-day").values_list("day", flat=True).first()
    used = HourUse.objects.filter(order=order).not_in_error().aggregate(day=Max("day"))["day"]
    return max((day for day in (order.started_on, held, used) if day), default=None)


def close(order: Order, *, last: date | None, on: date) -> None:
    """The provider sees it no more, and what was planned after the last day falls away."""
    now = clock.now()
    until = max(now, order.relation.since + clock.MOMENT) if last is None else max(clock.end_of(last), order.relation.since + clock.MOMENT)
    drop_planned(order, after=last or date.min, on=on)
    owing.settle(Due.Kind.ORDER, order.public_id, on=on)
    owing.settle(Due.Kind.STATUS, order.public_id, on=on)
    owing.settle(Due.Kind.COURSE, order.public_id, on=on)
    StatusDue.objects.filter(order=order).delete()
    # Last, since the provider who ended it may write no more from here on.
    Relation.objects.filter(pk=order.relation_id).update(until=until)


def drop_planned(order: Order, *, after: date | None, on: date) -> None:
    """What was planned after a day falls away; nothing does when there is no such day."""
    if after:
        Visit.objects.filter(order=order, error_on=None, day__gt=after).planned().update(error_on=on, error_because="Bestillingen er afsluttet")


def owe_again(order: Order, *, on: date, because: str) -> None:
    """Help that is still granted, and that nobody gives any more, is to be ordered again."""
    if order.grant_id is None:
        return
    grant = Grant.objects.with_case().get(pk=order.grant_id)
    gone = not grant.runs or (grant.last_day is not None and grant.last_day < on) or grant.case.citizen.died_on is not None
    if not gone and not Order.objects.filter(grant=grant).open().exists():
        owing.owe_order(grant, on=on, because=because)
