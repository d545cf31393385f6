"""The review of a complaint, the answer to the citizen, and what the citizen wants of the rest."""

from __future__ import annotations

from dataclasses import replace
from typing import Any
from uuid import UUID

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse

from mestring.audit.errors import MestringError
from mestring.cases import recipients
from mestring.cases.errors import TextMissing
from mestring.complaints import actions
from mestring.complaints.actions.telling import may_answer
from mestring.complaints.models import Complaint
from mestring.complaints.states import ComplaintState
from mestring.web.caseworker.pages import complaint as page
from mestring.web.caseworker.pages import complaint_review as review
from mestring.web.caseworker.pages.complaint_named import address, form_page, named
from mestring.web.caseworker.pages.form_page import show
from mestring.web.caseworker.pages.letter import ToSend, asks_why, unreached
from mestring.web.caseworker.views.complaint import Plain, find_complaint, shown_complaint, standard
from mestring.web.components import days, fields
from mestring.web.components.acting import autosave, carry_out
from mestring.web.components.forms import Field, Form
from mestring.web.shell import clock
from mestring.web.shell.doors import Asked, asked, door

UPHELD, PARTLY, MAINTAINED = ComplaintState.UPHELD, ComplaintState.PARTLY, ComplaintState.MAINTAINED


class Review(Form):
    """What the review comes to, and why."""

    outcome = fields.Choice(
        "Hvad ender genvurderingen med?",
        [(UPHELD, "Borgeren får fuldt medhold"), (PARTLY, "Borgeren får delvist medhold"), (MAINTAINED, "Afgørelsen fastholdes")],
        shape="radios",
        required=False,
        judged=True,
    )
    new_decision = fields.Choice("Ny afgørelse", required=False, blank="Vælg")
    considerations = fields.LongText(
        "Hovedhensyn", required=False, hint="Hvorfor, og hvad svarer I på klagen? Borgeren og Ankestyrelsen læser det.", limit=10_000, rows=8
    )
    facts = fields.LongText("Oplysninger, I har lagt vægt på", required=False, hint="Én på hver linje", limit=10_000, rows=5)
    legal_basis = fields.LongText("Regler, afgørelsen bygger på", required=False, hint="Én på hver linje, for eksempel serviceloven § 85", limit=4000, rows=3)

    def clean(self) -> dict[str, Any]:
        """What is wrong is said all at once; a draft may lack anything."""
        answers: dict[str, Any] = super().clean() or self.cleaned_data
        if not self.data.get("gem") and answers.get("outcome") in (PARTLY, MAINTAINED):
            for name in WRITTEN:
                if name in answers and not answers[name]:
                    self.add_error(name, MISSING[name])
        return answers


WRITTEN = ("considerations", "facts", "legal_basis")
CORRECT = "ret"
"""What the button says that keeps the draft and goes on to the new decision."""
MISSING = {
    "considerations": "Skriv, hvorfor I holder fast, og svar på det, borgeren klager over.",
    "facts": "Skriv de oplysninger, I har lagt vægt på.",
    "legal_basis": "Skriv de regler, afgørelsen bygger på.",
}


@door("complaint.review", methods=["GET", "POST"])
def review_complaint(request: HttpRequest, case_id: UUID, complaint_id: UUID) -> HttpResponse:
    """Look at the decision again. The reasons save themselves while one writes; one button ends the review."""
    by, on = asked(request), clock.today()
    found = find_complaint(by, case_id, complaint_id)
    if found.decision is None or (request.method == "GET" and (found.state != ComplaintState.REGISTERED or not found.may_go_on)):
        return redirect(address(found))
    begins = {name: getattr(found, name) for name in WRITTEN}
    if found.version == 1:
        begins["legal_basis"] = begins["legal_basis"] or found.decision.legal_basis
    form = Review.of(request, initial=begins, version=found.version)
    new = {str(one.public_id): one for one in review.candidates(found)}
    if new:
        form.fields["new_decision"].choices = [("", "Vælg"), *((key, named(one, on)) for key, one in new.items())]  # type: ignore[attr-defined]
    else:
        del form.fields["new_decision"]
    drafts = request.POST.get("gem")

    def save() -> Complaint:
        return actions.draft_review(found, seen=form.sent_version or 0, by=by.actor, on=on, **{name: form.values[name] for name in WRITTEN})

    def do() -> str:
        if drafts:
            save()
            return review.correcting(found) if drafts == CORRECT else address(found, "review_complaint")
        written = {name: form.values[name] for name in WRITTEN}
        common: dict[str, Any] = {"seen": form.sent_version or 0, "by": by.actor, "on": on, **written}
        outcome = form.values["outcome"]
        if outcome == MAINTAINED:
            actions.maintain(found, **common)
        elif outcome in (UPHELD, PARTLY):
            chosen = new.get(form.values.get("new_decision", ""))
            act = actions.uphold if outcome == UPHELD else actions.uphold_partly
            act(found, new_decision=chosen, **common)
        else:
            raise TextMissing("outcome", "Resultat", "vælg, hvad genvurderingen ender med")
        return address(found)

    if request.method == "POST" and request.headers.get("Accept", "").startswith("application/json"):
        return autosave(form, lambda: {"version": save().version})
    done = carry_out(by, form, "review_complaint", do, said="Kladden er gemt." if drafts else "Genvurderingen er færdig.")
    if not done and form.posted and not drafts:
        _keep(form, save)
    shown = {
        "page": page.build(found, on),
        "complaint": found,
        "case": found.case,
        "on": on,
        "form": form,
        "has_new": bool(new),
        "correct": CORRECT,
        "written": _must_be_written(form),
    }
    return done or render(request, "caseworker/complaint/review.html", shown, status=form.status)


