"""Orders: placed, read, changed, taken back, ended; and what the provider says in them."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date
from typing import Any
from uuid import UUID

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse

from mestring.cases.models import Case
from mestring.cases.proposals import Proposed
from mestring.decisions import gathering
from mestring.decisions import proposals as deciding
from mestring.decisions.models import Grant
from mestring.delivery import actions, proposals
from mestring.delivery.actions.services import services as offered_services
from mestring.delivery.actions.services import standing_services
from mestring.delivery.models import ChangeReport, Goal, Order, StatusNote, TeamMember
from mestring.people import access
from mestring.people.models import Unit
from mestring.rules.rulebook import open_library
from mestring.web.caseworker.pages import case as case_page
from mestring.web.caseworker.pages import order as page
from mestring.web.caseworker.pages.decision import standard_now
from mestring.web.caseworker.pages.form_page import in_case, show, show_step
from mestring.web.components import extents, traces
from mestring.web.components.acting import carry_out
from mestring.web.components.forms import Form
from mestring.web.shell import clock
from mestring.web.shell.doors import Asked, asked, door, find, find_case, look


def _chosen(case: Case, keys: Iterable[str]) -> list[Goal]:
    wanted = set(keys)
    return [goal for goal in page.active_goals(case) if str(goal.public_id) in wanted]


@door("order.place", methods=["GET", "POST"])
def place(request: HttpRequest, case_id: UUID, grant_id: UUID) -> HttpResponse:
    """Order help that was granted."""
    by, on = asked(request), clock.today()
    case = find_case(by, case_id)
    rows = Grant.objects.filter(case=case).select_related("decision__application")
    grant: Grant = find(by, rows, grant_id)
    grant.case = case
    return _place(by, case, grant, grant.section, on)


@door("order.place", methods=["GET", "POST"])
def place_open(request: HttpRequest, case_id: UUID, section: str) -> HttpResponse:
    """Order an open offer, which needs no decision."""
    by, on = asked(request), clock.today()
    case = find_case(by, case_id)
    return _place(by, case, None, section, on)


@door("order.place", methods=["GET", "POST"])
def choose_open(request: HttpRequest, case_id: UUID) -> HttpResponse:
    """Choose which open offer to order."""
    by, on = asked(request), clock.today()
    case = find_case(by, case_id)
    form = page.Section.of(request)
    library, standard = open_library(), standard_now(on)
    offered = [one for one in proposals.ORDERED if proposals.needs_no_decision(standard, one, on).value]
    form.fields["section"].choices = [("", "Vælg"), *((one, f"{library.sections[one].sign} {library.sections[one].title(on)}") for one in offered)]  # type: ignore[attr-defined]

    def do() -> str:
        return reverse("caseworker:place_open_order", args=[case.public_id, form.values["section"]])

    note = "" if offered else "Kommunens standard har ingen tilbud, der kan begynde uden en afgørelse."
    about = in_case(case, "Bestil et åbent tilbud", "Gå videre", note=note)
    return carry_out(by, form, "choose_open_offer", do) or show(request, about, form)


def _place(request: Asked, case: Case, grant: Grant | None, section: str, on: date) -> HttpResponse:
    library, standard = open_library(), standard_now(on)
    if section not in library.sections:
        section = "general"
    goals = page.active_goals(case)
    length = None if grant else actions.longest(standard, section, on, on)
    form = page.Place.of(request, initial=page.initial(case, grant, on, library.world, length))
    if grant:
        form.of_grant()
    else:
        form.of_course(had_before=actions.had_before(case, standard, section, on))
    units = page.providers(section, on)
    form.fields["unit"].choices = [("", "Vælg"), *units]  # type: ignore[attr-defined]
    form.offer(goals)

    def do() -> str:
        values = dict(form.values)
        unit = Unit.objects.get(public_id=values.pop("unit"))
        goals = _chosen(case, values.pop("goals", []))
        made = actions.place_order(
            case, unit=unit, section=section, grant=grant, goals=goals, standard=standard, team=_team(case), by=request.actor, on=on, **values
        )
        return page.address(case, made)

    done = carry_out(request, form, "place_order", do, said="Bestillingen er sendt til leverandøren.")
    if done:
        return done
    start = _start(case, grant, standard, section, on)
    choice = _free_choice(grant, standard, section, on)
    shown = page.PlacePage(
        person=case_page.person(case, on, back=f"Sag {case.number}", back_address=reverse("caseworker:case", args=[case.public_id])),
        title=f"Bestil {library.sections[section].sign} {library.sections[section].title(on).lower()}",
        granted=page.granted(grant, on) if grant else [],
        start=start,
        start_steps=list(traces.steps(start.steps)) if start else [],
        choice=choice,
        lasts=list({one.says: one for one in length.caps if one.says}.values()) if length else [],
        seen_by_provider=page.SEEN,
    )
    return render(request, "caseworker/order/place.html", {"page": shown, "form": form, "case": case, "on": on, "units": units}, status=form.status)


def _start(case: Case, grant: Grant | None, standard: str, section: str, on: date) -> Any:
    return actions.start_by(case, grant, grant.standard if grant else standard, section, chosen_by_citizen=False, on=on)


def _free_choice(grant: Grant | None, standard: str, section: str, on: date) -> list[Proposed]:
    """What standard and law say of the citizen's own choice; what is known when the help was decided is known here."""
    facts = gathering.known(grant.decision, on) if grant else {}
    return list(deciding.free_choice(deciding.guide(grant.standard if grant else standard, section), section, facts, on))


