"""Every page behind log-in in a browser, as somebody who may see it: axe, nothing sticks out, a silent console; and the way from inquiry to letter by keyboard alone."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest
from django.conf import settings
from django.test import Client
from playwright.sync_api import Browser, Page

from tests import given
from tests import world as worlds
from tests.promises.running import client_of
from tests.web.test_browser import TAGS, WIDTHS, axe_source, browser
from tests.web.work.test_screens import ROUTES, SEEN_BY

__all__ = ["browser"]
pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]
FILES = {"caseworker:document", "caseworker:letter_pdf", "citizen:letter_pdf"}
"""Answers that are a file."""


def enter(page: Page, live_server: Any, cookie: str) -> None:
    page.context.clear_cookies()
    page.context.add_cookies([{"name": settings.SESSION_COOKIE_NAME, "value": cookie, "url": live_server.url}])


THUMB = 44
"""The height of what is pressed on a telephone. Unit: CSS pixels. Source: WCAG 2.2, 2.5.5, which lets a link in a sentence be."""
TOO_SMALL = """thumb => [...document.querySelectorAll('a, button, input, select, textarea, summary')].filter(one => {
    if (!one.offsetParent || one.type === 'hidden' || one.closest('.sr-only, .skipnav, .fn, .m-paper')) return false;
    const label = ['checkbox', 'radio'].includes(one.type) && one.labels.length ? one.labels[0] : one;
    const alone = one.tagName !== 'A' || getComputedStyle(one).display !== 'inline' || one.parentElement.matches('nav, header, footer, footer *');
    return alone && Math.max(label.getBoundingClientRect().height, one.getBoundingClientRect().height) < thumb - .5;
}).map(one => `${one.tagName} ${(one.innerText || one.name).trim().slice(0, 40)} ${Math.round(one.getBoundingClientRect().height)}`)"""


ON_A_LETTER = """[...document.querySelectorAll('.m-links li')].some(one => {
    const dot = getComputedStyle(one, '::before');
    return dot.content !== 'none' && dot.position === 'absolute';
})"""
"""Whether the dot between two links lies on the first letter of the second, as a list's own mark does."""


@pytest.mark.parametrize("width", WIDTHS)
def test_axe_finds_nothing_nothing_sticks_out_and_a_thumb_can_press_it_all(
    width: str, browser: Browser, live_server: Any, tmp_path: Path, settings: Any
) -> None:
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
        if page.evaluate(ON_A_LETTER):
            faults.append("a dot lies on a letter")
        if width == "narrow":
            faults += [f"too small for a thumb: {one}" for one in page.evaluate(TOO_SMALL, THUMB)]
        faults += silent
        if faults:
            wrong[name] = faults
    context.close()
    assert not wrong, "\n".join(f"{name}: {faults}" for name, faults in wrong.items())


class Keyboard:
    """Somebody with nothing but a keyboard: Tab, arrows, Space, Enter and letters. Each page they come to is looked at with axe, and what has focus must be seen."""

    MOST = 400

    def __init__(self, page: Page, address: str) -> None:
        self.page, self.axe = page, axe_source()
        page.goto(address)
        self.look()

    def look(self) -> None:
        """The page as it is, without a fault and no wider than the screen."""
        self.page.evaluate(self.axe)
        found = self.page.evaluate("tags => axe.run({runOnly: tags, preload: false})", TAGS)
        assert [(one["id"], one["nodes"][0]["html"][:160]) for one in found["violations"]] == [], self.page.url
        assert self.page.evaluate("document.documentElement.scrollWidth <= innerWidth"), f"{self.page.url} sticks out"

    def reach(self, is_it: str, what: str) -> None:
        """Tab on until what has focus is it. A ring must be seen around it, on the screen."""
        for _ in range(self.MOST):
            if self.page.evaluate(f"(it => {is_it})(document.activeElement)"):
                assert self.page.evaluate(SEEN), f"{what} has focus, and it can't be seen: {self.page.url}"
                return
            self.page.keyboard.press("Tab")
        said = self.page.locator("main").inner_text()[:2000]
        raise AssertionError(f"«{what}» can't be reached by Tab on {self.page.url}:\n{said}")

    def press(self, text: str, *, stays: bool = False) -> None:
        """Reach a link or a button by its words, press Enter, and see the next page."""
        self.page.keyboard.press("Tab")
        self.reach(f"it.matches('a, button, summary') && it.innerText.trim().startsWith({json.dumps(text)})", text)
        if stays:
            self.page.keyboard.press("Enter")
            return
        with self.page.expect_navigation():
            self.page.keyboard.press("Enter")
        self.look()

    def answer(self, name: str, value: str) -> None:
        """Reach the field of that name and answer it."""
        self.reach(f"it.name === {json.dumps(name)} && (it.type !== 'checkbox' || it.value === {json.dumps(value)})", f"{name} {value}")
        kind = self.page.evaluate("document.activeElement.type")
        if kind == "radio":
            self.page.keyboard.press("Space")
            for _ in range(20):
                if self.page.evaluate("document.activeElement.value") == value:
                    return
                self.page.keyboard.press("ArrowRight")
            raise AssertionError(f"{name} can't be answered {value}")
        if kind == "checkbox":
            if not self.page.evaluate("document.activeElement.checked"):
                self.page.keyboard.press("Space")
            return
        if kind == "select-one" and self.page.evaluate("document.activeElement.selectedOptions[0].label").startswith(value):
            return
        if kind != "select-one":
            self.page.keyboard.press("ControlOrMeta+a")
        self.page.keyboard.type(value)

    def names(self, kind: str) -> list[str]:
        """The names of the fields of a kind, in the order they stand."""
        return list(
            dict.fromkeys(self.page.evaluate("kind => [...document.querySelectorAll('main [name]')].filter(it => it.type === kind).map(it => it.name)", kind))
        )

    def values(self, name: str) -> list[str]:
        """What a field can be answered with."""
        return list(self.page.eval_on_selector_all(f"main [name={name}]", "all => all.map(it => it.value)"))

    def stands_on(self) -> str:
        """What has focus, as it reads."""
        return str(self.page.evaluate("document.activeElement.innerText")).strip()


