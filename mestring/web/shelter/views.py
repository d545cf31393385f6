"""The shelter's doors: the cases put before its leader, decided there or sent back."""

from __future__ import annotations

from uuid import UUID

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse

from mestring.cases.states import ApplicationState
from mestring.decisions import actions
from mestring.decisions.gathering import outlook
from mestring.decisions.models import Decision, Referral
from mestring.people import access
from mestring.web.components import fields
from mestring.web.components.acting import carry_out
from mestring.web.components.forms import Form
from mestring.web.shell import clock
from mestring.web.shell.doors import asked, door, find, find_case, look
from mestring.web.shelter import page

DECIDE, SEND_BACK = "decide", "send_back"
UNDER = {"under": "shelter:referrals"}


@door("referrals.see")
def referrals(request: HttpRequest) -> HttpResponse:
    """The cases that wait for the leader of the shelter."""
    by, on = asked(request), clock.today()
    built = page.referrals(by.actor, on)
    if shown := [(one, one.application.case, one.application.case.citizen) for one in built.seen]:
        look(by, shown, relation=access.Tie.SHELTER)
    return render(request, "shelter/referrals.html", {"page": built, "on": on, **UNDER})


class Answer(Form):
    """Decided as it is put, or sent back."""

    way = fields.Choice(
        "Din afgørelse", [(DECIDE, "Som forelagt"), (SEND_BACK, "Send tilbage")], shape="tiles", missing="Vælg, hvad du gør.", reveals=[SEND_BACK]
    )
    because = fields.LongText("Hvad mangler, før sagen kan afgøres?", required=False, limit=2000, rows=3)


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
    form = Answer.of(request, version=stands.preparation.version if stands.preparation else 0)
    if wrong:
        form.fields["because"].label = "Hvad var forkert ved den første afgørelse, eller hvad mangler?"

    def do() -> str:
        because, seen = form.values["because"], form.sent_version or 0
        if form.values["way"] == SEND_BACK:
            actions.send_back(found, because=because, by=by.actor, on=on)
        elif wrong is None:
            actions.decide_as_shelter(found, seen=seen, by=by.actor, on=on)
        else:
            actions.correct_as_shelter(found, wrong, because=because, seen=seen, by=by.actor, on=on)
        return reverse("shelter:referrals")

    done = carry_out(by, form, "answer_referral", do, said="Dit svar er gemt. Sagsbehandleren har fået besked.")
    built = None if done else page.referral(found, stands, on, wrong=wrong)
    return done or render(request, "shelter/referral.html", {"page": built, "form": form, "on": on, **UNDER}, status=form.status)
