"""Keeping what is owed of the courses nobody had to decide: a row of the work list for each, with the next that is to be done."""

from __future__ import annotations

from datetime import date

from django.db import transaction
from django.db.models import Exists, OuterRef

from mestring.audit import acts
from mestring.cases.actions import due
from mestring.cases.models import Due
from mestring.delivery.actions.owing import course_words
from mestring.delivery.models import Order
from mestring.delivery.querysets import OrderQuerySet
from mestring.followups import courses
from mestring.people import access
from mestring.people.access import Actor

READ = ("case__citizen", "case__team", "case__responsible", "unit")
"""What an act about a course reads with its order."""


def keep_course(order: Order, *, on: date) -> None:
    """Write what is owed of a course: there while it runs, on the day of the next that is to be done. Part of the acts that change it."""
    course = courses.of(order, on)
    if not course.runs or order.case.citizen.died_on:
        due.settle(Due.Kind.COURSE, order.public_id, on=on)
        return
    step = course.step
    due.put(
        Due.Kind.COURSE,
        order.public_id,
        case=order.case,
        section=order.section,
        what=course_words(order)[:200],
        next=step.next[:200],
        on=step.day,
        source=step.source[:200],
        why=step.why,
    )


def take_up_courses(*, by: Actor, on: date, limit: int = 1000) -> int:
    """Count what is owed of the courses that have begun, or were changed, since the house last looked. Answers how many."""
    access.require(by, "follow_up.keep")
    counted = Due.objects.waiting().filter(kind=Due.Kind.COURSE, thing=OuterRef("public_id")).exclude(source="")
    begun = _courses().filter(~Exists(counted), citizen__died_on=None).order_by("pk")[:limit]
    taken = 0
    for order in begun:
        with transaction.atomic():
            taken += _keep(order, by=by, on=on, act="take_up_follow_ups")
    return taken


def keep_all_courses(*, by: Actor, on: date) -> int:
    """Count what is owed of every course anew: its last day may have been set, and the standard may have a new edition. Answers how many rows say another."""
    access.require(by, "follow_up.keep")
    moved = take_up_courses(by=by, on=on)
    for order in _courses().filter(citizen__died_on=None).order_by("pk"):
        with transaction.atomic():
            moved += _keep(order, by=by, on=on, act="move_follow_up")
    return moved


def _courses() -> OrderQuerySet:
    found: OrderQuerySet = Order.objects.running().filter(grant=None).select_related(*READ)
    return found


def _keep(order: Order, *, by: Actor, on: date, act: str) -> bool:
    """Write what is owed of one, held fast meanwhile; whether it is another than before."""
    order = Order.objects.select_related(*READ).select_for_update(no_key=True, of=("self",)).get(pk=order.pk)
    rows = Due.objects.waiting().filter(kind=Due.Kind.COURSE, thing=order.public_id).values_list("on", "next", "source")
    before = rows.first()
    keep_course(order, on=on)
    changed: bool = before != rows.first()
    if changed:
        acts.record(act, order, by=by, on=on, case=order.case.public_id)
    return changed
