"""Nobody gets in by accident: a view that declares nothing stops the start and is not there; a demo and a real installation are kept apart; a demo's day only goes forward."""

from __future__ import annotations

import os
import subprocess
import sys
from datetime import date
from types import ModuleType
from typing import Any

import pytest
from django.conf import settings as settings_of
from django.db import connection
from django.http import HttpRequest, HttpResponse
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import include, path

from mestring.audit import clock, demo
from mestring.audit.errors import NotAllowed
from mestring.web.shell import doors, open_doors
from tests import given
from tests.web.screens import SCREENS

pytestmark = pytest.mark.django_db


def undeclared(request: HttpRequest) -> HttpResponse:
    return HttpResponse("PLANTED")


@pytest.fixture
def planted(settings: Any) -> None:
    """The house with one more address, whose view says no action."""
    urls = ModuleType("planted_urls")
    urls.urlpatterns = [path("plantet/", undeclared, name="planted"), path("", include("mestring.config.urls"))]  # type: ignore[attr-defined]
    sys.modules["planted_urls"] = urls
    settings.ROOT_URLCONF = "planted_urls"


def test_every_view_of_the_house_says_what_it_is() -> None:
    assert open_doors.every_view_says_what_it_is(None) == []


def test_a_view_that_declares_no_action_stops_the_start(planted: None) -> None:
    (problem,) = open_doors.every_view_says_what_it_is(None)
    assert problem.id == "mestring.E020"
    assert "/plantet/" in problem.msg


def test_a_view_that_declares_no_action_is_not_there_for_anybody(planted: None, client: Client) -> None:
    for who in (None, given.caseworker(), given.administrator()):
        if who:
            given.logged_in(client, who)
        answer = client.get("/plantet/")
        assert answer.status_code == 404
        assert b"PLANTED" not in answer.content


def test_a_door_to_an_action_that_does_not_exist_can_not_be_made() -> None:
    with pytest.raises(KeyError):
        doors.door("case.everything")


def test_an_act_refused_for_want_of_a_right_says_the_same_as_a_page_that_is_not_there(client: Client, monkeypatch: pytest.MonkeyPatch) -> None:
    from mestring.web.caseworker.views import work

    def refused(*args: object, **kwargs: object) -> None:
        raise NotAllowed

    monkeypatch.setattr(work.page, "build", refused)
    assert given.logged_in(client, given.caseworker()).get("/arbejde/").status_code == 404


def codes() -> set[str]:
    return {str(one.id) for one in open_doors.demo_and_real_are_kept_apart(None, databases=["default"])}


def test_a_demos_database_does_not_start_as_a_real_installation(settings: Any) -> None:
    given.caseworker()
    assert codes() == set()
    demo.begin(date(2026, 11, 25))
    assert codes() == {"mestring.E021"}
    settings.DEMO = True
    assert codes() == set()


def test_a_real_database_does_not_start_as_a_demo(settings: Any) -> None:
    settings.DEMO = True
    assert codes() == set()  # empty: a demo may begin here
    given.caseworker()
    assert codes() == {"mestring.E022"}
    (refused,) = open_doors.demo_and_real_are_kept_apart(None, databases=["default"])
    assert "make clean-demo" in str(refused.hint)  # a demo that was interrupted looks the same, and make stops here before the demo can say it


def test_a_demos_day_goes_forward_and_never_back() -> None:
    demo.begin(date(2026, 11, 25))
    demo.move_to(date(2026, 12, 1))
    with pytest.raises(demo.DayGoneBy):
        demo.move_to(date(2026, 11, 30))
    assert demo.day() == date(2026, 12, 1)


