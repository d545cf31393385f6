"""A page with one form: what it is about, where it came from, and what its button does."""

from __future__ import annotations

from dataclasses import dataclass

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse

from mestring.cases.models import Case
from mestring.people.models import Citizen
from mestring.web.components.case import Person
from mestring.web.components.forms import Form


@dataclass(frozen=True, slots=True)
class FormPage:
    """Shapes: `back` is the words of the link back, which is also where the form is regretted; `lead` stands beneath the title; `note` is what must be known before one writes."""

    title: str
    button: str
    back: str
    back_address: str
    lead: str = ""
    note: str = ""
    sends_files: bool = False


def in_case(case: Case, title: str, button: str, *, lead: str = "", note: str = "", sends_files: bool = False) -> FormPage:
    """A form that belongs to a case."""
    return FormPage(title, button, f"Sag {case.number}, {case.citizen.name}", reverse("caseworker:case", args=[case.public_id]), lead, note, sends_files)


def about_citizen(citizen: Citizen, title: str, button: str, *, lead: str = "", note: str = "") -> FormPage:
    """A form that belongs to a citizen."""
    return FormPage(title, button, citizen.name, reverse("caseworker:citizen", args=[citizen.public_id]), lead, note)


def show(request: HttpRequest, page: FormPage, form: Form, template: str = "caseworker/form.html", *, status: int = 0, **more: object) -> HttpResponse:
    """The page, with what there is to mend."""
    return render(request, template, {"page": page, "form": form, **more}, status=status or form.status)


def show_step(request: HttpRequest, person: Person, form: Form, title: str, button: str, *, status: int = 0, **more: object) -> HttpResponse:
    """A step of a case as one form, beneath the head that says whose case it is. `more` may hold the deadline that the step moves and the day it is read, and what is left to do first."""
    shown = {"person": person, "form": form, "title": title, "button": button, **more}
    return render(request, "caseworker/case/form.html", shown, status=status or form.status)
