"""The hour bank of a grant of § 97: the account, the companions, what is agreed."""

from __future__ import annotations

from uuid import UUID

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from mestring.cases.models import Case
from mestring.decisions.models import Grant
from mestring.delivery import actions
from mestring.delivery import hours as bank
from mestring.delivery.models import CompanionChoice, SavingAgreement
from mestring.delivery.proposals import hours as proposed
from mestring.web.caseworker.pages import hours as page
from mestring.web.caseworker.pages.form_page import FormPage, in_case, show
from mestring.web.components.acting import carry_out
from mestring.web.shell import clock
from mestring.web.shell.doors import Asked, asked, door, find, find_case, hidden, look


def _grant(by: Asked, case: Case, grant_id: UUID) -> Grant:
    """A grant of the case whose hours are kept in an account; the look is logged. Raises: NotFound."""
    rows = Grant.objects.filter(case=case, section=bank.SECTION).select_related("decision__application__case__citizen")
    found: Grant = find(by, rows, grant_id)
    found.case = case
    look(by, [(found, case, case.citizen)])
    return found


def _about(case: Case, grant: Grant, title: str, button: str, note: str = "") -> FormPage:
    about = in_case(case, title, button, note=note)
    return FormPage(about.title, about.button, "Timebanken", page.address(case, grant), case.citizen.name, about.note)


@door("order.see")
def hour_bank(request: HttpRequest, case_id: UUID, grant_id: UUID) -> HttpResponse:
    """The account with what lapses when, and the companions."""
    by, on = asked(request), clock.today()
    case = find_case(by, case_id)
    grant = _grant(by, case, grant_id)
    return render(request, "caseworker/order/hours.html", {"page": page.build(case, grant, on), "grant": grant, "case": case, "on": on})


@door("order.place", methods=["GET", "POST"])
def propose_companion(request: HttpRequest, case_id: UUID, grant_id: UUID) -> HttpResponse:
    """Write whom the citizen names."""
    by, on = asked(request), clock.today()
    case = find_case(by, case_id)
    grant = _grant(by, case, grant_id)
    form = page.Propose.of(request)

    def do() -> str:
        values = form.values
        actions.propose_companion(grant, name=values["name"], relation=values["relation"], close_relative=form.near, by=by.actor, on=on)
        return page.address(case, grant)

    near = proposed.nearness(grant.standard)
    about = _about(case, grant, "Borgeren udpeger en ledsager", "Gem", f"{near.text} ({near.source})")
    return carry_out(by, form, "propose_companion", do, said="Ledsageren er skrevet. Godkend, eller sig nej.") or show(request, about, form)


@door("order.place", methods=["GET", "POST"])
def answer_companion(request: HttpRequest, case_id: UUID, grant_id: UUID, choice_id: UUID) -> HttpResponse:
    """Yes or no to a companion."""
    by, on = asked(request), clock.today()
    case = find_case(by, case_id)
    grant = _grant(by, case, grant_id)
    choice: CompanionChoice = find(by, CompanionChoice.objects.filter(grant=grant), choice_id)
    choice.grant = grant
    look(by, [(choice, case, case.citizen)])
    form = page.Answer.of(request)

    def do() -> str:
        values = form.values
        act = actions.approve_companion if values["way"] == page.APPROVE else actions.refuse_companion
        act(choice, reason=values["reason"], by=by.actor, on=on)
        return page.address(case, grant)

    near = proposed.nearness(grant.standard)
    note = f"{near.text} ({near.source})" if choice.close_relative else ""
    about = _about(case, grant, f"Ledsager: {choice.name}, {choice.relation}", "Gem svaret", note)
    return carry_out(by, form, "answer_companion", do, said="Svaret er gemt.") or show(request, about, form)


@door("order.place", methods=["GET", "POST"])
def agree_to_save(request: HttpRequest, case_id: UUID, grant_id: UUID) -> HttpResponse:
    """Agree that hours are saved."""
    by, on = asked(request), clock.today()
    case = find_case(by, case_id)
    grant = _grant(by, case, grant_id)
    if not proposed.asks_agreement(grant.standard):
        raise hidden()
    stands = SavingAgreement.objects.filter(grant=grant).first()
    form = page.Agree.of(request, initial={"since": stands.since if stands else max(grant.begins_on, on.replace(day=1))})

    def do() -> str:
        actions.agree_to_save(grant, since=form.values["since"], by=by.actor, on=on)
        return page.address(case, grant)

    entry = proposed.bank(grant.standard)
    about = _about(case, grant, "Aftal opsparing af timer", "Gem aftalen", f"{entry.text} ({entry.source.label()})")
    return carry_out(by, form, "agree_to_save", do, said="Aftalen er gemt.") or show(request, about, form)


@door("order.place", methods=["GET", "POST"])
def other_accompaniment(request: HttpRequest, case_id: UUID, grant_id: UUID) -> HttpResponse:
    """Write how much other individual accompaniment there is."""
    by, on = asked(request), clock.today()
    case = find_case(by, case_id)
    grant = _grant(by, case, grant_id)
    if not proposed.takes_off_other(grant.standard):
        raise hidden()
    form = page.Other.of(request, initial=page.other_so_far(grant, on))

    def do() -> str:
        actions.tell_other_accompaniment(grant, by=by.actor, on=on, **form.values)
        return page.address(case, grant)

    entry = proposed.bank(grant.standard)
    about = _about(case, grant, "Anden individuel ledsagelse", "Gem", f"{entry.text} ({entry.source.label()})")
    return carry_out(by, form, "tell_other_accompaniment", do, said="Det er gemt, og kontoen er regnet om.") or show(request, about, form)
