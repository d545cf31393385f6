"""Following up a course nobody had to decide: held, agreed for another day, ended with it."""

from __future__ import annotations

from datetime import date

from django.db import transaction

from mestring.audit import acts
from mestring.cases.errors import CaseClosed
from mestring.cases.states import CaseState
from mestring.decisions.errors import CitizenDied, FieldMissing
from mestring.delivery.actions import end_order
from mestring.delivery.actions.ordering import given_until
from mestring.delivery.actions.owing import follow as owing_of_order
from mestring.delivery.errors import NotRunning
from mestring.delivery.models import Order
from mestring.followups import courses
from mestring.followups.actions.holding import plan_next, set_day, write
from mestring.followups.actions.keeping_courses import READ, keep_course
from mestring.followups.courses import Course
from mestring.followups.errors import NextNotAfter
from mestring.followups.models import AgreedDate, FollowUp, Kind, Outcome
from mestring.people import access
from mestring.people.access import Actor


def _fresh(order: Order, by: Actor, on: date) -> Course:
    """The course as it stands now, held fast. Raises: NotAllowed, CaseClosed, CitizenDied, NotRunning."""
    access.require(by, "follow_up.hold", order.case)
    if by.employee is None:
        raise access.NotAllowed
    found = Order.objects.select_related(*READ, "relation").select_for_update(no_key=True, of=("self",)).get(pk=order.pk)
    if found.case.state == CaseState.CLOSED:
        raise CaseClosed
    if found.case.citizen.died_on:
        raise CitizenDied
    course = courses.of(found, on)
    if found.grant_id or not course.runs:
        raise NotRunning
    return course


@transaction.atomic
def hold_course(
    order: Order,
    *,
    held_on: date,
    form: str,
    agreed: str,
    outcome: str,
    standard: str,
    seen: int,
    by: Actor,
    on: date,
    sure: bool = False,
    next_on: date | None = None,
    agreed_with: str = "",
    because: str = "",
    ended_because: str = "",
    **written: str,
) -> FollowUp:
    """Write down a follow-up of a course, and what comes of it: it goes on, or it ends, which takes no decision.

    Shapes: as `hold`; `ended_because` says why a course ends: the goals are reached, its time is up, the citizen stays away.
    Source: SEL §§ 82 a and b, 148; Randers 2019, l. 275; Ballerup, l. 107-117.
    Raises: HeldMeanwhile, DayInTheFuture, BeforeTheHelp, FieldMissing, NextNotAfter, NextPastTheEnd, LaterUnexplained, CaseClosed, CitizenDied, NotRunning.
    """
    course = _fresh(order, by, on)
    order = course.order
    ends = outcome != Outcome.CONTINUE
    if ends and not ended_because.strip():
        raise FieldMissing("ended_because", "Hvorfor slutter forløbet", "vælg det, der passer bedst")
    owing = course.owing(Kind.FOLLOW_UP)
    made = write(course, owing, held_on=held_on, form=form, agreed=agreed, outcome=outcome, standard=standard, seen=seen, sure=sure, by=by, on=on, **written)
    acts.record("hold_follow_up", made, by=by, on=on, case=order.case.public_id, kind=Kind.FOLLOW_UP, outcome=outcome, held_on=held_on, due_on=owing.day)
    if ends:
        end_order(order, last_day=max(held_on, given_until(order) or held_on), because=ended_because, by=by, on=on)
        order.refresh_from_db()
    else:
        plan_next(courses.of(order, on), Kind.FOLLOW_UP, held_on, next_on, because=because, agreed_with=agreed_with, by=by, on=on)
        owing_of_order(order, on=on)  # what was asked about it has been talked of
    keep_course(order, on=on)
    return made


@transaction.atomic
def agree_course_date(order: Order, *, day: date, by: Actor, on: date, because: str = "", agreed_with: str = "") -> AgreedDate:
    """Agree on a day for the next follow-up of a course, as its plan says; one later than the standard's with whom and why.

    Raises: NextNotAfter, NextPastTheEnd, LaterUnexplained, CaseClosed, CitizenDied, NotRunning.
    """
    course = _fresh(order, by, on)
    if day < on:
        raise NextNotAfter(on)
    made = set_day(course, course.owing(Kind.FOLLOW_UP), day, because=because, agreed_with=agreed_with, by=by, on=on)
    keep_course(course.order, on=on)
    return made
