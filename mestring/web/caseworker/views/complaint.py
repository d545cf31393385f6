"""Complaints: registered however they come, reviewed, answered, sent on, and what the board decided."""

from __future__ import annotations

from dataclasses import replace
from typing import Any
from uuid import UUID

from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import redirect, render
from django.urls import reverse

from mestring.audit.errors import Conflict, MestringError, NotAllowed
from mestring.cases.errors import TextMissing
from mestring.cases.models import Case
from mestring.cases.models.inquiry import Channel
from mestring.complaints import actions
from mestring.complaints.actions.board import is_late
from mestring.complaints.actions.next import answered
from mestring.complaints.actions.telling import may_answer
from mestring.complaints.models import BoardOutcome, BoardReason, Complaint
from mestring.complaints.states import ComplaintState
from mestring.decisions.models import Decision
from mestring.web.caseworker.pages import complaint as page
from mestring.web.caseworker.pages.form_page import FormPage, in_case, show
from mestring.web.components import days, fields
from mestring.web.components.acting import carry_out
from mestring.web.components.forms import Field, Form
from mestring.web.shell import clock, installation
from mestring.web.shell.doors import Asked, asked, door, find, find_case, look

Kind, By = Complaint.Kind, Complaint.By
UPHELD, PARTLY, MAINTAINED = ComplaintState.UPHELD, ComplaintState.PARTLY, ComplaintState.MAINTAINED


class Plain(Form):
    """Nothing is asked: the button says it."""


def _find(by: Asked, case_id: UUID, complaint_id: UUID) -> Complaint:
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
        self.decisions = {str(one.public_id): one for one in page.decisions_of(case)}
        self.documents = {str(one.public_id): one for one in page.documents_of(case)}
        self.representations = {str(one.public_id): one for one in page.representations_of(case)}
        self._offer("decision", "Vælg", [(key, page.named(one, on)) for key, one in self.decisions.items()])
        self._offer("document", "Nej", [(key, f"{one.title}, {days.plain(one.happened_on, on)}") for key, one in self.documents.items()])
        self._offer("representation", "Vælg", [(key, f"{one.name}, {one.get_kind_display().lower()}") for key, one in self.representations.items()])
        if not Complaint.objects.filter(case=case).open().exists():
            del self.fields["sure"]

    def _offer(self, name: str, blank: str, choices: list[tuple[str, str]]) -> None:
        self.fields[name].choices = [("", blank), *choices]  # type: ignore[attr-defined]
        if not choices and name != "decision":
            del self.fields[name]

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
    asks = page.add_questions(form, decision)
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
            answers=page.answers(decision, values),
            sure=values.get("sure", False),
        )
        return page.address(made)

    if unasked:
        return show(request, about, form, "caseworker/complaint/new.html", asks=asks)
    done = carry_out(by, form, "register_complaint", do, said="Klagen er registreret.")
    return done or show(request, about, form, "caseworker/complaint/new.html", asks=asks)


def _second_step(request: HttpRequest, about: FormPage, form: NewComplaint, asks: list[str], decision: Decision | None) -> HttpResponse:
    """The first sending names the decision; the page comes back with what the right to complain rests on, as far as it is known. Nothing is wrong yet."""
    again = NewComplaint({**request.POST.dict(), **page.known_answers(decision)}, case=form.case)
    page.add_questions(again, decision)
    return render(request, "caseworker/complaint/new.html", {"page": about, "form": again, "asks": asks, "second": True})


@door("complaint.see")
def complaint(request: HttpRequest, case_id: UUID, complaint_id: UUID) -> HttpResponse:
    """The complaint: its days and why, what can be done now, and what has come of it."""
    by = asked(request)
    return _shown(request, _find(by, case_id, complaint_id), Plain())


def _shown(request: HttpRequest, found: Complaint, form: Form) -> HttpResponse:
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
    found = _find(by, case_id, complaint_id)
    form = Plain.of(request)
    page.add_questions(form, found.decision, known=found.right_facts)

    def do() -> str:
        actions.answer_right(found, answers=page.answers(found.decision, form.values), by=by.actor, on=on)
        return page.address(found)

    done = carry_out(by, form, "answer_right", do, said="Svarene er gemt.")
    note = "Loven afskærer klage over nogle afgørelser, men ikke dem, hvor der er søgt om en bestemt ydelse, og afslaget henviser til kapitel 15 a."
    about = page.form_page(
        found, "Kan der klages over afgørelsen?", "Gem svarene", lead=found.right_says, note=note if found.decision and found.decision.section != "110" else ""
    )
    return done or show(request, about, form)


