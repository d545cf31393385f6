"""What the citizen reads in *Min log*: the relation and the post that gave the look, and a look as a look."""

from __future__ import annotations

from uuid import uuid4

import pytest
from django.test import Client
from django.urls import get_resolver, reverse

from mestring.audit.models import LookUp
from mestring.people import access
from mestring.people.actions import employee as staff
from mestring.people.models import Assignment, Unit
from mestring.web.citizen.page import line
from mestring.web.shell.open_doors import routes
from tests import given
from tests.promises import running
from tests.world import World

pytestmark = pytest.mark.django_db


def looks(thing: str) -> list[tuple[str, str, str, str]]:
    return list(LookUp.objects.filter(thing_id=thing).order_by("number").values_list("relation", "role", "unit_name", "action"))


def test_who_only_opens_a_form_has_seen_and_who_sends_it_has_acted(client: Client) -> None:
    anne = given.caseworker()
    case = given.case(anne)
    given.logged_in(client, anne)
    where = reverse("caseworker:assign_case", args=[case.public_id])
    client.get(where)
    client.post(where, {"key": str(uuid4())})
    rows = [line(one).purpose for one in LookUp.objects.filter(case=str(case.public_id)).order_by("number")]
    assert rows == ["Så sagen", "Fordelte sagen"]


def test_every_page_that_can_be_opened_is_a_look_in_the_log() -> None:
    opened = {getattr(view, "action", "") for _, _, view in routes(get_resolver().url_patterns)} - {""}
    assert len(opened) > 30
    about_somebody = {one for one in opened if one not in ("search", "log.verify", "deadline.publish")}
    words = {access.action_label(access.only_seen(one)) for one in about_somebody}
    assert {one for one in words if not one.startswith(("Så ", "Læste ", "Åbnede et dokument"))} == set()


def test_a_member_of_the_committee_stands_as_one_with_the_committees_name_on_every_page(client: Client, world: World) -> None:
    given.logged_in(client, world.actors["committee"])
    case = str(world.cases["open"].public_id)
    before = LookUp.objects.count()
    for route in running.every_route():
        if route.name.startswith(("caseworker:", "committee:")):
            client.get(route.address(world))
    rows = list(LookUp.objects.order_by("number")[before:])
    assert len([one for one in rows if one.case == case]) > 3
    assert {(one.relation, one.role) for one in rows} == {("committee", "committee")}


def test_the_post_is_the_one_that_gives_the_relation_and_not_the_oldest(client: Client) -> None:
    first, second = given.unit(), given.unit("Handicap")
    who = given.employee("To Poster", Assignment.Role.TEAM_LEADER, first)
    staff.assign(who, by=access.house(given.TODAY), on=given.TODAY, unit=second, role=Assignment.Role.CASEWORKER, since=given.LONG_AGO)
    anne, sofie = given.caseworker(first), given.caseworker(second, "Sofie Amdi")
    led, worked = given.case(anne), given.case(sofie)
    given.logged_in(client, given.actor(who))
    for one in (led, worked):
        client.get(reverse("caseworker:case", args=[one.public_id]))
    assert looks(str(led.public_id)) == [("leader", "team_leader", first.name, "case.see")]
    assert looks(str(worked.public_id)) == [("team", "caseworker", second.name, "case.see")]


def test_whoever_works_in_a_team_and_sits_on_the_committee_stands_as_the_committee_in_what_the_committee_gives() -> None:
    team, panel, far = given.unit(), given.unit("Visitationsudvalget", Unit.Kind.COMMITTEE), given.unit("Handicap")
    who = given.employee("To Poster", Assignment.Role.CASEWORKER, team)
    staff.assign(who, by=access.house(given.TODAY), on=given.TODAY, unit=panel, role=Assignment.Role.COMMITTEE, since=given.LONG_AGO)
    found = access.post_of(given.actor(who), "committee", far.pk)
    assert (found.role, found.unit_name) == ("committee", panel.name)
