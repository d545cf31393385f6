"""A complaint: registered however it comes, its page, whether it can be complained of, its receipt, taken back."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse

from mestring.cases.models import Case
from mestring.cases.models.inquiry import Channel
from mestring.complaints import actions
from mestring.complaints.errors import DecisionMissing
from mestring.complaints.models import Complaint
from mestring.complaints.states import ComplaintState
from mestring.decisions.models import Decision
from mestring.web.caseworker.pages import complaint as page
from mestring.web.caseworker.pages import complaint_registering as registering
from mestring.web.caseworker.pages.complaint_named import address, form_page, named
from mestring.web.caseworker.pages.form_page import FormPage, in_case, show
from mestring.web.components import days, fields
from mestring.web.components.acting import carry_out
from mestring.web.components.forms import Form
from mestring.web.shell import clock, installation
from mestring.web.shell.doors import Asked, asked, door, find, find_case, look

Kind, By = Complaint.Kind, Complaint.By


class Plain(Form):
    """Nothing is asked: the button says it."""


def find_complaint(by: Asked, case_id: UUID, complaint_id: UUID) -> Complaint:
    """The complaint, when its case may be seen; the look is logged."""
    case = find_case(by, case_id)
    rows = Complaint.objects.visible_to(by.actor).filter(case=case)
    related: tuple[str, ...] = (
        "decision__application",
        "new_decision__application",
        "document",
        "representation",
        "answer",
        "receipt",
        "restarted",
        "reviewed_by",
    )
    related += ("restored__decision__application",)
    found: Complaint = find(by, rows.select_related(*related), complaint_id)
    found.case = case
    look(by, [(found, case, case.citizen)])
    return found


# ------------------------------------------------------------------------------------------------ it comes


class NewComplaint(Form):
    """What is complained of, by whom, and when it came. No reasons are needed."""

    kind = fields.Choice("Hvad klages der over?", Kind.choices, shape="radios")
    decision = fields.Choice("Hvilken afgørelse?", required=False, blank="Vælg")
    received_on = fields.Date("Modtaget", example=fields.PAST)
    channel = fields.Choice("Hvordan kom klagen?", Channel.choices, hint="Man må klage mundtligt. Så skriver I den ned, og det bliver et notat.")
    words = fields.LongText("Hvad siger borgeren?", required=False, hint="Borgerens egne ord. Det er ikke nødvendigt at begrunde en klage.", limit=8000)
    complained_by = fields.Choice("Hvem klager?", By.choices, shape="radios", reveals=[By.REPRESENTATIVE, By.OTHER])
    representation = fields.Choice("Handler en for borgeren: hvem?", required=False, blank="Vælg")
    complainant = fields.Text("En anden: hvem er det, og hvorfor har de ret til at klage?", required=False, hint="For eksempel navn og fuldmagt", limit=160)
    document = fields.Choice("Er klagen lagt på sagen som dokument?", required=False, blank="Nej")
    told_on = fields.Date("Hvornår fik borgeren afgørelsen?", required=False, hint="Kun hvis det ikke fremgår af sagen. Dag-måned-år")
    sure = fields.Check("Det er en ny klage, selv om der er en, som ikke er færdig")

    def __init__(self, data: Any = None, files: Any = None, *, case: Case, **more: Any) -> None:
        super().__init__(data, files, **more)
        self.case, on = case, clock.today()
        self.decisions = {str(one.public_id): one for one in registering.decisions_of(case)}
        self.documents = {str(one.public_id): one for one in registering.documents_of(case)}
        self.representations = {str(one.public_id): one for one in registering.representations_of(case)}
        self._offer("decision", "Vælg", [(key, named(one, on)) for key, one in self.decisions.items()])
        self._offer("document", "Nej", [(key, f"{one.title}, {days.plain(one.happened_on, on)}") for key, one in self.documents.items()])
        self._offer("representation", "Vælg", [(key, f"{one.name}, {one.get_kind_display().lower()}") for key, one in self.representations.items()])
        if not Complaint.objects.filter(case=case).open().exists():
            del self.fields["sure"]

    def _offer(self, name: str, blank: str, choices: list[tuple[str, str]]) -> None:
        self.fields[name].choices = [("", blank), *choices]  # type: ignore[attr-defined]
        if not choices and name != "decision":
            del self.fields[name]

    def clean(self) -> dict[str, Any]:
        values: dict[str, Any] = super().clean() or {}
        # Said together with whatever else is missing, and not only when the rest is in order.
        if values.get("kind") == Kind.DECISION and not values.get("decision") and "decision" not in self.errors:
            self.add_error("decision", DecisionMissing.message)
        return values

    @property
    def chosen(self) -> Decision | None:
        """The decision the form is about, as it was sent or as the page began."""
        return self.decisions.get(str(self["decision"].value() or ""))


@door("complaint.register", methods=["GET", "POST"])
def new_complaint(request: HttpRequest, case_id: UUID) -> HttpResponse:
    """Register a complaint. Where the right to complain rests on questions, they are asked in a second step of the same form."""
    by, on = asked(request), clock.today()
    case = find_case(by, case_id)
    begins = request.GET.get("afgoerelse", "")
    initial = {"kind": Kind.DECISION, "received_on": on, "decision": begins, "complained_by": By.CITIZEN}
    form = NewComplaint.of(request, case=case, initial=initial)
    decision = form.chosen if (form["kind"].value() or Kind.DECISION) == Kind.DECISION else None
    asks = registering.add_questions(form, decision)
    about = in_case(case, "Registrér en klage", "Registrér klagen", lead="En klage tages altid imod: mundtligt eller på skrift, til tiden eller for sent.")
    unasked = form.posted and bool(asks) and not any(name in request.POST for name in asks)
    if unasked and form.is_valid():
        return _second_step(request, about, form, asks, decision)

    def do() -> str:
        values = form.values
        made = actions.register_complaint(
            case,
            by=by.actor,
            on=on,
            kind=values["kind"],
            decision=form.decisions.get(values["decision"]),
            channel=values["channel"],
            received_on=values["received_on"],
            words=values["words"],
            document=form.documents.get(values.get("document", "")),
            complained_by=values["complained_by"],
            representation=form.representations.get(values.get("representation", "")),
            complainant=values["complainant"],
            told_on=values["told_on"],
            answers=registering.answers(decision, values),
            sure=values.get("sure", False),
        )
        return address(made)

    if unasked:
        return show(request, about, form, "caseworker/complaint/new.html", asks=asks)
    done = carry_out(by, form, "register_complaint", do, said="Klagen er registreret.")
    return done or show(request, about, form, "caseworker/complaint/new.html", asks=asks)


def _second_step(request: HttpRequest, about: FormPage, form: NewComplaint, asks: list[str], decision: Decision | None) -> HttpResponse:
    """The first sending names the decision; the page comes back with what the right to complain rests on, as far as it is known. Nothing is wrong yet."""
    again = NewComplaint({**request.POST.dict(), **registering.known_answers(decision)}, case=form.case)
    registering.add_questions(again, decision)
    return render(request, "caseworker/complaint/new.html", {"page": about, "form": again, "asks": asks, "second": True})


@door("complaint.see")
def complaint(request: HttpRequest, case_id: UUID, complaint_id: UUID) -> HttpResponse:
    """The complaint: its days and why, what can be done now, and what has come of it."""
    by = asked(request)
    return shown_complaint(request, find_complaint(by, case_id, complaint_id), Plain())


def shown_complaint(request: HttpRequest, found: Complaint, form: Form) -> HttpResponse:
    """The complaint's page, with what a form of it has to say."""
    on = clock.today()
    return render(
        request,
        "caseworker/complaint/complaint.html",
        {"page": page.build(found, on), "complaint": found, "case": found.case, "on": on, "form": form, "post": Plain()},
        status=form.status,
    )