@door("complaint.register", methods=["POST"])
def complaint_receipt(request: HttpRequest, case_id: UUID, complaint_id: UUID) -> HttpResponse:
    """Write the receipt as a draft, and show it."""
    by, on = asked(request), clock.today()
    found = _find(by, case_id, complaint_id)
    form = Plain.of(request)

    def do() -> str:
        letter = actions.write_receipt(found, standard=_standard(), by=by.actor, on=on)
        return reverse("caseworker:letter", args=[found.case.public_id, letter.public_id])

    return carry_out(by, form, "write_complaint_receipt", do, said="Kvitteringen er skrevet som kladde.") or _shown(request, found, form)


def _standard() -> str:
    return installation.home(clock.today()).id


class Withdrawal(Form):
    """How it was taken back."""

    because = fields.LongText("Hvem trak klagen tilbage, og hvordan?", missing="Skriv, hvem der trak klagen tilbage, og hvordan det skete.", limit=1000, rows=3)


@door("complaint.register", methods=["GET", "POST"])
def withdraw_complaint(request: HttpRequest, case_id: UUID, complaint_id: UUID) -> HttpResponse:
    """The complaint is taken back."""
    by, on = asked(request), clock.today()
    found = _find(by, case_id, complaint_id)
    at_board = found.state == ComplaintState.FORWARDED
    form = Withdrawal.of(request)

    def do() -> str:
        actions.withdraw_complaint(found, because=form.values["because"], by=by.actor, on=on)
        return page.address(found)

    done = carry_out(by, form, "withdraw_complaint", do, said="Klagen er registreret som trukket tilbage.")
    about = page.form_page(found, "Klagen er trukket tilbage", "Registrér", note="Klagen er sendt videre. Giv også Ankestyrelsen besked." if at_board else "")
    return done or show(request, about, form)


# ------------------------------------------------------------------------------------------------ the review


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
    found = _find(by, case_id, complaint_id)
    if found.decision is None or (request.method == "GET" and (found.state != ComplaintState.REGISTERED or not found.may_go_on)):
        return redirect(page.address(found))
    begins = {name: getattr(found, name) for name in WRITTEN}
    if found.version == 1:
        begins["legal_basis"] = begins["legal_basis"] or found.decision.legal_basis
    form = Review.of(request, initial=begins, version=found.version)
    new = {str(one.public_id): one for one in page.candidates(found)}
    if new:
        form.fields["new_decision"].choices = [("", "Vælg"), *((key, page.named(one, on)) for key, one in new.items())]  # type: ignore[attr-defined]
    else:
        del form.fields["new_decision"]
    drafts = request.POST.get("gem")

    def save() -> Complaint:
        return actions.draft_review(found, seen=form.sent_version or 0, by=by.actor, on=on, **{name: form.values[name] for name in WRITTEN})

    def do() -> str:
        if drafts:
            save()
            return page.correcting(found) if drafts == CORRECT else page.address(found, "review_complaint")
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
        return page.address(found)

    if request.method == "POST" and request.headers.get("Accept", "").startswith("application/json"):
        return _autosave(form, save)
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


def _autosave(form: Form, save: Any) -> HttpResponse:
    """Answer a form that saves itself. A save that is sent again is one save, since version and text are the same."""
    if not form.is_valid():
        return JsonResponse({"errors": {one.name: one.error for one in form.wrong}}, status=422)
    try:
        saved = save()
    except NotAllowed:
        raise
    except Conflict as error:
        return JsonResponse({"version": error.version, "theirs": error.theirs, "yours": error.yours}, status=409)
    except MestringError as error:
        return JsonResponse({"errors": dict.fromkeys(error.fields or ("",), error.message)}, status=422)
    return JsonResponse({"version": saved.version})


class Answer(Form):
    """The answer, as the citizen will read it."""

    text = fields.LongText(
        "Svar til borgeren",
        hint="Skriv, hvad I har gjort, og hvorfor. Reglen om klage står allerede i brevet.",
        missing="Skriv svaret, som borgeren skal læse det.",
        rows=8,
    )


