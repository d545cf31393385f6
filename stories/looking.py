"""Looks: whoever acted in a case had it before their eyes first. The log of looks is written from the log of acts, day by day, by the doors' own way of writing."""

from __future__ import annotations

from django.db.models import Max, Q

from mestring.audit import clock, lookups
from mestring.audit.models import Entry, LookUp
from mestring.cases.models import Case
from mestring.delivery.models import Order
from mestring.people import access
from mestring.people.access import Actor, Tie
from stories.house import House, Role


def newest_act() -> int:
    """The number of the last act."""
    return int(Entry._base_manager.aggregate(last=Max("number"))["last"] or 0)


def looked(house: House, since: int) -> None:
    """Log one look at each case for each who has acted in it after an act; a provider's people look at their orders in it, and never at the case."""
    staff = {actor.id: actor for actor in map(house.who, house.people)}
    acted = Entry._base_manager.filter(number__gt=since, actor__in=staff).exclude(case="").order_by("number").values_list("actor", "case")
    seen = list(dict.fromkeys(acted))
    cases = {str(one.public_id): one for one in Case.objects.filter(public_id__in=[case for _, case in seen]).select_related("citizen")}
    rows = []
    for actor, case in seen:
        who, where = staff[actor], cases[case]
        rows += [_look_at_order(who, one, where) for one in _orders(who, where)] if who.provides else [_look(who, where)]
    lookups.commit(rows)


def _orders(actor: Actor, case: Case) -> list[Order]:
    """The orders in a case that somebody's units had before them that day."""
    rows = Order._base_manager.filter(Q(relation__until=None) | Q(relation__until__date__gte=actor.on), case=case, unit__in=actor.provides)
    return list(rows.select_related("unit").order_by("pk"))


def _look(actor: Actor, case: Case) -> LookUp:
    post = actor.posts[0]
    thing = {"relation": access.nearest(access.ties(actor, case)), "action": "case.see", "thing": "cases.case", "thing_id": str(case.public_id)}
    return _row(actor, case, role=post.role, unit=post.unit_id, unit_name=post.unit_name, **thing)


def _look_at_order(actor: Actor, order: Order, case: Case) -> LookUp:
    thing = {"relation": Tie.PROVIDER.value, "action": "delivery.see", "thing": "delivery.order", "thing_id": str(order.public_id)}
    return _row(actor, case, role=Role.PROVIDER, unit=str(order.unit.public_id), unit_name=order.unit.name, **thing)


def _row(actor: Actor, case: Case, **more: str) -> LookUp:
    return LookUp(at=clock.now(), actor=actor.id, case=str(case.public_id), citizen=str(case.citizen.public_id), **more)