@door("complaint.register", methods=["GET", "POST"])
def complaint_right(request: HttpRequest, case_id: UUID, complaint_id: UUID) -> HttpResponse:
    """Answer what the right to complain rests on."""
    by, on = asked(request), clock.today()
    found = find_complaint(by, case_id, complaint_id)
    form = Plain.of(request)
    registering.add_questions(form, found.decision, known=found.right_facts)

    def do() -> str:
        actions.answer_right(found, answers=registering.answers(found.decision, form.values), by=by.actor, on=on)
        return address(found)

    done = carry_out(by, form, "answer_right", do, said="Svarene er gemt.")
    note = "Loven afskærer klage over nogle afgørelser, men ikke dem, hvor der er søgt om en bestemt ydelse, og afslaget henviser til kapitel 15 a."
    about = form_page(
        found, "Kan der klages over afgørelsen?", "Gem svarene", lead=found.right_says, note=note if found.decision and found.decision.section != "110" else ""
    )
    return done or show(request, about, form)


@door("complaint.register", methods=["POST"])
def complaint_receipt(request: HttpRequest, case_id: UUID, complaint_id: UUID) -> HttpResponse:
    """Write the receipt as a draft, and show it."""
    by, on = asked(request), clock.today()
    found = find_complaint(by, case_id, complaint_id)
    form = Plain.of(request)

    def do() -> str:
        letter = actions.write_receipt(found, standard=standard(), by=by.actor, on=on)
        return reverse("caseworker:letter", args=[found.case.public_id, letter.public_id])

    return carry_out(by, form, "write_complaint_receipt", do, said="Kvitteringen er skrevet som kladde.") or shown_complaint(request, found, form)


def standard() -> str:
    """The standard in force here today."""
    return installation.home(clock.today()).id


class Withdrawal(Form):
    """How it was taken back."""

    because = fields.LongText("Hvem trak klagen tilbage, og hvordan?", missing="Skriv, hvem der trak klagen tilbage, og hvordan det skete.", limit=1000, rows=3)


@door("complaint.register", methods=["GET", "POST"])
def withdraw_complaint(request: HttpRequest, case_id: UUID, complaint_id: UUID) -> HttpResponse:
    """The complaint is taken back."""
    by, on = asked(request), clock.today()
    found = find_complaint(by, case_id, complaint_id)
    at_board = found.state == ComplaintState.FORWARDED
    form = Withdrawal.of(request)

    def do() -> str:
        actions.withdraw_complaint(found, because=form.values["because"], by=by.actor, on=on)
        return address(found)

    done = carry_out(by, form, "withdraw_complaint", do, said="Klagen er registreret som trukket tilbage.")
    about = form_page(found, "Klagen er trukket tilbage", "Registrér", note="Klagen er sendt videre. Giv også Ankestyrelsen besked." if at_board else "")
    return done or show(request, about, form)