def _team(case: Case) -> list[dict[str, str]]:
    """The authority's part of the care team: the caseworker responsible."""
    one = case.responsible
    if one is None:
        return []
    return [{"role": TeamMember.Role.COORDINATING_AUTHORITY, "name": one.name, "title": one.title, "phone": one.phone}]


def _order(by: Asked, case: Case, order_id: UUID) -> Order:
    rows = Order.objects.filter(case=case).select_related("unit", "grant__decision", "relation", "placed_by", "answered_by")
    found: Order = find(by, rows, order_id)
    found.case, found.citizen = case, case.citizen
    return found


@door("order.see")
def order(request: HttpRequest, case_id: UUID, order_id: UUID) -> HttpResponse:
    """One order: what is asked, how it stands, what was delivered, what the provider says."""
    by, on = asked(request), clock.today()
    case = find_case(by, case_id)
    found = _order(by, case, order_id)
    look(by, [(found, case, case.citizen)])
    return render(request, "caseworker/order/order.html", {"page": page.build(found, case, on), "order": found, "case": case, "on": on})


@door("order.place", methods=["GET", "POST"])
def see_to(request: HttpRequest, case_id: UUID, order_id: UUID) -> HttpResponse:
    """Nothing more is to be done about an order that is not given."""
    by, on = asked(request), clock.today()
    case = find_case(by, case_id)
    found = _order(by, case, order_id)
    form = page.SeenTo.of(request)

    def do() -> str:
        actions.see_to_order(found, by=by.actor, on=on)
        return page.address(case, found)

    note = "Bestillingen forsvinder fra Mit arbejde. Den bliver stående i sagen."
    about = in_case(case, f"Bestilling {found.number}: ikke mere at gøre", "Fjern fra listen", note=note)
    return carry_out(by, form, "see_to_order", do, said="Der er ikke mere at gøre.") or show(request, about, form)


@door("order.place", methods=["GET", "POST"])
def change(request: HttpRequest, case_id: UUID, order_id: UUID) -> HttpResponse:
    """Change what is asked for."""
    by, on = asked(request), clock.today()
    case = find_case(by, case_id)
    found = _order(by, case, order_id)
    names = ("purpose", "amount", "measure", "extent", "needs", "shares_phone", "shares_address", "last_day")
    initial = {name: getattr(found, name) for name in names}
    initial["goals"] = [str(one) for one in found.order_goals.values_list("goal__public_id", flat=True)]
    form = page.Change.of(request, initial=initial, version=found.version)
    form.offer(page.active_goals(case))

    def do() -> str:
        values = dict(form.values)
        goals = _chosen(case, values.pop("goals", []))
        actions.change_order(found, seen=form.sent_version or 0, goals=goals, by=by.actor, on=on, **values)
        return page.address(case, found)

    done = carry_out(by, form, "change_order", do, said="Bestillingen er ændret, og leverandøren kan se hvorfor.")
    return done or show_step(request, case_page.person(case, on), form, f"Ret bestilling {found.number}", "Gem ændringen")


@door("order.place", methods=["GET", "POST"])
def services(request: HttpRequest, case_id: UUID, order_id: UUID) -> HttpResponse:
    """Say what the help consists of, as it is told to the country."""
    by, on = asked(request), clock.today()
    case = find_case(by, case_id)
    found = _order(by, case, order_id)
    stands = standing_services(found)
    form = page.Services.of(request, initial={"services": [one.code for one in stands], "offer": stands[-1].offer if stands else ""})
    form.fields["services"].choices = list(offered_services().items())  # type: ignore[attr-defined]

    def do() -> str:
        actions.set_services(found, form.values["services"], offer=form.values["offer"], by=by.actor, on=on)
        return page.address(case, found)

    note = "Ydelser og tilbud efter KL's begreber (FFB). De indberettes, og leverandøren ser dem ikke."
    about = in_case(case, f"Ydelser i bestilling {found.number}", "Gem", note=note)
    return carry_out(by, form, "set_services", do, said="Ydelserne er gemt.") or show(request, about, form)


