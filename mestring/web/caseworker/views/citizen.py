"""The citizen: registered once, corrected, with those who act for them and what they have agreed to."""

from __future__ import annotations

from datetime import date
from typing import Any
from uuid import UUID

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse

from mestring.cases.actions.inquiry import name_citizen
from mestring.cases.models import Case, Inquiry
from mestring.decisions.actions import note_death
from mestring.people import access, cpr, wall
from mestring.people.actions import citizen as acts
from mestring.people.errors import CprNotReadable
from mestring.people.models import Citizen, Consent, Representation, Unit
from mestring.web.caseworker.pages import citizen as page
from mestring.web.caseworker.pages.form_page import FormPage, about_citizen, show
from mestring.web.components import days, fields
from mestring.web.components.acting import carry_out
from mestring.web.components.forms import Form
from mestring.web.shell import clock
from mestring.web.shell.doors import Asked, asked, door, find, find_citizen, hidden, look, uuids

FACTS = (
    "first_name", "last_name", "born_on", "street", "postal_code", "city", "phone", "protected", "protected_to", "digital_post", "communication", "interpreter", "residence",
)  # fmt: skip


class Facts(Form):
    """What is known about a citizen."""

    first_name = fields.Text("Fornavn og mellemnavn", missing="Skriv fornavnet.", limit=80)
    last_name = fields.Text("Efternavn", missing="Skriv efternavnet.", limit=80)
    cpr = fields.Text("CPR-nummer", hint="Ti cifre. Lad feltet stå tomt, når nummeret ikke kendes", required=False, limit=20)
    born_on = fields.Date("Fødselsdag", example=fields.BORN, required=False)
    street = fields.Text("Vej og nummer", required=False, limit=120)
    postal_code = fields.Text("Postnummer", required=False, limit=40)
    city = fields.Text("By", required=False, limit=60)
    phone = fields.Text("Telefon", required=False, limit=20)
    protected = fields.Check("Navne- og adressebeskyttelse", hint="Adressen må så ikke gives til nogen.")
    protected_to = fields.Date("Beskyttet til og med", hint="Kun når der er en sidste dag", required=False)
    digital_post = fields.Check("Kan få Digital Post", hint="Fjern krydset, når borgeren er fritaget. Så sendes der breve.")
    communication = fields.LongText("Sådan skal man kontakte borgeren", hint="For eksempel: skriv, ring ikke", required=False, limit=1000, rows=2)
    interpreter = fields.Text("Tolk", hint="Sproget, for eksempel tegnsprog", required=False, limit=60)
    residence = fields.Text("Bopælskommune", hint="Fire cifre, for eksempel 0630. Kun når det er en anden kommune", required=False, limit=40)

    def __init__(self, data: Any = None, files: Any = None, *, on: date, **more: Any) -> None:
        super().__init__(data, files, **more)
        self.fields["born_on"].last = on  # type: ignore[attr-defined]

    def clean_cpr(self) -> str:
        """Said with everything else there is to mend."""
        typed: str = self.cleaned_data["cpr"]
        try:
            cpr.read(typed)
        except CprNotReadable as error:
            self.refuse(error)
        return typed

    def clean_postal_code(self) -> str:
        return self._digits("postal_code", "Skriv fire cifre, for eksempel 7100.")

    def clean_residence(self) -> str:
        return self._digits("residence", "Skriv kommunens fire cifre, for eksempel 0630.")

    def _digits(self, name: str, wrong: str) -> str:
        typed: str = self.cleaned_data[name]
        if typed and not (len(typed) == 4 and typed.isascii() and typed.isdigit()):
            self.add_error(name, wrong)
        return typed

    def clean(self) -> dict[str, Any]:
        answers: dict[str, Any] = super().clean() or self.cleaned_data
        if answers.get("protected_to") and not answers.get("protected"):
            self.add_error("protected_to", "Sæt kryds ved beskyttelsen, eller fjern dagen.")
        return answers


class NewCitizen(Facts):
    """A citizen who is not here yet. `found` is whoever is here already, when the form was refused for it."""

    unit = fields.Choice("Team")
    sure = fields.Check("Det er en anden person med samme navn")

    found = ""

    def __init__(self, data: Any = None, files: Any = None, *, units: list[tuple[str, str]], **more: Any) -> None:
        super().__init__(data, files, **more)
        self.fields["unit"].choices = units  # type: ignore[attr-defined]

    def refuse(self, error: Any) -> None:
        self.found = getattr(error, "citizen", "")
        super().refuse(error)


