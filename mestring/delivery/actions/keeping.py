"""What the house does by itself: orders follow the grants they belong to, and what nobody was asked to give is put on the list."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from django.db import transaction
from django.db.models import Exists, F, OuterRef, Q

from mestring.audit import acts, clock, moves
from mestring.cases.actions import due
from mestring.cases.models import Due
from mestring.cases.states import CaseState
from mestring.decisions import proposals as deciding
from mestring.decisions.models import Grant
from mestring.decisions.models.choice import Plan as Offered
from mestring.delivery import hours, proposals
from mestring.delivery.actions import hours as accounts
from mestring.delivery.actions import ordering, owing
from mestring.delivery.actions.asking import ask_nothing_after
from mestring.delivery.actions.planning import take_over_plan
from mestring.delivery.models import Order, Plan, StatusDue, Visit
from mestring.delivery.states import OPEN, OrderState, PlanState, VisitState
from mestring.people import access
from mestring.people.access import Actor
from mestring.people.models import Relation
from mestring.rules import danish
from mestring.rules.rulebook import open_library

DEATH = "Borgeren er død"
OVER = "Hjælpen er ophørt"


@dataclass(frozen=True, slots=True)
class Kept:
    """What came of it: orders that were ended, orders that got another last day, grants nobody was asked to give, status notes that are late, courses whose appointments are broken, accounts whose
    hours soon lapse.
    """

    ended: int
    moved: int
    owed: int
    late: int
    broken: int
    lapsing: int


def keep_orders(*, by: Actor, on: date, decided_since: date | None = None, limit: int = 1000) -> Kept:
    """Let orders follow their grants: a decision or a death that ends help ends the order, and with it what the provider sees.

    Done again it changes nothing. Help that is granted and not ordered is put on the authority's list, all of it or what was decided lately; with all of it also status
    notes that are late, courses whose appointments are broken, and hours that soon lapse, which a day brings.
    """
    access.require(by, "order.keep")
    moved = _follow_last_days(by=by, on=on, limit=limit)
    ended = _end_what_is_over(by=by, on=on, limit=limit)
    with transaction.atomic():
        owed = _owe_what_is_not_ordered(decided_since, on=on, limit=limit)
        _take_over_plans(decided_since, by=by, on=on, limit=limit)
        if decided_since:
            return Kept(ended, moved, owed, 0, 0, 0)
        late, broken = _late_status(on=on, limit=limit), _broken_appointments(on=on, limit=limit)
        return Kept(ended, moved, owed, late, broken, _lapsing_hours(on=on))


def _follow_last_days(*, by: Actor, on: date, limit: int) -> int:
    """Orders whose grant ends before they do."""
    last = Q(grant__ended_on__isnull=False) & (Q(last_day=None) | Q(last_day__gt=F("grant__ended_on")))
    last |= Q(grant__ends_on__isnull=False) & (Q(last_day=None) | Q(last_day__gt=F("grant__ends_on")))
    count = 0
    for order in Order.objects.open().filter(last).select_related("grant", "relation", "case").order_by("pk")[:limit]:
        with transaction.atomic():
            day = order.grant.last_day
            day = max(day, ordering.given_until(order) or day)
            if day == order.last_day:
                continue  # it began after the help was over, and has been moved already
            Order.objects.filter(pk=order.pk).update(last_day=day, version=F("version") + 1)
            Relation.objects.filter(pk=order.relation_id).update(until=max(clock.end_of(day), order.relation.since + clock.MOMENT))
            ordering.drop_planned(order, after=day, on=on)
            order.last_day = day
            ask_nothing_after(order)
            acts.record("order_follows_grant", order, by=by, on=on, case=order.case.public_id, last_day=day)
        count += 1
    return count


def _end_what_is_over(*, by: Actor, on: date, limit: int) -> int:
    """Orders whose last day is past, and those of citizens who have died."""
    over = Order.objects.open().filter(Q(last_day__lt=on) | Q(citizen__died_on__isnull=False))
    count = 0
    for order in over.select_related("grant", "relation", "case", "citizen", "unit").order_by("pk")[:limit]:
        died = order.citizen.died_on
        with transaction.atomic():
            last = min(day for day in (order.last_day, died, on) if day)
            because, who = (DEATH, Order.EndedBy.DEATH) if died else (OVER, Order.EndedBy.AUTHORITY)
            if order.state == OrderState.RUNNING:
                last = max(last, ordering.given_until(order) or last)
                also = {"ended_on": on, "last_day": last, "ended_by": who, "ended_because": because}
                unseen = order.grant_id is None and not died and Due.objects.waiting().filter(kind=Due.Kind.COURSE, thing=order.public_id).exists()
                moves.move(order, OrderState.ENDED, by=by, on=on, case=order.case.public_id, act="end_order", also=also, last_day=last)
            else:
                also = {"ended_on": on, "ended_by": who, "ended_because": because}
                moves.move(order, OrderState.WITHDRAWN, by=by, on=on, case=order.case.public_id, act="withdraw_order", also=also)
            ordering.close(order, last=last if order.state == OrderState.ENDED and not died else None, on=on)
            if order.state == OrderState.ENDED and unseen:
                owing.tell_over(order, on=on)
        count += 1
    return count


def _owe_what_is_not_ordered(decided_since: date | None, *, on: date, limit: int) -> int:
    """Help in force that a provider gives, and that nobody was asked to; and rows of such help that need stand no more."""
    ordered = Order.objects.filter(grant=OuterRef("pk"), state__in=OPEN)
    listed = Due.objects.waiting().filter(kind=Due.Kind.UNORDERED, thing=OuterRef("public_id"))
    given = Grant.objects.running().not_over(on).filter(section__in=proposals.ORDERED, case__citizen__died_on=None)
    new = given.filter(decision__decided_on__gte=decided_since) if decided_since else given
    count = 0
    for grant in new.filter(~Exists(ordered), ~Exists(listed)).with_case().order_by("pk")[:limit]:
        owing.owe_order(grant, on=on)
        count += 1
    rows = Due.objects.waiting().filter(kind=Due.Kind.UNORDERED)
    stale = Grant.objects.filter(public_id__in=rows.values("thing")).exclude(pk__in=given.values("pk"))
    for key in stale.values_list("public_id", flat=True)[:limit]:
        due.settle(Due.Kind.UNORDERED, key, on=on)
    return count


def _take_over_plans(decided_since: date | None, *, by: Actor, on: date, limit: int) -> None:
    """Plans the citizen said yes to as the help was decided."""
    said_since = Q(state__in=(PlanState.OFFERED, PlanState.ACCEPTED)) | Q(offered_on__gte=OuterRef("decision__plan_on"))
    there = Plan.objects.filter(said_since, case=OuterRef("case"), kind=Plan.Kind.ACTION)
    said_yes = Grant.objects.running().not_over(on).filter(decision__plan=Offered.ACCEPTED, case__state=CaseState.OPEN, case__citizen__died_on=None)
    new = said_yes.filter(decision__decided_on__gte=decided_since) if decided_since else said_yes
    taken: set[int] = set()
    for grant in new.filter(~Exists(there)).with_case().order_by("pk")[:limit]:
        if grant.case_id not in taken:
            take_over_plan(grant, by=by, on=on)
            taken.add(grant.case_id)


def _late_status(*, on: date, limit: int) -> int:
    """Status notes whose day is past: the authority asks for them."""
    listed = Due.objects.waiting().filter(kind=Due.Kind.STATUS, thing=OuterRef("order__public_id"))
    late = StatusDue.objects.filter(~Exists(listed), day__lt=on, order__state=OrderState.RUNNING)
    count = 0
    for one in late.select_related("order__case", "order__unit").order_by("pk")[:limit]:
        order = one.order
        due.put(
            Due.Kind.STATUS,
            order.public_id,
            case=order.case,
            section=order.section,
            what=f"Statusnotat {open_library().sections[order.section].sign} mangler fra {order.unit.name}"[:200],
            next="Spørg efter statusnotatet",
            on=one.day,
            source=one.source,
            why=[*one.why, {"text": "Skulle være sendt", "value": danish.date_short(one.day), "source": one.source}],
            waits=order.unit.name[:120],
        )
        count += 1
    return count


def _broken_appointments(*, on: date, limit: int) -> int:
    """Courses that the standard ends when appointments have been broken for so long: the authority is told, and decides.

    Source: the standard's own rule of absence (Ballerup, §§ 82 a and b).
    """
    listed = Due.objects.waiting().filter(kind=Due.Kind.ORDER, thing=OuterRef("public_id"), next=RING)
    missed = Visit.objects.filter(order=OuterRef("pk"), state__in=BROKEN, error_on=None)
    rows = Order.objects.running().filter(Exists(missed), ~Exists(listed)).select_related("case", "unit").order_by("pk")
    _kept_again(on)
    count = 0
    for order in rows.filter(section__in=proposals.absence_sections())[:limit]:
        since = broken_since(order)
        found = proposals.absence(deciding.guide(order.standard, order.section), order.section, since, on) if since else None
        if found is None or not found.has_come:
            continue
        due.put(
            Due.Kind.ORDER,
            order.public_id,
            case=order.case,
            section=order.section,
            what=f"{open_library().sections[order.section].sign}: aftaler brudt siden {danish.date_short(since)}"[:200] if since else "",
            next=RING,
            on=found.day,
            source=found.source[:200],
            why=found.steps,
            waits="",
        )
        count += 1
    return count


RING = "Ring til borgeren, og drøft, om forløbet skal afsluttes"
BROKEN = (VisitState.NO_SHOW, VisitState.BY_CITIZEN)


def _kept_again(on: date) -> None:
    """The rows of courses whose appointments are kept again: nobody need ring."""
    listed = Due.objects.waiting().filter(kind=Due.Kind.ORDER, next=RING)
    for order in Order.objects.filter(public_id__in=listed.values("thing")).order_by("pk"):
        since = broken_since(order)
        found = proposals.absence(deciding.guide(order.standard, order.section), order.section, since, on) if since else None
        if found is None or not found.has_come:
            due.settle(Due.Kind.ORDER, order.public_id, on=on)


TWICE = 2
"""One appointment that is broken is no period of them. The house's own reading."""


