"""The provider register: the list that caseworkers see too, and the administrator's changes to it, by hand and from Tilbudsportalen's file."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from django.core.exceptions import ValidationError
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse

from mestring.people import access, tilbudsportal
from mestring.people.actions import provider as acts
from mestring.people.actions.provider import Plan
from mestring.people.errors import FileFaults
from mestring.people.models import DayRate, Offer, Unit
from mestring.web.administrator import providers as page
from mestring.web.components import fields
from mestring.web.components.acting import carry_out
from mestring.web.components.forms import Form
from mestring.web.shell import clock
from mestring.web.shell.doors import Asked, asked, door, find
from mestring.web.shell.frame import say


class Sections(fields.Text):
    """Sections as one writes them: `§ 85, § 107`. Answers with the library's keys."""

    def clean(self, value: Any) -> Any:
        text = super().clean(value)
        try:
            return tilbudsportal.read_sections(text)
        except ValueError as error:
            raise ValidationError(str(error)) from None

    def prepare_value(self, value: Any) -> Any:
        return page.signs(value) if isinstance(value, list) else value


class Groups(fields.LongText):
    """Target groups, one a line. Answers with a list."""

    def clean(self, value: Any) -> Any:
        text = super().clean(value)
        try:
            return tilbudsportal.read_groups(text + "\n")
        except ValueError as error:
            raise ValidationError(str(error)) from None

    def prepare_value(self, value: Any) -> Any:
        return "\n".join(value) if isinstance(value, list) else value


class Digits(fields.Text):
    """A number of so many digits, or nothing."""

    def __init__(self, label: str, count: int) -> None:
        super().__init__(label, hint=f"{count} cifre", required=False, limit=20)
        self.count = count

    def clean(self, value: Any) -> Any:
        text = super().clean(value)
        try:
            return tilbudsportal.read_digits(text, self.count)
        except ValueError as error:
            raise ValidationError(str(error)) from None


class OfferForm(Form):
    """What is known about an offer."""

    name = fields.Text("Navn", missing="Skriv, hvad tilbuddet hedder.", limit=160)
    sections = Sections("Paragraffer", hint="For eksempel § 85, § 107", missing="Skriv mindst én paragraf, for eksempel § 85.", limit=200)
    target_groups = Groups("Målgrupper", hint="Én på hver linje, som de står på Tilbudsportalen", required=False, limit=4000)
    places = fields.Whole("Pladser", hint="Lad feltet være tomt, når der ikke er oplyst en grænse", required=False, most=99_999)
    approved = fields.Choice("Er tilbuddet godkendt af socialtilsynet?", Offer.Approval.choices, shape="radios")
    approved_on = fields.Date("Godkendt fra", required=False, example=fields.PAST)
    approved_until = fields.Date("Godkendt til", hint="Godkendelsens sidste dag, hvis den har en", required=False)
    tilbudsportal_id = fields.Text("Tilbuds-id", hint="Nummeret på Tilbudsportalen", required=False, limit=20)
    cvr = Digits("CVR", 8)
    p_number = Digits("P-nummer", 10)
    address = fields.Text("Adresse", hint="Vej og nummer, postnummer og by, med komma imellem", required=False, limit=200)


class NewOffer(OfferForm):
    """Whose offer it is, and what is known about it."""

    unit = fields.Choice("Leverandør", hint="Står leverandøren her ikke, så opret den først under Enheder")
    field_order = ("unit",)


class Rate(Form):
    """What it costs from a day on."""

    amount = fields.Kroner("Takst", hint="Kroner, for eksempel 1.250,50", least=1, most=DayRate.MOST)
    per = fields.Choice("Taksten er for", [(one.value, "Et døgn" if one == DayRate.Per.DAY else f"En {one.label}") for one in DayRate.Per], shape="radios")
    valid_from = fields.Date("Gælder fra")
    source = fields.Text("Hvor står den?", hint="For eksempel Rammeaftale 2026", required=False, limit=200)


class End(Form):
    """The last day."""

    until = fields.Date("Til og med", hint="Sidste dag, tilbuddet kan bruges. Lad feltet være tomt, hvis det fortsætter alligevel", required=False)


def _find(by: Asked, offer_id: UUID) -> Offer:
    found: Offer = find(by, Offer.objects.all(), offer_id)
    return found


def _page(request: HttpRequest, form: Form, title: str, button: str, back: str, *args: object) -> HttpResponse:
    shown = {"form": form, "title": title, "button": button, "back": reverse(back, args=args)}
    return render(request, "administrator/form.html", shown, status=form.status)


def _there(offer: Offer) -> str:
    return reverse("administrator:offer", args=[offer.public_id])


@door("providers.see")
def providers(request: HttpRequest) -> HttpResponse:
    """What the providers offer, by provider."""
    shown = page.listed(page.OfferFilter(request.GET), request.GET.get("side", "1"), clock.today())
    return render(request, "administrator/providers.html", {"page": shown, "may_change": access.may(asked(request).actor, "providers.change")})


@door("providers.see")
def offer(request: HttpRequest, offer_id: UUID) -> HttpResponse:
    """One offer and its rates."""
    by, on = asked(request), clock.today()
    found: Offer = find(by, Offer.objects.by_provider().with_rates(), offer_id)
    shown = {"page": page.of_offer(found, on), "may_change": access.may(by.actor, "providers.change"), "on": on}
    return render(request, "administrator/offer.html", shown)


