"""What the citizen or somebody else is asked to tell: asked with a day, answered, lapsed or cancelled."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from typing import Any
from uuid import UUID

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse

from mestring.cases.actions.journal import ask_for_information, cancel_request, let_request_lapse, receive_information
from mestring.cases.actions.writing import write_information_request
from mestring.cases.models import Application, Case, InformationRequest
from mestring.cases.proposals import sign
from mestring.people.actions.citizen import give_consent
from mestring.people.models import Consent
from mestring.web.caseworker.pages import journal as page
from mestring.web.caseworker.pages.form_page import in_case, show
from mestring.web.components import days, fields
from mestring.web.components.acting import carry_out
from mestring.web.components.forms import Field, Form, shown
from mestring.web.shell import clock, installation
from mestring.web.shell.doors import Asked, asked, door, find, find_case, look

CITIZEN, OTHER = InformationRequest.Whom.CITIZEN, InformationRequest.Whom.OTHER
NEW, GROUND = "new", "ground"


class Asking(Form):
    """What is asked, of whom, and on what right."""

    whom = fields.Choice("Hvem spørger du?", [(CITIZEN, "Borgeren"), (OTHER, "En anden, for eksempel en læge")], shape="radios", reveals=[OTHER])
    source = fields.Text("Navn på den, du spørger", hint="For eksempel Psykiatrisk Afdeling", required=False, limit=120)
    consent = fields.Choice("Hvorfor må oplysningen hentes?", shape="radios", required=False)
    form = fields.Choice("Hvordan siger borgeren ja?", Consent.Form.choices, shape="tiles", hint="Kun når borgeren giver samtykke nu", required=False)
    until = fields.Date("Samtykket gælder til og med", hint="Kun ved et nyt samtykke, der har en sidste dag", required=False)
    ground = fields.Text(
        "Lovhjemmel", hint="Kun når samtykke ikke er nødvendigt, for eksempel RSL § 11 c, og hvorfor den gælder her", required=False, limit=300
    )
    asks = fields.LongText(
        "Hvad mangler?", hint="Skriv det, så den, der bliver spurgt, ved, hvad der skal sendes", missing="Skriv, hvilke oplysninger du beder om.", limit=2000
    )
    why = fields.LongText("Hvad skal det bruges til?", hint="Står i brevet til borgeren", required=False, limit=1000, rows=2)
    application = fields.Choice("Hører til", required=False)
    due_on = fields.Date("Svar senest")

    def __init__(
        self, data: Any = None, files: Any = None, *, consents: list[Consent], applications: list[Application], on: date, initial: dict[str, Any], **more: Any
    ) -> None:
        self.consents = {str(one.public_id): one for one in consents}
        self.applications = {str(one.public_id): one for one in applications}
        super().__init__(data, files, initial={"consent": next(iter(self.consents), NEW), **initial}, **more)
        held = [(key, f"Samtykke fra {days.plain(one.since, on)}: {one.source}, {one.purpose}") for key, one in self.consents.items()]
        named = [(key, one.titled(sign(one.section) if one.section else "")) for key, one in self.applications.items()]
        self.fields["consent"].choices = [*held, (NEW, "Borgeren giver samtykke nu"), (GROUND, "Loven siger, at samtykke ikke er nødvendigt")]  # type: ignore[attr-defined]
        self.fields["application"].choices = [("", "Hele sagen"), *named]  # type: ignore[attr-defined]

    def clean(self) -> dict[str, Any]:
        answers: dict[str, Any] = super().clean() or self.cleaned_data
        if answers.get("whom") != OTHER:
            return answers
        if not answers.get("source"):
            self.add_error("source", "Skriv, hvem du spørger.")
        if answers.get("consent") == NEW and not answers.get("form"):
            self.add_error("form", "Vælg, hvordan borgeren siger ja.")
        if answers.get("consent") == GROUND and not answers.get("ground"):
            self.add_error("ground", "Skriv den lovhjemmel, der gør samtykke unødvendigt.")
        return answers

    @property
    def source_asked(self) -> Field:
        """The question of whom, which must be answered when it is asked at all."""
        return replace(shown(self["source"], self.mark), required=True)


class Answer(Form):
    """What was answered."""

    answered_on = fields.Date("Besvaret", example=fields.PAST)
    answer = fields.LongText("Hvad blev der svaret?", hint="Kort. Et brev lægges på sagen som dokument", required=False, limit=5000)


class Plain(Form):
    """Nothing is asked: the button says it."""


def _request(by: Asked, case: Case, request_id: UUID) -> InformationRequest:
    rows = InformationRequest.objects.visible_to(by.actor).filter(case=case).select_related("consent", "application", "letter")
    row: InformationRequest = find(by, rows, request_id)
    row.case = case
    look(by, [(row, case, case.citizen)])
    return row


@door("case.write", methods=["GET", "POST"])
def new_request(request: HttpRequest, case_id: UUID) -> HttpResponse:
    """Ask for facts; the letter to the citizen is written at once, as a draft."""
    by, on = asked(request), clock.today()
    case = find_case(by, case_id)
    initial = {"whom": CITIZEN, "due_on": page.propose_due(on), "application": request.GET.get("ansoegning", "")}
    form = Asking.of(
        request, consents=page.consents(case, on), applications=list(Application.objects.pending().filter(case=case).order_by("pk")), on=on, initial=initial
    )

    def do() -> str:
        values = form.values
        application = form.applications.get(values["application"])
        of_citizen = values["whom"] == CITIZEN
        made = ask_for_information(
            case,
            by=by.actor,
            on=on,
            whom=values["whom"],
            source=case.citizen.name if of_citizen else values["source"],
            asks=values["asks"],
            due_on=values["due_on"],
            application=application,
            consent=None if of_citizen else _consent(by, case, form, on),
            ground="" if of_citizen or values["consent"] != GROUND else values["ground"],
        )
        if not of_citizen:
            return reverse("caseworker:request", args=[case.public_id, made.public_id])
        standard = application.standard if application else installation.home(on).id
        letter = write_information_request(made, by=by.actor, on=on, standard=standard, why=values["why"])
        return reverse("caseworker:letter", args=[case.public_id, letter.public_id])

    done = carry_out(by, form, "ask_for_information", do, said="Anmodningen er registreret.")
    return done or show(request, in_case(case, "Bed om oplysninger", "Bed om oplysningerne"), form, "caseworker/request/new.html")


def _consent(by: Asked, case: Case, form: Asking, on: date) -> Consent | None:
    """The consent that was chosen, or the one that is given now."""
    values = form.values
    if values["consent"] == NEW:
        purpose = values["asks"][:300]
        return give_consent(
            case.citizen,
            by=by.actor,
            on=on,
            source=values["source"],
            purpose=purpose,
            form=values["form"],
            since=on,
            until=values["until"],
            case=case.public_id,
        )
    return form.consents.get(values["consent"])


@door("case.see")
def request(request: HttpRequest, case_id: UUID, request_id: UUID) -> HttpResponse:
    """A request for facts, and how it ends."""
    by, on = asked(request), clock.today()
    case = find_case(by, case_id)
    row = _request(by, case, request_id)
    return _shown(request, case, row, Answer(initial={"answered_on": on}))


@door("case.write", methods=["GET", "POST"])
def answer_request(request: HttpRequest, case_id: UUID, request_id: UUID) -> HttpResponse:
    """Note the answer."""
    by, on = asked(request), clock.today()
    case = find_case(by, case_id)
    row = _request(by, case, request_id)
    form = Answer.of(request, initial={"answered_on": on})

    def do() -> str:
        receive_information(row, by=by.actor, on=on, **form.values)
        return reverse("caseworker:request", args=[case.public_id, row.public_id])

    done = carry_out(by, form, "receive_information", do, said="Svaret er registreret.")
    return done or _shown(request, case, row, form)


@door("case.write", methods=["GET", "POST"])
def lapse_request(request: HttpRequest, case_id: UUID, request_id: UUID) -> HttpResponse:
    """The day has passed, and the case goes on without."""
    by, on = asked(request), clock.today()
    case = find_case(by, case_id)
    row = _request(by, case, request_id)
    form = Plain.of(request)

    def do() -> str:
        let_request_lapse(row, by=by.actor, on=on)
        return reverse("caseworker:request", args=[case.public_id, row.public_id])

    done = carry_out(by, form, "let_request_lapse", do, said="Sagen går videre uden oplysningerne.")
    lead = f"{row.source} skulle svare senest {days.in_text(row.due_on, on)}."
    note = "Sagen afgøres på det, I ved. Borgeren skal have fået at vide, hvad det betyder (RSL § 11 b)."
    return done or show(request, in_case(case, "Gå videre uden svar", "Gå videre uden svar", lead=lead, note=note), form)


@door("case.write", methods=["GET", "POST"])
def cancel(request: HttpRequest, case_id: UUID, request_id: UUID) -> HttpResponse:
    """The facts are no longer needed."""
    by, on = asked(request), clock.today()
    case = find_case(by, case_id)
    row = _request(by, case, request_id)
    form = Plain.of(request)

    def do() -> str:
        cancel_request(row, by=by.actor, on=on)
        return reverse("caseworker:request", args=[case.public_id, row.public_id])

    done = carry_out(by, form, "cancel_request", do, said="Anmodningen er annulleret.")
    lead = f"Oplysninger fra {row.source}, bedt om {days.in_text(row.sent_on, on)}."
    note = "Er brevet sendt, så sig til modtageren, at oplysningerne ikke længere er nødvendige."
    return done or show(request, in_case(case, "Annullér anmodningen", "Annullér anmodningen", lead=lead, note=note), form)


def _shown(request: HttpRequest, case: Case, row: InformationRequest, form: Answer) -> HttpResponse:
    built = page.of_request(row, clock.today(), form)
    return render(request, "caseworker/request/request.html", {"page": built, "case": case, "form": form}, status=form.status)
