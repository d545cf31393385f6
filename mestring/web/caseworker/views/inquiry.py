"""The inquiry: taken, named, and ended in one of its ways. What somebody is found by is posted, so that it stands in no address."""

from __future__ import annotations

import re
from collections.abc import Callable
from typing import Any
from uuid import UUID

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse

from mestring.cases.actions.inquiry import end_with_advice, enrol, receive_anonymous_inquiry, receive_inquiry, refer_elsewhere
from mestring.cases.actions.inquiry import name_citizen as say_whom
from mestring.cases.models import AnonymousInquiry, Case, Inquiry
from mestring.cases.models.inquiry import Channel
from mestring.cases.states import InquiryState
from mestring.people.models import Unit
from mestring.web.caseworker.pages import citizen as people
from mestring.web.caseworker.pages import inquiry as page
from mestring.web.caseworker.pages.form_page import FormPage, show
from mestring.web.components import fields
from mestring.web.components.acting import carry_out
from mestring.web.components.forms import Form
from mestring.web.shell import clock, installation
from mestring.web.shell.doors import Asked, asked, door, find, hidden, look, typed

LISTED = 100
"""Open inquiries of each sort on the list, the oldest first: what is more comes when those are ended."""
KNOWN, UNKNOWN, ANONYMOUS = "known", "unknown", "anonymous"
NEW = "ny"
WHO = [
    (KNOWN, "En borger, du kan finde med CPR-nummer eller navn"),
    (UNKNOWN, "En, der endnu ikke er fundet eller oprettet"),
    (ANONYMOUS, "En, der vil være anonym"),
]


class Finding(Form):
    """What a form has that finds a citizen: the first time it is sent the candidates are shown, the second time one of them is chosen."""

    citizen = fields.Choice("Hvem er det?", shape="radios", required=False)
    shown_to = fields.Hidden()

    must_choose = False

    def __init__(self, data: Any = None, files: Any = None, *, found: list[people.Found], **more: Any) -> None:
        self.found = found
        typed = data.get("person", "").strip() if data else ""
        if data and found and data.get("shown_to") != typed:
            # A number is one person's: they are chosen beforehand, and seen before the form is sent.
            data = data.copy()
            data["shown_to"] = typed
            data["citizen"] = found[0].id if people.number_of(typed) else ""
            self.must_choose = True
        super().__init__(data, files, **more)
        self.fields["citizen"].choices = people.choices(found, clock.today())  # type: ignore[attr-defined]

    def choose(self, answers: dict[str, Any]) -> None:
        """Ask for one of the candidates, and don't call it a mistake the first time."""
        typed = answers.get("person", "")
        if not self.found:
            self.add_error(
                "person", f"Ingen, du kan se, passer til ”{typed[:60]}”. Ret det, eller opret borgeren." if typed else "Skriv et CPR-nummer eller et navn."
            )
        elif not self.must_choose and not answers.get("citizen"):
            self.add_error("citizen", "Vælg, hvem det er.")

    @property
    def is_ready(self) -> bool:
        """It was sent, and there is nobody left to choose."""
        return self.posted and self.is_valid() and not self.must_choose

    @property
    def candidate(self) -> people.Found | None:
        """The one who was chosen."""
        return next((one for one in self.found if one.id == self.values.get("citizen")), None)


class NewInquiry(Finding):
    """What is written while somebody is on the telephone."""

    unit = fields.Choice("Team")
    channel = fields.Choice("Hvordan kom den?", Channel.choices)
    received_on = fields.Date("Modtaget", example=fields.PAST)
    who = fields.Choice("Hvem drejer det sig om?", WHO, shape="radios", reveals=[KNOWN])
    person = fields.Text(
        "CPR-nummer eller navn", hint="Et helt CPR-nummer finder også borgere fra andre team. Et navn finder dem, dit team har noget med.", required=False
    )
    from_whom = fields.Text("Hvem henvendte sig?", hint="Kun hvis det var en anden, for eksempel Line Prøve, søster", required=False, limit=120)
    about = fields.LongText("Hvad drejer det sig om?", missing="Skriv kort, hvad der blev spurgt om.")

    def __init__(self, data: Any = None, files: Any = None, *, units: list[tuple[str, str]], **more: Any) -> None:
        super().__init__(data, files, **more)
        self.fields["unit"].choices = units  # type: ignore[attr-defined]
        if self.found and not people.number_of(self.data.get("person", "")):
            self.fields["citizen"].choices = [*people.choices(self.found, clock.today()), (NEW, "Ingen af dem: opret borgeren bagefter")]  # type: ignore[attr-defined]

    def clean(self) -> dict[str, Any]:
        answers: dict[str, Any] = super().clean() or self.cleaned_data
        if answers.get("who") == KNOWN:
            self.choose(answers)
        elif answers.get("who") == ANONYMOUS:
            for name, text in (
                ("person", "Fjern navn og CPR-nummer, når personen vil være anonym."),
                ("from_whom", "Fjern navnet, når personen vil være anonym."),
            ):
                if answers.get(name):
                    self.add_error(name, text)
            if re.search(r"\b\d{6}[ -]?\d{4}\b", answers.get("about", "")):
                self.add_error("about", "Der står et CPR-nummer i teksten. Fjern det, når personen vil være anonym.")
        return answers


