"""Break-glass: a case outside one's relations, with a reason, for one case and half an hour; the leader is told and reviews it."""

from __future__ import annotations

from datetime import date, timedelta

from django.db import transaction

from mestring.audit import acts, clock
from mestring.audit.errors import NotAllowed
from mestring.cases.actions import due
from mestring.cases.models import Case, Due
from mestring.people import access, wall
from mestring.people.access import Actor
from mestring.people.errors import NotYourOwn, ReasonMissing
from mestring.people.models import Relation
from mestring.rules import danish
from mestring.rules.rulebook import open_library

MINUTES = 30
REVIEW_WITHIN = 5


@transaction.atomic
def break_glass(case: Case, *, by: Actor, on: date, category: str, reason: str) -> Relation:
    """Open one case for half an hour; its leader has five working days to review it. It does not open one's own case or a relative's.

    Raises: ReasonMissing, NotAllowed.
    """
    access.require(by, "glass.break")
    if access.is_blocked(by, case.citizen_id):
        raise NotAllowed
    if not reason.strip() or category not in Relation.Category.values:
        raise ReasonMissing
    now = clock.now()
    relation = Relation.objects.create(
        case=case.public_id,
        kind=Relation.Kind.GLASS,
        employee_id=by.employee,
        since=now,
        until=now + timedelta(minutes=MINUTES),
        category=category,
        reason=reason.strip(),
        review_due=open_library().world.calendar.add_working_days(on, REVIEW_WITHIN),
    )
    acts.record("break_glass", relation, by=by, on=on, case=case.public_id, category=category)
    with wall.lifted():  # the wall knows the glass that is broken from the next request
        due.put(
            Due.Kind.REVIEW,
            relation.public_id,
            case=case,
            leader=True,
            what=f"Nødadgang: {relation.get_category_display().lower()}",
            next="Gennemgå nødadgangen",
            on=relation.review_due,
            why=[
                {"text": f"{by.name} åbnede sagen uden relation", "value": danish.date_short(on)},
                {"text": f"Gennemgås inden {REVIEW_WITHIN} arbejdsdage", "value": danish.date_short(relation.review_due)},
            ],
        )
    return relation


@transaction.atomic
def review_glass(relation: Relation, case: Case, *, by: Actor, on: date, review: str) -> None:
    """The leader's review of a broken glass. Nobody reviews their own. Raises: NotYourOwn, ReasonMissing."""
    access.require(by, "glass.review", case)
    if relation.employee_id == by.employee:
        raise NotYourOwn
    if not review.strip():
        raise ReasonMissing("Vurdering: skriv, om adgangen var i orden.", fields=("review",))
    Relation.objects.filter(pk=relation.pk, reviewed_on=None).update(reviewed_on=on, reviewed_by=by.employee, review=review.strip())
    relation.refresh_from_db()
    due.settle(Due.Kind.REVIEW, relation.public_id, on=on)
    acts.record("review_glass", relation, by=by, on=on, case=case.public_id)
