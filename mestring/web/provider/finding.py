"""Finding what a provider may see, and logging that it was shown. A provider sees orders, never cases."""

from __future__ import annotations

import re
from collections.abc import Iterable
from typing import Any
from uuid import UUID

from django.db.models import Model, QuerySet

from mestring.delivery.models import Goal, Order
from mestring.people.access import Tie
from mestring.web.shell.doors import Asked, Behind, find, look


def seen(by: Asked, things: Iterable[tuple[Model, Order]]) -> None:
    """Log that things of some orders are about to be shown."""
    if rows := [(thing, Behind(order.relation.case, None, frozenset({Tie.PROVIDER})), order.citizen) for thing, order in things]:
        look(by, rows, relation=Tie.PROVIDER)


def find_order(by: Asked, order_id: UUID) -> Order:
    """One of the provider's own orders, while it is before them; the look is logged first. Raises: NotFound."""
    order: Order = find(by, Order.objects.provided_by(by.actor).select_related("placed_by"), order_id)
    seen(by, [(order, order)])
    return order


def find_of_order(by: Asked, rows: QuerySet[Any], public_id: UUID) -> Any:
    """Something of one of the provider's own orders; the look is logged first. Raises: NotFound."""
    related = ("order__citizen", "order__relation", "order__unit")
    found = find(by, rows.provided_by(by.actor).select_related(*related), public_id)  # type: ignore[attr-defined]
    seen(by, [(found, found.order)])
    return found


def goals(order: Order) -> list[Goal]:
    """The goals an order works towards."""
    return list(Goal.objects.of_order(order).active())


def chosen(order: Order, keys: Iterable[str]) -> list[Goal]:
    """Those of the order's goals that were ticked."""
    wanted = set(keys)
    return [goal for goal in goals(order) if str(goal.public_id) in wanted]


def who(order: Order) -> str:
    """Whom an order is about, as far as the provider may know: a name once they have said yes."""
    if order.is_answered:
        return str(order.citizen.name)
    return somebody(order.citizen.age(order.placed_on))


def nameless(order: Order, text: str) -> str:
    """A text of the order as the provider may read it: until they have said yes, the citizen's names in it are told as `borgeren`."""
    names = sorted({part for part in re.split(r"[\s-]+", order.citizen.name) if len(part) > 1}, key=len, reverse=True)
    if order.is_answered or not names:
        return text
    one = "|".join(re.escape(name) for name in names)
    return re.sub(rf"\b(?:{one})(?:[\s-]+(?:{one}))*(s)?\b", lambda found: _borgeren(text[: found.start()], found[1] or ""), text, flags=re.IGNORECASE)


def _borgeren(before: str, genitive: str) -> str:
    """`Borgeren` where a sentence begins, `borgerens` where something is theirs."""
    written = before.rstrip()
    return f"{'b' if written and written[-1] not in '.!?:' else 'B'}orgeren{genitive}"


def somebody(age: int | None) -> str:
    """`Borger i 20'erne`: enough to say yes or no by."""
    if age is None:
        return "Borger"
    return f"Borger på {age} år" if age < 20 else f"Borger i {age // 10 * 10}'erne"