@door("providers.change", methods=["GET", "POST"])
def new_offer(request: HttpRequest) -> HttpResponse:
    """Add an offer by hand."""
    by, on = asked(request), clock.today()
    form = NewOffer.of(request, initial={"approved": Offer.Approval.UNKNOWN})
    units = {str(one.public_id): one for one in Unit.objects.filter(kind=Unit.Kind.PROVIDER).order_by("name")}
    form.fields["unit"].choices = [("", "Vælg"), *((key, one.name) for key, one in units.items())]  # type: ignore[attr-defined]

    def do() -> str:
        values = form.values
        return _there(acts.register_offer(units[values.pop("unit")], by=by.actor, on=on, **values))

    done = carry_out(by, form, "register_offer", do, said="Tilbuddet er oprettet. Skriv nu taksten.")
    return done or _page(request, form, "Nyt tilbud", "Opret tilbuddet", "administrator:providers")


@door("providers.change", methods=["GET", "POST"])
def change_offer(request: HttpRequest, offer_id: UUID) -> HttpResponse:
    """Correct what is known about an offer."""
    by, on = asked(request), clock.today()
    found = _find(by, offer_id)
    form = OfferForm.of(request, initial={name: getattr(found, name) for name in acts.CHANGEABLE}, version=found.version)

    def do() -> str:
        acts.change_offer(found, seen=form.sent_version or 0, by=by.actor, on=on, **form.values)
        return _there(found)

    done = carry_out(by, form, "change_offer", do, said="Tilbuddet er rettet.", address=_there(found))
    return done or _page(request, form, f"Ret {found.name}", "Gem", "administrator:offer", found.public_id)


@door("providers.change", methods=["GET", "POST"])
def set_rate(request: HttpRequest, offer_id: UUID) -> HttpResponse:
    """Write a new rate, or correct one of the same day."""
    by, on = asked(request), clock.today()
    found = _find(by, offer_id)
    form = Rate.of(request)

    def do() -> str:
        acts.set_rate(found, by=by.actor, on=on, **form.values)
        return _there(found)

    done = carry_out(by, form, "set_rate", do, said="Taksten er skrevet.")
    return done or _page(request, form, f"Ny takst: {found.name}", "Gem taksten", "administrator:offer", found.public_id)


@door("providers.change", methods=["GET", "POST"])
def end_offer(request: HttpRequest, offer_id: UUID) -> HttpResponse:
    """Say an offer's last day, or that it goes on after all."""
    by, on = asked(request), clock.today()
    found = _find(by, offer_id)
    form = End.of(request, initial={"until": found.until or on})

    def do() -> str:
        acts.end_offer(found, until=form.values["until"], by=by.actor, on=on)
        return _there(found)

    done = carry_out(by, form, "end_offer", do, said="Det er gemt.")
    return done or _page(request, form, f"Sidste dag: {found.name}", "Gem", "administrator:offer", found.public_id)


# ------------------------------------------------------------------------------------------------ a file


class OfferFile(Form):
    """The file, to be seen first."""

    file = fields.Upload("Fil", hint="CSV fra Tilbudsportalen, højst 2 MB og 5.000 rækker", accept=".csv,.txt,.tsv", most=tilbudsportal.LARGEST)


class Confirm(Form):
    """The file that was seen, and what it was seen to do. Shapes: `carried` is the file, packed; `seen` the plan's digest."""

    carried = fields.Hidden(limit=page.CARRIED)
    seen = fields.Hidden(limit=64)


@door("providers.change", methods=["GET", "POST"])
def import_offers(request: HttpRequest) -> HttpResponse:
    """Take Tilbudsportalen's file in: the first time it is sent, what it would do is shown; the second time it is done."""
    by, on = asked(request), clock.today()
    if request.method == "POST" and "carried" in request.POST:
        return _confirmed(by)
    form = OfferFile.of(request)
    if not form.posted or not form.is_valid():
        return _upload(request, form)
    content = form.values["file"].read()
    try:
        plan = acts.plan_offers(content, by=by.actor, on=on)
        confirm = Confirm(initial={"carried": page.packed(content), "seen": plan.digest})
    except FileFaults as error:
        form.refuse(error)
        return _upload(request, form, error)
    return _preview(request, confirm, plan)


def _confirmed(by: Asked) -> HttpResponse:
    """The file that was shown is taken in, or shown anew when the register has changed meanwhile."""
    on = clock.today()
    form = Confirm.of(by)
    told: list[str] = []

    def do() -> str:
        plan = acts.import_offers(page.unpacked(form.values["carried"]), by=by.actor, on=on, seen=form.values["seen"] or "-")
        told.append(f"Filen er hentet: {page.counts(plan)}.")
        return reverse("administrator:providers")

    if done := carry_out(by, form, "import_offers", do):
        for one in told:
            say(by, one)
        return done
    content = form.values.get("carried") or ""
    try:
        plan = acts.plan_offers(page.unpacked(content), by=by.actor, on=on)
    except FileFaults as error:
        again = OfferFile()
        return _upload(by, again, error, status=422)
    anew = Confirm(initial={"carried": content, "seen": plan.digest})
    return _preview(by, anew, plan, wrong=form.wrong, status=422)


def _upload(request: HttpRequest, form: Form, error: FileFaults | None = None, *, status: int = 0) -> HttpResponse:
    shown, more = page.faults(error) if error else ([], 0)
    return render(
        request,
        "administrator/import.html",
        {"form": form, "faults": shown, "more": more, "columns": tilbudsportal.COLUMNS, "needed": tilbudsportal.NEEDED},
        status=status or form.status,
    )


def _preview(request: HttpRequest, form: Form, plan: Plan, *, wrong: object = (), status: int = 200) -> HttpResponse:
    shown = {"form": form, "page": page.planned(plan, clock.today()), "wrong": wrong}
    return render(request, "administrator/import_preview.html", shown, status=status)
