"""Letters: seen with their sources, sent, taken back while they wait, and followed on their way."""

from __future__ import annotations

from collections.abc import Callable
from uuid import UUID

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse

from mestring.cases import recipients, storage, uploads
from mestring.cases.actions import dispatch
from mestring.cases.actions.journal import move_answer_day
from mestring.cases.actions.letter import discard_letter as discard
from mestring.cases.actions.letter import queue_letter
from mestring.cases.actions.writing import asked_too_late, write_anew
from mestring.cases.actions.writing import write_receipt as write
from mestring.cases.letters import render as press
from mestring.cases.letters import text
from mestring.cases.models import Application, Case, Dispatch, Letter
from mestring.cases.states import LetterState
from mestring.complaints.actions import telling as complaints
from mestring.decisions.actions import telling as decisions
from mestring.web.caseworker.pages import letter as page
from mestring.web.caseworker.pages.form_page import in_case, show
from mestring.web.components import fields
from mestring.web.components.acting import carry_out
from mestring.web.components.forms import Form
from mestring.web.shell import clock
from mestring.web.shell.doors import Asked, asked, door, find, find_case, hidden, look


class Plain(Form):
    """Nothing is asked: the button says it."""


class GivingUp(Form):
    """Why somebody does not get the letter."""

    because = fields.Text("Hvorfor får modtageren ikke brevet?", missing="Skriv, hvorfor modtageren ikke får brevet.", limit=300)


class Confirming(Form):
    """When it turned out to have left."""

    sent_on = fields.Date("Hvilken dag blev det sendt?", example=fields.PAST)


def _letter(by: Asked, case: Case, letter_id: UUID) -> Letter:
    letter: Letter = find(by, Letter.objects.visible_to(by.actor).filter(case=case), letter_id)
    letter.case = case
    look(by, [(letter, case, case.citizen)])
    return letter


def _page(letter: Letter) -> str:
    return reverse("caseworker:letter", args=[letter.case.public_id, letter.public_id])


@door("letter.see")
def letter(request: HttpRequest, case_id: UUID, letter_id: UUID) -> HttpResponse:
    """The letter as it will be read, with where every sentence comes from."""
    by = asked(request)
    return _shown(request, _letter(by, find_case(by, case_id), letter_id), Plain())


@door("letter.see")
def letter_pdf(request: HttpRequest, case_id: UUID, letter_id: UUID) -> HttpResponse:
    """The file: the one that was sent, or how it would be now."""
    by = asked(request)
    case = find_case(by, case_id)
    found = _letter(by, case, letter_id)
    content = storage.read(found.pdf) if found.pdf else press.pdf(text.Letter.from_json(found.content))
    draft = {LetterState.DRAFT: " (kladde)", LetterState.DISCARDED: " (kasseret)"}.get(LetterState(found.state), "")
    return HttpResponse(content, headers=uploads.headers(uploads.PDF, f"{found.get_kind_display()} sag {case.number}{draft}.pdf"))


@door("letter.send", methods=["POST"])
def send_letter(request: HttpRequest, case_id: UUID, letter_id: UUID) -> HttpResponse:
    """Put the letter in the outbox."""
    by, on = asked(request), clock.today()
    found = _letter(by, find_case(by, case_id), letter_id)
    form = page.ToSend.of(request, asks=page.asks_why(recipients.recipients(found.case, on)))

    def do() -> str:
        queue_letter(found, by=by.actor, on=on, fresh=page.fresh(found, by.actor, on), without=form.because)
        return _page(found)

    return carry_out(by, form, "queue_letter", do, said="Brevet er klar til afsendelse.") or _shown(request, found, form)


@door("case.write", methods=["POST"])
def rewrite_letter(request: HttpRequest, case_id: UUID, letter_id: UUID) -> HttpResponse:
    """Write a draft that has lain as it would be written today."""
    by, on = asked(request), clock.today()
    found = _letter(by, find_case(by, case_id), letter_id)
    late = asked_too_late(found, on)
    form = page.ToRewrite.of(request, late=late, on=on)
    if page.fresh(found, by.actor, on) is None:
        # Sent from another window in the meantime: its page says so.
        return redirect(_page(found))

    def do() -> str:
        if late:
            move_answer_day(late, due_on=form.values["due_on"], by=by.actor, on=on)
        if fresh := page.fresh(found, by.actor, on):
            write_anew(found, fresh=fresh, by=by.actor, on=on)
        return _page(found)

    return carry_out(by, form, "write_letter_anew", do, said="Brevet er skrevet på ny. Læs det igennem, før du sender det.") or _shown(request, found, form)


@door("case.write", methods=["POST"])
def discard_letter(request: HttpRequest, case_id: UUID, letter_id: UUID) -> HttpResponse:
    """Throw away a draft that is not to be sent any more."""
    by, on = asked(request), clock.today()
    found = _letter(by, find_case(by, case_id), letter_id)
    form = Plain.of(request)

    def do() -> str:
        discard(found, by=by.actor, on=on)
        return _page(found)

    return carry_out(by, form, "discard_letter", do, said="Kladden er kasseret og bliver ikke sendt.") or _shown(request, found, form)