class ChangeCitizen(Facts):
    """Corrections, on the version that was seen."""

    died_on = fields.Date("Død den", example=fields.PAST, hint="Så sendes der ikke flere breve", required=False)

    def __init__(self, data: Any = None, files: Any = None, *, on: date, **more: Any) -> None:
        super().__init__(data, files, on=on, **more)
        self.fields["died_on"].last = on  # type: ignore[attr-defined]


class Acting(Form):
    """Somebody who acts for, or beside, the citizen."""

    kind = fields.Choice("Hvad er personen?", Representation.Kind.choices, shape="radios")
    name = fields.Text("Navn", missing="Skriv navnet.", limit=120)
    scope = fields.Text("Hvad gælder det?", hint="For eksempel økonomi, eller denne sag", required=False)
    since = fields.Date("Fra og med")
    until = fields.Date("Til og med", hint="Lad feltet stå tomt, når det gælder indtil videre", required=False)
    receives_letters = fields.Check("Får breve i sagen", hint="En bisidder får aldrig breve. En værge får breve om det, værgemålet gælder.")
    address = fields.Text("Adresse", hint="Vej, postnummer og by. Nødvendig for at kunne sende breve", required=False)
    phone = fields.Text("Telefon", required=False, limit=20)

    def clean(self) -> dict[str, Any]:
        answers: dict[str, Any] = super().clean() or self.cleaned_data
        if answers.get("receives_letters") and answers.get("kind") == Representation.Kind.COMPANION:
            self.add_error("receives_letters", "En bisidder får ikke breve. Fjern krydset, eller vælg partsrepræsentant.")
        return answers


class Representing(Form):
    """Which citizen the representative is."""

    cpr = fields.Text(
        "Repræsentantens CPR-nummer",
        hint="Ti cifre. Lad feltet stå tomt for at fjerne forbindelsen",
        required=False,
        limit=20,
    )


class Ending(Form):
    """The last day."""

    until = fields.Date("Sidste dag")


class Agreeing(Form):
    """The citizen's yes to facts being fetched."""

    source = fields.Text(
        "Hos hvem må I hente oplysninger?", hint="For eksempel Psykiatrisk Afdeling", missing="Skriv, hvem borgeren har sagt ja til.", limit=120
    )
    purpose = fields.Text("Om hvad, og til hvad?", missing="Skriv, hvad I må hente, og hvad det skal bruges til.", limit=300)
    form = fields.Choice("Hvordan sagde borgeren ja?", Consent.Form.choices, shape="tiles")
    since = fields.Date("Fra og med")
    until = fields.Date("Til og med", hint="Lad feltet stå tomt, når der ingen sidste dag er", required=False)
    case = fields.Choice("Gælder", required=False, blank="Alle borgerens sager")

    def __init__(self, data: Any = None, files: Any = None, *, cases: list[tuple[str, str]], **more: Any) -> None:
        super().__init__(data, files, **more)
        self.fields["case"].choices = [("", "Alle borgerens sager"), *cases]  # type: ignore[attr-defined]


class Agreed(Form):
    """Nothing is asked: the button says it."""


def _page(citizen: Citizen) -> str:
    return reverse("caseworker:citizen", args=[citizen.public_id])


@door("citizen.register", methods=["GET", "POST"])
def new_citizen(request: HttpRequest) -> HttpResponse:
    """Register a citizen, and no one twice. From an inquiry, the citizen is put on it as well."""
    by, on = asked(request), clock.today()
    inquiry = _inquiry(by)
    units = page.units(by.actor)
    form = NewCitizen.of(
        request, on=on, units=units, initial={"digital_post": True, "unit": str(inquiry.unit.public_id) if inquiry else units[0][0] if units else ""}
    )

    def do() -> str:
        values = form.values
        unit = Unit.objects.get(public_id=values["unit"])
        known = {name: values[name] for name in FACTS}
        made = acts.register_citizen(unit, by=by.actor, on=on, number=values["cpr"], sure=values["sure"], **known)
        if inquiry is None:
            return _page(made)
        name_citizen(inquiry, by=by.actor, on=on, citizen=made)
        return reverse("caseworker:inquiry", args=[inquiry.public_id])

    if done := carry_out(by, form, "register_citizen", do, said="Borgeren er oprettet."):
        return done
    back = ("Henvendelsen", reverse("caseworker:inquiry", args=[inquiry.public_id])) if inquiry else ("Mit arbejde", reverse("caseworker:work"))
    about = FormPage("Ny borger", "Opret borgeren", *back)
    return show(
        request, about, form, "caseworker/citizen/new.html", several=len(units) > 1, found=_there_already(by, form.found), inquiry=inquiry, named=Form()
    )


