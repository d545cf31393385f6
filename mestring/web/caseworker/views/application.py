"""The application: received for the sections named, or none; its deadline with why; what moves it; how it ends without a decision."""

from __future__ import annotations

from datetime import date
from typing import Any
from uuid import UUID

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse

from mestring.cases import proposals
from mestring.cases.actions import application as acts
from mestring.cases.actions import writing
from mestring.cases.actions.application import Wanted
from mestring.cases.models import Application, Case, Inquiry, Letter
from mestring.cases.models.inquiry import Channel
from mestring.web.caseworker.pages import application as page
from mestring.web.caseworker.pages import case as case_page
from mestring.web.caseworker.pages.form_page import show_step
from mestring.web.components import fields
from mestring.web.components.acting import carry_out
from mestring.web.components.forms import Field, Form
from mestring.web.shell import clock, installation
from mestring.web.shell.doors import Asked, asked, door, find, find_case


class NewApplication(Form):
    """What is applied for, in the citizen's own words, and when it came."""

    received_on = fields.Date("Modtaget", example=fields.PAST)
    channel = fields.Choice("Hvordan kom den?", Channel.choices)
    sent_by = fields.Text("Hvem søger, hvis det ikke er borgeren selv?", required=False, hint="Navn og rolle, for eksempel partsrepræsentant", limit=160)
    wish = fields.Choice("Hvad ønsker borgeren?", Application.Wish.choices, shape="radios")
    words = fields.LongText("Hvad søges der om?", hint="Skriv det med borgerens egne ord.", limit=4000)
    sections = fields.Choices(
        "Hvilke paragraffer er nævnt?", [], required=False, hint="Er ingen nævnt, så lad felterne stå tomme. Så skal alle muligheder vurderes (RSL § 5)."
    )
    sure = fields.Check("Det er en ny ansøgning, selv om der er en, som ikke er afgjort", required=False)


@door("application.receive", methods=["GET", "POST"])
def new_application(request: HttpRequest, case_id: UUID) -> HttpResponse:
    """Receive an application. Where the standard has several kinds, each section's kind is asked in a second step of the same form."""
    by, on = asked(request), clock.today()
    case = find_case(by, case_id)
    standard = installation.home(on)
    inquiry = _inquiry(by, request.GET.get("henvendelse", ""), case)
    initial = {
        "received_on": inquiry.received_on if inquiry else on,
        "channel": inquiry.channel if inquiry else "",
        "words": inquiry.about if inquiry else "",
        "wish": "help",
    }
    form = NewApplication.of(request, initial=initial)
    offered = [one for one in proposals.sections_offered(standard.id, on) if one.may_be_applied_for]
    form.fields["sections"].choices = [(one.id, f"{one.sign} {one.title}") for one in offered]  # type: ignore[attr-defined]
    asks = page.add_kinds(form, standard.id, request.POST.getlist("sections"), on)
    if form.posted and page.kinds_unasked(form, asks, request.POST):
        # The first sending names the sections; the page comes back with each one's kinds to choose among.
        form.is_valid()
        return _new(request, case, form, on, asking=True)

    def do() -> str:
        values = form.values
        common = {
            "words": values["words"],
            "channel": values["channel"],
            "received_on": values["received_on"],
            "sent_by": values["sent_by"],
            "inquiry": inquiry,
        }
        if values["sections"]:
            wanted = [Wanted(section, values.get(f"kind_{section}") or "") for section in values["sections"]]
            made = acts.receive_application(case, by=by.actor, on=on, standard=standard.id, wanted=wanted, wish=values["wish"], sure=values["sure"], **common)
        else:
            made = [acts.receive_open_application(case, by=by.actor, on=on, standard=standard.id, **common)]
        return reverse("caseworker:application", args=[case.public_id, made[0].public_id])

    done = carry_out(by, form, "receive_application", do, said="Ansøgningen er modtaget.")
    return done or _new(request, case, form, on)


def _new(request: HttpRequest, case: Case, form: Form, on: date, *, asking: bool = False) -> HttpResponse:
    head = case_page.person(case, on, back=f"Sag {case.number}", back_address=reverse("caseworker:case", args=[case.public_id]))
    shown = {"person": head, "case": case, "form": form, "asking": asking}
    return render(request, "caseworker/application/new.html", shown, status=200 if asking else form.status)


def _inquiry(by: Asked, public_id: str, case: Case) -> Inquiry | None:
    try:
        found = Inquiry.objects.visible_to(by.actor).open().filter(public_id=UUID(public_id)).first()
    except ValueError:
        return None
    return found if found and found.citizen_id in (None, case.citizen_id) else None


