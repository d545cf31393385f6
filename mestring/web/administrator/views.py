"""Employees, their roles and units, the deadlines the council has published, and whether the log holds. Nothing here shows a case or a citizen."""

from __future__ import annotations

from uuid import UUID

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse

from mestring.audit import anchor
from mestring.audit.errors import MestringError
from mestring.audit.models import Chain
from mestring.cases import proposals
from mestring.cases.actions import deadlines as deadline_acts
from mestring.cases.actions.disqualification import keep_away
from mestring.cases.models import PublishedDeadline
from mestring.people import accounts
from mestring.people.actions import employee as acts
from mestring.people.actions.citizen import account_of_number, of_number, open_account
from mestring.people.models import Account, Assignment, Employee, Unit
from mestring.rules import danish
from mestring.web.components import fields
from mestring.web.components.acting import carry_out
from mestring.web.components.forms import Form
from mestring.web.shell import clock, installation
from mestring.web.shell.doors import Asked, asked, door, find, hidden

ROWS = 200


class UsernameTaken(MestringError):
    code = "username_taken"
    fields = ("username",)
    message = "Brugernavn: det bruges af en anden. Skriv et andet."


@door("users.see")
def employees(request: HttpRequest) -> HttpResponse:
    """Everybody who works here, with the roles they hold today."""
    on = clock.today()
    held: dict[int, list[str]] = {}
    for one in Assignment.objects.holding(on).select_related("unit").order_by("unit__name"):
        held.setdefault(one.employee_id, []).append(f"{one.get_role_display()}, {one.unit.name}")
    people = Employee.objects.select_related("account").order_by("name")[:ROWS]
    return render(request, "administrator/employees.html", {"rows": [(one, held.get(one.pk, [])) for one in people], "on": on})


class NewEmployee(Form):
    """Who, and what they log in with."""

    name = fields.Text("Navn", limit=120)
    title = fields.Text("Titel", required=False, limit=80)
    phone = fields.Text("Telefon", required=False, limit=20)
    username = fields.Text("Brugernavn", limit=150)
    password = fields.Secret("Første adgangskode", hint="Mindst 12 tegn. Medarbejderen skifter den selv.", complete="new-password")


@door("users.change", methods=["GET", "POST"])
def new_employee(request: HttpRequest) -> HttpResponse:
    """Add an employee."""
    by, on = asked(request), clock.today()
    form = NewEmployee.of(request)

    def do() -> str:
        if Account.objects.filter(username=Account.normalize_username(form.values["username"])).exists():
            raise UsernameTaken
        made = acts.employ(by=by.actor, on=on, **form.values)
        return reverse("administrator:employee", args=[made.public_id])

    done = carry_out(by, form, "employ", do, said="Medarbejderen er oprettet. Giv nu en rolle.")
    return done or _page(request, form, "Ny medarbejder", "Opret medarbejderen", "administrator:employees")


class Assign(Form):
    """Which role, where, from when to when."""

    role = fields.Choice("Rolle", Assignment.Role.choices)
    unit = fields.Choice("Enhed", [])
    since = fields.Date("Fra og med")
    until = fields.Date("Til og med", required=False)


@door("users.change", methods=["GET", "POST"])
def employee(request: HttpRequest, employee_id: UUID) -> HttpResponse:
    """One employee: the roles, and a new one."""
    by, on = asked(request), clock.today()
    found = _find(by, employee_id)
    form = Assign.of(request, initial={"since": on})
    form.fields["unit"].choices = [("", "Vælg"), *((str(one.public_id), one.name) for one in Unit.objects.order_by("name"))]  # type: ignore[attr-defined]

    def do() -> str:
        unit = Unit.objects.get(public_id=form.values["unit"])
        acts.assign(found, by=by.actor, on=on, unit=unit, role=form.values["role"], since=form.values["since"], until=form.values["until"])
        return reverse("administrator:employee", args=[found.public_id])

    done = carry_out(by, form, "assign", do, said="Rollen er givet.")
    roles = found.assignments.select_related("unit").order_by("-since", "pk")
    # Why and since when, never whom.
    away = found.disqualifications.order_by("-since", "pk").values("pk", "reason", "since", "lifted_on")
    closed = accounts.closed(found.account) if hasattr(found, "account") else None
    shown = {"employee": found, "form": form, "roles": roles, "away": away, "closed": closed, "on": on}
    return done or render(request, "administrator/employee.html", shown, status=form.status)


