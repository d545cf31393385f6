"""What only a browser can show: contrast and structure by axe, the keyboard, a narrow screen, no JavaScript, a silent console."""

from __future__ import annotations

import importlib.util
import os
import shutil
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Browser, Page, sync_playwright

from tests.web.screens import SCREENS, STATES

pytestmark = [pytest.mark.browser, pytest.mark.django_db]
WIDTHS = {"wide": 1280, "narrow": 390}
FLAGS = [
    "--headless",
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
]
PAGES = {**SCREENS, **STATES}
TAGS = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "best-practice"]


def axe_source() -> str:
    """axe-core as it lies in the axe-playwright-python wheel."""
    spec = importlib.util.find_spec("axe_playwright_python")
    assert spec is not None
    assert spec.submodule_search_locations
    return next(Path(next(iter(spec.submodule_search_locations))).rglob("axe.min.js")).read_text(encoding="utf-8")


@pytest.fixture(scope="module")
def browser() -> Iterator[Browser]:
    path = shutil.which("chromium")
    if path is None:
        message = "Chromium is missing: apt-get install chromium"
        if os.environ.get("CI") == "true":
            pytest.fail(message)
        pytest.skip(message)
    with sync_playwright() as playwright:
        opened = playwright.chromium.launch(executable_path=path, args=FLAGS)
        yield opened
        opened.close()


@pytest.fixture(params=WIDTHS)
def page(browser: Browser, request: pytest.FixtureRequest) -> Iterator[Page]:
    context = browser.new_context(viewport={"width": WIDTHS[request.param], "height": 900}, locale="da-DK")
    opened = context.new_page()
    opened.on("console", lambda message: _noted(opened, message))
    opened.on("pageerror", lambda error: _faults(opened).append(str(error)))
    yield opened
    context.close()


_FAULTS: dict[int, list[str]] = {}


def _faults(page: Page) -> list[str]:
    return _FAULTS.setdefault(id(page), [])


def _noted(page: Page, message: Any) -> None:
    # A page of ours that answers 404 or 400 is itself reported in the console; that is what it should do.
    if message.type in ("error", "warning") and "the server responded with a status of 4" not in message.text:
        _faults(page).append(message.text)


@pytest.mark.parametrize("name", PAGES)
def test_axe_finds_nothing_and_nothing_sticks_out(name: str, page: Page, live_server: Any) -> None:
    page.goto(live_server.url + PAGES[name])
    assert _faults(page) == []  # asked before axe, which tries inline styles of its own
    page.evaluate("for (const one of document.querySelectorAll('details')) one.open = true")
    page.evaluate(axe_source())
    found = page.evaluate("(tags) => axe.run(document, {runOnly: {type: 'tag', values: tags}, resultTypes: ['violations'], preload: false})", TAGS)
    assert [(one["id"], [node["target"] for node in one["nodes"]][:3]) for one in found["violations"]] == []
    assert page.evaluate("document.documentElement.scrollWidth") <= page.viewport_size["width"]  # type: ignore[index]


def test_a_fault_on_a_page_would_be_seen(page: Page, live_server: Any) -> None:
    page.goto(live_server.url + "/komponenter/")
    page.evaluate("document.querySelector('#indhold').insertAdjacentHTML('beforeend', '<img src=\"/statisk/shell/favicon.svg\"><div id=\"wide\">x</div>')")
    page.evaluate(
        "document.querySelector('#wide').setAttribute('class', 'planted'); const s = new CSSStyleSheet(); s.replaceSync('.planted{width:3000px} body{overflow-x:visible!important}'); document.adoptedStyleSheets = [s]"
    )
    page.evaluate(axe_source())
    found = page.evaluate("(tags) => axe.run(document, {runOnly: {type: 'tag', values: tags}})", TAGS)
    assert "image-alt" in [one["id"] for one in found["violations"]]
    assert page.evaluate("document.documentElement.scrollWidth") > page.viewport_size["width"]  # type: ignore[index]