@door("letter.send", methods=["GET", "POST"])
def answer_complaint(request: HttpRequest, case_id: UUID, complaint_id: UUID) -> HttpResponse:
    """The answer as it will be read, and the button that sends it; or, where there is nothing to review, the answer to be written."""
    by, on = asked(request), clock.today()
    found = _find(by, case_id, complaint_id)
    if found.state == ComplaintState.REGISTERED and not found.may_go_on:
        return _answer_without_review(request, by, found)
    if request.method == "GET" and not may_answer(found):
        return redirect(page.address(found))
    form = Plain.of(request)

    def do() -> str:
        letter = actions.send_answer(found, standard=_standard(), by=by.actor, on=on)
        return reverse("caseworker:letter", args=[found.case.public_id, letter.public_id])

    done = carry_out(by, form, "answer_complaint", do, said="Svaret er klar til afsendelse.")
    if done:
        return done
    if not may_answer(found):
        return _shown(request, found, form)
    built = page.answer_page(found, _standard(), by.actor, on)
    return render(request, "caseworker/complaint/answer.html", {"page": built, "form": form, "case": found.case}, status=form.status)


def _answer_without_review(request: HttpRequest, by: Asked, found: Complaint) -> HttpResponse:
    form = Answer.of(request)

    def do() -> str:
        letter = actions.answer_without_review(found, text=form.values["text"], standard=_standard(), by=by.actor, on=clock.today())
        return reverse("caseworker:letter", args=[found.case.public_id, letter.public_id])

    done = carry_out(by, form, "answer_complaint_without_review", do, said="Svaret er klar til afsendelse.")
    of_decision = found.kind == Kind.DECISION
    note = found.right_says if of_decision else "Svaret fortæller også, at borgeren kan skrive til kommunens ledelse eller borgmesteren."
    lead = f"Der kan ikke klages over afgørelsen ({found.right_source})." if of_decision else "Kommunen behandler selv denne klage."
    return done or show(request, page.form_page(found, "Svar på klagen", "Send svaret", lead=lead, note=note), form)


class Kept(Form):
    """When the citizen said it."""

    said_on = fields.Date("Hvornår sagde borgeren det?", example=fields.PAST)


@door("complaint.register", methods=["GET", "POST"])
def keep_rest(request: HttpRequest, case_id: UUID, complaint_id: UUID) -> HttpResponse:
    """The citizen wants the rest to go on."""
    by, on = asked(request), clock.today()
    found = _find(by, case_id, complaint_id)
    form = Kept.of(request, initial={"said_on": on})

    def do() -> str:
        actions.keep_rest(found, said_on=form.values["said_on"], by=by.actor, on=on)
        return page.address(found, "forward_complaint")

    done = carry_out(by, form, "keep_rest", do, said="Det er registreret. Send nu resten videre.")
    return done or show(request, page.form_page(found, "Borgeren vil have resten videre", "Registrér"), form)


@door("complaint.register", methods=["GET", "POST"])
def lapse_rest(request: HttpRequest, case_id: UUID, complaint_id: UUID) -> HttpResponse:
    """The citizen has not said that the rest shall go on."""
    by, on = asked(request), clock.today()
    found = _find(by, case_id, complaint_id)
    form = Plain.of(request)

    def do() -> str:
        actions.let_rest_lapse(found, by=by.actor, on=on)
        return page.address(found)

    done = carry_out(by, form, "let_rest_lapse", do, said="Klagen er afsluttet.")
    until = f"Borgeren kunne svare til og med {days.in_text(found.answer_by, on)}." if found.answer_by else ""
    note = "Siger borgeren senere, at resten skal videre, kan den stadig sendes til Ankestyrelsen."
    return done or show(request, page.form_page(found, "Afslut klagen", "Afslut klagen", lead=until, note=note), form)


# ------------------------------------------------------------------------------------------------ the board


class Forward(Form):
    """Which papers go with it."""

    papers = fields.Choices("Papirer, der sendes med", required=False, hint="Klagen og genvurderingen er altid med.")
    left_out_because = fields.LongText("Hvorfor udelades de andre?", required=False, hint="Kun når du fjerner et kryds", limit=1000, rows=2)
    late_because = fields.LongText(
        "Hvorfor sendes klagen efter fristen?",
        hint="Borgeren og Ankestyrelsen kan læse det.",
        missing="Skriv hvorfor: fristen på fire uger er gået.",
        limit=1000,
        rows=2,
    )
    board_reference = fields.Text("Ankestyrelsens sagsnummer", required=False, limit=60)


