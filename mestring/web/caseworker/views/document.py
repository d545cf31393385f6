"""Papers: laid on the case, opened, marked as laid there by mistake."""

from __future__ import annotations

import logging
from datetime import date
from typing import Any
from uuid import UUID

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse

from mestring.cases import storage, uploads
from mestring.cases.actions.papers import add_document, mark_document_in_error
from mestring.cases.models import Case, Document, InformationRequest
from mestring.cases.states import CaseState
from mestring.web.caseworker.pages import journal as page
from mestring.web.caseworker.pages.form_page import in_case, show
from mestring.web.components import days, fields
from mestring.web.components.acting import carry_out
from mestring.web.components.forms import Form
from mestring.web.shell import clock
from mestring.web.shell.doors import Asked, asked, door, find, find_case, look

LATE = "Sagen er afsluttet. Det, du lægger på her, bliver gemt som sen post, og sagen forbliver afsluttet."


class Paper(Form):
    """A file, and what it is."""

    file = fields.Upload(
        "Fil",
        hint="PDF, tekst, billede, Word, Excel eller OpenDocument, højst 25 MB",
        accept=",".join(end for one in uploads.ENDINGS.values() for end in one),
        most=uploads.LARGEST,
    )
    title = fields.Text("Titel", hint="Hvad dokumentet er, for eksempel Udtalelse fra Psykiatrien", missing="Skriv, hvad dokumentet er.", limit=160)
    happened_on = fields.Date("Modtaget")
    channel = fields.Choice("Hvordan kom det?", page.channels(), required=False, blank="Ikke oplyst")
    sender = fields.Text("Fra", hint="Hvem der har skrevet det", required=False, limit=120)
    answers = fields.Choice("Svar på", required=False)

    def __init__(self, data: Any = None, files: Any = None, *, requests: list[InformationRequest], on: date, **more: Any) -> None:
        super().__init__(data, files, **more)
        self.fields["answers"].choices = [  # type: ignore[attr-defined]
            ("", "Ikke svar på noget"), *((str(one.public_id), f"{one.source}, bedt om {days.plain(one.sent_on, on)}") for one in requests)
        ]  # fmt: skip
        if not requests:
            del self.fields["answers"]


class Error(Form):
    """Why it is wrong."""

    because = fields.Text("Hvad er forkert?", hint="Dokumentet bliver liggende med din begrundelse", missing="Skriv, hvad der er forkert.")


def _document(by: Asked, case: Case, document_id: UUID) -> Document:
    document: Document = find(by, Document.objects.visible_to(by.actor).filter(case=case), document_id)
    document.case = case
    return document


@door("case.write", methods=["GET", "POST"])
def upload(request: HttpRequest, case_id: UUID) -> HttpResponse:
    """Lay a file on the case. Beneath the form is what lies there already."""
    by, on = asked(request), clock.today()
    case = find_case(by, case_id)
    requests = page.waiting(case)
    form = Paper.of(request, requests=requests, on=on, initial={"happened_on": on, "answers": request.GET.get("svar", "")})

    def do() -> str:
        values = form.values
        file = values["file"]
        answered = next((one for one in requests if str(one.public_id) == values.get("answers")), None)
        common = {"title": values["title"], "happened_on": values["happened_on"], "channel": values["channel"], "sender": values["sender"]}
        add_document(case, by=by.actor, on=on, content=file.read(), name=file.name, request=answered, **common)
        return reverse("caseworker:request", args=[case.public_id, answered.public_id]) if answered else reverse("caseworker:upload", args=[case.public_id])

    done = carry_out(by, form, "add_document", do, said="Dokumentet ligger nu på sagen.")
    about = in_case(case, "Dokumenter", "Læg dokumentet på sagen", note=LATE if case.state == CaseState.CLOSED else "", sends_files=True)
    return done or show(request, about, form, "caseworker/document/upload.html", case=case, papers=page.papers(case, request.GET.get("side", "1")), on=on)


@door("document.see")
def document(request: HttpRequest, case_id: UUID, document_id: UUID) -> HttpResponse:
    """The file itself, checked against its hash: shown when it is text or PDF, else downloaded."""
    by = asked(request)
    case = find_case(by, case_id)
    found = _document(by, case, document_id)
    look(by, [(found, case, case.citizen)])
    try:
        content = storage.read(found.sha256)
    except storage.Damaged as damage:
        logging.getLogger(__name__).error("A document can't be read: %s", damage)
        return render(request, "caseworker/document/damaged.html", {"case": case, "document": found}, status=500)
    return HttpResponse(uploads.as_sent(content, found.type), headers=uploads.headers(found.type, found.name))


@door("case.write", methods=["GET", "POST"])
def document_error(request: HttpRequest, case_id: UUID, document_id: UUID) -> HttpResponse:
    """Mark a document as laid on the case by mistake."""
    by, on = asked(request), clock.today()
    case = find_case(by, case_id)
    found = _document(by, case, document_id)
    form = Error.of(request)

    def do() -> str:
        mark_document_in_error(found, by=by.actor, on=on, because=form.values["because"])
        return reverse("caseworker:upload", args=[case.public_id])

    done = carry_out(by, form, "mark_document_in_error", do, said="Dokumentet er markeret som lagt forkert.")
    lead = f"«{found.title}», {days.in_text(found.happened_on, on)}."
    note = "Brug det, når dokumentet hører til en anden sag eller en anden person. Det slettes ikke, men står som lagt forkert."
    return done or show(request, in_case(case, "Dokumentet er lagt forkert", "Markér som lagt forkert", lead=lead, note=note), form)