@door("order.place", methods=["GET", "POST"])
def withdraw(request: HttpRequest, case_id: UUID, order_id: UUID) -> HttpResponse:
    """Take an order back before help has begun."""
    by, on = asked(request), clock.today()
    case = find_case(by, case_id)
    found = _order(by, case, order_id)
    form = page.Withdraw.of(request)

    def do() -> str:
        actions.withdraw_order(found, because=form.values["because"], by=by.actor, on=on)
        return page.address(case, found)

    about = in_case(case, f"Træk bestilling {found.number} tilbage", "Træk tilbage", note="Leverandøren kan ikke se den mere.")
    return carry_out(by, form, "withdraw_order", do, said="Bestillingen er trukket tilbage.") or show(request, about, form)


@door("order.place", methods=["GET", "POST"])
def end(request: HttpRequest, case_id: UUID, order_id: UUID) -> HttpResponse:
    """End an order."""
    by, on = asked(request), clock.today()
    case = find_case(by, case_id)
    found = _order(by, case, order_id)
    form = page.End.of(request, initial={"last_day": on})

    def do() -> str:
        actions.end_order(found, last_day=form.values["last_day"], because=form.values["because"], by=by.actor, on=on)
        return page.address(case, found)

    first = [one.text for one in proposals.before_ending(deciding.guide(found.standard, found.section), found.section)]
    ends = "Skal hjælpen ophøre, skal der træffes en afgørelse." if found.grant_id else " ".join(first)
    note = f"Det afslutter bestillingen hos leverandøren. {ends}".strip()
    about = in_case(case, f"Afslut bestilling {found.number}", "Afslut", note=note)
    return carry_out(by, form, "end_order", do, said="Bestillingen er afsluttet.") or show(request, about, form)


# ------------------------------------------------------------------------------------------------ what the provider says


class ReadNote(Form):
    """A status note is read."""


def _answering(request: HttpRequest) -> Asked:
    """Whoever may only see reads the page; sending its form is another action."""
    by = asked(request)
    if request.method == "POST":
        by.action = "status.answer"
    return by


@door("status.see", methods=["GET", "POST"])
def status_note(request: HttpRequest, case_id: UUID, note_id: UUID) -> HttpResponse:
    """Read a status note, and say that it is read; a late one leads to its order."""
    by, on = _answering(request), clock.today()
    case = find_case(by, case_id)
    rows = StatusNote.objects.filter(order__case=case).sent().select_related("order__unit", "sent_by", "read_by")
    note: StatusNote | None = rows.filter(public_id=note_id).first()
    if note is None:
        return _late(by, case, note_id)
    note.order.case = case
    look(by, [(note, case, case.citizen)])
    form = ReadNote.of(request)

    def do() -> str:
        actions.read_status(note, by=by.actor, on=on)
        return reverse("caseworker:case", args=[case.public_id])

    done = carry_out(by, form, "read_status_note", do, said="Statusnotatet er læst.")
    shown = {
        "person": case_page.person(case, on, back=f"Bestilling {note.order.number}", back_address=page.address(case, note.order)),
        "note": note,
        "form": form,
        "case": case,
        "figures": extents.stored(note.figures, on),
        "may_answer": access.gives(case.ties, "status.answer") and note.read_on is None,
        "on": on,
    }
    return done or render(request, "caseworker/order/status.html", shown, status=form.status)


def _late(by: Asked, case: Case, order_id: UUID) -> HttpResponse:
    """The row of a status note that is missing leads to the order it is missing in."""
    found = _order(by, case, order_id)
    look(by, [(found, case, case.citizen)])
    return render(by, "caseworker/order/order.html", {"page": page.build(found, case, clock.today()), "order": found, "case": case, "on": clock.today()})


@door("status.see", methods=["GET", "POST"])
def change_report(request: HttpRequest, case_id: UUID, report_id: UUID) -> HttpResponse:
    """A change the provider reported, and what the authority does about it."""
    by, on = _answering(request), clock.today()
    case = find_case(by, case_id)
    rows = ChangeReport.objects.filter(order__case=case).select_related("order__unit", "order__grant", "reported_by", "answered_by")
    found: ChangeReport = find(by, rows, report_id)
    found.order.case = case
    look(by, [(found, case, case.citizen)])
    form = page.AnswerChange.of(request)

    def do() -> str:
        actions.answer_change(found, answer=form.values["answer"], by=by.actor, on=on)
        return page.address(case, found.order)

    done = carry_out(by, form, "answer_change", do, said="Svaret er gemt, og leverandøren kan læse det.")
    grant = found.order.grant
    shown = {
        "person": case_page.person(case, on, back=f"Bestilling {found.order.number}", back_address=page.address(case, found.order)),
        "report": found,
        "form": form,
        "case": case,
        "follow_up": reverse("caseworker:follow_up", args=[case.public_id, grant.public_id]) if grant and grant.runs else "",
        "may_answer": access.gives(case.ties, "status.answer"),
        "on": on,
    }
    return done or render(request, "caseworker/order/change.html", shown, status=form.status)
