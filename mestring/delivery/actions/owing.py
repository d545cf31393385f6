"""The authority's work list, as orders come and go. Part of other acts."""

from __future__ import annotations

from datetime import date
from typing import Any

from mestring.cases.actions import due
from mestring.cases.models import Case, Due
from mestring.decisions.models import Grant
from mestring.delivery.models import Order
from mestring.delivery.proposals import Counted
from mestring.delivery.states import OrderState
from mestring.people import wall
from mestring.rules import danish
from mestring.rules.rulebook import open_library


def tell(order: Order, kind: str, thing: Any, **row: Any) -> None:
    """Put a row on the authority's list from an act of the provider's, who sees nothing of the case."""
    with wall.lifted():
        due.put(kind, thing, case=Case.objects.get(pk=order.case_id), section=order.section, **row)


def settle(kind: str, thing: Any, *, on: date) -> None:
    """It is done. The provider, who may have done it, sees nothing of the list."""
    with wall.lifted():
        due.settle(kind, thing, on=on)


def follow(order: Order, *, on: date) -> None:
    """The row of an order: whom it waits for, and by when; none once help has begun."""
    sign, unit = open_library().sections[order.section].sign, order.unit.name
    why = [{"text": f"Bestilt hos {unit}", "value": danish.date_short(order.placed_on), "source": ""}]
    if order.state == OrderState.PLACED:
        why.append({"text": "Svar bedt om senest", "value": danish.date_short(order.answer_by), "source": ""})
    if order.expected_start:
        why.append({"text": f"{unit} regner med at begynde", "value": danish.date_short(order.expected_start), "source": ""})
    if order.start_by:
        why += order.start_why
    elif order.state == OrderState.ACCEPTED:
        why.append({"text": "Bestilt fra", "value": danish.date_short(order.begins_on), "source": ""})
    row: dict[str, Any] = {
        "what": f"Bestilling {sign}: {order.get_state_display().lower()}",
        "why": why,
        "waits": unit[:120],
        "source": order.start_source[:200],
    }
    match order.state:
        case OrderState.PLACED:
            soonest = min(order.answer_by, order.start_by or order.answer_by)
            tell(order, Due.Kind.ORDER, order.public_id, next="Spørg, om de tager imod", on=soonest, **row)
        case OrderState.QUEUED:
            expected = order.expected_start or order.answer_by
            too_late = order.begin_by is not None and expected > order.begin_by
            next_step = "Find en anden: ventetiden er for lang" if too_late else "Spørg, om ventetiden holder"
            tell(order, Due.Kind.ORDER, order.public_id, next=next_step, on=min(expected, order.start_by or expected), **row)
        case OrderState.ACCEPTED:
            by = order.start_by or max(order.begins_on, order.expected_start or order.begins_on)
            next_step = "Sig til borgeren, hvornår hjælpen begynder" if order.start_is_contact else "Spørg, hvornår hjælpen begynder"
            tell(order, Due.Kind.ORDER, order.public_id, next=next_step, on=by, **row)
        case _:
            settle(Due.Kind.ORDER, order.public_id, on=on)
            if order.state == OrderState.RUNNING and order.grant_id is None:
                follow_course(order)


def course_words(order: Order) -> str:
    """`Forløb § 82 a hos Fronten`: the matter of a course's rows."""
    return f"Forløb {open_library().sections[order.section].sign} hos {order.unit.name}"


def follow_course(order: Order) -> None:
    """The row of a course that runs, which keeps its case open. Its day is the standard's, counted by whoever follows up: a row without a source waits for that."""
    with wall.lifted():
        waits = Due.objects.waiting().filter(kind=Due.Kind.COURSE, thing=order.public_id).update(source="")
    if not waits:
        tell(order, Due.Kind.COURSE, order.public_id, what=course_words(order)[:200], next="Se, hvordan det går", on=None)


def tell_used_up(order: Order, found: Counted, *, on: date) -> None:
    """The row of help that has come to all there is of it: more takes somebody's word."""
    why = [{"text": f"{found.said} givet", "value": danish.date_short(on), "source": ""}, {"text": found.duty, "value": "", "source": found.source}]
    what = f"{open_library().sections[order.section].sign} hos {order.unit.name}: {found.said} er brugt"
    tell(order, Due.Kind.ORDER, order.public_id, what=what[:200], next="Følg op: skal der gives mere?", on=on, why=why, waits="", source=found.source[:200])


def tell_over(order: Order, *, on: date) -> None:
    """The row of a course that ended by its own day: somebody says goodbye, and what comes after, or that there is no more to do."""
    last = order.last_day or on
    what = f"{course_words(order)} sluttede {danish.date_short(last)}"
    why = [{"text": "Sidste dag i forløbet", "value": danish.date_short(last), "source": ""}]
    tell(order, Due.Kind.ORDER, order.public_id, what=what[:200], next="Rund forløbet af: skal der ske mere?", on=last, why=why, waits="", source="")


def owe_order(grant: Grant, *, on: date, because: str = "") -> None:
    """The row of help that is granted, and that nobody is asked to give."""
    sign = open_library().sections[grant.section].sign
    why = [{"text": "Hjælpen er bevilget fra", "value": danish.date_short(grant.begins_on), "source": ""}]
    if because:
        why.append({"text": because, "value": danish.date_short(on), "source": ""})
    due.put(
        Due.Kind.UNORDERED,
        grant.public_id,
        case=grant.case,
        section=grant.section,
        what=f"{sign} er bevilget, men ikke bestilt",
        next="Bestil hjælpen",
        on=max(grant.begins_on, on) if because else grant.begins_on,
        why=why,
        waits="",
        source="",
    )