class EndAssignment(Form):
    """The role's last day."""

    until = fields.Date("Til og med")


@door("users.change", methods=["GET", "POST"])
def end_assignment(request: HttpRequest, employee_id: UUID, assignment_id: int) -> HttpResponse:
    """Set a role's last day."""
    by, on = asked(request), clock.today()
    found = _find(by, employee_id)
    role = found.assignments.filter(pk=assignment_id).select_related("unit", "employee").first()
    if role is None:
        raise hidden()
    form = EndAssignment.of(request, initial={"until": on})

    def do() -> str:
        acts.end_assignment(role, by=by.actor, on=on, until=form.values["until"])
        return reverse("administrator:employee", args=[found.public_id])

    done = carry_out(by, form, "end_assignment", do, said="Rollens sidste dag er sat.")
    title = f"{found.name}: {role.get_role_display()} i {role.unit.name}"
    return done or _page(request, form, title, "Sæt den sidste dag", "administrator:employee", found.public_id)


class Person(Form):
    """Which citizen the employee also is."""

    cpr = fields.Text("Medarbejderens CPR-nummer", hint="Ti cifre. Lad feltet stå tomt, hvis medarbejderen ikke er borger her", required=False, limit=20)


@door("users.change", methods=["GET", "POST"])
def person(request: HttpRequest, employee_id: UUID) -> HttpResponse:
    """Say that an employee is also a citizen here: their own case is closed to them. Nothing of the citizen is shown."""
    by, on = asked(request), clock.today()
    found = _find(by, employee_id)
    form = Person.of(request)

    def do() -> str:
        if form.values["cpr"]:
            acts.say_person(found, number=form.values["cpr"], by=by.actor, on=on)
        else:
            acts.forget_person(found, by=by.actor, on=on)
        return reverse("administrator:employee", args=[found.public_id])

    done = carry_out(by, form, "say_person", do, said="Det er gemt.")
    return done or _page(request, form, f"Er {found.name} også borger her?", "Gem", "administrator:employee", found.public_id)


class Relative(Form):
    """Whose case the employee must keep away from."""

    cpr = fields.Text("Borgerens CPR-nummer", hint="Ti cifre, som medarbejderen har oplyst", missing="Skriv ti cifre, for eksempel 010190-1234.", limit=20)
    reason = fields.Text("Hvordan kender de hinanden?", hint="For eksempel søster", missing="Skriv, hvordan de kender hinanden.", limit=120)


@door("users.change", methods=["GET", "POST"])
def relative(request: HttpRequest, employee_id: UUID) -> HttpResponse:
    """Note a relative of an employee, whose case is closed to them. Nothing of the citizen is shown."""
    by, on = asked(request), clock.today()
    found = _find(by, employee_id)
    form = Relative.of(request)

    def do() -> str:
        keep_away(found, of_number(form.values["cpr"]), reason=form.values["reason"], by=by.actor, on=on)
        return reverse("administrator:employee", args=[found.public_id])

    done = carry_out(by, form, "keep_away", do, said="Det er gemt. Sagen er lukket for medarbejderen.")
    return done or _page(request, form, f"{found.name} må ikke behandle en sag", "Gem", "administrator:employee", found.public_id)


class Lift(Form):
    """Why the employee may handle the case after all."""

    because = fields.Text(
        "Hvorfor må medarbejderen behandle sagen igen?", missing="Skriv for eksempel, at det var en fejl. Skriv ikke borgerens navn.", limit=200
    )