def test_try_it_by_keyboard_alone(browser: Browser, live_server: Any) -> None:
    page = browser.new_context(viewport={"width": 1280, "height": 900}).new_page()
    page.goto(live_server.url + "/")
    page.keyboard.press("Tab")
    assert page.evaluate("document.activeElement.textContent") == "Gå til sidens indhold"
    page.keyboard.press("Enter")
    assert page.evaluate("document.activeElement.id") == "indhold"
    page.goto(live_server.url + "/proev/?standard=vejle-2023&section=107")

    def focused() -> str:
        return page.evaluate("document.activeElement.name || document.activeElement.textContent.trim()")

    def tab_to(name: str) -> None:
        for _ in range(80):
            if focused() == name:
                return
            page.keyboard.press("Tab")
        raise AssertionError(f"{name} can't be reached by Tab")

    tab_to("section")
    tab_to("standard")
    radios = page.locator("form.m-try-form input[type=radio], .m-try form input[type=radio]")
    assert radios.count() > 0
    first = radios.first.get_attribute("name")
    assert first is not None
    tab_to(first)
    page.keyboard.press("ArrowRight")  # from Ved ikke around to Ja
    assert page.evaluate("document.activeElement.value") == "ja"
    outline = page.evaluate("getComputedStyle(document.activeElement.nextElementSibling).outlineStyle")
    assert outline == "solid"
    tab_to("Se svar")
    page.keyboard.press("Enter")
    page.wait_for_url(f"**{first}=ja**")
    assert page.locator("h2", has_text="Det siger reglerne").count() == 1
    summary = page.locator("details.m-trace > summary").first
    summary.focus()
    page.keyboard.press("Enter")
    assert page.evaluate("document.activeElement.parentElement.open") is True
    page.context.close()


def test_everything_works_without_javascript(browser: Browser, live_server: Any) -> None:
    context = browser.new_context(viewport={"width": 390, "height": 800}, java_script_enabled=False)
    page = context.new_page()
    page.goto(live_server.url + "/")
    page.locator("details.m-menu > summary").click()
    page.locator("details.m-menu nav a", has_text="Prøv det").click()
    assert page.url.endswith("/proev/")
    page.goto(live_server.url + "/proev/?standard=vejle-2023&section=107")
    page.locator("#f-on").fill("12-11-2026")
    page.locator(".m-try form button").first.click()
    assert "on=12-11-2026" in page.url
    page.goto(live_server.url + "/standarder/vejle-2023/107/")
    trace = page.locator("details.m-trace").first
    trace.locator("summary").click()
    assert trace.locator("ol").first.is_visible()
    context.close()


def test_the_keys_are_off_until_they_are_turned_on(browser: Browser, live_server: Any) -> None:
    page = browser.new_context(viewport={"width": 1280, "height": 900}).new_page()
    page.goto(live_server.url + "/genveje/")
    page.keyboard.press("/")
    assert page.evaluate("document.activeElement.id") != "find"
    page.locator("[data-keys]").click()
    page.goto(live_server.url + "/lov/")
    page.keyboard.press("/")
    assert page.evaluate("document.activeElement.id") == "find"
    page.context.close()


def test_print_leaves_only_the_text(browser: Browser, live_server: Any) -> None:
    page = browser.new_context(viewport={"width": 1280, "height": 900}).new_page()
    page.goto(live_server.url + "/standarder/vejle-2023/samlet/")
    page.emulate_media(media="print")
    for hidden in (".m-top", ".m-foot", ".m-toc"):
        assert not page.locator(hidden).first.is_visible()
    assert page.locator(".m-clauses li").first.is_visible()
    page.context.close()


def test_text_keeps_its_width_on_a_phone(browser: Browser, live_server: Any) -> None:
    page = browser.new_context(viewport={"width": 390, "height": 800}).new_page()
    for address in ("/standarder/ballerup-undated/samlet/", "/standarder/vejle-2023/107/", "/proev/?standard=alle&section=97"):
        page.goto(live_server.url + address)
        assert page.locator("main p:visible").last.bounding_box()["width"] > 250, address  # type: ignore[index]
    page.context.close()
