"""The committee's doors: meetings, agenda, one case at a time, decided there, and the minutes."""

from __future__ import annotations

from datetime import date
from uuid import UUID

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse

from mestring.cases.models import Case
from mestring.decisions import actions
from mestring.decisions.errors import FieldMissing
from mestring.decisions.gathering import Outlook, outlook
from mestring.decisions.models import AgendaItem, Decision, Meeting
from mestring.people.models import Employee, Unit
from mestring.rules import danish
from mestring.web.committee import forms, page
from mestring.web.components import otherwise
from mestring.web.components.acting import carry_out
from mestring.web.components.forms import Form
from mestring.web.shell import clock
from mestring.web.shell.doors import Asked, asked, door, find, find_case, hidden, look, uuids

UNDER = {"under": "committee:meetings"}


@door("meeting.see")
def meetings(request: HttpRequest) -> HttpResponse:
    """The meetings, the next first."""
    by, on = asked(request), clock.today()
    return render(request, "committee/meetings.html", {"page": page.meetings(by.actor, on), "on": on, **UNDER})


@door("meeting.plan", methods=["GET", "POST"])
def plan(request: HttpRequest) -> HttpResponse:
    """Plan a meeting."""
    by, on = asked(request), clock.today()
    found = page.committees(by.actor)
    form = forms.Arrange.of(request, initial={"committee": str(found[0].public_id) if len(found) == 1 else ""})
    form.fields["committee"].choices = [("", "Vælg"), *((str(one.public_id), one.name) for one in found)]  # type: ignore[attr-defined]

    def do() -> str:
        values = {name: form.values[name] for name in ("day", "starts", "place")}
        where = Unit.objects.get(public_id=form.values["committee"])
        made = actions.plan_meeting(where, by=by.actor, on=on, sure=form.values["sure"], **values)
        return reverse("committee:meeting", args=[made.public_id])

    done = carry_out(by, form, "plan_meeting", do, said="Mødet er planlagt.")
    return done or render(request, "committee/plan.html", {"form": form, **UNDER}, status=form.status)


def _meeting(by: Asked, meeting_id: UUID) -> Meeting:
    found: Meeting = find(by, Meeting.objects.visible_to(by.actor).select_related("committee"), meeting_id)
    return found


@door("meeting.see")
def meeting(request: HttpRequest, meeting_id: UUID) -> HttpResponse:
    """The agenda, who is there, and what can be done with the meeting."""
    by = asked(request)
    return _agenda(by, _meeting(by, meeting_id))


def _agenda(by: Asked, found: Meeting, *, hold: Form | None = None) -> HttpResponse:
    on = clock.today()
    built = page.agenda(found, by.actor, on)
    _log(by, built)
    hold = hold or _hold_form(found, on)
    # Each button has a key of its own, so that one pressed after a step back is not taken for another.
    moves = [(place, forms.Plain(mark=f"o{place.number}")) for place in built.places]
    return render(by, "committee/meeting.html", {"page": built, "meeting": found, "moves": moves, "hold": hold, "on": on, **UNDER}, status=hold.status)


def _log(by: Asked, built: page.AgendaPage, without: Case | None = None) -> None:
    """One look for each case whose number is shown."""
    shown = [(one, one.application.case, one.application.case.citizen) for one in built.seen if without is None or one.application.case_id != without.pk]
    if shown:
        look(by, shown)


def _hold_form(found: Meeting, on: date, data: HttpRequest | None = None) -> forms.Hold:
    form = forms.Hold(data.POST) if data else forms.Hold(mark="hold")
    form.fields["present"].choices = [(str(one.public_id), one.name) for one in page.members(found, on)]  # type: ignore[attr-defined]
    return form