@door("users.change", methods=["GET", "POST"])
def lift(request: HttpRequest, employee_id: UUID, disqualification_id: int) -> HttpResponse:
    """Open a citizen's cases to an employee again. Nothing of the citizen is shown."""
    by, on = asked(request), clock.today()
    found = _find(by, employee_id)
    away = found.disqualifications.standing().filter(pk=disqualification_id).select_related("employee").first()
    if away is None:
        raise hidden()
    form = Lift.of(request)

    def do() -> str:
        acts.lift_disqualification(away, by=by.actor, on=on, because=form.values["because"])
        return reverse("administrator:employee", args=[found.public_id])

    done = carry_out(by, form, "lift_disqualification", do, said="Medarbejderen må behandle sagen igen.")
    return done or _page(request, form, f"{found.name}: {away.reason}", "Ophæv inhabiliteten", "administrator:employee", found.public_id)


class NewCitizenAccount(Form):
    """Who, and the name the national log-in knows them by."""

    cpr = fields.Text("CPR-nummer", hint="Ti cifre. Personen skal være oprettet som borger.", missing="Skriv ti cifre, for eksempel 010190-1234.", limit=20)
    username = fields.Text("Brugernavn", hint="Det navn, den nationale log-in-løsning kender personen ved", limit=150)


@door("users.change", methods=["GET", "POST"])
def new_citizen_account(request: HttpRequest) -> HttpResponse:
    """Give a citizen, or who acts for one, a way in to *Min sag*. Nothing of the citizen is shown."""
    by, on = asked(request), clock.today()
    form = NewCitizenAccount.of(request)

    def do() -> str:
        if Account.named(form.values["username"]):
            raise UsernameTaken
        open_account(of_number(form.values["cpr"]), by=by.actor, on=on, username=form.values["username"])
        return reverse("administrator:employees")

    done = carry_out(by, form, "open_account", do, said="Kontoen er oprettet. Personen kan logge ind og se det, de må se.")
    return done or _page(request, form, "Konto til en borger eller en repræsentant", "Opret kontoen", "administrator:employees")


CLOSE, OPEN = "luk", "aabn"


class CitizenAccount(Form):
    """Whose account, and what is to happen to it."""

    cpr = fields.Text("CPR-nummer", hint="Ti cifre", missing="Skriv ti cifre, for eksempel 010190-1234.", limit=20)
    what = fields.Choice("Hvad skal der ske?", [(CLOSE, "Luk kontoen"), (OPEN, "Åbn kontoen igen")], shape="radios")
    because = fields.Choice("Hvorfor?", [(one.value, one.label) for one in accounts.OF_CITIZENS], hint="Kun når kontoen lukkes", required=False)


@door("users.change", methods=["GET", "POST"])
def citizen_account(request: HttpRequest) -> HttpResponse:
    """Shut the account of a citizen or of who acts for one, or open it again. Nothing of the citizen is shown."""
    by, on = asked(request), clock.today()
    form = CitizenAccount.of(request, initial={"what": CLOSE})
    closes = form["what"].value() == CLOSE

    def do() -> str:
        account = account_of_number(form.values["cpr"])
        if closes:
            acts.close_account(account, because=form.values["because"], by=by.actor, on=on)
        else:
            acts.reopen_account(account, by=by.actor, on=on)
        return reverse("administrator:employees")

    said = "Kontoen er lukket. Personen er logget ud." if closes else "Kontoen er åben. Personen kan logge ind igen."
    done = carry_out(by, form, "citizen_account", do, said=said)
    return done or _page(request, form, "Luk eller åbn en borgers konto", "Gem", "administrator:employees")


class CloseAccount(Form):
    """Why."""

    because = fields.Choice("Hvorfor?", [(one.value, one.label) for one in accounts.OF_EMPLOYEES], shape="radios")


