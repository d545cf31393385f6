"""The provider register: what is kept by hand, and a file of Tilbudsportalen's, of which everything is taken in or nothing. Every provider is invented."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date, timedelta
from typing import Any

import pytest
from django.db import IntegrityError, transaction

from mestring.audit.errors import Conflict, FieldError, NotAllowed
from mestring.audit.models import Entry
from mestring.people import access, tilbudsportal
from mestring.people.access import Actor
from mestring.people.actions import provider as acts
from mestring.people.errors import DatesTheWrongWay, FileFaults, NotAProvider, OfferExists, RegisterMoved
from mestring.people.models import DayRate, Offer, Unit
from tests import given
from tests.given import TODAY

pytestmark = pytest.mark.django_db
YESTERDAY, TOMORROW = TODAY - timedelta(days=1), TODAY + timedelta(days=1)
HEADER = "Tilbuds-id;Navn;Leverandør;CVR;P-nummer;Paragraf(fer);Målgrupper;Pladser;Takst;Takst gælder fra;Takstenhed;Godkendt;Godkendt til;Adresse"
ONE = "900001;Bostedet Åen;Støtten ApS;99999991;9999999991;SEL § 107, § 85;Autismespektrum, Angst;12;1.250,50;01-01-2026;døgn;ja;31-12-2027;Prøvevej 1, 7100 Vejle"
TWO = "900002;Værkstedet;Ærø & Co.;;;SEL § 103;;;;;;nej;;"
NAMES = [one.replace("(fer)", "fer") for one in HEADER.split(";")]


@pytest.fixture
def ib() -> Actor:
    return given.administrator()


def provider(name: str = "Støtten ApS") -> Unit:
    return given.unit(name, Unit.Kind.PROVIDER, own=False)


def offer(by: Actor, name: str = "Bostedet Åen", *, unit: Unit | None = None, **more: Any) -> Offer:
    return acts.register_offer(unit or provider(), by=by, on=TODAY, **{"name": name, "sections": ["85", "107"], **more})


def file(*rows: str, header: str = HEADER) -> str:
    return "\n".join([header, *rows]) + "\n"


def with_cell(column: str, value: str, row: str = ONE) -> str:
    """A file of one row, with another value in one of its cells."""
    cells = row.split(";")
    cells[NAMES.index(column)] = value
    return file(";".join(cells))


def faults(by: Actor, rows: str | bytes) -> list[tuple[int, str, str]]:
    """What is wrong with a file, of which nothing was taken in."""
    before = counted()
    with pytest.raises(FileFaults) as caught:
        acts.import_offers(rows, by=by, on=TODAY)
    assert counted() == before
    return [tuple(one) for one in caught.value.faults]


def counted() -> tuple[int, int, int, int]:
    return Offer.objects.count(), DayRate.objects.count(), Unit.objects.count(), Entry.objects.count()


def told(found: Iterable[Offer]) -> list[str]:
    return [one.name for one in found]


# ------------------------------------------------------------------------------------------------ by hand


def test_an_offer_is_registered_and_traced(ib: Actor) -> None:
    made = offer(ib, name="  Bostedet Åen ", places=0, approved="approved")
    assert (made.name, made.sections, made.places, made.since) == ("Bostedet Åen", ["85", "107"], 0, TODAY)
    entry = Entry.objects.get(act="register_offer")
    assert (entry.thing, entry.thing_id, entry.case) == ("people.offer", str(made.public_id), "")


@pytest.mark.parametrize("act", ["register", "change", "rate", "end", "plan", "import"])
def test_only_the_administrator_changes_the_register(ib: Actor, act: str) -> None:
    made, anne = offer(ib), given.caseworker()
    ways = {
        "register": lambda: offer(anne),
        "change": lambda: acts.change_offer(made, seen=1, by=anne, on=TODAY, name="Et andet"),
        "rate": lambda: acts.set_rate(made, per="day", amount=1, valid_from=TODAY, by=anne, on=TODAY),
        "end": lambda: acts.end_offer(made, until=TODAY, by=anne, on=TODAY),
        "plan": lambda: acts.plan_offers(file(ONE), by=anne, on=TODAY),
        "import": lambda: acts.import_offers(file(ONE), by=anne, on=TODAY),
    }
    before = counted()
    with pytest.raises(NotAllowed):
        ways[act]()
    assert counted() == before


def test_who_works_with_cases_sees_the_register_and_a_committee_does_not() -> None:
    seers = [given.caseworker(), given.leader(), given.administrator(), given.committee(), given.shelter_leader()]
    assert [access.may(one, "providers.see") for one in seers] == [True, True, True, False, False]


@pytest.mark.parametrize(
    ("values", "field"),
    [
        ({"name": "  "}, "name"),
        ({"sections": []}, "sections"),
        ({"sections": ["85", "999"]}, "sections"),
        ({"places": -1}, "places"),
        ({"approved": "måske"}, "approved"),
        ({"approved_on": TODAY, "approved_until": YESTERDAY}, "approved_until"),
        ({"cvr": "1234567"}, "cvr"),
        ({"p_number": "12345678"}, "p_number"),
    ],
)
def test_what_an_offer_can_not_be_is_said_at_its_field(ib: Actor, values: dict[str, Any], field: str) -> None:
    with pytest.raises(FieldError) as caught:
        offer(ib, **values)
    assert caught.value.fields == (field,)
    made = offer(ib)
    with pytest.raises(FieldError) as caught:
        acts.change_offer(made, seen=1, by=ib, on=TODAY, **values)
    assert caught.value.fields == (field,)


def test_only_a_provider_has_offers(ib: Actor) -> None:
    with pytest.raises(NotAProvider):
        offer(ib, unit=given.unit())


def test_a_number_of_the_portal_is_one_offers(ib: Actor) -> None:
    offer(ib, tilbudsportal_id="900001")
    with pytest.raises(OfferExists):
        offer(ib, "Et andet", tilbudsportal_id="900001")
    other = offer(ib, "Et tredje")
    offer(ib, "Et fjerde")
    with pytest.raises(OfferExists):
        acts.change_offer(other, seen=1, by=ib, on=TODAY, tilbudsportal_id="900001")


def test_a_change_is_on_the_version_that_was_seen(ib: Actor) -> None:
    made = offer(ib, places=3)
    acts.change_offer(made, seen=1, by=ib, on=TODAY, places=4, name="Bostedet Åen")
    assert (made.places, made.version) == (4, 2)
    assert Entry.objects.get(act="change_offer").detail == {"version": 2, "fields": ["places"]}
    with pytest.raises(Conflict):
        acts.change_offer(made, seen=1, by=ib, on=TODAY, places=5)
    acts.change_offer(made, seen=1, by=ib, on=TODAY, places=4)
    assert Offer.objects.get().version == 2


def test_an_offer_ends_no_earlier_than_it_began_and_may_go_on_after_all(ib: Actor) -> None:
    made = offer(ib)
    with pytest.raises(DatesTheWrongWay):
        acts.end_offer(made, until=YESTERDAY, by=ib, on=TODAY)
    acts.end_offer(made, until=TODAY, by=ib, on=TODAY)
    assert [made.is_open(day) for day in (YESTERDAY, TODAY, TOMORROW)] == [False, True, False]
    acts.end_offer(made, until=None, by=ib, on=TODAY)
    assert Offer.objects.get().is_open(TOMORROW)
    assert [one.detail for one in Entry.objects.filter(act="end_offer").order_by("number")] == [{"until": TODAY.isoformat()}, {"until": None}]


@pytest.mark.parametrize(
    "wrong",
    [
        {"name": ""},
        {"places": -1},
        {"since": TODAY, "until": YESTERDAY},
        {"approved_on": TODAY, "approved_until": YESTERDAY},
        {"tilbudsportal_id": "900001"},
    ],
    ids=lambda one: next(reversed(one)),
)
def test_the_database_itself_refuses_an_offer_that_can_not_be(ib: Actor, wrong: dict[str, Any]) -> None:
    offer(ib, tilbudsportal_id="900001")
    plain = {"unit": provider(), "name": "Et tilbud", "sections": ["85"], "since": TODAY}
    Offer.objects.create(**plain)
    Offer.objects.create(**plain)
    with pytest.raises(IntegrityError), transaction.atomic():
        Offer.objects.create(**{**plain, **wrong})


# ------------------------------------------------------------------------------------------------ rates


def test_the_rate_is_the_latest_that_has_begun_and_a_missing_one_is_none(ib: Actor) -> None:
    made = offer(ib)
    for day, amount in ((date(2026, 1, 1), 100), (date(2027, 1, 1), 300), (date(2026, 7, 1), 200)):
        acts.set_rate(made, per="day", amount=amount, valid_from=day, source="Rammeaftale", by=ib, on=TODAY)
    found = [made.rate_on(day) for day in (date(2025, 12, 31), date(2026, 1, 1), date(2026, 6, 30), date(2026, 7, 1), date(2027, 1, 1))]
    assert [one and one.amount for one in found] == [None, 100, 100, 200, 300]
    assert [one.amount for one in DayRate.objects.in_force(TODAY)] == [200]
    assert not DayRate.objects.in_force(date(2025, 12, 31))


def test_each_unit_has_a_rate_of_its_own(ib: Actor) -> None:
    made, other = offer(ib), offer(ib, "Et andet")
    new_year, later = date(2026, 1, 1), date(2026, 2, 1)
    rates = [
        (made, "hour", 45, new_year),
        (made, "day", 900, date(2025, 1, 1)),
        (made, "day", 950, new_year),
        (made, "month", 9, later),
        (other, "day", 1, TODAY),
    ]
    for which, per, amount, begins in rates:
        acts.set_rate(which, per=per, amount=amount, valid_from=begins, by=ib, on=TODAY)
    fetched = Offer.objects.with_rates().get(pk=made.pk)
    assert [(one.per, one.amount) for one in fetched.rates_on(TODAY)] == [("day", 950), ("hour", 45), ("month", 9)]
    assert [fetched.rate_on(day).per for day in (TODAY, new_year)] == ["month", "day"]
    assert (fetched.rate_on(TODAY, "hour").amount, fetched.rate_on(new_year, "month")) == (45, None)
    in_force = {(one.offer_id, one.per, one.amount) for one in DayRate.objects.in_force(TODAY)}
    assert in_force == {(made.pk, "day", 950), (made.pk, "hour", 45), (made.pk, "month", 9), (other.pk, "day", 1)}


def test_a_rate_of_the_same_day_is_a_correction_and_the_trace_keeps_what_stood(ib: Actor) -> None:
    made = offer(ib)
    for amount in (100, 200, 200):
        acts.set_rate(made, per="day", amount=amount, valid_from=TODAY, by=ib, on=TODAY)
    assert DayRate.objects.get().amount == 200
    assert [one.detail.get("before") for one in Entry.objects.filter(act="set_rate").order_by("number")] == [None, 100, None]


@pytest.mark.parametrize(("per", "amount", "field"), [("day", 0, "amount"), ("day", -1, "amount"), ("day", DayRate.MOST + 1, "amount"), ("week", 1, "per")])
def test_a_rate_that_can_not_be_is_said_at_its_field(ib: Actor, per: str, amount: int, field: str) -> None:
    made = offer(ib)
    with pytest.raises(FieldError) as caught:
        acts.set_rate(made, per=per, amount=amount, valid_from=TODAY, by=ib, on=TODAY)
    assert caught.value.fields == (field,)
    assert not DayRate.objects.exists()


def test_the_database_itself_refuses_a_rate_of_nothing_and_two_of_one_day(ib: Actor) -> None:
    made = offer(ib)
    plain = {"offer": made, "per": "day", "valid_from": TODAY}
    with pytest.raises(IntegrityError), transaction.atomic():
        DayRate.objects.create(**plain, amount=0)
    DayRate.objects.create(**plain, amount=1)
    with pytest.raises(IntegrityError), transaction.atomic():
        DayRate.objects.create(**plain, amount=2)


# ------------------------------------------------------------------------------------------------ what may be chosen


def test_what_may_be_chosen_is_open_approved_and_under_the_section_by_provider(ib: Actor) -> None:
    early, late = provider("Aktiv ApS"), provider("Østjysk Hjælp")
    offer(ib, "B", unit=late, approved="approved")
    offer(ib, "C", unit=early, approved="approved", approved_on=TODAY, approved_until=TODAY)
    offer(ib, "A", unit=early, approved="approved")
    offer(ib, "en anden paragraf", approved="approved", sections=["85a", "107"])
    offer(ib, "ikke godkendt", approved="not_approved")
    offer(ib, "ikke oplyst")
    offer(ib, "godkendt i morgen", approved="approved", approved_on=TOMORROW)
    offer(ib, "udløbet", approved="approved", approved_until=YESTERDAY)
    offer(ib, "ikke begyndt", approved="approved", since=TOMORROW)
    acts.end_offer(offer(ib, "sluttet", approved="approved", since=date(2026, 1, 1)), until=YESTERDAY, by=ib, on=TODAY)
    assert told(Offer.objects.for_section("85", TODAY)) == ["A", "C", "B"]
    assert told(Offer.objects.for_section("85a", TODAY)) == ["en anden paragraf"]
    assert told(Offer.objects.for_section("5", TODAY)) == []


# ------------------------------------------------------------------------------------------------ a file


def test_a_file_is_taken_in_with_its_providers_and_rates(ib: Actor) -> None:
    plan = acts.import_offers(file(ONE, TWO), by=ib, on=TODAY)
    assert (len(plan.new), len(plan.changed), plan.unchanged, plan.providers) == (2, 0, 0, ["Støtten ApS", "Ærø & Co."])
    one, two = Offer.objects.order_by("tilbudsportal_id")
    assert (one.unit.name, one.unit.kind, one.unit.own) == ("Støtten ApS", "provider", False)
    assert (one.name, one.sections, one.target_groups, one.places) == ("Bostedet Åen", ["107", "85"], ["Autismespektrum", "Angst"], 12)
    assert (one.approved, one.approved_on, one.approved_until) == ("approved", None, date(2027, 12, 31))
    assert (one.cvr, one.p_number, one.address, one.since) == ("99999991", "9999999991", "Prøvevej 1, 7100 Vejle", TODAY)
    rate = one.rate_on(TODAY)
    assert (rate.per, rate.amount, rate.valid_from, rate.source) == ("day", 125_050, date(2026, 1, 1), "Tilbudsportalen, hentet 25. november 2026")
    assert (two.unit.name, two.places, two.approved, two.rate_on(TODAY)) == ("Ærø & Co.", None, "not_approved", None)
    assert Entry.objects.filter(act="register_offer", detail__fetched=True).count() == 2


def test_the_same_file_twice_changes_nothing(ib: Actor) -> None:
    acts.import_offers(file(ONE, TWO), by=ib, on=TODAY)
    before = counted()
    plan = acts.import_offers(file(TWO, ONE), by=ib, on=TOMORROW)
    assert (len(plan.new), len(plan.changed), plan.unchanged) == (0, 0, 2)
    assert counted() == before
    assert set(Offer.objects.values_list("version", flat=True)) == {1}


def test_what_a_file_says_otherwise_is_changed_and_told_and_the_rest_stays(ib: Actor) -> None:
    acts.import_offers(file(ONE, TWO), by=ib, on=TODAY)
    changed = ONE.replace("Støtten ApS", "støtten  aps").replace(";12;", ";14;").replace("1.250,50", "1.300").replace("Prøvevej 1, 7100 Vejle", "")
    plan = acts.import_offers(file(changed, TWO), by=ib, on=TOMORROW)
    (planned,) = plan.changed
    assert {one.field: (one.before, one.after) for one in planned.changes} == {
        "places": (12, 14),
        "address": ("Prøvevej 1, 7100 Vejle", ""),
        "rate": (("day", 125_050, date(2026, 1, 1)), ("day", 130_000, date(2026, 1, 1))),
    }
    found = Offer.objects.get(tilbudsportal_id="900001")
    assert (found.places, found.address, found.version, found.rate_on(TODAY).amount, found.since) == (14, "", 2, 130_000, TODAY)
    detail = Entry.objects.get(act="change_offer").detail
    assert (detail["fields"], detail["version"], detail["before"], detail["amount"]) == (["address", "places", "rate"], 2, 125_050, 130_000)
    assert Unit.objects.filter(kind="provider").count() == 2


def test_a_new_rate_from_another_day_is_added_to_those_before(ib: Actor) -> None:
    acts.import_offers(file(ONE), by=ib, on=TODAY)
    plan = acts.import_offers(file(ONE.replace("01-01-2026", "01-01-2027").replace("1.250,50", "1.300")), by=ib, on=TODAY)
    assert [one.before for one in plan.changed[0].changes] == [None]
    found = Offer.objects.get()
    assert [found.rate_on(day).amount for day in (TODAY, date(2027, 1, 1))] == [125_050, 130_000]
    assert found.version == 1


def test_an_offer_moves_to_the_provider_that_the_file_says(ib: Actor) -> None:
    acts.import_offers(file(ONE), by=ib, on=TODAY)
    plan = acts.import_offers(with_cell("Leverandør", "Nye Støtten"), by=ib, on=TODAY)
    assert [(one.field, one.before, one.after) for one in plan.changed[0].changes] == [("unit", "Støtten ApS", "Nye Støtten")]
    assert Offer.objects.get().unit.name == "Nye Støtten"


def test_a_column_that_is_not_there_says_nothing_and_an_empty_cell_does(ib: Actor) -> None:
    acts.import_offers(file(ONE), by=ib, on=TODAY)
    acts.import_offers('Navn,Tilbuds-id,Leverandør,Paragraf,Pladser\nBostedet Åen,900001,Støtten ApS,"107, 85",\n', by=ib, on=TODAY)
    found = Offer.objects.get()
    assert (found.places, found.address, found.approved, found.target_groups) == (None, "Prøvevej 1, 7100 Vejle", "approved", ["Autismespektrum", "Angst"])


def test_a_day_of_approval_that_is_known_is_kept_when_the_file_only_says_yes(ib: Actor) -> None:
    acts.import_offers(with_cell("Godkendt", "2026-02-01"), by=ib, on=TODAY)
    plan = acts.import_offers(file(ONE), by=ib, on=TODAY)
    assert plan.unchanged == 1
    assert Offer.objects.get().approved_on == date(2026, 2, 1)
    acts.import_offers(with_cell("Godkendt", "Ikke godkendt"), by=ib, on=TODAY)
    assert (Offer.objects.get().approved, Offer.objects.get().approved_on) == ("not_approved", None)


def test_offers_the_file_says_nothing_of_stay_and_are_counted(ib: Actor) -> None:
    offer(ib, "Skrevet i hånden")
    acts.import_offers(file(ONE, TWO), by=ib, on=TODAY)
    plan = acts.plan_offers(file(ONE), by=ib, on=TODAY)
    assert (plan.absent, plan.unchanged) == (1, 1)
    assert Offer.objects.count() == 3


def test_columns_that_are_not_read_are_said_and_any_order_will_do(ib: Actor) -> None:
    rows = "Kommune\tNAVN\tP-nr.\ttilbuds ID\tParagraf(fer)\tLeverandør\tTilsyn\nVejle\tVærkstedet\t\t900002\t§ 103\tÆrø & Co.\tMidt\n"
    plan = acts.import_offers(rows, by=ib, on=TODAY)
    assert plan.ignored == ["Kommune", "Tilsyn"]
    assert Offer.objects.get().sections == ["103"]


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "cp1252"])
@pytest.mark.parametrize("between", [";", ",", "\t"])
def test_a_file_is_read_as_it_is_saved(ib: Actor, encoding: str, between: str) -> None:
    rows = "\r\n".join(between.join(f'"{cell}"' for cell in line.split(";")) for line in (HEADER, ONE, TWO))
    acts.import_offers(rows.encode(encoding), by=ib, on=TODAY)
    assert sorted(told(Offer.objects.all())) == ["Bostedet Åen", "Værkstedet"]
    assert {one.name for one in Unit.objects.filter(kind="provider")} == {"Støtten ApS", "Ærø & Co."}


def test_a_spreadsheets_own_first_line_and_empty_lines_are_counted_and_not_read(ib: Actor) -> None:
    assert faults(ib, f"sep=;\n{HEADER}\n\n;;\n{ONE.replace('døgn', 'uge')}\n") == [(5, "Takstenhed", "Skriv, hvad taksten er for: døgn, time eller måned.")]


def test_a_cell_may_have_several_lines(ib: Actor) -> None:
    acts.import_offers(with_cell("Målgrupper", '"Autisme\nAngst, let\nAngst, let"'), by=ib, on=TODAY)
    assert Offer.objects.get().target_groups == ["Autisme", "Angst, let"]


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("SEL § 85, § 107", ["85", "107"]),
        ("85,107", ["85", "107"]),
        ("§§ 85 og 107", ["85", "107"]),
        ("Serviceloven § 107, stk. 2, nr. 1; ABL § 105", ["107", "abl-105"]),
        ("§ 82 a / §82b", ["82a", "82b"]),
        ("sel § 85 a, SEL § 85", ["85a", "85"]),
        ("ABL § 105, SEL § 85", ["abl-105", "85"]),
        ("abl-105", ["abl-105"]),
        ("85, 85", ["85"]),
    ],
)
def test_sections_are_read_as_they_are_written(text: str, found: list[str]) -> None:
    assert tilbudsportal.read_sections(text) == found


@pytest.mark.parametrize("text", ["", "  ,", "§ 999", "SUL § 85", "BL § 107", "botilbud", "§ 107x", "ABL § 105, § 85", "§ 141", "§ 107-110", "٨٥", "other"])
def test_a_section_that_is_not_known_is_never_guessed(text: str) -> None:
    with pytest.raises(ValueError, match="Skriv paragraffer som"):
        tilbudsportal.read_sections(text)


@pytest.mark.parametrize(
    ("column", "value", "says"),
    [
        ("Tilbuds-id", "", "mangler"),
        ("Tilbuds-id", "9" * 21, "plads til 20"),
        ("Navn", "  ", "mangler"),
        ("Navn", "n" * 161, "plads til 160"),
        ("Leverandør", "", "mangler"),
        ("Leverandør", "l" * 121, "plads til 120"),
        ("CVR", "123", "8 cifre"),
        ("P-nummer", "12345678x0", "10 cifre"),
        ("Paragraffer", "§ 999", "kan ikke bestilles her"),
        ("Målgrupper", "m" * 121, "semikolon"),
        ("Pladser", "tolv", "helt tal"),
        ("Pladser", "-1", "helt tal"),
        ("Pladser", "1,5", "helt tal"),
        ("Takst", "1250.50", "Skriv kroner"),
        ("Takst", "gratis", "Skriv kroner"),
        ("Takst", "-5", "Skriv kroner"),
        ("Takst", "none", "Skriv kroner"),
        ("Takst", "0", "over 0 kr."),
        ("Takst", "10.000.000,01", "højst 10.000.000 kr."),
        ("Takst", "", "Der står en dag, men ingen takst"),
        ("Takst gælder fra", "", "mangler en dag"),
        ("Takst gælder fra", "30-02-2026", "Dagen findes ikke"),
        ("Takst gælder fra", "1. januar", "er ikke en dag"),
        ("Takstenhed", "uge", "døgn, time eller måned"),
        ("Takstenhed", "", "døgn, time eller måned"),
        ("Godkendt", "måske", "ja, nej"),
        ("Godkendt til", "snart", "er ikke en dag"),
        ("Adresse", "a" * 201, "plads til 200"),
        ("Adresse", "a" * 501, "plads til 500"),
        ("Navn", "Et\u202enavn", "ikke kan ses"),
        ("Navn", "Et\x07navn", "ikke kan ses"),
    ],
)
def test_each_fault_is_said_with_its_row_and_column(ib: Actor, column: str, value: str, says: str) -> None:
    ((row, where, text),) = faults(ib, with_cell(column, value))
    assert (row, where) == (2, column)
    assert says in text


def test_every_fault_of_every_row_is_told_at_once_and_nothing_is_taken_in(ib: Actor) -> None:
    wrong = ONE.replace("900001", "900003").replace(";12;", ";mange;").replace("§ 107", "§ 999")
    found = faults(ib, file(ONE, wrong, TWO.replace("Værkstedet", "")))
    assert [(row, column) for row, column, _ in found] == [(3, "Paragraffer"), (3, "Pladser"), (4, "Navn")]


def test_a_row_that_stands_twice_is_a_fault(ib: Actor) -> None:
    ((row, column, text),) = faults(ib, file(ONE, TWO, ONE))
    assert (row, column) == (4, "Tilbuds-id")
    assert "række 2" in text


def test_a_provider_with_the_name_of_another_kind_of_unit_is_a_fault(ib: Actor) -> None:
    given.unit("Voksen og handicap")
    ((row, column, text),) = faults(ib, with_cell("Leverandør", "voksen og HANDICAP"))
    assert (row, column) == (2, "Leverandør")
    assert "ikke en leverandør" in text


def test_an_approval_that_ends_before_the_day_that_is_known_is_a_fault(ib: Actor) -> None:
    acts.import_offers(with_cell("Godkendt", "01-02-2026"), by=ib, on=TODAY)
    ((row, column, text),) = faults(ib, with_cell("Godkendt til", "01-01-2026"))
    assert (row, column) == (2, "Godkendt til")
    assert text.startswith("Tilbuddet er godkendt fra 01-02-2026")


@pytest.mark.parametrize("needed", tilbudsportal.NEEDED)
def test_a_column_that_must_be_there_is_asked_for(ib: Actor, needed: str) -> None:
    found = faults(ib, file(ONE, header=HEADER.replace("Paragraf(fer)", "Paragraffer").replace(needed, "Andet", 1)))
    assert [(row, column) for row, column, _ in found] == [(1, needed)]


@pytest.mark.parametrize(
    ("rows", "says"),
    [
        (b"", "tom"),
        (b"  \n", "tom"),
        (b"\xef\xbb\xbf", "tom"),
        (HEADER.encode(), "ingen rækker"),
        (file(ONE).encode().replace(b"Bostedet", b"Bo\x00stedet"), "ren tekst"),
        ("Bo\x00stedet", "ren tekst"),
        (file(ONE).encode("utf-16"), "ren tekst"),
        (b"PK\x03\x04\x00\x00", "ren tekst"),
        (file(ONE).encode("cp1252") + b"\x81", "bogstaver"),
        (b"x" * (tilbudsportal.LARGEST + 1), "2 MB"),
        ("å" * (tilbudsportal.LARGEST // 2 + 1), "2 MB"),
        (file(ONE, header=HEADER + ";CVR"), "to gange"),
        (file(ONE + ";;et felt for meget"), "flere celler"),
        (file(ONE.replace("Bostedet Åen", '"Bostedet" Åen')), "Anførselstegnene"),
        (file(ONE.replace("Bostedet Åen", '"Bostedet Åen')), "Anførselstegnene"),
        (file(ONE.replace("Bostedet Åen", '"' + "x" * 140_000 + '"')), "Anførselstegnene"),
        (file(*[TWO.replace("900002", str(number)) for number in range(tilbudsportal.MOST_ROWS + 1)]), "flere end 5000 rækker"),
    ],
    ids=lambda one: one if isinstance(one, str) and len(one) < 40 else "",
)
def test_a_file_that_can_not_be_read_says_what_to_do(ib: Actor, rows: str | bytes, says: str) -> None:
    found = faults(ib, rows)
    assert any(says in text for _, _, text in found), found[:3]


def test_a_file_that_is_wrong_throughout_tells_so_much_and_no_more(ib: Actor) -> None:
    found = faults(ib, file(*[TWO.replace("900002", str(number)).replace("§ 103", "§ 999") for number in range(2000)]))
    assert len(found) == tilbudsportal.MOST_FAULTS + 1
    assert "mere at rette" in found[-1][2]


@pytest.mark.parametrize("text", ["=HYPERLINK(1)", "+4512345678", "@SUM(A1)", "-2+3", "<script>alert(1)</script>", "'; DROP TABLE people_offer; --"])
def test_what_looks_like_a_formula_is_text_and_stays_text(ib: Actor, text: str) -> None:
    quoted = f'"{text}"'
    acts.import_offers(with_cell("Navn", quoted).replace("Prøvevej 1, 7100 Vejle", f'"\t{text}"'), by=ib, on=TODAY)
    assert (Offer.objects.get().name, Offer.objects.get().address) == (text, text)


def test_a_plan_writes_nothing(ib: Actor) -> None:
    before = counted()
    plan = acts.plan_offers(file(ONE), by=ib, on=TODAY)
    assert (len(plan.new), counted()) == (1, before)


def test_what_was_seen_is_what_is_done_or_nothing_is(ib: Actor) -> None:
    shown = acts.plan_offers(file(ONE), by=ib, on=TODAY)
    acts.import_offers(file(ONE.replace(";12;", ";9;")), by=ib, on=TODAY)
    before = counted()
    with pytest.raises(RegisterMoved):
        acts.import_offers(file(ONE), by=ib, on=TODAY, seen=shown.digest)
    assert counted() == before
    again = acts.plan_offers(file(ONE), by=ib, on=TODAY)
    assert len(acts.import_offers(file(ONE), by=ib, on=TODAY, seen=again.digest).changed) == 1


def test_an_import_that_breaks_off_leaves_nothing(ib: Actor, monkeypatch: pytest.MonkeyPatch) -> None:
    before = counted()

    def fails(*_: object, **__: object) -> None:
        raise RuntimeError

    monkeypatch.setattr(acts, "_trace", fails)
    with pytest.raises(RuntimeError):
        acts.import_offers(file(ONE, TWO), by=ib, on=TODAY)
    assert counted() == before


def test_an_offer_that_another_wrote_at_the_same_moment_is_told(ib: Actor, monkeypatch: pytest.MonkeyPatch) -> None:
    planned = acts._planned

    def late(*given_: Any, **more: Any) -> acts.Plan:
        plan = planned(*given_, **more)
        offer(ib, tilbudsportal_id="900001")
        return plan

    monkeypatch.setattr(acts, "_planned", late)
    with pytest.raises(RegisterMoved):
        acts.import_offers(file(ONE, TWO), by=ib, on=TODAY)
    assert not Offer.objects.exists()


def test_a_whole_files_offers_are_asked_for_at_once(ib: Actor, django_assert_max_num_queries: Any) -> None:
    rows = file(*[TWO.replace("900002", str(900100 + number)) for number in range(40)])
    acts.import_offers(rows, by=ib, on=TODAY)
    with django_assert_max_num_queries(8):
        acts.plan_offers(rows.replace("Værkstedet", "Værksted"), by=ib, on=TODAY)