@door("meeting.plan", methods=["POST"])
def order(request: HttpRequest, meeting_id: UUID) -> HttpResponse:
    """Move a case a place up or down."""
    by, on = asked(request), clock.today()
    found = _meeting(by, meeting_id)
    form = forms.Plain.of(request)
    wanted = next(iter(uuids([request.POST.get("sag", "")])), None)
    if wanted is None:
        raise hidden()

    def do() -> str:
        actions.order_agenda(found, page.moved(page.items(found), wanted, request.POST.get("vej", "")), by=by.actor, on=on)
        return reverse("committee:meeting", args=[found.public_id])

    return carry_out(by, form, "order_agenda", do) or _agenda(by, found)


@door("meeting.hold", methods=["POST"])
def hold(request: HttpRequest, meeting_id: UUID) -> HttpResponse:
    """Begin the meeting with those who are there."""
    by, on = asked(request), clock.today()
    found = _meeting(by, meeting_id)
    form = _hold_form(found, on, request)

    def do() -> str:
        present = list(Employee.objects.filter(public_id__in=form.values["present"]))
        actions.hold_meeting(found, present=present, by=by.actor, on=on)
        first = AgendaItem.objects.visible_to(by.actor).filter(meeting=found).waiting().order_by("order", "pk").first()
        return reverse("committee:item", args=[found.public_id, first.public_id]) if first else reverse("committee:meeting", args=[found.public_id])

    return carry_out(by, form, "hold_meeting", do, said="Mødet er begyndt.") or _agenda(by, found, hold=form)


@door("meeting.hold", methods=["GET", "POST"])
def close(request: HttpRequest, meeting_id: UUID) -> HttpResponse:
    """Close the meeting with its minutes."""
    by, on = asked(request), clock.today()
    found = _meeting(by, meeting_id)
    built = page.agenda(found, by.actor, on)
    _log(by, built)
    form = forms.Close.of(request, initial={"minutes": page.minutes(found, on)})

    def do() -> str:
        actions.close_meeting(found, minutes=form.values["minutes"], by=by.actor, on=on)
        return reverse("committee:meeting", args=[found.public_id])

    done = carry_out(by, form, "close_meeting", do, said="Mødet er afsluttet.")
    return done or render(request, "committee/close.html", {"page": built, "meeting": found, "form": form, **UNDER}, status=form.status)


# ---------------------------------------------------------------------------------------------- one case


def _item(by: Asked, meeting_id: UUID, item_id: UUID) -> AgendaItem:
    """The item, when its case may be seen in the way the page asks for; the look at the case is logged."""
    meeting_ = _meeting(by, meeting_id)
    rows = (
        AgendaItem.objects.visible_to(by.actor)
        .filter(meeting=meeting_)
        .select_related("application__case", "decision")
        .prefetch_related("disqualified__employee")
    )
    found: AgendaItem = find(by, rows, item_id)
    found.application.case = find_case(by, found.application.case.public_id)
    found.meeting = meeting_
    return found


@door("decision.see")
def item(request: HttpRequest, meeting_id: UUID, item_id: UUID) -> HttpResponse:
    """One case: recommendation, conditions, proposal, reasons, gates, and the committee's decision."""
    by = asked(request)
    return _shown(by, _item(by, meeting_id, item_id))


def _shown(by: Asked, found: AgendaItem, form: forms.Decide | None = None, away: forms.Disqualify | None = None) -> HttpResponse:
    on = clock.today()
    stands = outlook(found.application, on=on, capacity="committee")
    built = page.agenda(found.meeting, by.actor, on, current=found)
    _log(by, built, without=found.application.case)
    form = form or _decide_form(by, found, stands, on, data=False)
    away = away or _away_form(found)
    shown = page.item(found, stands, by.actor, on, holds=built.holds)
    context = {"page": built, "item": shown, "row": found, "meeting": found.meeting, "form": form, "away": away, "on": on, **UNDER}
    return render(by, "committee/item.html", context, status=page.wrong(form, away))


