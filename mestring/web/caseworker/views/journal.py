"""The journal: written once, stood in place of, or marked as wrong; never edited."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse

from mestring.cases.actions.journal import mark_note_in_error, write_note
from mestring.cases.models import Case, Note
from mestring.web.caseworker.pages import journal as page
from mestring.web.caseworker.pages.form_page import in_case, show
from mestring.web.components import days, fields
from mestring.web.components.acting import carry_out
from mestring.web.components.forms import Form
from mestring.web.shell import clock
from mestring.web.shell.doors import Asked, asked, door, find, find_case, look

NEVER = "Et notat kan ikke rettes eller slettes. Er det forkert, kan der skrives et nyt i stedet, og begge kan læses."


class Entry(Form):
    """What happened."""

    kind = fields.Choice("Hvad var det?", Note.Kind.choices, missing="Vælg, hvad det var.")
    happened_on = fields.Date("Hvornår skete det?", example=fields.PAST)
    subject = fields.Text("Emne", missing="Skriv, hvad notatet handler om.", limit=160)
    text = fields.LongText("Notat", missing="Skriv, hvad der skete.", limit=20_000, rows=12)


class Error(Form):
    """Why it is wrong."""

    because = fields.Text("Hvad er forkert?", hint="Notatet bliver stående med din begrundelse", missing="Skriv, hvad der er forkert.")


def _note(by: Asked, case: Case, note_id: UUID) -> Note:
    rows = Note.objects.visible_to(by.actor).filter(case=case).select_related("written_by", "supersedes")
    note: Note = find(by, rows, note_id)
    note.case = case
    return note


def _case(case: Case) -> str:
    return reverse("caseworker:case", args=[case.public_id])


@door("case.write", methods=["GET", "POST"])
def new_note(request: HttpRequest, case_id: UUID) -> HttpResponse:
    """Write in the journal."""
    by, on = asked(request), clock.today()
    case = find_case(by, case_id)
    form = Entry.of(request, initial={"happened_on": on})

    def do() -> str:
        write_note(case, by=by.actor, on=on, **form.values)
        return _case(case)

    done = carry_out(by, form, "write_note", do, said="Notatet er skrevet i journalen.")
    return done or show(request, in_case(case, "Skriv notat", "Gem i journalen", lead=NEVER), form)


@door("case.see")
def note(request: HttpRequest, case_id: UUID, note_id: UUID) -> HttpResponse:
    """One note, whole."""
    by = asked(request)
    case = find_case(by, case_id)
    found = _note(by, case, note_id)
    look(by, [(found, case, case.citizen)])
    return render(request, "caseworker/journal/note.html", {"page": page.of_note(found, clock.today()), "case": case, "on": clock.today()})


@door("case.write", methods=["GET", "POST"])
def supersede_note(request: HttpRequest, case_id: UUID, note_id: UUID) -> HttpResponse:
    """Write a note that stands in place of another."""
    by, on = asked(request), clock.today()
    case = find_case(by, case_id)
    old = _note(by, case, note_id)
    initial: dict[str, Any] = {name: getattr(old, name) for name in ("kind", "happened_on", "subject", "text")}
    form = Entry.of(request, initial=initial)

    def do() -> str:
        write_note(case, by=by.actor, on=on, supersedes=old, **form.values)
        return _case(case)

    done = carry_out(by, form, "supersede_note", do, said="Det nye notat står nu i stedet for det gamle.")
    lead = "Det gamle notat bliver liggende og kan stadig læses. Det, du skriver her, står i stedet for."
    return done or show(request, in_case(case, "Skriv notatet om", "Gem det nye notat", lead=lead), form)


@door("case.write", methods=["GET", "POST"])
def note_error(request: HttpRequest, case_id: UUID, note_id: UUID) -> HttpResponse:
    """Mark a note as entered in error."""
    by, on = asked(request), clock.today()
    case = find_case(by, case_id)
    old = _note(by, case, note_id)
    form = Error.of(request)

    def do() -> str:
        mark_note_in_error(old, by=by.actor, on=on, because=form.values["because"])
        return _case(case)

    done = carry_out(by, form, "mark_note_in_error", do, said="Notatet er markeret som fejlskrevet.")
    lead = f"”{old.subject}”, {days.in_text(old.happened_on, on)}."
    note = "Brug det, når notatet slet ikke skulle have været skrevet her, for eksempel fordi det handler om en anden."
    return done or show(request, in_case(case, "Notatet er fejlskrevet", "Markér som fejlskrevet", lead=lead, note=note), form)
