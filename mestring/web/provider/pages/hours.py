"""The hour bank of an order: what is left, what lapses, what was registered."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from mestring.delivery import hours
from mestring.delivery.models import HourUse, Order
from mestring.delivery.states import OrderState
from mestring.rules.money import format_money
from mestring.web.components import days, fields, lengths
from mestring.web.components.case import Person
from mestring.web.components.forms import Form
from mestring.web.provider.pages.order import head

SHOWN = 30
"""Registrations shown, the newest first."""


class Use(Form):
    """Hours that were used."""

    day = fields.Date("Dag", example=fields.PAST)
    minutes = fields.Hours("Timer", hint="For eksempel 1:30 eller 1,5", least=1, most=1440, missing="Skriv timer, for eksempel 1:30 eller 1,5.")
    what = fields.Text("Hvad gik de til?", required=False, hint="For eksempel svømning")
    expenses = fields.Kroner("Ledsagerens udgifter", required=False, hint="Kroner, når de skal dækkes: entré, befordring og lignende for ledsageren")


class Error(Form):
    """Hours entered in error."""

    because = fields.Text("Hvad er forkert?", missing="Skriv, hvad der er forkert. Det gamle bliver stående.")


@dataclass(frozen=True, slots=True)
class Line:
    """Something that was registered. Shapes: `expenses` is an amount in words, empty when there are none."""

    use: HourUse
    hours: str
    expenses: str


@dataclass(frozen=True, slots=True)
class HoursPage:
    """Shapes: `ended` says when help ended, empty while it is given; `gives` says that hours can be registered."""

    person: Person
    account: lengths.HourAccount
    ended: str
    companions: list[str]
    lines: list[Line]
    gives: bool


def build(order: Order, on: date, back: str) -> HoursPage:
    """Everything the page shows, in a number of questions that does not grow with it."""
    rows = HourUse.objects.filter(order=order).select_related("registered_by").order_by("-day", "-pk")[:SHOWN]
    lines = [Line(one, lengths.hours(one.minutes), format_money(one.expenses) if one.expenses else "") for one in rows]
    account, companions = hours.of_order(order, on)
    return HoursPage(
        head(order, on, back, "Bestillingen"),
        lengths.account(account, on),
        days.plain(account.ended_on, on) if account.ended_on else "",
        companions,
        lines,
        order.state in (OrderState.ACCEPTED, OrderState.RUNNING),
    )
