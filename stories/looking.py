"""Looks: whoever acted in a case had it before their eyes first. The log of looks is written from the log of acts, day by day, by the doors' own way of writing."""

from __future__ import annotations

from django.db.models import Max

from mestring.audit import clock, lookups
from mestring.audit.models import Entry, LookUp
from mestring.cases.models import Case
from mestring.people import access
from mestring.people.access import Actor
from stories.house import House


def newest_act() -> int:
    """The number of the last act."""
    return int(Entry._base_manager.aggregate(last=Max("number"))["last"] or 0)


def looked(house: House, since: int) -> None:
    """Log one look at each case for each who has acted in it after an act."""
    staff = {actor.id: actor for actor in map(house.who, house.people)}
    acted = Entry._base_manager.filter(number__gt=since, actor__in=staff).exclude(case="").order_by("number").values_list("actor", "case")
    seen = list(dict.fromkeys(acted))
    cases = {str(one.public_id): one for one in Case.objects.filter(public_id__in=[case for _, case in seen]).select_related("citizen")}
    lookups.commit([_look(staff[actor], cases[case]) for actor, case in seen])


def _look(actor: Actor, case: Case) -> LookUp:
    post = actor.posts[0]
    return LookUp(
        at=clock.now(),
        actor=actor.id,
        role=post.role,
        unit=post.unit_id,
        unit_name=post.unit_name,
        relation=access.nearest(access.ties(actor, case)),
        action="case.see",
        thing="cases.case",
        thing_id=str(case.public_id),
        case=str(case.public_id),
        citizen=str(case.citizen.public_id),
    )