SEEN = """(() => {
    const it = document.activeElement, box = it.getBoundingClientRect();
    const drawn = [it, it.nextElementSibling, it.closest("label")].filter(Boolean).map(one => getComputedStyle(one));
    return box.bottom > 0 && box.top < innerHeight && drawn.some(one => one.outlineStyle !== "none" && parseFloat(one.outlineWidth) >= 2);
})()"""


@pytest.mark.parametrize("width", WIDTHS)
def test_the_whole_way_from_a_telephone_call_to_a_letter_by_keyboard_alone(
    width: str, browser: Browser, live_server: Any, tmp_path: Path, settings: Any
) -> None:
    settings.DOCUMENTS = tmp_path
    anne = given.caseworker()
    whose = given.citizen(anne, first_name="Ingeborg", last_name="Tastatur")
    context = browser.new_context(viewport={"width": WIDTHS[width], "height": 900}, locale="da-DK")
    enter(page := context.new_page(), live_server, given.logged_in(Client(), anne).cookies[settings.SESSION_COOKIE_NAME].value)
    keys = Keyboard(page, f"{live_server.url}/arbejde/")

    # Somebody rings. It becomes an application in a case.
    keys.press("Ny henvendelse")
    keys.answer("person", whose.cpr)
    keys.answer("about", "Ringer om hjælp til at komme ud blandt andre.")
    keys.answer("channel", "Telefon")
    keys.press("Registrér henvendelsen")
    keys.answer("citizen", str(whose.public_id))
    keys.press("Registrér henvendelsen")
    keys.press("Tag imod en ansøgning")
    keys.answer("team", "Voksen")
    keys.press("Åbn sagen")
    keys.answer("channel", "Telefon")
    keys.answer("words", "Jeg vil gerne have hjælp til at komme ud blandt andre.")
    keys.answer("sections", "85")
    keys.press("Registrér ansøgningen")

    # What is known of the need is written down, and finished.
    keys.press("Udred behovet")
    keys.press("Begynd udredningen")
    keys.answer("topics", keys.values("topics")[0])
    keys.press("Tag emnerne med")
    keys.answer("who", "Borger")
    keys.answer("said", "Jeg kommer ikke ud, når ingen går med.")
    keys.press("Tilføj")
    keys.answer("level", "2")
    keys.answer("text", "Ingeborg går kun ud, når hendes søster er med.")
    keys.press("Gem og gå til")
    keys.answer("need_level", "2")
    keys.answer("need", "Har brug for, at nogen går med en gang om ugen.")
    keys.press("Gem og gå til")
    keys.press("Hele udredningen")
    keys.press("Gør udredningen færdig")
    keys.press("Gør udredningen færdig")
    keys.press("‹ Sagen")

    # The conditions are judged, and every other way to help is thought of.
    keys.press("Vurdér målgruppen")
    for judged in [one for one in keys.names("radio") if one != "outcome"]:
        keys.answer(judged, "ja")
        keys.answer(f"{judged}_words", "Det viser udredningen.")
    keys.answer("outcome", "met")
    keys.answer("why", "Ingeborg kommer ikke ud uden hjælp.")
    others = [one for one in keys.names("textarea") if one[0].isdigit()]
    keys.press("Gem vurderingen")
    for other in others:
        keys.answer(other, "Dækker ikke det, Ingeborg har brug for.")
    keys.press("Gem det, du har skrevet")
    keys.press("Gå til afgørelsen")

    # It is decided, though not before the gates are passed.
    keys.answer("outcome", "partly_granted")
    keys.answer("level", "Trin 2")
    keys.answer("amount", "1,4")
    keys.answer("unit", "timer om ugen")
    keys.answer("begins_on", "01-12-2026")
    keys.answer("follow_up_on", "01-03-2027")
    keys.answer("plan", "accepted")
    keys.answer("plan_on", "25-11-2026")
    keys.press("Afgør, og gå til brevet")
    assert keys.stands_on().startswith("Der er 1 ting at rette"), "who is refused begins at the reason"
    keys.answer("discretion", "Støtten skal være nok til at komme ud, uden at gøre mere end det.")
    keys.press("Gem")
    keys.press("Skriv, hvorfor den er opfyldt", stays=True)
    keys.answer("reason", "Alle oplysninger er Ingeborgs egne.")
    keys.press("Gem begrundelsen")
    keys.press("Afgør, og gå til brevet")

    # The letter is sent, and stands in the case.
    keys.press("Send brevet")
    keys.press("‹ ")
    line = page.locator("section[aria-labelledby=forloeb]").inner_text()
    assert "Delvist bevilget: § 85" in line.replace("\u00a0", " ")
    assert "Klar til afsendelse" in line
    context.close()
