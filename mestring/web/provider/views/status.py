"""Status notes and what has changed: what the provider tells the authority."""

from __future__ import annotations

from uuid import UUID

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from mestring.delivery import actions, measuring
from mestring.delivery.models import StatusDue, StatusNote
from mestring.web.components import extents, lists
from mestring.web.components.acting import carry_out
from mestring.web.provider.finding import find_of_order, find_order
from mestring.web.provider.pages import forms
from mestring.web.provider.pages import order as page
from mestring.web.provider.views.order import address, form_page
from mestring.web.shell import clock
from mestring.web.shell.doors import asked, door

UNDER = {"under": "provider:orders"}


@door("delivery.report", methods=["GET", "POST"])
def status(request: HttpRequest, order_id: UUID) -> HttpResponse:
    """Write a status note from what is there; keep it, or send it."""
    by, on = asked(request), clock.today()
    order = find_order(by, order_id)
    draft = StatusNote.objects.filter(order=order).draft().first()
    form = forms.Status.of(
        request, initial={name: getattr(draft, name) for name in actions.reporting.TEXTS} if draft else {}, version=draft.version if draft else 0
    )
    sends = request.POST.get("gem") == forms.SEND

    def do() -> str:
        note = actions.save_status(order, seen=form.sent_version or 0, by=by.actor, on=on, **form.values)
        if sends:
            actions.send_status(note, by=by.actor, on=on)
        return address(order)

    said = "Statusnotatet er sendt til myndigheden." if sends else "Kladden er gemt."
    if done := carry_out(by, form, "send_status" if sends else "save_status", do, said=said):
        return done
    due = StatusDue.objects.filter(order=order).first()
    shown = {
        "person": page.head(order, on, address(order), "Bestillingen"),
        "form": form,
        "order": order,
        "due": lists.due(due.day, on) if due else None,
        "day": due.day if due else None,
        "source": due.source if due else "",
        "extents": extents.of(measuring.of_order(order, on), on) if order.started_on else None,
        "goals": page.worked(order),
        "on": on,
        **UNDER,
    }
    return render(request, "provider/status.html", shown, status=form.status)


@door("delivery.see")
def sent(request: HttpRequest, order_id: UUID, note_id: UUID) -> HttpResponse:
    """A status note that was sent."""
    by, on = asked(request), clock.today()
    order = find_order(by, order_id)
    note: StatusNote = find_of_order(by, StatusNote.objects.filter(order=order).sent(), note_id)
    shown = {"person": page.head(order, on, address(order), "Bestillingen"), "note": note, "order": order, "on": on, **UNDER}
    return render(request, "provider/sent_status.html", shown)


@door("delivery.report", methods=["GET", "POST"])
def report(request: HttpRequest, order_id: UUID) -> HttpResponse:
    """Tell the authority at once that something important has changed."""
    by, on = asked(request), clock.today()
    order = find_order(by, order_id)
    form = forms.Report.of(request)

    def do() -> str:
        actions.report_change(order, words=form.values["words"], by=by.actor, on=on)
        return address(order)

    note = "Sagsbehandleren får det på sin liste med det samme. Er der fare for liv eller helbred, så ring."
    done = carry_out(by, form, "report_change", do, said="Myndigheden har fået besked.")
    return done or form_page(request, order, form, "Noget vigtigt har ændret sig", "Send til myndigheden", note=note)