@door("complaint.forward", methods=["GET", "POST"])
def forward_complaint(request: HttpRequest, case_id: UUID, complaint_id: UUID) -> HttpResponse:
    """Send the complaint on with an index of the papers."""
    by, on = asked(request), clock.today()
    found = _find(by, case_id, complaint_id)
    if request.method == "GET" and ComplaintState.FORWARDED not in found.MOVES.get(found.state, ()):
        return redirect(page.address(found))
    choices = page.paper_choices(found, on)
    form = Forward.of(request, initial={"papers": [key for key, _ in choices]})
    form.fields["papers"].choices = choices  # type: ignore[attr-defined]
    if not is_late(found, on):
        del form.fields["late_because"]

    def do() -> str:
        values = form.values
        actions.forward(
            found,
            by=by.actor,
            on=on,
            left_out=[key for key, _ in choices if key not in values["papers"]],
            left_out_because=values["left_out_because"],
            late_because=values.get("late_because", ""),
            board_reference=values["board_reference"],
        )
        return page.address(found)

    then = "" if answered(found) else " Skriv nu svaret til borgeren."
    done = carry_out(by, form, "forward_complaint", do, said=f"Klagen er registreret som sendt til Ankestyrelsen.{then}")
    lead = page.forward_lead(found, on)
    note = "Listen bliver gemt, som den er nu. Send klagen, begrundelsen og papirerne til Ankestyrelsen samme dag."
    about = page.form_page(found, "Send klagen videre til Ankestyrelsen", "Registrér som sendt", lead=lead, note=note)
    return done or show(request, about, form, "caseworker/complaint/forward.html", complaint=found, index=page.everything(found, on), on=on)


class Board(Form):
    """What the board decided, and why."""

    outcome = fields.Choice("Hvad afgjorde Ankestyrelsen?", BoardOutcome.choices, shape="radios")
    decided_on = fields.Date("Afgjort", example=fields.PAST)
    received_on = fields.Date("Modtaget her", example=fields.PAST)
    reasons = fields.Choices(
        "Hvorfor?", BoardReason.choices, required=False, hint="Vælg dem, der passer. Skal udfyldes, når afgørelsen er ændret, ophævet eller hjemvist."
    )
    words = fields.LongText("Det vigtigste, de skrev", required=False, limit=8000)
    board_reference = fields.Text("Ankestyrelsens sagsnummer", required=False, limit=60)


@door("complaint.forward", methods=["GET", "POST"])
def board_outcome(request: HttpRequest, case_id: UUID, complaint_id: UUID) -> HttpResponse:
    """Register the board's decision. A case that is sent back begins anew, with a new deadline."""
    by, on = asked(request), clock.today()
    found = _find(by, case_id, complaint_id)
    if request.method == "GET" and found.state != ComplaintState.FORWARDED:
        return redirect(page.address(found))
    form = Board.of(request, initial={"received_on": on, "board_reference": found.board_reference})
    kinds = page.kinds_of_restart(found, _standard(), on)
    if kinds:
        form.fields["kind"] = fields.Choice(
            "Er sagen hjemvist: hvilken slags ansøgning er det?", kinds, shape="radios", required=False, hint="Den nye frist afhænger af det."
        )

    def do() -> str:
        values = form.values
        actions.register_board_outcome(
            found,
            by=by.actor,
            on=on,
            outcome=values["outcome"],
            decided_on=values["decided_on"],
            received_on=values["received_on"],
            reasons=values["reasons"],
            words=values["words"],
            board_reference=values["board_reference"],
            standard=_standard(),
            kind=values.get("kind", ""),
        )
        return page.address(found)

    done = carry_out(by, form, "register_board_outcome", do, said="Ankestyrelsens afgørelse er registreret.")
    note = "Er sagen hjemvist, begynder den forfra: der bliver oprettet en ny ansøgning, og fristen regnes fra den dag, sagen kom tilbage."
    return done or show(request, page.form_page(found, "Ankestyrelsens afgørelse", "Registrér afgørelsen", note=note), form)


class CarriedOut(Form):
    """What was done."""

    words = fields.LongText("Sådan er den ført ud i livet", missing="Skriv, hvad I har gjort, og hvornår.", limit=2000)


@door("complaint.forward", methods=["GET", "POST"])
def carry_out_board(request: HttpRequest, case_id: UUID, complaint_id: UUID) -> HttpResponse:
    """Say how the board's change was carried out."""
    by, on = asked(request), clock.today()
    found = _find(by, case_id, complaint_id)
    form = CarriedOut.of(request)

    def do() -> str:
        actions.carry_out(found, words=form.values["words"], by=by.actor, on=on)
        return page.address(found)

    done = carry_out(by, form, "carry_out_board", do, said="Det er registreret.")
    return done or show(request, page.form_page(found, "Ankestyrelsens afgørelse er ført ud i livet", "Registrér"), form)