def _find(by: Asked, case_id: UUID, application_id: UUID, *with_it: str) -> Application:
    """Shapes: `with_it` is what a page reads along with it. An act reads anew, for what it writes changes that."""
    case = find_case(by, case_id)
    found: Application = find(by, case.applications.prefetch_related(*with_it), application_id)
    found.case = case
    return found


@door("case.see")
def application(request: HttpRequest, case_id: UUID, application_id: UUID) -> HttpResponse:
    """The application, its deadline and why, what moved it, and what can be done now."""
    by, on = asked(request), clock.today()
    found = _find(by, case_id, application_id, "holds")
    return render(request, "caseworker/application/application.html", {"page": page.build(found, on), "application": found, "case": found.case, "on": on})


class NameSections(Form):
    """Which sections a request without any concerns."""

    sections = fields.Choices("Paragraffer", [], hint="Vælg dem, ansøgningen skal afgøres efter.")
    because = fields.LongText("Hvorfor disse?", hint="Skriv kort, hvad du lagde vægt på, også ved dem du ikke valgte.", limit=2000)


@door("application.change", methods=["GET", "POST"])
def name_sections(request: HttpRequest, case_id: UUID, application_id: UUID) -> HttpResponse:
    """Name the sections an application without any is to be decided by."""
    by, on = asked(request), clock.today()
    found = _find(by, case_id, application_id)
    form = NameSections.of(request)
    offered = [one for one in proposals.sections_offered(found.standard, on) if one.may_be_applied_for]
    form.fields["sections"].choices = [(one.id, f"{one.sign} {one.title}") for one in offered]  # type: ignore[attr-defined]
    asks = page.add_kinds(form, found.standard, request.POST.getlist("sections"), found.received_on)
    if form.posted and page.kinds_unasked(form, asks, request.POST):
        form.is_valid()
        return _step(request, found, form, on, "Sig, hvilke paragraffer ansøgningen handler om", "Fordel ansøgningen", ok=True)

    def do() -> str:
        wanted = [Wanted(section, form.values.get(f"kind_{section}") or "") for section in form.values["sections"]]
        made = acts.name_sections(found, by=by.actor, on=on, wanted=wanted, because=form.values["because"])
        return reverse("caseworker:application", args=[found.case.public_id, made[0].public_id])

    done = carry_out(by, form, "name_sections", do, said="Ansøgningen er fordelt på paragraffer.")
    return done or _step(request, found, form, on, "Sig, hvilke paragraffer ansøgningen handler om", "Fordel ansøgningen")


class UsePublished(Form):
    """Nothing but the wish."""


@door("application.change", methods=["POST"])
def use_published_deadline(request: HttpRequest, case_id: UUID, application_id: UUID) -> HttpResponse:
    """Give an application without a day the deadline the council has published."""
    by, on = asked(request), clock.today()
    found = _find(by, case_id, application_id)
    form = UsePublished.of(request)

    def do() -> str:
        acts.use_published_deadline(found, by=by.actor, on=on)
        return page.address(found)

    done = carry_out(by, form, "use_published_deadline", do, said="Ansøgningen har fået kommunens offentliggjorte frist.")
    return done or _step(request, found, form, on, "Brug kommunens offentliggjorte frist", "Brug fristen")


class Pause(Form):
    """Why the application stands still, and from when."""

    since = fields.Date("Fra og med")
    reason = fields.LongText("Hvad venter I på?", hint="Borgeren kan læse det.", limit=1000)


@door("application.change", methods=["GET", "POST"])
def pause(request: HttpRequest, case_id: UUID, application_id: UUID) -> HttpResponse:
    """Put the application on hold."""
    by, on = asked(request), clock.today()
    found = _find(by, case_id, application_id)
    form = Pause.of(request, initial={"since": on})

    def do() -> str:
        acts.pause(found, by=by.actor, on=on, **form.values)
        return page.address(found)

    done = carry_out(
        by, form, "pause", do, said="Ansøgningen er sat på pause. Svardatoen gælder stadig: sig det til borgeren med en ny dato, hvis den ikke kan holdes."
    )
    return done or _step(request, found, form, on, "Sæt på pause", "Sæt på pause")


class Resume(Form):
    """The last day of the pause."""

    until = fields.Date("Pausens sidste dag", example=fields.PAST)