def _inquiry(by: Asked) -> Inquiry | None:
    """The inquiry the citizen is registered from. The address holds its public id, which says nothing about anybody."""
    ids = uuids([by.GET.get("henvendelse", "")])
    row: Inquiry | None = Inquiry.objects.visible_to(by.actor).open().select_related("unit").filter(public_id__in=ids).first()
    if row:
        look(by, [(row, None, row.citizen)])
    return row


def _there_already(by: Asked, public_id: str) -> page.Found | None:
    """Whoever is registered already, as far as the actor may be told: never themself or a relative."""
    with wall.lifted():  # the number in hand was somebody's of another unit
        one: Citizen | None = Citizen.objects.filter(public_id__in=uuids([public_id])).first()
    if one is None or access.is_blocked(by.actor, one.pk):
        return None
    look(by, [(one, None, one)])
    return page.Found(one, Citizen.objects.visible_to(by.actor).filter(pk=one.pk).exists())


@door("citizen.see")
def citizen(request: HttpRequest, citizen_id: UUID) -> HttpResponse:
    """A citizen, and everything there is with them that the caseworker may see. The citizen and each case shown are logged at once."""
    by, on = asked(request), clock.today()
    found: Citizen = find(by, Citizen.objects.visible_to(by.actor), citizen_id)
    built = page.build(found, by.actor, on, back_address=reverse("caseworker:work"))
    look(by, [(found, None, found), *((one, one, found) for one in built.cases)])
    return render(request, "caseworker/citizen/citizen.html", {"page": built, "on": on})


@door("citizen.change", methods=["GET", "POST"])
def change_citizen(request: HttpRequest, citizen_id: UUID) -> HttpResponse:
    """Correct what is known."""
    by, on = asked(request), clock.today()
    found = find_citizen(by, citizen_id)
    names = (*FACTS, "died_on")
    form = ChangeCitizen.of(request, on=on, version=found.version, initial={name: getattr(found, name) for name in (*names, "cpr")})

    def do() -> str:
        known = {name: form.values[name] for name in names}
        acts.change_citizen(found, by=by.actor, on=on, seen=form.sent_version or 0, number=form.values["cpr"], **known)
        note_death(found, by=by.actor, on=on)
        return _page(found)

    done = carry_out(by, form, "change_citizen", do, said="Oplysningerne er rettet.", address=_page(found))
    return done or show(request, about_citizen(found, "Ret oplysninger om borgeren", "Gem rettelserne"), form, "caseworker/citizen/change.html")


@door("citizen.change", methods=["GET", "POST"])
def new_representation(request: HttpRequest, citizen_id: UUID) -> HttpResponse:
    """Note who acts for, or beside, the citizen."""
    by, on = asked(request), clock.today()
    found = find_citizen(by, citizen_id)
    form = Acting.of(request, initial={"since": on})

    def do() -> str:
        acts.add_representation(found, by=by.actor, on=on, **form.values)
        return _page(found)

    done = carry_out(by, form, "add_representation", do, said="Tilknytningen er registreret.")
    return done or show(request, about_citizen(found, "Værge, partsrepræsentant eller bisidder", "Registrér tilknytningen"), form)


@door("citizen.change", methods=["GET", "POST"])
def correct_representation(request: HttpRequest, citizen_id: UUID, representation_id: UUID) -> HttpResponse:
    """Correct what was noted wrongly of who acts for the citizen."""
    by, on = asked(request), clock.today()
    found = find_citizen(by, citizen_id)
    row: Representation = _of(found.representations.filter(public_id=representation_id).first())
    form = Acting.of(request, version=row.version, initial={name: getattr(row, name) for name in acts.CORRECTABLE})

    def do() -> str:
        acts.correct_representation(row, by=by.actor, on=on, seen=form.sent_version or 0, **form.values)
        return _page(found)

    done = carry_out(by, form, "correct_representation", do, said="Tilknytningen er rettet.", address=_page(found))
    note = "Ret det, der er skrevet forkert. Er det forbi, så afslut tilknytningen i stedet. Det, der blev rettet, står i sagens spor."
    return done or show(request, about_citizen(found, "Ret tilknytningen", "Gem rettelsen", note=note), form)


