"""Papers: laid on the case, opened, marked as laid there by mistake."""

from __future__ import annotations

import logging
from datetime import date
from typing import Any
from uuid import UUID

from django.core.exceptions import ValidationError
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse

from mestring.cases import storage, uploads
from mestring.cases.actions.papers import add_document, mark_document_in_error
from mestring.cases.errors import FileRefused, TooManyFiles
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
    """One or more files that came together, and what they are. `refused` says why some of them can't be kept."""

    file = fields.Uploads(
        "Filer",
        hint=f"Vælg en eller flere, eller træk dem hertil. PDF, tekst, billede, Word, Excel eller OpenDocument, højst 25 MB hver og {uploads.MOST} ad gangen",
        accept=",".join(end for one in uploads.ENDINGS.values() for end in one),
    )
    title = fields.Text(
        "Titel", hint="Hvad det er, for eksempel Udtalelse fra Psykiatrien. Flere filer får samme titel", missing="Skriv, hvad dokumentet er.", limit=160
    )
    happened_on = fields.Date("Modtaget", example=fields.PAST)
    channel = fields.Choice("Hvordan kom det?", page.channels(), required=False, blank="Ikke oplyst")
    sender = fields.Text("Fra", hint="Hvem der har skrevet det", required=False, limit=120)
    answers = fields.Choice("Svar på", required=False)

    def __init__(self, data: Any = None, files: Any = None, *, requests: list[InformationRequest], on: date, **more: Any) -> None:
        super().__init__(data, files, **more)
        self.refused: list[str] = []
        self.fields["answers"].choices = [  # type: ignore[attr-defined]
            ("", "Ikke svar på noget"), *((str(one.public_id), f"{one.source}, bedt om {days.plain(one.sent_on, on)}") for one in requests)
        ]  # fmt: skip
        if not requests:
            del self.fields["answers"]

    def clean_file(self) -> list[Any]:
        """The files that may be kept. When none may, each says why."""
        kept, chosen = [], self.cleaned_data["file"]
        try:
            uploads.check_count(len(chosen))
        except TooManyFiles as error:
            raise ValidationError(_without_label(error)) from None
        for file in chosen:
            try:
                uploads.check(file.read(uploads.LARGEST + 1), file.name)
                kept.append(file)
            except FileRefused as error:
                self.refused.append(_without_label(error))
            file.seek(0)
        if not kept:
            raise ValidationError(self.refused)
        return kept

    def clean(self) -> dict[str, Any]:
        """When something else is to be mended, nothing is kept yet; what will be refused is told at once."""
        if self.errors and self.refused and "file" not in self.errors:
            self.add_error("file", self.refused)
        return self.cleaned_data


class Error(Form):
    """Why it is wrong."""

    because = fields.Text("Hvad er forkert?", hint="Dokumentet bliver liggende med din begrundelse", missing="Skriv, hvad der er forkert.")


def _without_label(error: Exception) -> str:
    said = str(error).partition(": ")[2]
    return said[:1].upper() + said[1:]


def _document(by: Asked, case: Case, document_id: UUID) -> Document:
    document: Document = find(by, Document.objects.visible_to(by.actor).filter(case=case), document_id)
    document.case = case
    return document


@door("case.write", methods=["GET", "POST"])
def upload(request: HttpRequest, case_id: UUID) -> HttpResponse:
    """Lay files on the case: those that may be kept are, whatever is wrong with the others. Beneath the form is what lies there already."""
    by, on = asked(request), clock.today()
    case = find_case(by, case_id)
    requests = page.waiting(case)
    form = Paper.of(request, requests=requests, on=on, initial={"happened_on": on, "answers": request.GET.get("svar", "")})

    def do() -> str:
        values = form.values
        answered = next((one for one in requests if str(one.public_id) == values.get("answers")), None)
        common = {"title": values["title"], "happened_on": values["happened_on"], "channel": values["channel"], "sender": values["sender"]}
        for file in values["file"]:
            add_document(case, by=by.actor, on=on, content=file.read(), name=file.name, request=answered, **common)
        return reverse("caseworker:request", args=[case.public_id, answered.public_id]) if answered else reverse("caseworker:upload", args=[case.public_id])

    count = len(form.values.get("file", ())) if form.posted and form.is_valid() else 0
    done = carry_out(by, form, "add_document", do, said="Dokumentet ligger nu på sagen." if count == 1 else f"{count} dokumenter ligger nu på sagen.")
    refused: list[str] = []
    if done and done.status_code == 303 and form.refused:
        # The key is used, and what was typed is for the files that are left.
        refused, form, done = form.refused, Paper(requests=requests, on=on, initial={**form.values, "file": None}), None
    about = in_case(case, "Dokumenter", "Læg på sagen", note=LATE if case.state == CaseState.CLOSED else "", sends_files=True)
    shown = {"case": case, "papers": page.papers(case, request.GET.get("side", "1")), "refused": refused, "on": on}
    return done or show(request, about, form, "caseworker/document/upload.html", status=422 if refused else 0, **shown)


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
    lead = f"”{found.title}”, {days.in_text(found.happened_on, on)}."
    note = "Brug det, når dokumentet hører til en anden sag eller en anden person. Det slettes ikke, men står som lagt forkert."
    return done or show(request, in_case(case, "Dokumentet er lagt forkert", "Markér som lagt forkert", lead=lead, note=note), form)
