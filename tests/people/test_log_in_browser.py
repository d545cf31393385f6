"""Log-in as it is met in a browser: contrast and structure by axe, a narrow screen, the keyboard alone, no JavaScript needed."""

from __future__ import annotations

from typing import Any

import pytest
from django.core.cache import cache
from playwright.sync_api import Page

from mestring.people.models import Account
from tests.people.test_log_in import PASSWORD, account, employee  # noqa: F401
from tests.web.test_browser import TAGS, _faults, axe_source, browser, page  # noqa: F401

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]


def looked_at(page: Page) -> None:  # noqa: F811
    """Axe finds nothing, nothing sticks out, the console is silent."""
    assert _faults(page) == []
    page.evaluate(axe_source())
    found = page.evaluate("(tags) => axe.run(document, {runOnly: {type: 'tag', values: tags}, resultTypes: ['violations'], preload: false})", TAGS)
    assert [(one["id"], [node["target"] for node in one["nodes"]][:3]) for one in found["violations"]] == [], page.url
    assert page.viewport_size is not None
    assert page.evaluate("document.documentElement.scrollWidth") <= page.viewport_size["width"], page.url


def test_one_logs_in_by_keyboard_and_every_page_of_log_in_is_accessible(page: Page, live_server: Any, account: Account, settings: Any) -> None:  # noqa: F811
    cache.clear()
    settings.DEMO = True
    page.goto(live_server.url + "/konto/log-ind/")
    looked_at(page)
    page.locator("#id_login").focus()
    page.keyboard.type("bodil.ravn")
    page.keyboard.press("Tab")
    page.keyboard.type("forkert")
    page.keyboard.press("Enter")
    page.wait_for_selector(".m-errsum")
    looked_at(page)
    page.locator("#id_password").focus()
    page.keyboard.type(PASSWORD)
    page.keyboard.press("Tab")
    page.keyboard.press("Enter")
    page.wait_for_url(lambda address: "log-ind" not in address)
    for address in ("/konto/", "/konto/adgangskode/", "/konto/kode/tilfoej/", "/konto/log-ud/", "/demo/", "/konto/lukket/"):
        page.goto(live_server.url + address)
        looked_at(page)
    page.goto(live_server.url + "/konto/kode/tilfoej/")
    page.fill("#id_password", PASSWORD)
    page.click("main button[type=submit]")
    page.wait_for_selector("svg.m-qr")
    looked_at(page)


def test_the_page_of_a_lock_is_accessible(page: Page, live_server: Any, account: Account) -> None:  # noqa: F811
    cache.clear()
    page.goto(live_server.url + "/konto/log-ind/")
    for _ in range(5):
        page.fill("#id_login", "bodil.ravn")
        page.fill("#id_password", "forkert")
        page.click("main button[type=submit]")
    page.wait_for_selector("text=Vent med at logge ind til kl.")
    looked_at(page)
