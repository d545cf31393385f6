"""Every page behind log-in in a browser, as somebody who may see it: axe, nothing sticks out, a silent console; and the way from inquiry to letter by keyboard alone."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
from django.conf import settings
from playwright.sync_api import Browser, Page

from tests import given
from tests import world as worlds
from tests.promises.running import client_of
from tests.web.test_browser import TAGS, WIDTHS, axe_source, browser
from tests.web.work.test_screens import ROUTES, SEEN_BY

__all__ = ["browser"]
pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]
FILES = {"caseworker:document", "caseworker:letter_pdf", "citizen:letter"}
"""Answers that are a file."""


def enter(page: Page, live_server: Any, cookie: str) -> None:
    page.context.clear_cookies()
    page.context.add_cookies([{"name": settings.SESSION_COOKIE_NAME, "value": cookie, "url": live_server.url}])


@pytest.mark.parametrize("width", WIDTHS)
def test_axe_finds_nothing_and_nothing_sticks_out(width: str, browser: Browser, live_server: Any, tmp_path: Path, settings: Any) -> None:
    settings.DOCUMENTS = tmp_path
    world = worlds.build()
    cookies = {who: client_of(world, who).cookies[settings.SESSION_COOKIE_NAME].value for who in set(SEEN_BY.values())}
    context = browser.new_context(viewport={"width": WIDTHS[width], "height": 900}, locale="da-DK")
    page, said = context.new_page(), []
    page.on("console", lambda message: said.append(message.text) if message.type in ("error", "warning") else None)
    page.on("pageerror", lambda error: said.append(str(error)))
    axe, wrong = axe_source(), {}
    for name, who in sorted(SEEN_BY.items(), key=lambda pair: pair[1]):
        if name in FILES:
            continue
        enter(page, live_server, cookies[who])
        said.clear()
        page.goto(live_server.url + ROUTES[name].address(world))
        silent = list(said)  # before axe, which tries styles of its own
        page.evaluate(axe)
        found = page.evaluate("tags => axe.run({runOnly: tags})", TAGS)
        faults = [f"{one['id']}: {one['nodes'][0]['html'][:120]}" for one in found["violations"]]
        if page.evaluate("document.documentElement.scrollWidth") > WIDTHS[width]:
            faults.append("sticks out")
        faults += silent
        if faults:
            wrong[name] = faults
    context.close()
    assert not wrong, "\n".join(f"{name}: {faults}" for name, faults in wrong.items())


def test_an_application_is_taken_from_a_telephone_call_by_keyboard_alone(browser: Browser, live_server: Any) -> None:
    """Log in is done; from there nothing but keys: a new inquiry, about a citizen who is known, and its place on the work list."""
    from django.test import Client

    anne = given.caseworker()
    whose = given.citizen(anne, first_name="Ingeborg", last_name="Tastatur")
    client = given.logged_in(Client(), anne)
    context = browser.new_context(viewport={"width": 1280, "height": 900}, locale="da-DK")
    page = context.new_page()
    enter(page, live_server, client.cookies[settings.SESSION_COOKIE_NAME].value)
    page.goto(f"{live_server.url}/arbejde/")
    reach(page, "Ny henvendelse")
    page.keyboard.press("Enter")
    page.wait_for_url("**/henvendelse/ny/")
    reach_field(page, "channel")
    page.keyboard.type("Telefon")
    reach_field(page, "about")
    page.keyboard.type("Ringer om hjælp til at komme ud blandt andre.")
    who = "known"
    page.locator(f"input[name=who][value={who}]").focus()
    page.keyboard.press("Space")
    reach_field(page, "person")
    page.keyboard.type(whose.cpr)
    with page.expect_navigation():
        page.keyboard.press("Enter")
    assert "Ingeborg" in page.content(), page.locator(".form-error-message").all_inner_texts()
    for _ in range(3):
        if "/henvendelse/ny/" not in page.url:
            break
        page.locator("main form button[type=submit]").last.focus()
        with page.expect_navigation():
            page.keyboard.press("Enter")
    assert "/henvendelse/ny/" not in page.url
    page.goto(f"{live_server.url}/arbejde/")
    assert "Ingeborg Tastatur" in page.content()
    context.close()


def reach(page: Page, text: str) -> None:
    """Tab until the link or button with the text has focus."""
    for _ in range(60):
        page.keyboard.press("Tab")
        if page.evaluate("document.activeElement.innerText || ''").strip() == text:
            return
    raise AssertionError(f"«{text}» can't be reached by Tab")


def reach_field(page: Page, name: str) -> None:
    """Tab until the field has focus."""
    for _ in range(60):
        if page.evaluate("document.activeElement.name || ''") == name:
            return
        page.keyboard.press("Tab")
    raise AssertionError(f"the field {name} can't be reached by Tab")