@door("citizen.change", methods=["GET", "POST"])
def name_representative(request: HttpRequest, citizen_id: UUID, representation_id: UUID) -> HttpResponse:
    """Say which citizen the representative is, so that they can log in and act."""
    by, on = asked(request), clock.today()
    found = find_citizen(by, citizen_id)
    row: Representation = _of(found.representations.filter(public_id=representation_id).first())
    form = Representing.of(request)

    def do() -> str:
        if form.values["cpr"]:
            acts.name_representative(row, number=form.values["cpr"], by=by.actor, on=on)
        else:
            acts.unname_representative(row, by=by.actor, on=on)
        return _page(found)

    done = carry_out(by, form, "name_representative", do, said="Forbindelsen er gemt.")
    linked = "er forbundet med en borger" if row.person_id else "er ikke forbundet med en borger"
    note = "Repræsentanten kan så logge ind og se borgerens sag, så længe tilknytningen gælder. Kontoen får de af administratoren."
    return done or show(request, about_citizen(found, "Hvem er repræsentanten?", "Gem forbindelsen", lead=f"{row.name} {linked}.", note=note), form)


@door("citizen.change", methods=["GET", "POST"])
def end_representation(request: HttpRequest, citizen_id: UUID, representation_id: UUID) -> HttpResponse:
    """Set the last day of a representation."""
    by, on = asked(request), clock.today()
    found = find_citizen(by, citizen_id)
    row: Representation = _of(found.representations.filter(public_id=representation_id).first())
    form = Ending.of(request, initial={"until": on})

    def do() -> str:
        acts.end_representation(row, by=by.actor, on=on, until=form.values["until"])
        return _page(found)

    done = carry_out(by, form, "end_representation", do, said="Tilknytningen får en sidste dag.")
    lead = f"{Representation.Kind(row.kind).label}: {row.name}, fra {days.plain(row.since, on)}."
    return done or show(request, about_citizen(found, "Afslut tilknytningen", "Sæt sidste dag", lead=lead), form)


@door("citizen.change", methods=["GET", "POST"])
def new_consent(request: HttpRequest, citizen_id: UUID) -> HttpResponse:
    """Note that the citizen lets facts be fetched."""
    by, on = asked(request), clock.today()
    found = find_citizen(by, citizen_id)
    cases = {str(one.public_id): one for one in Case.objects.visible_to(by.actor).open().filter(citizen=found).order_by("-opened_on")[: page.MOST]}
    if cases:
        look(by, [(one, one, found) for one in cases.values()])
    form = Agreeing.of(request, cases=[(key, f"Kun sag {one.number}") for key, one in cases.items()], initial={"since": on})

    def do() -> str:
        values = dict(form.values)
        chosen = cases.get(values.pop("case"))
        acts.give_consent(found, by=by.actor, on=on, case=chosen.public_id if chosen else None, **values)
        return _page(found)

    done = carry_out(by, form, "give_consent", do, said="Samtykket er registreret.")
    about = about_citizen(
        found,
        "Nyt samtykke",
        "Registrér samtykket",
        note="Samtykket gælder kun det, borgeren har sagt ja til, og borgeren kan altid tage det tilbage (RSL § 11 a).",
    )
    return done or show(request, about, form)


@door("citizen.change", methods=["GET", "POST"])
def withdraw_consent(request: HttpRequest, citizen_id: UUID, consent_id: UUID) -> HttpResponse:
    """Note that the citizen has taken a consent back."""
    by, on = asked(request), clock.today()
    found = find_citizen(by, citizen_id)
    row: Consent = _of(found.consents.filter(public_id=consent_id, withdrawn_on=None).first())
    form = Agreed.of(request)

    def do() -> str:
        acts.withdraw_consent(row, by=by.actor, on=on)
        return _page(found)

    done = carry_out(by, form, "withdraw_consent", do, said="Samtykket er trukket tilbage.")
    lead = f"{row.source}: {row.purpose}."
    note = "Fra i dag må der ikke hentes flere oplysninger på samtykket. Det, der allerede er hentet, bliver i sagen."
    return done or show(request, about_citizen(found, "Træk samtykket tilbage", "Træk tilbage fra i dag", lead=lead, note=note), form)


def _of(row: Any) -> Any:
    """A row of the citizen's own, or the page that says nothing."""
    if row is None:
        raise hidden()
    return row