def _decide_form(by: Asked, found: AgendaItem, stands: Outlook, on: date, *, data: bool = True) -> forms.Decide:
    version = stands.preparation.version if stands.preparation else 0
    form = forms.Decide(by.POST if data else None, initial=otherwise.initial(stands), version=version)
    page.fit(form, stands, page.coming(found.meeting, by.actor, on), on)
    return form


def _away_form(found: AgendaItem, data: HttpRequest | None = None) -> forms.Disqualify:
    form = forms.Disqualify(data.POST if data else None, mark="inhabil")
    form.fields["employee"].choices = [("", "Vælg"), *((str(one.public_id), one.name) for one in found.meeting.present.order_by("name"))]  # type: ignore[attr-defined]
    return form


@door("decision.decide_committee", methods=["POST"])
def decide(request: HttpRequest, meeting_id: UUID, item_id: UUID) -> HttpResponse:
    """Decide as recommended, otherwise, or refuse; or put the case off."""
    by, on = asked(request), clock.today()
    found = _item(by, meeting_id, item_id)
    form = _decide_form(by, found, outlook(found.application, on=on), on)

    def do() -> str:
        if form.values["way"] == forms.POSTPONE:
            _postpone(by, found, form, on)
        else:
            _decide(by, found, form, on)
        return page.next_item(found.meeting, by.actor, found)

    return carry_out(by, form, "decide_in_committee", do, said="Det er ført til referat.") or _shown(by, found, form)


def _postpone(by: Asked, found: AgendaItem, form: forms.Decide, on: date) -> None:
    to = next((one for one in page.coming(found.meeting, by.actor, on) if str(one.public_id) == form.values["to"]), None)
    if not form.values["reason"]:
        raise FieldMissing("reason", "Begrundelse", "skriv, hvad der mangler, før sagen kan afgøres")
    actions.postpone_item(found, because=form.values["reason"], to=to, by=by.actor, on=on)


def _decide(by: Asked, found: AgendaItem, form: forms.Decide, on: date) -> None:
    if form.values["way"] != otherwise.AS_PUT and not form.values["reason"]:
        raise FieldMissing("reason", "Begrundelse", "skriv, hvorfor udvalget kommer til noget andet end indstillet")
    chosen = otherwise.choice(form, outlook(found.application, on=on))
    common = {
        "seen": form.sent_version or 0,
        "minutes": form.values["reason"],
        "otherwise": otherwise.seen(form, f"Udvalgets møde {danish.date_plain(on)}"),
        "by": by.actor,
        "on": on,
        **chosen,
    }
    wrong = Decision.objects.filter(application=found.application).standing().first()
    if wrong is None:
        actions.decide_in_committee(found, **common)
    elif not form.values["reason"]:
        raise FieldMissing("reason", "Begrundelse", "skriv, hvad der var forkert ved den første afgørelse")
    else:
        actions.correct_in_committee(found, wrong, because=form.values["reason"], **common)


@door("meeting.hold", methods=["POST"])
def disqualify(request: HttpRequest, meeting_id: UUID, item_id: UUID) -> HttpResponse:
    """A member leaves the meeting for one case."""
    by, on = asked(request), clock.today()
    meeting_ = _meeting(by, meeting_id)
    rows = AgendaItem.objects.visible_to(by.actor).filter(meeting=meeting_).select_related("application__case")
    found: AgendaItem = find(by, rows, item_id)
    found.meeting = meeting_
    form = _away_form(found, request)
    here = reverse("committee:item", args=[meeting_.public_id, found.public_id])

    def do() -> str:
        employee = Employee.objects.get(public_id=form.values["employee"])
        actions.disqualify(found, employee, reason=form.values["reason"], by=by.actor, on=on)
        return here

    done = carry_out(by, form, "disqualify", do, said="Medlemmet har forladt mødet i denne sag.")
    if done:
        return done
    # The case's own page says what is to be mended, through its own door.
    return (
        render(request, "committee/away.html", {"form": form, "meeting": meeting_, "here": here, **UNDER}, status=form.status)
        if form.posted
        else redirect(here)
    )
