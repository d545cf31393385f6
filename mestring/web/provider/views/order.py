"""Orders: the list, one of them, the answer, when help begins and ends."""

from __future__ import annotations

from uuid import UUID

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse

from mestring.decisions.errors import FieldMissing
from mestring.delivery import actions
from mestring.delivery.models import Order
from mestring.people.models import Employee
from mestring.web.components import days
from mestring.web.components.acting import carry_out
from mestring.web.components.forms import Form
from mestring.web.provider.finding import find_order, seen
from mestring.web.provider.pages import forms
from mestring.web.provider.pages import order as page
from mestring.web.shell import clock
from mestring.web.shell.doors import asked, door

UNDER = {"under": "provider:orders"}


@door("provider.see")
def orders(request: HttpRequest) -> HttpResponse:
    """What the provider is asked to do."""
    by, on = asked(request), clock.today()
    built = page.orders(by.actor, on)
    seen(by, built.seen)
    return render(request, "provider/orders.html", {"page": built, "on": on})


@door("delivery.see")
def order(request: HttpRequest, order_id: UUID) -> HttpResponse:
    """One order, whole."""
    by, on = asked(request), clock.today()
    found = find_order(by, order_id)
    return render(request, "provider/order.html", {"page": page.build(found, on), "order": found, "on": on, **UNDER})


def address(found: Order) -> str:
    """The page of an order."""
    return reverse("provider:order", args=[found.public_id])


def form_page(request: HttpRequest, found: Order, form: Form, title: str, button: str, *, note: str = "", under: str = "provider:orders") -> HttpResponse:
    """A form that belongs to an order, beneath the head that says whose it is."""
    person = page.head(found, clock.today(), address(found), "Bestillingen")
    shown = {"person": person, "form": form, "title": title, "button": button, "note": note, "back": address(found), "under": under}
    return render(request, "provider/form.html", shown, status=form.status)


@door("delivery.answer", methods=["GET", "POST"])
def answer(request: HttpRequest, order_id: UUID) -> HttpResponse:
    """Yes, later or no."""
    by, on = asked(request), clock.today()
    found = find_order(by, order_id)
    form = forms.Answer.of(request, initial={"contact": own_key(by.actor.employee)})
    form.fields["contact"].choices = [("", "Vælg"), *page.colleagues(found, on)]  # type: ignore[attr-defined]

    def do() -> str:
        values = form.values
        match values["way"]:
            case forms.ACCEPT:
                contact = Employee.objects.filter(public_id=values["contact"]).first() if values["contact"] else None
                if contact is None:
                    raise FieldMissing("contact", "Kontaktperson hos jer", "vælg, hvem borgeren og sagsbehandleren kan ringe til")
                actions.accept(found, contact=contact, starts_on=values["expected_start"], by=by.actor, on=on)
                return address(found)
            case forms.QUEUE:
                if values["expected_start"] is None:
                    raise FieldMissing("expected_start", "Forventet start", "skriv den dag, I regner med")
                actions.queue(found, expected_start=values["expected_start"], by=by.actor, on=on)
                return address(found)
            case _:
                if not values["because"]:
                    raise FieldMissing("because", "Hvorfor siger I nej", "skriv det kort, så sagsbehandleren kan finde en anden")
                actions.decline(found, because=values["because"], by=by.actor, on=on)
                return reverse("provider:orders")

    return carry_out(by, form, "answer_order", do, said="Jeres svar er gemt, og sagsbehandleren har fået det.") or form_page(
        request, found, form, "Svar på bestillingen", "Send svaret", note=f"Myndigheden vil gerne have svar senest {days.in_text(found.answer_by, on)}."
    )


def own_key(employee: int | None) -> str:
    """Whoever answers is the first to be proposed."""
    return str(Employee.objects.values_list("public_id", flat=True).filter(pk=employee or 0).first() or "")


@door("delivery.answer", methods=["GET", "POST"])
def start(request: HttpRequest, order_id: UUID) -> HttpResponse:
    """Help has begun, or began another day than was written."""
    by, on = asked(request), clock.today()
    found = find_order(by, order_id)
    form = forms.Start.of(request, initial={"started_on": found.started_on or on})

    running = found.started_on is not None

    def do() -> str:
        begin = actions.correct_start if running else actions.start
        begin(found, started_on=form.values["started_on"], by=by.actor, on=on)
        return address(found)

    note = "Registrerer I den første kontakt, begynder hjælpen af sig selv den dag."
    title, said = ("Ret, hvornår hjælpen begyndte", "Dagen er rettet.") if running else ("Hjælpen er begyndt", "Hjælpen er begyndt.")
    return carry_out(by, form, "start_order", do, said=said) or form_page(request, found, form, title, "Gem", note=note)


@door("delivery.answer", methods=["GET", "POST"])
def finish(request: HttpRequest, order_id: UUID) -> HttpResponse:
    """The provider gives the help no more."""
    by, on = asked(request), clock.today()
    found = find_order(by, order_id)
    form = forms.Finish.of(request, initial={"last_day": on})

    def do() -> str:
        actions.finish(found, last_day=form.values["last_day"], because=form.values["because"], by=by.actor, on=on)
        return reverse("provider:orders")

    note = "Registrér og skriv færdig først. I kan ikke se bestillingen efter den sidste dag. Om hjælpen skal ophøre, afgør myndigheden."
    return carry_out(by, form, "finish_order", do, said="Bestillingen er afsluttet, og sagsbehandleren har fået besked.") or form_page(
        request, found, form, "Afslut bestillingen", "Afslut", note=note
    )
