"""The hour bank of § 97: the account, hours that were used, and what was entered in error."""

from __future__ import annotations

from uuid import UUID

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse

from mestring.delivery import actions
from mestring.delivery import hours as bank
from mestring.delivery.models import HourUse, Order
from mestring.web.components import days, lengths
from mestring.web.components.acting import carry_out
from mestring.web.provider.finding import find_of_order, find_order
from mestring.web.provider.pages import hours as page
from mestring.web.provider.views.order import UNDER, form_page
from mestring.web.provider.views.order import address as order_address
from mestring.web.shell import clock
from mestring.web.shell.doors import asked, door, hidden


def address(found: Order) -> str:
    """The hour bank of an order."""
    return reverse("provider:hours", args=[found.public_id])


@door("delivery.register", methods=["GET", "POST"])
def hours(request: HttpRequest, order_id: UUID) -> HttpResponse:
    """The account, and hours to register."""
    by, on = asked(request), clock.today()
    found = find_order(by, order_id)
    if not bank.has_bank(found) or not found.is_answered:
        raise hidden()
    form = page.Use.of(request, initial={"day": on})

    def do() -> str:
        actions.register_use(found, by=by.actor, on=on, **form.values)
        return address(found)

    done = carry_out(by, form, "register_hours", do, said="Timerne er gemt.")
    shown = {"page": page.build(found, on, order_address(found)), "form": form, "order": found, "on": on, **UNDER}
    return done or render(request, "provider/hours.html", shown, status=form.status)


@door("delivery.register", methods=["GET", "POST"])
def mark_error(request: HttpRequest, use_id: UUID) -> HttpResponse:
    """Say that hours were entered in error."""
    by, on = asked(request), clock.today()
    use: HourUse = find_of_order(by, HourUse.objects.all(), use_id)
    form = page.Error.of(request)

    def do() -> str:
        actions.mark_use_in_error(use, because=form.values["because"], by=by.actor, on=on)
        return address(use.order)

    title = f"{lengths.hours(use.minutes)} den {days.plain(use.day, on)} er forkert"
    note = "Timerne bliver stående med en streg over og tæller ikke mere. Skriv dem igen, hvis de bare skulle rettes."
    done = carry_out(by, form, "mark_hours_in_error", do, said="Timerne tæller ikke mere.")
    return done or form_page(request, use.order, form, title, "Markér som fejl", note=note)
