"""Every story is told in its councils, and what it says it shows is there afterwards."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from django.db import connection, transaction
from rich.progress import Progress

from mestring.audit import chain, demo
from mestring.audit.models import Entry, LookUp
from mestring.cases.models import Case, Document, Due, Letter
from mestring.config.cli.demo import evening
from mestring.decisions.models import Meeting
from mestring.delivery.models import Order, Visit
from mestring.followups.models import Kind
from mestring.people.access import cases, work
from mestring.people.accounts import demo_accounts
from mestring.people.models import Account, Assignment, Citizen, Unit
from stories import generator
from stories.everything import TODAY, stories
from stories.house import House, found, of_database
from stories.telling import COUNCILS, STORIES, Tale, stopped, tell
from tests.stories.shown import SHOWN

pytestmark = pytest.mark.django_db
# What the councils differ in is read from the library, not from the database: two of them are told on PostgreSQL.
TOLD_IN = ("vejle", "viborg") if connection.vendor == "postgresql" else COUNCILS


@pytest.fixture(autouse=True)
def own_folders(settings: Any, tmp_path: Path) -> None:
    """Papers and letters lie in a folder of the test's own."""
    settings.DOCUMENTS, settings.OUTBOX = tmp_path / "documents", tmp_path / "outbox"


def _told(council: str, only: str = "") -> tuple[House, list[Tale]]:
    demo.begin(TODAY)
    house = found(council)
    return house, tell(house, [one for one in stories(council) if only in ("", one.title)], until=TODAY, evening=evening(house))


def _unseen(tale: Tale) -> Iterator[str]:
    for word in tale.story.shows:
        if word not in SHOWN:
            yield f"{tale.story.title}: ingen ved, hvordan «{word}» ses"
        elif not SHOWN[word](tale):
            yield f"{tale.story.title}: viser ikke «{word}»"


@pytest.mark.parametrize("council", TOLD_IN)
def test_a_year_of_stories_shows_what_it_says_in_each_council(council: str, tmp_path: Path) -> None:
    house, tales = _told(council)
    assert [word for tale in tales for word in _unseen(tale)] == []
    assert len([tale for tale in tales if any(word.startswith("afgørelse:") for word in tale.story.shows)]) >= 3
    _a_real_day(house)
    _late_on_purpose(council)
    _a_providers_day(house)
    assert list(chain.verify("acts")) == []
    assert list(chain.verify("lookups")) == []
    assert (tmp_path / "outbox").exists()
    assert not Citizen.objects.exclude(cpr="").exclude(cpr__regex="^..99").exists(), "a number that could be real"


def _a_real_day(house: House) -> None:
    """On the demo's day each caseworker has something over, something today, something this week and something later, and the committee meets soon."""
    for key in ("anne", "jonas", "sofie"):
        days = list(Due.objects.waiting().filter(responsible=house.people[key], on__isnull=False).values_list("on", flat=True))
        assert any(day < TODAY for day in days), f"{key} has nothing that is over"
        assert TODAY in days, f"{key} has nothing today"
        assert any(0 < (day - TODAY).days <= 4 for day in days), f"{key} has nothing this week"
        assert any((day - TODAY).days > 4 for day in days), f"{key} has nothing later"
    meeting = Meeting.objects.coming(TODAY).get()
    assert 3 <= meeting.items.waiting().count() <= 5
    assert {"draft", "queued", "sent", "recalled"} <= set(Letter.objects.values_list("state", flat=True))
    with house.at(TODAY):
        for key in ("anne", "jonas", "sofie", "torben", "grete"):
            assert Due.objects.filter(work(house.who(key))).exists()
        assert Case.objects.filter(cases(house.who("bente"))).count() >= 3
    by_people = Entry.objects.filter(actor__in=[house.who(key).id for key in house.people], on__year__gte=2025)
    assert not [day for day in set(by_people.values_list("on", flat=True)) if day.weekday() > 4], "somebody works on a weekend"
    assert LookUp.objects.exists()
    assert Account.objects.filter(citizen__isnull=False).count() >= 2


def _late_on_purpose(council: str) -> None:
    """A demo shows what is late: Ida's follow-up and Kim's, where the standard has a day for them, and nobody else's."""
    late = set(Due.objects.waiting().filter(kind__in=Kind.values, on__lt=TODAY).values_list("case__citizen__first_name", flat=True))
    assert late <= {"Ida", "Kim"}
    assert council != "vejle" or late == {"Ida", "Kim"}


