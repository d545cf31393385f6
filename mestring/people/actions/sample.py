"""The weekly sample of looks: drawn once, the same however often it is asked for, and reviewed by the leader."""

from __future__ import annotations

import random
from datetime import date, datetime, timedelta

from django.db import transaction
from django.utils import timezone

from mestring.audit import acts
from mestring.audit.errors import NotAllowed
from mestring.audit.models import LookUp
from mestring.people import access
from mestring.people.access import Actor
from mestring.people.errors import NotYourOwn, ReasonMissing
from mestring.people.models import SampledLook, Unit

SIZE = 10


def last_week(on: date) -> date:
    """The Monday of the last whole week."""
    return on - timedelta(days=on.weekday() + 7)


def _looks(unit: Unit, week: date) -> list[int]:
    begins = timezone.make_aware(datetime.combine(week, datetime.min.time()))
    found = LookUp.objects.filter(unit=str(unit.public_id), at__gte=begins, at__lt=begins + timedelta(days=7)).exclude(case="", citizen="")
    return list(found.order_by("number").values_list("number", flat=True))


@transaction.atomic
def draw_sample(unit: Unit, *, by: Actor, on: date) -> list[SampledLook]:
    """Last week's sample of what the unit's people were shown. Whoever draws it again gets the same."""
    access.require(by, "sample.see")
    if unit.pk not in by.leads:
        raise NotAllowed
    week = last_week(on)
    if not SampledLook.objects.filter(unit=unit, week=week).exists():
        numbers = _looks(unit, week)
        drawn = random.SystemRandom().sample(numbers, min(SIZE, len(numbers)))
        SampledLook.objects.bulk_create([SampledLook(unit=unit, week=week, look=number) for number in sorted(drawn)], ignore_conflicts=True)
        if drawn:
            acts.record("draw_sample", unit, by=by, on=on, week=week, size=len(drawn))
    return list(SampledLook.objects.filter(unit=unit, week=week).order_by("look"))


@transaction.atomic
def review_look(sampled: SampledLook, *, by: Actor, on: date, verdict: str, words: str = "") -> SampledLook:
    """Say what was found. Nobody reviews their own look. Raises: NotYourOwn, ReasonMissing."""
    access.require(by, "sample.see")
    if sampled.unit_id not in by.leads:
        raise NotAllowed
    if LookUp.objects.get(number=sampled.look).actor == by.id:
        raise NotYourOwn
    if verdict != SampledLook.Verdict.FINE and not words.strip():
        raise ReasonMissing("Bemærkning: skriv, hvad du spørger om, eller hvad der ikke er i orden.", fields=("words",))
    SampledLook.objects.filter(pk=sampled.pk).update(verdict=verdict, words=words.strip(), reviewed_on=on, reviewed_by=by.employee)
    sampled.refresh_from_db()
    acts.record("review_look", sampled, by=by, on=on, verdict=verdict)
    return sampled