class NameCitizen(Finding):
    """Whom an inquiry is about."""

    person = fields.Text("CPR-nummer eller navn", hint="Et helt CPR-nummer finder også borgere fra andre team.", missing="Skriv et CPR-nummer eller et navn.")

    def clean(self) -> dict[str, Any]:
        answers: dict[str, Any] = super().clean() or self.cleaned_data
        if "person" in answers:
            self.choose(answers)
        return answers


class Advise(Form):
    """Ended with advice."""

    outcome = fields.LongText("Hvad rådede du til?", missing="Skriv, hvad du rådede til.")


class Refer(Form):
    """Ended elsewhere."""

    referred_to = fields.Text("Vist videre til", hint="For eksempel jobcenteret eller en forening", missing="Skriv, hvem det er vist videre til.")
    because = fields.LongText("Hvorfor?", required=False, rows=2)


class Enrol(Form):
    """Ended in an offer that needs no decision."""

    section = fields.Choice("Tilbud", missing="Vælg det tilbud, der begyndes i.")

    def __init__(self, data: Any = None, files: Any = None, *, offered: list[tuple[str, str]], **more: Any) -> None:
        super().__init__(data, files, **more)
        self.fields["section"].choices = [("", "Vælg"), *offered]  # type: ignore[attr-defined]


def _candidates(by: Asked, wanted: bool) -> list[people.Found]:
    """Those found by what was typed; that they are about to be shown is logged."""
    found = people.find(by.actor, typed(by, "person")) if wanted else []
    if found:
        look(by, [(one.citizen, None, one.citizen) for one in found])
    return found


@door("inquiry.see")
def inquiries(request: HttpRequest) -> HttpResponse:
    """The teams' open inquiries, the oldest first. One from somebody without a name has no other list to stand on."""
    by, on = asked(request), clock.today()
    named = list(Inquiry.objects.visible_to(by.actor).open().select_related("citizen", "unit").order_by("received_on", "pk")[:LISTED])
    anonymous = list(AnonymousInquiry.objects.visible_to(by.actor).open().select_related("person", "unit").order_by("received_on", "pk")[:LISTED])
    look(by, [(one, None, one.citizen) for one in named])
    return render(request, "caseworker/inquiry/list.html", {"named": named, "anonymous": anonymous, "on": on})


@door("inquiry.receive", methods=["GET", "POST"])
def new_inquiry(request: HttpRequest) -> HttpResponse:
    """Take an inquiry, from somebody known, unknown or anonymous."""
    by, on = asked(request), clock.today()
    units = people.units(by.actor)
    found = _candidates(by, request.POST.get("who") == KNOWN)
    initial = {"received_on": on, "unit": units[0][0] if units else "", "who": KNOWN}
    form = NewInquiry.of(request, found=found, units=units, initial=initial)

    def do() -> str:
        values = form.values
        unit = Unit.objects.get(public_id=values["unit"])
        common = {"by": by.actor, "on": on, "channel": values["channel"], "received_on": values["received_on"], "about": values["about"]}
        if values["who"] == ANONYMOUS:
            return reverse("caseworker:anonymous_inquiry", args=[receive_anonymous_inquiry(unit, **common).public_id])
        chosen = form.candidate if values["who"] == KNOWN else None
        made = receive_inquiry(unit, **common, citizen=chosen.citizen if chosen else None, from_whom=values["from_whom"])
        if values["who"] == KNOWN and chosen is None:
            return f"{reverse('caseworker:new_citizen')}?henvendelse={made.public_id}"
        return reverse("caseworker:inquiry", args=[made.public_id])

    done = carry_out(by, form, "receive_inquiry", do, said="Henvendelsen er registreret.") if form.is_ready else None
    about = FormPage("Ny henvendelse", "Registrér henvendelsen", "Mit arbejde", reverse("caseworker:work"))
    return done or show(request, about, form, "caseworker/inquiry/new.html", several=len(units) > 1)


@door("inquiry.see")
def inquiry(request: HttpRequest, inquiry_id: UUID) -> HttpResponse:
    """An inquiry, and how it can end."""
    return _shown(asked(request), _find(asked(request), inquiry_id), {}, "")


@door("inquiry.end", methods=["GET", "POST"])
def end(request: HttpRequest, inquiry_id: UUID, way: str) -> HttpResponse:
    """End an inquiry in one of its ways."""
    by = asked(request)
    return _end(by, _find(by, inquiry_id), way)