def _a_providers_day(house: House) -> None:
    """On the demo's day the council's own provider has somebody to see, and has written of everybody before; what is granted is ordered, but for a few."""
    with house.at(TODAY):
        kasper = house.who("kasper")
        visits = Visit.objects.provided_by(kasper).filter(error_on=None)
        assert visits.planned().filter(day=TODAY).exists()
        assert visits.planned().filter(day__lt=TODAY).count() <= 1
        assert Order.objects.provided_by(kasper).running().count() >= 5
    assert Due.objects.waiting().filter(kind=Due.Kind.UNORDERED, on__lte=TODAY).count() <= 4


def test_one_can_step_into_a_provider_and_into_two_at_once() -> None:
    demo.begin(TODAY)
    for council in COUNCILS:
        with transaction.atomic():
            house = found(council)
            there = next(group for group in demo_accounts(on=TODAY) if group.label == Assignment.Role.PROVIDER.label)
            works = {one.account.username: one.units for one in there.choices}
            assert {key for key in house.people if key in works} == set(works)
            assert len(house.who("karla").provides) == 2
            for unit in house.units.values():
                if unit.kind == Unit.Kind.PROVIDER:
                    assert unit.offers.exists()
                    assert sum(unit.name in places for places in works.values()) >= 2
            assert of_database(council).units == house.units
            transaction.set_rollback(True)


def test_a_provider_looks_at_its_orders_and_never_at_a_case() -> None:
    house, _ = _told("viborg", only="Hænder, der taler")
    mine = {house.who(key).id for key in house.people if house.who(key).provides}
    looks = LookUp.objects.filter(actor__in=mine)
    assert set(looks.values_list("action", "thing", "relation")) == {("delivery.see", "delivery.order", "provider")}
    assert not LookUp.objects.exclude(actor__in=mine).filter(action="delivery.see").exists()
    refused, given = Order.objects.order_by("pk")
    assert set(looks.filter(actor=house.who("lone").id).values_list("thing_id", flat=True)) == {str(refused.public_id)}
    assert set(looks.filter(actor=house.who("mette").id).values_list("thing_id", flat=True)) == {str(given.public_id)}


@pytest.mark.parametrize("title", [one.title for one in stories("viborg")])
def test_a_story_can_be_told_alone(title: str) -> None:
    _, (tale,) = _told("viborg", only=title)
    assert list(_unseen(tale)) == []


def test_a_story_that_does_not_show_what_it_says_is_found() -> None:
    _, (tale,) = _told("vejle", only="Et råd i telefonen")
    tale.made["inquiry"] = []
    assert list(_unseen(tale)) == ["Et råd i telefonen: viser ikke «henvendelse: rådgivning»"]


def test_every_word_is_shown_by_a_story() -> None:
    unused = set(SHOWN) - {word for one in STORIES for word in one.shows}
    assert unused == set()


def test_what_the_house_lets_through_fails_the_story() -> None:
    from mestring.audit.errors import NotAllowed

    with pytest.raises(AssertionError, match="NotAllowed"), stopped(NotAllowed):
        pass


def test_a_paper_that_is_brought_can_be_opened() -> None:
    _told("viborg", only="Hver tirsdag")
    document = Document.objects.get(type="application/pdf")
    assert document.name == "udskrivning.pdf"


@pytest.mark.parametrize(("council", "says"), [("vejle", "Kommunen har ikke en fast frist for denne hjælp."), ("viborg", "Du skulle have haft svar senest")])
def test_a_new_day_is_told_by_what_the_council_has_promised(council: str, says: str) -> None:
    _told(council, only="En ny dag")
    assert says in str(Letter.objects.get(kind="delay_notice").content)


def test_the_generator_makes_the_same_people_twice_and_more_the_third_time() -> None:
    def names(seed: int) -> list[str]:
        before = Citizen.objects.count()
        with Progress(disable=True) as progress:
            assert generator.generate(house, 8, seed=seed, progress=progress) == 8
        return [one.name for one in Citizen.objects.order_by("pk")[before:]]

    demo.begin(TODAY)
    house = found("randers")
    assert names(1) == names(1) != names(2)
    assert Citizen.objects.values("cpr").distinct().count() == 24
    assert Case.objects.count() == 24
    assert list(chain.verify("acts")) == []


def test_the_generator_spreads_its_citizens_over_the_states() -> None:
    demo.begin(TODAY)
    with Progress(disable=True) as progress:
        generator.generate(found("viborg"), 60, seed=3, progress=progress)
    found_states = set(Case.objects.values_list("state", "applications__state"))
    assert {("open", "received"), ("open", "withdrawn"), ("closed", "withdrawn")} <= found_states
