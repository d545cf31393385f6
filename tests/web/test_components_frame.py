"""The frame for those who work here, what it does in a browser, and what a visitor never sees of it."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from datetime import date, datetime, timedelta, timezone
from typing import Any

import pytest
from django.http import HttpRequest
from django.template import Context, Template
from django.test import Client, RequestFactory
from playwright.sync_api import Browser, Page, Route, expect

from mestring.people.access import Actor, Post, Role
from mestring.web.components import views
from mestring.web.shell import frame, roles
from tests.web.test_browser import TAGS, axe_source, browser

__all__ = ["browser"]

ADDRESSES = {"caseworker:search": "/sager/soeg/", "demo": "/demo/", "mfa_index": "/konto/", "account_logout": "/konto/log-ud/", "shell:demo_day": "/demo/dag/"}
GALLERY = "/komponenter/sagsarbejde/"
DANISH = timezone(timedelta(hours=1))


MENU = [
    ("public:front", "Mit arbejde"),
    ("public:standards", "Sager"),
    ("public:compare", "Udvalg"),
    ("nobody:knows", "Findes ikke"),
    ("public:law", "Standarder"),
]
WORKER = Actor("1", "Anne-Mette Riis Dalgaard", date(2026, 11, 12), (Post(Role.CASEWORKER, 1, "u", "Myndighed Psykiatri", "team"),), employee=1)


@pytest.fixture(autouse=True)
def addresses(monkeypatch: pytest.MonkeyPatch) -> None:
    """The pages that the frame leads to, whether or not they are built."""
    found = frame.address
    monkeypatch.setattr(roles, "menu", lambda actor: MENU)
    monkeypatch.setattr(frame, "address", lambda route: ADDRESSES.get(route) or found(route))


def request_of(*, worker: bool = True, demo: bool = False, glass: bool = False, said: str = "") -> HttpRequest:
    request: Any = RequestFactory().get(GALLERY)
    request.session = {"notices": [said]} if said else {}
    if worker:
        request.actor = WORKER
    if demo:
        request.demo_day = date(2026, 11, 12)
    if glass:
        request.broken_glass = frame.BrokenGlass("sag 26-04417", datetime(2026, 11, 12, 10, 42, tzinfo=DANISH), "Vagt for en kollega", "/sager/luk/")
    return request  # type: ignore[no-any-return]


def html(request: HttpRequest) -> str:
    return views.casework(request).content.decode()


def test_a_visitor_sees_the_open_menu_and_nothing_of_work(client: Client) -> None:
    page = client.get(GALLERY).content.decode()
    assert "Find hjælp" in page
    assert "m-who" not in page
    assert "Log ud" not in page
    assert "Søg borger" not in page


def test_who_is_logged_in_sees_name_role_own_menu_and_the_way_out() -> None:
    page = html(request_of())
    for said in (WORKER.name, WORKER.role_label, "Mit arbejde", "Indstillinger"):
        assert said in page
    assert "Find hjælp" not in page
    assert page.count('<form method="post" action="/konto/log-ud/">') == 2


def test_an_item_whose_page_is_not_built_is_left_out() -> None:
    assert "Findes ikke</a>" not in html(request_of())


def test_a_page_deeper_down_says_itself_where_it_belongs() -> None:
    request = request_of()
    page = Template('{% extends "shell/work.html" %}{% block main %}x{% endblock %}')
    shown = page.render(Context({**frame.frame(request), "under": "public:compare", "csrf_token": ""}))
    assert '<a href="/sammenlign/" aria-current="page">Udvalg</a>' in shown
    assert shown.count('aria-current="page"') == 2  # the menu, wide and narrow


def test_what_is_searched_for_stands_in_no_address() -> None:
    page = html(request_of())
    forms = re.findall(r'<form class="m-find[^>]*>', page)
    assert len(forms) == 2
    assert all('method="post"' in one and 'action="/sager/soeg/"' in one for one in forms)


def test_who_may_not_search_has_no_search_box() -> None:
    request: Any = request_of()
    request.actor = Actor("2", "Bente Skov", date(2026, 11, 12), (Post(Role.COMMITTEE, 2, "u", "Visitationsudvalget", "committee"),), employee=2)
    assert "Søg borger" not in html(request)


def test_the_day_of_a_demo_stands_on_every_page_also_for_visitors() -> None:
    for page in (html(request_of(demo=True)), html(request_of(worker=False, demo=True))):
        assert "torsdag 12." in page
        for move in ("day", "week", "set"):
            assert f'name="move" value="{move}"' in page
        assert f'name="next" value="{GALLERY}"' in page
    assert "Skift rolle" in html(request_of(demo=True))
    assert "Skift rolle" not in html(request_of())
    assert "m-demo" not in html(request_of())


def test_emergency_access_is_said_on_the_page_with_its_end() -> None:
    page = html(request_of(glass=True))
    assert "Akut adgang til sag 26-04417 til kl.&nbsp;10.42" in page
    assert 'action="/sager/luk/"' in page


def test_what_was_done_is_said_once() -> None:
    request = request_of()
    frame.say(request, "Ansøgningen er modtaget.")
    assert 'role="status"' in html(request)
    assert "Ansøgningen er modtaget." not in html(request)


def test_not_allowed_and_not_there_say_the_same_to_who_is_logged_in() -> None:
    from mestring.web.shell import errors

    page = errors.not_found(request_of(), errors.NotFound(text="")).content.decode()
    assert "Siden findes ikke, eller du har ikke adgang" in page
    assert "Til Mit arbejde" in page


def test_the_script_that_swaps_parts_may_neither_evaluate_nor_keep_pages() -> None:
    found = re.search(r"<meta name=\"htmx-config\" content='([^']+)'>", html(request_of()))
    assert found
    settings = json.loads(found[1])
    assert settings["includeIndicatorStyles"] is False
    assert settings["allowEval"] is False
    assert settings["historyCacheSize"] == 0  # a page kept in the browser would be a case kept there


POLICY = "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self'; font-src 'self'; connect-src 'self'; form-action 'self'"


@pytest.fixture(params=[1280, 390])
def page(browser: Browser, request: pytest.FixtureRequest) -> Iterator[Page]:
    context = browser.new_context(viewport={"width": request.param, "height": 900}, locale="da-DK")
    opened = context.new_page()
    yield opened
    context.close()


@pytest.fixture
def wide(browser: Browser) -> Iterator[Page]:
    context = browser.new_context(viewport={"width": 1280, "height": 900}, locale="da-DK", timezone_id="Europe/Copenhagen")
    opened = context.new_page()
    yield opened
    context.close()


def show(page: Page, live_server: Any, body: str) -> list[str]:
    """Open a page made here, with everything else from the server. What the console says is noted."""
    said: list[str] = []
    page.on("console", lambda message: said.append(message.text) if message.type in ("error", "warning") else None)
    page.on("pageerror", lambda error: said.append(str(error)))
    page.route(
        "**/her/", lambda route: route.fulfill(status=200, content_type="text/html; charset=utf-8", body=body, headers={"Content-Security-Policy": POLICY})
    )
    page.goto(live_server.url + "/her/")
    return said


@pytest.mark.browser
@pytest.mark.django_db
def test_axe_finds_nothing_in_the_frame(page: Page, live_server: Any) -> None:
    said = show(page, live_server, html(request_of(demo=True, glass=True, said="Ansøgningen er modtaget.")))
    assert said == []
    page.evaluate("for (const one of document.querySelectorAll('details')) one.open = true")
    page.evaluate(axe_source())
    found = page.evaluate("(tags) => axe.run(document, {runOnly: {type: 'tag', values: tags}, resultTypes: ['violations'], preload: false})", TAGS)
    assert [(one["id"], [node["target"] for node in one["nodes"]][:3]) for one in found["violations"]] == []
    assert page.evaluate("document.documentElement.scrollWidth") <= page.viewport_size["width"]  # type: ignore[index]


@pytest.mark.browser
@pytest.mark.django_db
def test_rows_are_reached_and_chosen_by_key_when_keys_are_on(wide: Page, live_server: Any) -> None:
    show(wide, live_server, html(request_of()))
    wide.keyboard.press("j")
    assert wide.evaluate("document.activeElement.tagName") == "BODY"
    wide.evaluate("localStorage.setItem('mestring-keys', 'on')")

    def focused() -> str:
        return str(wide.evaluate("document.activeElement.textContent"))

    wide.keyboard.press("j")
    assert focused() == "Birthe Svinth Aagaard"
    wide.keyboard.press("j")
    assert focused() == "Egern 47"
    wide.keyboard.press("x")
    assert wide.locator("#v-2").is_checked()
    wide.keyboard.press("k")
    wide.keyboard.press("k")
    assert focused() == "Birthe Svinth Aagaard"
    wide.keyboard.press("h")
    assert wide.locator(".m-work details.m-trace[open]").count() == 2
    wide.keyboard.press("/")
    assert wide.evaluate("document.activeElement.id") == "find"
    wide.keyboard.press("j")
    assert wide.locator("#find").input_value() == "j"


@pytest.mark.browser
@pytest.mark.django_db
def test_the_reason_unfolds_without_javascript(browser: Browser, live_server: Any) -> None:
    context = browser.new_context(viewport={"width": 1280, "height": 900}, java_script_enabled=False)
    opened = context.new_page()
    opened.goto(live_server.url + GALLERY)
    reason = opened.locator("#f-t-why")
    assert not reason.is_visible()
    opened.locator("#f-t-outcome-2").check(force=True)
    assert reason.is_visible()
    opened.locator("#f-t-outcome-1").check(force=True)
    assert not reason.is_visible()
    assert not opened.locator("#f-trin_reason").is_visible()
    opened.locator("#f-trin").select_option("4")
    assert opened.locator("#f-trin_reason").is_visible()
    context.close()


WRITING = """{% extends "shell/work.html" %}{% block main %}<h1>Kladde</h1><form method="post" action="/gem/" data-autosave>
<input type="hidden" name="key" value="b2c1f8f2-6a0e-4b62-9d3e-0a6a2a6f7a11"><input type="hidden" name="version" value="3">
<label for="t">Tekst</label><textarea id="t" name="text" data-limit="10"></textarea><span class="m-count">Plads til 10 tegn</span>{% save_bar "Gem" %}</form>{% endblock %}"""


class Server:
    """Answers what is sent, and remembers it."""

    def __init__(self, page: Page, *answers: int) -> None:
        self.answers = list(answers)
        self.sent: list[dict[str, str]] = []
        page.route("**/gem/", self.answer)

    def answer(self, route: Route) -> None:
        body = (route.request.post_data_buffer or b"").decode()
        self.sent.append(dict(re.findall(r'name="(\w+)"\r\n\r\n(.*?)\r\n--', body, re.DOTALL)))
        status = self.answers.pop(0) if self.answers else 200
        route.fulfill(status=status, content_type="application/json", body=json.dumps({"version": 3 + len(self.sent)}))


def written(page: Page, live_server: Any, *answers: int) -> Server:
    page.clock.install(time=datetime(2026, 11, 12, 9, 42, tzinfo=DANISH))
    body = Template(WRITING).render(Context({**frame.frame(request_of()), "csrf_token": ""}))
    show(page, live_server, body)
    server = Server(page, *answers)
    page.locator("#t").fill("Mikkel")
    return server


@pytest.mark.browser
@pytest.mark.django_db
def test_what_is_written_saves_itself_and_takes_the_new_version(wide: Page, live_server: Any) -> None:
    server = written(wide, live_server)
    status = wide.locator("[data-saved]")
    expect(status).to_have_text("Ikke gemt endnu")
    assert server.sent == []
    wide.clock.fast_forward(1600)
    expect(status).to_have_text(re.compile(r"Gemt kl\. \d{1,2}\.\d\d"))
    assert server.sent[0]["text"] == "Mikkel"
    assert server.sent[0]["gem"] == "kladde"
    assert server.sent[0]["version"] == "3"
    assert server.sent[0]["key"] != "b2c1f8f2-6a0e-4b62-9d3e-0a6a2a6f7a11"
    assert wide.locator("[name=version]").input_value() == "4"
    assert wide.locator("[name=key]").input_value() == "b2c1f8f2-6a0e-4b62-9d3e-0a6a2a6f7a11"
    assert "Mikkel" not in wide.evaluate("JSON.stringify([{...localStorage}, {...sessionStorage}])")


@pytest.mark.browser
@pytest.mark.django_db
def test_what_was_not_saved_is_sent_again_unchanged_until_it_is(wide: Page, live_server: Any) -> None:
    server = written(wide, live_server, 503, 503)
    status = wide.locator("[data-saved]")
    wide.clock.fast_forward(1600)
    expect(status).to_have_text("Ikke gemt – prøver igen")
    wide.clock.fast_forward(2100)
    wide.wait_for_function("true")
    expect(status).to_have_text("Ikke gemt – prøver igen")
    wide.clock.fast_forward(4100)
    expect(status).to_have_text(re.compile("Gemt kl"))
    assert len(server.sent) == 3
    assert server.sent[0] == server.sent[1] == server.sent[2]


@pytest.mark.browser
@pytest.mark.django_db
@pytest.mark.parametrize(("answer", "says"), [(409, "en anden har gemt imens"), (403, "du er logget ud"), (422, "noget skal rettes")])
def test_what_cannot_be_saved_says_why_and_keeps_the_text(wide: Page, live_server: Any, answer: int, says: str) -> None:
    server = written(wide, live_server, answer)
    wide.clock.fast_forward(1600)
    expect(wide.locator("[data-saved]")).to_contain_text(says)
    wide.clock.fast_forward(60000)
    assert len(server.sent) == 1
    assert wide.locator("#t").input_value() == "Mikkel"
    asked: list[str] = []
    wide.on("dialog", lambda dialog: (asked.append(dialog.type), dialog.dismiss()))
    wide.locator("#t").press("End")
    wide.evaluate("setTimeout(() => location.assign('/her/'), 0)")
    wide.clock.fast_forward(10)
    wide.wait_for_function("true")
    assert asked == ["beforeunload"]


@pytest.mark.browser
@pytest.mark.django_db
def test_the_count_says_what_is_too_much_and_cuts_nothing(wide: Page, live_server: Any) -> None:
    written(wide, live_server)
    count = wide.locator(".m-count")
    expect(count).to_have_text("6 af 10 tegn")
    wide.locator("#t").fill("Mikkel Holst")
    expect(count).to_have_text("2 tegn for meget")
    assert wide.locator("#t").input_value() == "Mikkel Holst"
