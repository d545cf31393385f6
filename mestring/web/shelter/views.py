"""The shelter's doors: the cases put before its leader, decided there or sent back."""

from __future__ import annotations

from datetime import date
from uuid import UUID

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse

from mestring.cases.states import ApplicationState
from mestring.decisions import actions
from mestring.decisions.errors import FieldMissing
from mestring.decisions.gathering import Outlook, outlook
from mestring.decisions.models import Decision, Referral
from mestring.people import access
from mestring.rules import danish
from mestring.web.components import fields, otherwise
from mestring.web.components.acting import carry_out
from mestring.web.components.otherwise import AS_PUT, OTHER, REFUSE, Otherwise
from mestring.web.shell import clock
from mestring.web.shell.doors import Asked, asked, door, find, find_case, look
from mestring.web.shelter import page

SEND_BACK = "send_back"
UNDER = {"under": "shelter:referrals"}


@door("referrals.see")
def referrals(request: HttpRequest) -> HttpResponse:
    """The cases that wait for the leader of the shelter."""
    by, on = asked(request), clock.today()
    built = page.referrals(by.actor, on)
    if shown := [(one, one.application.case, one.application.case.citizen) for one in built.seen]:
        look(by, shown, relation=access.Tie.SHELTER)
    return render(request, "shelter/referrals.html", {"page": built, "on": on, **UNDER})


class Answer(Otherwise):
    """Decided as it is put or otherwise, or sent back."""

    way = fields.Choice(
        "Din afgørelse",
        [(AS_PUT, "Som forelagt"), (OTHER, "Andet"), (REFUSE, "Afslag"), (SEND_BACK, "Send tilbage")],
        shape="tiles",
        missing="Vælg, hvad du gør.",
        reveals=[OTHER, REFUSE],
    )
    reason = fields.LongText(
        "Din begrundelse",
        hint="Den står i brevet til borgeren. Kan udelades, når det bliver som forelagt. Sender du sagen tilbage, så skriv, hvad der mangler.",
        required=False,
        limit=8000,
        rows=3,
    )


@door("decision.decide_shelter", methods=["GET", "POST"])
def referral(request: HttpRequest, referral_id: UUID) -> HttpResponse:
    """One case: what the caseworker says, the choice, conditions, gates, and the leader's decision."""
    by, on = asked(request), clock.today()
    rows = Referral.objects.before(by.actor).select_related("application__case", "unit", "relation", "sent_by", "answered_by", "decision")
    found: Referral = find(by, rows, referral_id)
    application = found.application
    application.case = find_case(by, application.case.public_id)
    stands = outlook(application, on=on, capacity=Decision.Capacity.SHELTER)
    wrong = Decision.objects.filter(application=application).standing().first() if application.state == ApplicationState.DECIDED else None
    form = Answer.of(request, initial=otherwise.initial(stands), version=stands.preparation.version if stands.preparation else 0)
    otherwise.fit(form, stands, on)

    def do() -> str:
        if form.values["way"] == SEND_BACK:
            _send_back(by, found, form, on)
        else:
            _decide(by, found, wrong, form, stands, on)
        return reverse("shelter:referrals")

    done = carry_out(by, form, "answer_referral", do, said="Dit svar er gemt. Sagsbehandleren har fået besked.")
    built = None if done else page.referral(found, stands, on, wrong=wrong)
    return done or render(request, "shelter/referral.html", {"page": built, "form": form, "on": on, **UNDER}, status=form.status)


def _send_back(by: Asked, found: Referral, form: Answer, on: date) -> None:
    if not form.values["reason"]:
        raise FieldMissing("reason", "Begrundelse", "skriv, hvad der mangler, før sagen kan afgøres")
    actions.send_back(found, because=form.values["reason"], by=by.actor, on=on)


def _decide(by: Asked, found: Referral, wrong: Decision | None, form: Answer, stands: Outlook, on: date) -> None:
    reason = form.values["reason"]
    if form.values["way"] != AS_PUT and not reason:
        raise FieldMissing("reason", "Begrundelse", "skriv, hvorfor du kommer til noget andet end forelagt")
    seen = otherwise.seen(form, f"Lederen af boformen {danish.date_plain(on)}")
    common = {"seen": form.sent_version or 0, "otherwise": seen, "by": by.actor, "on": on, **otherwise.choice(form, stands)}
    if wrong is None:
        actions.decide_as_shelter(found, **common)
    elif not reason:
        raise FieldMissing("reason", "Begrundelse", "skriv, hvad der var forkert ved den første afgørelse")
    else:
        actions.correct_as_shelter(found, wrong, because=reason, **common)