@door("letter.send", methods=["POST"])
def recall_letter(request: HttpRequest, case_id: UUID, letter_id: UUID) -> HttpResponse:
    """Take the letter back while it waits."""
    by, on = asked(request), clock.today()
    found = _letter(by, find_case(by, case_id), letter_id)
    form = Plain.of(request)

    def do() -> str:
        _owed_again(dispatch.recall(found, by=by.actor, on=on), by)
        return _page(found)

    return carry_out(by, form, "recall_letter", do, said="Brevet er trukket tilbage og bliver ikke sendt.") or _shown(request, found, form)


def _owed_again(letter: Letter, by: Asked) -> None:
    """What the letter told, the citizen must still be told."""
    decisions.owe_recalled(letter, by=by.actor, on=clock.today())
    complaints.owe_recalled(letter, by=by.actor, on=clock.today())


@door("case.write", methods=["POST"])
def write_receipt(request: HttpRequest, case_id: UUID, application_id: UUID) -> HttpResponse:
    """Write the receipt for what was applied for together, and show it."""
    by, on = asked(request), clock.today()
    case = find_case(by, case_id)
    application: Application = find(by, Application.objects.visible_to(by.actor).filter(case=case), application_id)
    together = list(case.applications.filter(submission=application.submission).order_by("pk"))
    form = Plain.of(request)

    def do() -> str:
        return reverse("caseworker:letter", args=[case.public_id, write(together, by=by.actor, on=on).public_id])

    about = in_case(case, "Skriv kvittering", "Skriv kvitteringen")
    return carry_out(by, form, "write_receipt", do, said="Kvitteringen er skrevet som kladde.") or show(request, about, form)


# ------------------------------------------------------------------------------------------------ when a sending does not go as it should


@door("letter.send", methods=["POST"])
def retry_sending(request: HttpRequest, case_id: UUID, letter_id: UUID, sending_id: UUID) -> HttpResponse:
    """Try a stopped sending again."""
    on = clock.today()
    return _about_sending(
        asked(request), case_id, letter_id, sending_id, Plain.of(request), "try_letter_again", lambda row, by, form: dispatch.try_again(row, by=by.actor, on=on)
    )


@door("letter.send", methods=["GET", "POST"])
def give_sending_up(request: HttpRequest, case_id: UUID, letter_id: UUID, sending_id: UUID) -> HttpResponse:
    """Let a stopped sending be."""
    on, form = clock.today(), GivingUp.of(request)

    def act(row: Dispatch, by: Asked, sent: Form) -> Dispatch:
        given_up = dispatch.give_up(row, by=by.actor, on=on, because=sent.values["because"])
        _owed_again(given_up.letter, by)
        return given_up

    return _about_sending(
        asked(request), case_id, letter_id, sending_id, form, "give_letter_up", act, title="Send ikke til denne modtager", button="Send det ikke"
    )


@door("letter.send", methods=["GET", "POST"])
def confirm_sent(request: HttpRequest, case_id: UUID, letter_id: UUID, sending_id: UUID) -> HttpResponse:
    """It did leave, and when."""
    on = clock.today()
    form = Confirming.of(request, initial={"sent_on": on})

    def act(row: Dispatch, by: Asked, sent: Form) -> Dispatch:
        return dispatch.confirm_sent(row, by=by.actor, on=on, sent_on=sent.values["sent_on"])

    return _about_sending(asked(request), case_id, letter_id, sending_id, form, "confirm_sent", act, title="Brevet er sendt", button="Skriv, at det er sendt")


@door("letter.send", methods=["POST"])
def confirm_unsent(request: HttpRequest, case_id: UUID, letter_id: UUID, sending_id: UUID) -> HttpResponse:
    """It did not leave: it is sent again."""
    on = clock.today()
    return _about_sending(
        asked(request),
        case_id,
        letter_id,
        sending_id,
        Plain.of(request),
        "confirm_unsent",
        lambda row, by, form: dispatch.confirm_unsent(row, by=by.actor, on=on),
    )


def _about_sending(
    by: Asked,
    case_id: UUID,
    letter_id: UUID,
    sending_id: UUID,
    form: Form,
    name: str,
    act: Callable[[Dispatch, Asked, Form], Dispatch],
    *,
    title: str = "",
    button: str = "",
) -> HttpResponse:
    case = find_case(by, case_id)
    found = _letter(by, case, letter_id)
    row: Dispatch | None = found.dispatches.select_related("representation", "letter").filter(public_id=sending_id).first()
    if row is None:
        raise hidden()

    def do() -> str:
        act(row, by, form)
        return _page(found)

    done = carry_out(by, form, name, do, said="Forsendelsen er rettet.")
    if done or not title:
        return done or _shown(by, found, form)
    to = row.representation.name if row.representation else case.citizen.name
    return show(by, in_case(case, title, button, lead=f"{found.title}, til {to}."), form)


def _shown(request: HttpRequest, found: Letter, form: Form) -> HttpResponse:
    """The letter's page. Each of its buttons has a key of its own, so that one pressed after a step back is not taken for another."""
    built = page.build(found, asked(request).actor, clock.today())
    send = form if isinstance(form, page.ToSend) else page.ToSend(asks=bool(built.unreached) and not built.nobody)
    rewrite = form if isinstance(form, page.ToRewrite) else page.ToRewrite(late=built.late, on=clock.today())
    return render(
        request,
        "caseworker/letter/letter.html",
        {"page": built, "case": found.case, "form": form, "send": send, "recall": Plain(), "rewrite": rewrite, "discard": Plain()},
        status=form.status,
    )