@door("users.change", methods=["GET", "POST"])
def close_account(request: HttpRequest, employee_id: UUID) -> HttpResponse:
    """Shut an employee's account."""
    by, on = asked(request), clock.today()
    found = _find(by, employee_id)
    form = CloseAccount.of(request)

    def do() -> str:
        acts.close_account(found.account, because=form.values["because"], by=by.actor, on=on)
        return reverse("administrator:employee", args=[found.public_id])

    done = carry_out(by, form, "close_account", do, said="Kontoen er lukket, og medarbejderen er logget ud.")
    return done or _page(request, form, f"Luk kontoen for {found.name}", "Luk kontoen", "administrator:employee", found.public_id)


class ReopenAccount(Form):
    """Nothing but the wish."""


@door("users.change", methods=["GET", "POST"])
def reopen_account(request: HttpRequest, employee_id: UUID) -> HttpResponse:
    """Open an employee's account again."""
    by, on = asked(request), clock.today()
    found = _find(by, employee_id)
    form = ReopenAccount.of(request)

    def do() -> str:
        acts.reopen_account(found.account, by=by.actor, on=on)
        return reverse("administrator:employee", args=[found.public_id])

    done = carry_out(by, form, "reopen_account", do, said="Kontoen er åben igen.")
    return done or _page(request, form, f"Åbn kontoen for {found.name} igen", "Åbn kontoen", "administrator:employee", found.public_id)


class NewPassword(Form):
    """A password for somebody who has lost theirs."""

    password = fields.Secret("Ny adgangskode", hint="Mindst 12 tegn. Giv den til medarbejderen selv, og bed om, at den skiftes.", complete="new-password")


@door("users.change", methods=["GET", "POST"])
def new_password(request: HttpRequest, employee_id: UUID) -> HttpResponse:
    """Give an employee a new password."""
    by, on = asked(request), clock.today()
    found = _find(by, employee_id)
    form = NewPassword.of(request)

    def do() -> str:
        acts.set_password(found.account, by=by.actor, on=on, password=form.values["password"])
        return reverse("administrator:employee", args=[found.public_id])

    done = carry_out(by, form, "set_password", do, said="Adgangskoden er skiftet.")
    return done or _page(request, form, f"Ny adgangskode til {found.name}", "Skift adgangskoden", "administrator:employee", found.public_id)


@door("users.see")
def units(request: HttpRequest) -> HttpResponse:
    """The units."""
    return render(request, "administrator/units.html", {"units": Unit.objects.order_by("kind", "name")[:ROWS]})


class NewUnit(Form):
    """A unit, as letters show it."""

    kind = fields.Choice("Slags", Unit.Kind.choices)
    name = fields.Text("Navn", limit=120)
    address = fields.Text("Adresse", required=False, hint="Vej og nummer, postnummer og by, med komma imellem", limit=200)
    phone = fields.Text("Telefon", required=False, limit=20)
    hours = fields.Text("Telefontid", required=False, limit=200)


class UnitNameTaken(MestringError):
    code = "unit_name_taken"
    fields = ("name",)
    message = "Navn: en anden enhed hedder det samme. Skriv et andet navn."


@door("users.change", methods=["GET", "POST"])
def new_unit(request: HttpRequest) -> HttpResponse:
    """Add a unit."""
    by, on = asked(request), clock.today()
    form = NewUnit.of(request)

    def do() -> str:
        if Unit.objects.filter(name=form.values["name"]).exists():
            raise UnitNameTaken
        acts.create_unit(by=by.actor, on=on, **form.values)
        return reverse("administrator:units")

    done = carry_out(by, form, "create_unit", do, said="Enheden er oprettet.")
    return done or _page(request, form, "Ny enhed", "Opret enheden", "administrator:units")


