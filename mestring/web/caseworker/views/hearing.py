"""Hearing the citizen: written, seen, sent, answered, or gone by without an answer."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from uuid import UUID

from django.db import transaction
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse

from mestring.audit.errors import MestringError
from mestring.cases import recipients
from mestring.cases.models import Application
from mestring.decisions import actions
from mestring.decisions.models import Hearing, HearingDraft
from mestring.web.caseworker.pages import addresses
from mestring.web.caseworker.pages import hearing as page
from mestring.web.caseworker.pages.decision_forms import Answer, Hear, Plain
from mestring.web.caseworker.pages.form_page import FormPage, show
from mestring.web.caseworker.pages.letter import asks_why
from mestring.web.caseworker.views.decision import autosave, by_script, elsewhere, find_application
from mestring.web.components import days
from mestring.web.components import letter as paper
from mestring.web.components.acting import carry_out
from mestring.web.components.forms import Form
from mestring.web.shell import clock
from mestring.web.shell.doors import Asked, asked, door, find


def _here(application: Application) -> str:
    return reverse("caseworker:hearing", args=addresses.at(application))


@door("decision.prepare", methods=["GET", "POST"])
def hearing(request: HttpRequest, case_id: UUID, application_id: UUID) -> HttpResponse:
    """What was sent, what was answered, and a new hearing: kept while it is written, seen as a letter, then sent."""
    by, on = asked(request), clock.today()
    application = find_application(by, case_id, application_id)
    if answer := elsewhere(application, to_read=True):
        return answer
    kept, version = page.initial(application, on)
    to = recipients.recipients(application.case, on)
    form, rough = Hear.of(request, initial=kept, version=version, asks=asks_why(to)), Hear.rough(request)

    def save() -> HearingDraft:
        said = {name: rough.values[name] for name in ("planned", "due_on", "short_because")}
        return actions.draft_hearing(application, facts=rough.told, seen=rough.sent_version or 0, by=by.actor, on=on, **said)

    if by_script(by):
        return autosave(rough, save)
    letter: paper.Letter | None = None
    if request.POST.get("gem") == "se":
        letter = page.preview(application, form, by.actor, on) if form.is_valid() else None
        return _shown(by, application, form, to, letter, _kept(rough, save))

    def do() -> str:
        said = {name: form.values[name] for name in ("planned", "due_on", "short_because")}
        actions.send_hearing(application, facts=form.told, by=by.actor, on=on, without=form.values.get("without", ""), **said)
        return _here(application)

    done = carry_out(by, form, "send_hearing", do, said="Partshøringen er klar til afsendelse.")
    return done or _shown(by, application, form, to, None, _kept(rough, save) if rough.posted else version)


def _kept(rough: Hear, save: Callable[[], HearingDraft]) -> int:
    """Keep what is written though it can't be sent, and say its version. Where a colleague wrote first, or nothing more can be kept, the text stays on the page."""
    if rough.is_valid():
        try:
            with transaction.atomic():
                return save().version
        except MestringError:
            pass
    return rough.sent_version or 0


def _shown(by: Asked, application: Application, form: Form, to: Sequence[recipients.Recipient], letter: paper.Letter | None, version: int) -> HttpResponse:
    built = page.build(application, form, clock.today(), to=to, letter=letter)
    shown = {"page": built, "form": form, "case": application.case, "application": application, "on": clock.today(), "version": version}
    return render(by, "caseworker/decision/hearing.html", shown, status=form.status)


def _hearing(by: Asked, application: Application, hearing_id: UUID) -> Hearing:
    found: Hearing = find(by, Hearing.objects.filter(application=application), hearing_id)
    found.application = application
    return found


@door("decision.prepare", methods=["GET", "POST"])
def answer_hearing(request: HttpRequest, case_id: UUID, application_id: UUID, hearing_id: UUID) -> HttpResponse:
    """Note what the citizen said, in time or late."""
    by, on = asked(request), clock.today()
    application = find_application(by, case_id, application_id)
    found = _hearing(by, application, hearing_id)
    form = Answer.of(request, initial={"answered_on": on})
    form.fields["document"].choices = [("", "Intet dokument"), *page.documents(application, on)]  # type: ignore[attr-defined]

    def do() -> str:
        chosen = form.values["document"]
        document = application.case.documents.get(public_id=chosen) if chosen else None
        actions.answer_hearing(found, answer=form.values["answer"], answered_on=form.values["answered_on"], document=document, by=by.actor, on=on)
        return _here(application)

    about = FormPage(
        "Svar på partshøringen",
        "Gem svaret",
        "Partshøring",
        _here(application),
        lead=f"Sendt {days.plain(found.sent_on, on)}, svar senest {days.plain(found.due_on, on)}",
    )
    return carry_out(by, form, "answer_hearing", do, said="Svaret er gemt.") or show(request, about, form)


@door("decision.prepare", methods=["POST"])
def lapse_hearing(request: HttpRequest, case_id: UUID, application_id: UUID, hearing_id: UUID) -> HttpResponse:
    """The last day went by without an answer."""
    by, on = asked(request), clock.today()
    application = find_application(by, case_id, application_id)
    found = _hearing(by, application, hearing_id)
    form = Plain.of(request)

    def do() -> str:
        actions.lapse_hearing(found, by=by.actor, on=on)
        return _here(application)

    about = FormPage("Gå videre uden svar", "Gå videre uden svar", "Partshøring", _here(application))
    return carry_out(by, form, "lapse_hearing", do, said="Sagen går videre uden svar.") or show(request, about, form)