@door("application.change", methods=["GET", "POST"])
def resume(request: HttpRequest, case_id: UUID, application_id: UUID) -> HttpResponse:
    """End the pause, and write the letter that tells of the new day."""
    by, on = asked(request), clock.today()
    found = _find(by, case_id, application_id)
    form = Resume.of(request, initial={"until": on})

    def do() -> str:
        hold = acts.resume(found, by=by.actor, on=on, **form.values)
        if acts.untold(found) != hold:
            return page.address(found)
        return _letter(found, writing.write_delay_notice(hold, by=by.actor, on=on))

    done = carry_out(by, form, "resume", do, said="Pausen er slut.")
    return done or _step(request, found, form, on, "Afslut pausen", "Afslut pausen, og se brevet")


class Extend(Form):
    """The new day, and why."""

    new_day = fields.Date("Ny svardato")
    reason = fields.LongText("Hvorfor kan datoen ikke holdes?", hint="Teksten kommer i brevet til borgeren.", limit=1000)
    sure = fields.Check("Datoen er rigtig", required=False)

    def __init__(self, data: Any = None, files: Any = None, *, first: bool, **more: Any) -> None:
        super().__init__(data, files, **more)
        if first:
            self.fields["new_day"].label, self.fields["reason"].label = "Svardato", "Hvorfor den dag?"

    @property
    def shown(self) -> list[Field]:
        """The question about a day far away is asked only of one."""
        return [one for one in super().shown if one.name != "sure" or one.error or one.typed]


@door("application.change", methods=["GET", "POST"])
def extend(request: HttpRequest, case_id: UUID, application_id: UUID) -> HttpResponse:
    """Set a day to answer by, the first or a new one, and write the letter that says so."""
    by, on = asked(request), clock.today()
    found = _find(by, case_id, application_id)
    first = found.deadline is None
    form = Extend.of(request, first=first)

    def do() -> str:
        hold = acts.extend(found, by=by.actor, on=on, **form.values)
        return _letter(found, writing.write_delay_notice(hold, by=by.actor, on=on))

    done = carry_out(by, form, "extend", do, said="Svardatoen gælder, når brevet er sendt. Læs det, og send det.")
    return done or _step(request, found, form, on, "Sæt en svardato" if first else "Sæt en ny svardato", "Sæt datoen, og se brevet")


def _letter(found: Application, letter: Letter) -> str:
    return reverse("caseworker:letter", args=[found.case.public_id, letter.public_id])


class End(Form):
    """How the application ended without a decision."""

    how = fields.Choice(
        "Hvad skete der?",
        [("withdrawn", "Borgeren trak ansøgningen tilbage"), ("forwarded", "Sendt til rette myndighed"), ("died", "Borgeren er død")],
        shape="radios",
    )
    because = fields.LongText("Skriv, hvordan det skete", hint="Kan udelades, når borgeren er død.", required=False, limit=1000)


@door("application.change", methods=["GET", "POST"])
def end(request: HttpRequest, case_id: UUID, application_id: UUID) -> HttpResponse:
    """The application was taken back, which a letter to the citizen can confirm; it belongs to another authority; or the citizen has died."""
    by, on = asked(request), clock.today()
    found = _find(by, case_id, application_id)
    form = End.of(request, initial={"how": "died" if found.case.citizen.died_on else ""})
    if found.own_initiative:
        form.fields["how"].choices = [("withdrawn", "Kommunen går ikke videre med det"), ("died", "Borgeren er død")]  # type: ignore[attr-defined]

    def do() -> str:
        if form.values["how"] == "died":
            acts.end_by_death(found, by=by.actor, on=on, because=form.values["because"])
            return page.address(found)
        if form.values["how"] == "forwarded":
            acts.forward(found, by=by.actor, on=on, because=form.values["because"])
            return page.address(found)
        acts.withdraw(found, by=by.actor, on=on, because=form.values["because"])
        if found.case.citizen.died_on or found.own_initiative:
            return page.address(found)
        return _letter(found, writing.write_withdrawal(found, by=by.actor, on=on))

    done = carry_out(by, form, "end_application", do, said="Ansøgningen er afsluttet uden afgørelse.")
    return done or _step(request, found, form, on, "Afslut uden afgørelse", "Afslut ansøgningen")


def _step(request: HttpRequest, found: Application, form: Form, on: date, title: str, button: str, *, ok: bool = False) -> HttpResponse:
    head = case_page.person(found.case, on, back="Ansøgningen", back_address=page.address(found))
    return show_step(request, head, form, title, button, deadline=found.deadline, on=on, status=200 if ok else form.status)