@door("deadline.publish")
def deadlines(request: HttpRequest) -> HttpResponse:
    """The sections one may apply for that the standard gives no deadline, each with what the council has published elsewhere."""
    on = clock.today()
    home = installation.home(on)
    written: dict[str, list[PublishedDeadline]] = {}
    for one in PublishedDeadline.objects.standing(home.council):
        written.setdefault(one.section, []).append(one)
    rows = [(one, written.get(one.id, [])) for one in proposals.without_deadline(home.id, on)]
    return render(request, "administrator/deadlines.html", {"rows": rows, "standard": home, "on": on})


NEW = "ny"


class Deadline(Form):
    """How long, from when, and where the council says so."""

    replaces = fields.Choice("Hvad skriver du?", [], shape="radios")
    number = fields.Whole("Hvor længe?", required=False, hint="Et helt tal, for eksempel 8")
    unit = fields.Choice("Enhed", PublishedDeadline.Unit.choices, shape="radios", required=False)
    valid_from = fields.Date("Gælder fra", required=False, hint="Ansøgninger, der er modtaget fra den dag, får fristen. For eksempel 27-11-2026.")
    where = fields.LongText("Hvor er den offentliggjort?", hint="For eksempel kommunens hjemmeside, med adresse. Borgeren kan læse det.", limit=300)
    removed = fields.Check("Fristen er ikke offentliggjort alligevel: fjern den, og skriv hvorfor ovenfor", required=False)


@door("deadline.publish", methods=["GET", "POST"])
def deadline(request: HttpRequest, section: str) -> HttpResponse:
    """Write, correct or remove the deadline of one section."""
    by, on = asked(request), clock.today()
    home = installation.home(on)
    offered = next((one for one in proposals.without_deadline(home.id, on) if one.id == section), None)
    if offered is None:
        raise hidden()
    standing = {str(one.public_id): one for one in PublishedDeadline.objects.standing(home.council, section)}
    form = Deadline.of(request, initial={"replaces": NEW})
    if standing:
        choices = [(key, f"En rettelse af fristen, der gælder fra {danish.date_plain(one.valid_from)}") for key, one in standing.items()]
        form.fields["replaces"].choices = [(NEW, "En ny frist"), *choices]  # type: ignore[attr-defined]
    else:
        del form.fields["replaces"], form.fields["removed"]
        for name in ("number", "unit", "valid_from"):
            form.fields[name].required = True

    def do() -> str:
        values = form.values
        replaces = standing.get(values.pop("replaces", NEW))
        if values.pop("removed", False) and replaces:
            deadline_acts.withdraw_deadline(replaces, because=values["where"], by=by.actor, on=on)
        else:
            deadline_acts.publish_deadline(standard=home.id, section=section, replaces=replaces, by=by.actor, on=on, **values)
        return reverse("administrator:deadlines")

    done = carry_out(by, form, "publish_deadline", do, said="Fristen er skrevet.")
    history = PublishedDeadline.objects.filter(council=home.council, section=section).select_related("written_by", "replaces").order_by("-pk")
    shown = {"form": form, "section": offered, "standard": home, "history": history}
    return done or render(request, "administrator/deadline.html", shown, status=form.status)


@door("log.verify")
def log(request: HttpRequest) -> HttpResponse:
    """Whether the two chains hold, against the file outside the database."""
    checked = request.GET.get("efterproev") == "ja"
    breaks = list(anchor.check(settings.ANCHORS))[:ROWS] if checked else []
    anchored = anchor.read(settings.ANCHORS)
    chains = [(one, max((length for length, _ in anchored.get(one.name, [])), default=0)) for one in Chain.objects.order_by("name")]
    return render(request, "administrator/log.html", {"chains": chains, "checked": checked, "breaks": breaks})


def _find(by: Asked, employee_id: UUID) -> Employee:
    found: Employee = find(by, Employee.objects.select_related("account"), employee_id)
    return found


def _page(request: HttpRequest, form: Form, title: str, button: str, back: str, *args: object) -> HttpResponse:
    shown = {"form": form, "title": title, "button": button, "back": reverse(back, args=args)}
    return render(request, "administrator/form.html", shown, status=form.status)