def broken_since(order: Order) -> date | None:
    """The first day of the appointments that were broken one after the other; none when fewer than two were, or the newest was kept.

    One the provider cancelled breaks the row: what the citizen could not keep is not held against them.
    Source: Ballerup, l. 68, which speaks of a period in which what was agreed isn't kept.
    """
    rows = Visit.objects.filter(order=order).registered().order_by("-day", "-at", "-pk").values_list("day", "state")
    broken: list[date] = []
    for day, state in rows[:200]:
        if state not in BROKEN:
            break
        broken.append(day)
    return broken[-1] if len(broken) >= TWICE else None


def _lapsing_hours(*, on: date) -> int:
    """Accounts of § 97 with hours that soon lapse: somebody tells the citizen; a companion who waits for an answer stands in the same row. The row goes when there is neither."""
    rows = Grant.objects.not_over(on).filter(section=hours.SECTION, case__citizen__died_on=None).exclude(case__state=CaseState.CLOSED)
    listed = {row.thing: row.next for one in rows.with_case().order_by("pk") if (row := accounts.list_account(one, on=on))}
    waiting = Due.objects.waiting().filter(kind=Due.Kind.HOURS)
    for thing in set(waiting.values_list("thing", flat=True)) - set(listed):
        due.settle(Due.Kind.HOURS, thing, on=on)
    return sum(step == accounts.TELL for step in listed.values())
