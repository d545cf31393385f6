"""A case put before whoever decides: sent, taken back, and sent back by the leader."""

from __future__ import annotations

from uuid import UUID

from django.http import HttpRequest, HttpResponse

from mestring.cases.models import Application
from mestring.decisions import actions
from mestring.decisions.actions import referring
from mestring.decisions.models import Referral
from mestring.people.access import Role
from mestring.people.models import Unit
from mestring.web.caseworker.pages import addresses
from mestring.web.caseworker.pages import decision_forms as forms
from mestring.web.caseworker.pages.form_page import FormPage, show
from mestring.web.caseworker.views.decision import elsewhere, find_application
from mestring.web.components.acting import carry_out
from mestring.web.shell import clock
from mestring.web.shell.doors import asked, door, hidden


@door("decision.prepare", methods=["GET", "POST"])
def refer(request: HttpRequest, case_id: UUID, application_id: UUID) -> HttpResponse:
    """Put the prepared choice before the leader, or a shelter's leader."""
    by, on = asked(request), clock.today()
    application = find_application(by, case_id, application_id)
    if answer := elsewhere(application):
        return answer
    to_shelter = referring.may_decide(Referral.To.SHELTER, application)
    form, here = forms.Refer.of(request), addresses.address(application)
    shelters = {str(one.public_id): one for one in Unit.objects.filter(kind=Unit.Kind.SHELTER, assignments__role=Role.SHELTER).order_by("name").distinct()}
    if to_shelter:
        form.fields["shelter"].choices = [("", "Vælg"), *((key, one.name) for key, one in shelters.items())]  # type: ignore[attr-defined]
    else:
        del form.fields["shelter"]

    def do() -> str:
        common = {"words": form.values["words"], "by": by.actor, "on": on}
        if to_shelter:
            actions.send_to_shelter(application, shelters[form.values["shelter"]], **common)
        else:
            actions.send_to_leader(application, **common)
        return here

    done = carry_out(by, form, "refer", do, said="Sagen er forelagt.")
    return done or show(request, _about(application, here, to_shelter=to_shelter), form)


def _about(application: Application, here: str, *, to_shelter: bool) -> FormPage:
    sign = addresses.sign(application.section)
    if to_shelter:
        note = "Forstanderen kan se sagen i fire uger. Afgør forstanderen den, sender du brevet. Borgeren kan se det i sin log."
        return FormPage(f"Forelæg sagen om {sign} for boformens leder", "Forelæg sagen", "Afgørelsen", here, note=note)
    names = ", ".join(referring.leaders(application.case.team, clock.today()))
    lead = f"Går til {names}." if names else ""
    note = "Sagen kommer på lederens arbejdsliste. Lederen afgør den eller sender den tilbage med en begrundelse."
    return FormPage(f"Forelæg sagen om {sign} for lederen", "Forelæg sagen", "Afgørelsen", here, lead=lead, note=note)


def _waiting(application: Application) -> Referral:
    found: Referral | None = Referral.objects.filter(application=application).waiting().select_related("unit").first()
    if found is None:
        raise hidden()
    found.application = application
    return found


@door("decision.prepare", methods=["POST"])
def take_back(request: HttpRequest, case_id: UUID, application_id: UUID) -> HttpResponse:
    """Take the case back before it is decided."""
    by, on = asked(request), clock.today()
    application = find_application(by, case_id, application_id)
    found = _waiting(application)
    form, here = forms.Plain.of(request), addresses.address(application)

    def do() -> str:
        actions.take_back(found, by=by.actor, on=on)
        return here

    about = FormPage("Træk sagen tilbage", "Træk sagen tilbage", "Afgørelsen", here)
    return carry_out(by, form, "take_back", do, said="Sagen er trukket tilbage.") or show(request, about, form)


@door("decision.send_back", methods=["POST"])
def send_back(request: HttpRequest, case_id: UUID, application_id: UUID) -> HttpResponse:
    """The leader sends the case back undecided."""
    by, on = asked(request), clock.today()
    application = find_application(by, case_id, application_id)
    found = _waiting(application)
    if not referring.is_theirs(found, by.actor):
        raise hidden()
    form, here = forms.SendBack.of(request), addresses.address(application)

    def do() -> str:
        actions.send_back(found, because=form.values["because"], by=by.actor, on=on)
        return here

    about = FormPage("Send sagen tilbage", "Send tilbage", "Afgørelsen", here)
    return carry_out(by, form, "send_back", do, said="Sagen er sendt tilbage.") or show(request, about, form)