def test_the_whole_house_lives_on_the_demos_day(client: Client, settings: Any) -> None:
    settings.DEMO = True
    demo.begin(date(2026, 11, 25))
    anne = given.caseworker()
    given.logged_in(client, anne)
    for move, expected in (("day", "Torsdag 26. november 2026 ·"), ("week", "Torsdag 3. december 2026 ·")):
        assert client.post("/demo/dag/", {"move": move, "next": "/arbejde/"})["Location"] == "/arbejde/"
        assert expected in client.get("/arbejde/").content.decode().replace("\xa0", " ")
    assert client.post("/demo/dag/", {"move": "set", "day": "01-02-2027"}).status_code == 302
    assert demo.day() == date(2027, 2, 1)
    assert clock.today() == date(2026, 11, 25)  # outside the request the house is where it was


@pytest.mark.parametrize(("typed", "told"), [("i morgen", "for eksempel 27-11-2026"), ("01-01-2026", "kun gå frem i tiden")])
def test_a_day_that_can_not_be_used_says_what_to_write(client: Client, settings: Any, typed: str, told: str) -> None:
    settings.DEMO = True
    demo.begin(date(2026, 11, 25))
    answer = client.post("/demo/dag/", {"move": "set", "day": typed})
    assert answer.status_code == 422
    assert told in answer.content.decode()
    assert demo.day() == date(2026, 11, 25)


def test_the_day_leads_nowhere_outside_the_house(client: Client, settings: Any) -> None:
    settings.DEMO = True
    demo.begin(date(2026, 11, 25))
    assert client.post("/demo/dag/", {"move": "day", "next": "https://evil.example/"})["Location"] == "/"


def test_outside_a_demo_there_is_no_day_to_move(client: Client) -> None:
    assert client.post("/demo/dag/", {"move": "day"}).status_code == 404


def test_the_library_is_not_read_when_the_program_starts() -> None:
    """Reading it takes a second that no command without rules should wait for."""
    code = "import django; django.setup(); import mestring.config.urls; from mestring.rules.rulebook import open_library; raise SystemExit(open_library.cache_info().currsize)"
    done = subprocess.run([sys.executable, "-c", code], env={**os.environ, "DJANGO_SETTINGS_MODULE": "tests.settings"}, check=False)
    assert done.returncode == 0


# ------------------------------------------------------------------------------------------------ whose header


OPEN_PAGES = [*(one for one in SCREENS.values()), "/findes-ikke/", "/konto/"]
NO_DATABASE = [one for one in OPEN_PAGES if one != "/konto/"]


@pytest.mark.parametrize("address", OPEN_PAGES)
def test_who_is_logged_in_has_their_own_header_on_open_pages_and_nobody_else_is_sent_it(address: str, client: Client) -> None:
    answer = given.logged_in(client, given.caseworker(name="Rikke Vestervang")).get(address)
    page = answer.content.decode()
    header = page[page.index("<header") : page.index("</header>")]
    assert "Rikke Vestervang" in header
    assert "Sagsbehandler" in header
    assert "Mit arbejde" in header
    assert "Find hjælp" not in header
    assert {"private", "no-store"} <= {part.strip() for part in answer["Cache-Control"].split(",")}


@pytest.mark.parametrize("address", NO_DATABASE)
@pytest.mark.parametrize("cookie", ["", "made-up"])
def test_a_visitor_has_the_visitors_header_and_costs_no_question_without_a_session(address: str, cookie: str, client: Client) -> None:
    if cookie:
        client.cookies[settings_of.SESSION_COOKIE_NAME] = cookie
    client.get(address)
    with CaptureQueriesContext(connection) as queries:
        page = client.get(address).content.decode()
    header = page[page.index("<header") : page.index("</header>")]
    assert "Find hjælp" in header
    assert "Log ud" not in header
    assert len(queries) <= (1 if cookie else 0), "a cookie that is nobody's costs one question, none costs none"


def test_what_was_done_is_said_on_an_open_page_too(client: Client) -> None:
    """A logged in person whose act leads to an open page is told there, and once."""
    given.logged_in(client, given.caseworker())
    session = client.session
    session["notices"] = ["Det er gjort."]
    session.save()
    assert "Det er gjort." in client.get("/standarder/").content.decode()
    assert "Det er gjort." not in client.get("/standarder/").content.decode()