@door("inquiry.see")
def anonymous_inquiry(request: HttpRequest, inquiry_id: UUID) -> HttpResponse:
    """An inquiry from somebody without a name, and how it can end."""
    return _shown(asked(request), _find_anonymous(asked(request), inquiry_id), {}, "")


@door("inquiry.end", methods=["GET", "POST"])
def end_anonymous(request: HttpRequest, inquiry_id: UUID, way: str) -> HttpResponse:
    """End an inquiry from somebody without a name."""
    by = asked(request)
    return _end(by, _find_anonymous(by, inquiry_id), way)


@door("inquiry.end", methods=["GET", "POST"])
def name_citizen(request: HttpRequest, inquiry_id: UUID) -> HttpResponse:
    """Say whom an inquiry is about."""
    by, on = asked(request), clock.today()
    row = _find(by, inquiry_id)
    if row.state == InquiryState.APPLIED or row.case_id:
        raise hidden()
    found = _candidates(by, request.method == "POST")
    form = NameCitizen.of(request, found=found)

    def do() -> str:
        chosen = form.candidate
        if chosen is None:
            raise hidden()
        say_whom(row, by=by.actor, on=on, citizen=chosen.citizen)
        return reverse("caseworker:inquiry", args=[row.public_id])

    done = carry_out(by, form, "name_citizen", do, said="Borgeren står nu på henvendelsen.") if form.is_ready else None
    about = FormPage("Hvem drejer henvendelsen sig om?", "Sæt på henvendelsen", "Henvendelsen", reverse("caseworker:inquiry", args=[row.public_id]))
    return done or show(request, about, form, "caseworker/inquiry/name.html", inquiry=row)


# ------------------------------------------------------------------------------------------------ what the views share


def _find(by: Asked, inquiry_id: UUID) -> Inquiry:
    row: Inquiry = find(by, Inquiry.objects.visible_to(by.actor).select_related("citizen", "unit", "taken_by"), inquiry_id)
    look(by, [(row, None, row.citizen)])
    return row


def _find_anonymous(by: Asked, inquiry_id: UUID) -> AnonymousInquiry:
    row: AnonymousInquiry = find(by, AnonymousInquiry.objects.visible_to(by.actor).select_related("person", "unit", "taken_by"), inquiry_id)
    look(by, [(row, None, None)])
    return row


def _standard() -> str:
    return installation.home(clock.today()).id


def _forms(request: HttpRequest, row: Inquiry | AnonymousInquiry, way: str) -> dict[str, Form]:
    """The forms of all the ways; the one that was sent holds what was typed."""
    offered = page.entered(_standard(), clock.today(), nameless=isinstance(row, AnonymousInquiry))
    sent = request.method == "POST"
    return {
        "advise": Advise.of(request, mark="raad") if sent and way == "advise" else Advise(mark="raad"),
        "refer": Refer.of(request, mark="videre") if sent and way == "refer" else Refer(mark="videre"),
        "enrol": Enrol.of(request, mark="optag", offered=offered) if sent and way == "enrol" else Enrol(mark="optag", offered=offered),
    }


def _end(by: Asked, row: Inquiry | AnonymousInquiry, way: str) -> HttpResponse:
    on = clock.today()
    forms = _forms(by, row, way)
    form = forms[way]
    acts: dict[str, Callable[[dict[str, Any]], Case | None]] = {
        "advise": lambda values: end_with_advice(row, by=by.actor, on=on, advice=values["outcome"]),
        "refer": lambda values: refer_elsewhere(row, by=by.actor, on=on, to=values["referred_to"], because=values["because"]),
        "enrol": lambda values: enrol(row, by=by.actor, on=on, standard=_standard(), section=values["section"]),
    }

    def do() -> str:
        if case := acts[way](form.values):
            return reverse("caseworker:place_open_order", args=[case.public_id, form.values["section"]])
        return reverse("caseworker:inquiry" if isinstance(row, Inquiry) else "caseworker:anonymous_inquiry", args=[row.public_id])

    goes_on = way == "enrol" and isinstance(row, Inquiry)
    said = "Henvendelsen er afsluttet. Bestil nu forløbet." if goes_on else "Henvendelsen er afsluttet."
    return carry_out(by, form, f"end_inquiry_{way}", do, said=said) or _shown(by, row, forms, way)


def _shown(by: Asked, row: Inquiry | AnonymousInquiry, forms: dict[str, Form], way: str) -> HttpResponse:
    forms = forms or _forms(by, row, way)
    built = page.build(row, by.actor, clock.today(), standard=_standard(), forms=forms, opened=way)
    sent = forms.get(way)
    if numbers := [one for one in (*built.cases, built.case) if one]:
        look(by, [(one, one, built.citizen or one.citizen) for one in numbers])
    return render(by, "caseworker/inquiry/inquiry.html", {"page": built, "wrong": sent.wrong if sent else []}, status=sent.status if sent else 200)
