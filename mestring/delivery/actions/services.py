"""The authority's act with what an order's help consists of."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import date
from functools import lru_cache
from typing import Any

from django.db import transaction

from mestring.audit import acts
from mestring.audit.errors import MoveNotAllowed
from mestring.decisions.errors import FieldMissing
from mestring.delivery.actions.ordering import may_order
from mestring.delivery.models import Order
from mestring.delivery.models.service import OrderService
from mestring.people.access import Actor
from mestring.rules.rulebook import open_library


@lru_cache
def services() -> Mapping[str, str]:
    """FFB's services that can be chosen, by code: those with none beneath them."""
    return _choosable("services")


@lru_cache
def offers() -> Mapping[str, str]:
    """FFB's kinds of offer that can be chosen, by code: those with none beneath them."""
    return _choosable("offers")


def _choosable(name: str) -> Mapping[str, str]:
    found: list[Mapping[str, Any]] = open_library().contents.vocabulary[name][name]
    above = {one.get("parent") for one in found}
    return {one["code"]: one["term"] for one in found if one["code"] not in above}


def standing_services(order: Order) -> list[OrderService]:
    """What the help of an order consists of now."""
    return list(OrderService.objects.filter(order=order, until=None, dropped_on=None).order_by("pk"))


@transaction.atomic
def set_services(order: Order, codes: Iterable[str], *, by: Actor, on: date, offer: str = "") -> list[OrderService]:
    """Say what the help of an order consists of from a day on: what stands already is left alone, what is not named ends that day.

    One that had not begun is taken out, and stays to be read.
    Shapes: `offer` is the kind of place it is given in, when that is said.
    Source: FFB, Ydelser og Tilbud. Raises: FieldMissing, MoveNotAllowed.
    """
    may_order(by, order.case)
    stands = Order.objects.select_for_update(no_key=True, of=("self",)).get(pk=order.pk)
    if not stands.is_open:
        raise MoveNotAllowed
    wanted = list(dict.fromkeys(codes))
    if not wanted or any(code not in services() for code in wanted):
        raise FieldMissing("services", "Ydelser", "vælg mindst én fra listen")
    if offer and offer not in offers():
        raise FieldMissing("offer", "Tilbud", "vælg ét fra listen, eller lad det stå åbent")
    rows = standing_services(stands)
    standing = {one.code: one for one in rows if one.offer == offer}
    gone = [one for one in rows if one.code not in wanted or one.offer != offer]
    for one in gone:
        values = {"until": on} if one.since <= on else {"dropped_on": on}
        OrderService.objects.filter(pk=one.pk).update(**values)
    new = [code for code in wanted if code not in standing]
    since = max(on, stands.begins_on)
    OrderService.objects.bulk_create(OrderService(order=stands, code=code, offer=offer, since=since, set_on=on) for code in new)
    if gone or new:
        acts.record("set_services", stands, by=by, on=on, case=stands.case.public_id, services=wanted)
    return standing_services(stands)