def _keep(form: Form, save: Any) -> None:
    """Keep what was written as a draft when the review could not be ended, so that nobody who goes to mend something elsewhere loses it."""
    if not all(name in form.values for name in WRITTEN):
        return
    try:
        saved = save()
    except MestringError:
        return
    form.cleaned_data["version"] = saved.version


def _must_be_written(form: Form) -> list[Field]:
    """The reasons as they are asked for: a draft may lack them, an ended review may not."""
    return [replace(one, required=True) for one in form.shown if one.name in WRITTEN]


class Answer(Form):
    """The answer, as the citizen will read it."""

    text = fields.LongText(
        "Svar til borgeren",
        hint="Skriv, hvad I har gjort, og hvorfor. Reglen om klage står allerede i brevet.",
        missing="Skriv svaret, som borgeren skal læse det.",
        rows=8,
    )
    without = fields.Text(
        "Hvorfor sendes svaret uden?", hint="Kun når adressen ikke kan skaffes. For eksempel: efterlyst hos værgen.", required=False, limit=300
    )


@door("letter.send", methods=["GET", "POST"])
def answer_complaint(request: HttpRequest, case_id: UUID, complaint_id: UUID) -> HttpResponse:
    """The answer as it will be read, and the button that sends it; or, where there is nothing to review, the answer to be written."""
    by, on = asked(request), clock.today()
    found = find_complaint(by, case_id, complaint_id)
    if found.state == ComplaintState.REGISTERED and not found.may_go_on:
        return _answer_without_review(request, by, found)
    if request.method == "GET" and not may_answer(found):
        return redirect(address(found))
    form = ToSend.of(request, asks=asks_why(recipients.recipients(found.case, on)))

    def do() -> str:
        letter = actions.send_answer(found, standard=standard(), by=by.actor, on=on, without=form.because)
        return reverse("caseworker:letter", args=[found.case.public_id, letter.public_id])

    done = carry_out(by, form, "answer_complaint", do, said="Svaret er klar til afsendelse.")
    if done:
        return done
    if not may_answer(found):
        return shown_complaint(request, found, form)
    built = review.answer_page(found, standard(), by.actor, on)
    return render(request, "caseworker/complaint/answer.html", {"page": built, "form": form, "case": found.case}, status=form.status)


def _answer_without_review(request: HttpRequest, by: Asked, found: Complaint) -> HttpResponse:
    form, on = Answer.of(request), clock.today()
    to = recipients.recipients(found.case, on)
    if not asks_why(to):
        del form.fields["without"]

    def do() -> str:
        said = {"text": form.values["text"], "without": form.values.get("without", "")}
        letter = actions.answer_without_review(found, standard=standard(), by=by.actor, on=on, **said)
        return reverse("caseworker:letter", args=[found.case.public_id, letter.public_id])

    done = carry_out(by, form, "answer_complaint_without_review", do, said="Svaret er klar til afsendelse.")
    of_decision = found.kind == Complaint.Kind.DECISION
    note = found.right_says if of_decision else "Svaret fortæller også, at borgeren kan skrive til kommunens ledelse eller borgmesteren."
    lead = f"Der kan ikke klages over afgørelsen ({found.right_source})." if of_decision else "Kommunen behandler selv denne klage."
    about = form_page(found, "Svar på klagen", "Send svaret", lead=lead, note=note)
    return done or show(request, about, form, "caseworker/complaint/answer_without_review.html", unreached=unreached(to, found.case))


class Kept(Form):
    """When the citizen said it."""

    said_on = fields.Date("Hvornår sagde borgeren det?", example=fields.PAST)


@door("complaint.register", methods=["GET", "POST"])
def keep_rest(request: HttpRequest, case_id: UUID, complaint_id: UUID) -> HttpResponse:
    """The citizen wants the rest to go on."""
    by, on = asked(request), clock.today()
    found = find_complaint(by, case_id, complaint_id)
    form = Kept.of(request, initial={"said_on": on})

    def do() -> str:
        actions.keep_rest(found, said_on=form.values["said_on"], by=by.actor, on=on)
        return address(found, "forward_complaint")

    done = carry_out(by, form, "keep_rest", do, said="Det er registreret. Send nu resten videre.")
    return done or show(request, form_page(found, "Borgeren vil have resten videre", "Registrér"), form)


@door("complaint.register", methods=["GET", "POST"])
def lapse_rest(request: HttpRequest, case_id: UUID, complaint_id: UUID) -> HttpResponse:
    """The citizen has not said that the rest shall go on."""
    by, on = asked(request), clock.today()
    found = find_complaint(by, case_id, complaint_id)
    form = Plain.of(request)

    def do() -> str:
        actions.let_rest_lapse(found, by=by.actor, on=on)
        return address(found)

    done = carry_out(by, form, "let_rest_lapse", do, said="Klagen er afsluttet.")
    until = f"Borgeren kunne svare til og med {days.in_text(found.answer_by, on)}." if found.answer_by else ""
    note = "Siger borgeren senere, at resten skal videre, kan den stadig sendes til Ankestyrelsen."
    return done or show(request, form_page(found, "Afslut klagen", "Afslut klagen", lead=until, note=note), form)
