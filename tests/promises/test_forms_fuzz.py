"""Bad input gets a clear error: every form of the house, with what nobody would type, is answered at once, stores nothing, says in Danish which question it is about, and
gives back what was typed, escaped."""

from __future__ import annotations

import html
import re
import time
from datetime import date
from typing import Any
from uuid import uuid4

import pytest
from django.core.exceptions import ValidationError
from django.core.files.uploadedfile import SimpleUploadedFile
from django.core.handlers.wsgi import WSGIRequest
from django.http import QueryDict
from django.utils.functional import cached_property

from mestring.audit.models import Entry
from mestring.web.components import fields
from tests.promises import forms, running
from tests.promises.running import Route
from tests.world import World

MARK = "zfuzz"
HOSTILE: dict[str, str] = {
    "nul": f"{MARK}\x00slut",
    "long": MARK + "å" * 100_000,
    "right to left": f"{MARK} \u202eabc\u202c \u200f",
    "emoji": f"{MARK} 👩‍👩‍👧‍👦 🏳️‍🌈",
    "lone surrogate": f"{MARK}\ud800",
    "sql": f"{MARK}'; DROP TABLE cases_case; --",
    "html": f"{MARK}<script>alert(1)</script>\"'><img src=x onerror=alert(1)>",
    "template": f"{MARK}{{{{ 7|add:7 }}}}{{% debug %}}${{7*7}}",
    "line breaks": f"{MARK}\r\nSet-Cookie: a=b\r\n\r\n",
    "no such day": "30-02-2026",
    "no day": "00-00-0000",
    "a day before time": "01-01-0001",
    "a day after time": "31-12-9999",
    "below nothing": "-999999999999999999999999",
    "not a number": "NaN",
    "another's id": str(uuid4()),
    "no id": "../../../etc/passwd",
    "digits of another script": "٢٥-١١-٢٠٢٦",
}
SLOW = 5.0
SAY_IT_ALONE = {"caseworker:assign_many"}
"""Pages that say nothing but what was wrong."""
ENGLISH = re.compile(r"\b(this field|required|invalid|select a valid|ensure|enter a)\b", re.IGNORECASE)


def _said(page: str) -> list[str]:
    """The errors of a page."""
    found = re.findall(r'class="form-error-message"[^>]*>(.*?)</span>\s*(?:<|$)', page, re.DOTALL)
    return [re.sub(r"<[^>]+>", "", one) for one in found]


def _amiss(route: Route, what: str, sent: dict[str, Any], response: Any, took: float, acts: int) -> list[str]:
    """What is wrong with how a form answered."""
    about = f"{route.name}, {what}: "
    page = response.content.decode("utf-8", "replace")
    wrong = []
    if response.status_code >= 500 or response.status_code not in (200, 302, 303, 400, 404, 409, 422):
        wrong.append(f"{about}{response.status_code}")
    if took > SLOW:
        wrong.append(f"{about}{took:.1f} s")
    if response.status_code in (400, 404, 422) and acts:
        wrong.append(f"{about}something was stored")
    if "<script>alert" in page or "<img src=x" in page or "14${" in page or "a=b" in str(response.headers) + response.cookies.output():
        wrong.append(f"{about}what was typed is not escaped")
    if response.status_code == 422:
        if route.name not in SAY_IT_ALONE and "error-summary" not in page and "form-error" not in page and "alert" not in page:
            wrong.append(f"{about}nothing says what is wrong")
        wrong += [f"{about}in English: {one}" for one in _said(page) if ENGLISH.search(one)]
        wrong += [f"{about}{name} is not given back" for name, value in sent.items() if _is_lost(name, value, page)]
    return wrong


def _is_lost(name: str, value: Any, page: str) -> bool:
    """Whether something typed in a question of words does not stand on the page again."""
    if not isinstance(value, str) or MARK not in value or len(value) > 1000 or "\x00" in value or "\ud800" in value:
        return False
    if f'name="{name}"' not in page or re.search(rf'name="{name}"[^>]*type="(?:password|file|hidden)"|type="(?:password|file|hidden)"[^>]*name="{name}"', page):
        return False
    if re.search(rf'<select[^>]*name="{name}"|type="(?:radio|checkbox)"[^>]*name="{name}"', page):
        return False
    plain = html.unescape(page).replace("\r\n", "\n")
    return value.replace("\r\n", "\n").strip() not in plain


def _hostile(found: forms.Found, value: str) -> dict[str, Any]:
    """The form with the same bad value in every question."""
    sent: dict[str, Any] = {"key": str(uuid4()), "version": "1"}
    for one in found.questions.values():
        if one.kind == "file":
            sent[one.name] = SimpleUploadedFile("../" + value[:50].replace("\x00", "").encode("ascii", "replace").decode() + ".exe", b"MZ\x00", "text/html")
        elif one.name not in (*forms.SKIPPED, "key", "version"):
            sent[one.name] = value
    return sent


def _variants(found: forms.Found) -> dict[str, dict[str, Any]]:
    """Every way to send the form badly."""
    ways = {name: _hostile(found, value) for name, value in HOSTILE.items()}
    fair = found.fair()
    ways["arrays"] = {name: [value, value, "x"] if isinstance(value, str) else value for name, value in fair.items()}
    ways["a key that is none"] = {**fair, "key": "nøgle"}
    ways["no key"] = {name: value for name, value in fair.items() if name != "key"}
    ways["a version that is none"] = {**fair, "key": str(uuid4()), "version": "-1"}
    ways["nothing at all"] = {}
    return ways


def _bytes(sent: dict[str, Any]) -> dict[str, Any]:
    """As it goes over the wire: a surrogate alone can't be written in UTF-8, and is sent as the three bytes it would be."""
    return {name: value.encode("utf-8", "surrogatepass") if isinstance(value, str) and "\ud800" in value else value for name, value in sent.items()}


def fuzzed(world: World, relation: str, *, only: str = "", each: bool = False) -> tuple[int, list[str]]:
    """Send every form of somebody badly. How many sendings, and what was wrong. `each` sends the bad value in one question at a time, the others fair."""
    client, count, wrong = running.client_of(world, relation), 0, []
    for route in running.every_route():
        if not route.name.startswith(running.SENDERS[relation]) or not route.name.startswith(only):
            continue
        address = route.address(world)
        with running.taken_back():
            page: Any = client.get(address)
        text = page.content.decode("utf-8", "replace") if page.status_code == 200 and not page.content.startswith(b"%PDF") else ""
        asked = [one for one in forms.posted(text) if one.action.split("?")[0] in ("", address)]
        # An address that is only posted to has no page, and nothing to ask but the button.
        for found in asked or ([forms.Found("")] if page.status_code == 405 else []):
            ways = _variants(found)
            if each:
                fair = found.fair()
                ways = {
                    f"{what} in {name}": {**fair, "key": str(uuid4()), name: value}
                    for what, value in HOSTILE.items()
                    for name in found.questions
                    if name in fair
                }
            for what, sent in ways.items():
                count += 1
                with running.taken_back():
                    before, began = Entry.objects.count(), time.monotonic()
                    response: Any = client.post(address, _bytes(sent))
                    took = time.monotonic() - began
                    acts = Entry.objects.count() - before
                wrong += _amiss(route, what, sent, response, took, acts)
    return count, wrong


@pytest.mark.parametrize("relation", running.SENDERS)
def test_bad_input_gets_a_clear_error(world: World, relation: str) -> None:
    count, wrong = fuzzed(world, relation)
    print(f"\n{relation}: {count} sendings")
    assert count > 20
    assert not wrong, "\n".join(wrong)


@pytest.mark.night
@pytest.mark.parametrize("relation", running.SENDERS)
def test_bad_input_in_one_question_at_a_time_gets_a_clear_error(world: World, relation: str) -> None:
    count, wrong = fuzzed(world, relation, each=True)
    print(f"\n{relation}: {count} sendings")
    assert not wrong, "\n".join(wrong)


QUERIES = ("%00", "x" * 5000, "-1", "0", "99999999999999999999", "'", "<script>alert(1)</script>", "../..", "٣", "\u202e", "NaN", "1e9", "")
ASKED = (
    "side", "hvem", "vis", "foer", "henvendelse", "naar", "q", "svar", "paragraf", "standard", "section", "kind", "team", "next", "slags", "afgoerelse", "ansoegning",
    "efterproev", "med",
)  # fmt: skip


class Noticed(QueryDict):
    """The question of an address, which notices what a page asks of it. A page that reads them all asks for no one in particular."""

    def __init__(self, *arguments: Any, **more: Any) -> None:
        self.heard: set[str] = set()
        super().__init__(*arguments, **more)

    def __getitem__(self, name: str) -> Any:
        self.heard.add(name)
        return super().__getitem__(name)

    def __contains__(self, name: object) -> bool:
        self.heard.add(str(name))
        return super().__contains__(name)

    def getlist(self, name: str, default: Any = None) -> list[Any]:
        self.heard.add(name)
        return super().getlist(name, default)


@pytest.fixture
def heard(monkeypatch: pytest.MonkeyPatch) -> set[str]:
    """The names that were asked of an address."""
    names: set[str] = set()

    def noticed(request: WSGIRequest) -> Noticed:
        question = Noticed(request.META.get("QUERY_STRING", ""), encoding=request.encoding)
        question.heard = names
        return question

    asked = cached_property(noticed)
    asked.__set_name__(WSGIRequest, "GET")
    monkeypatch.setattr(WSGIRequest, "GET", asked)
    return names


@pytest.mark.parametrize("relation", ["responsible", "leader", "self"])
def test_a_bad_question_in_an_address_is_left_out(world: World, heard: set[str], relation: str) -> None:
    client, wrong = running.client_of(world, relation), []
    for route in running.every_route():
        if route.name.startswith(("public:", "components:", "account_", "mfa_", "openid")):
            continue
        address = route.address(world)
        heard.clear()
        for value in QUERIES:
            # A page that reads nothing of its address has nothing to be wrong about.
            if value != QUERIES[0] and not heard:
                break
            with running.taken_back():
                began = time.monotonic()
                response: Any = client.get(address, dict.fromkeys(ASKED, value))
                took = time.monotonic() - began
            if response.status_code >= 500 or took > SLOW or b"<script>alert" in response.content:
                wrong.append(f"{route.name} {value[:20]!r}: {response.status_code}, {took:.1f} s")
            if unknown := heard - set(ASKED):
                wrong.append(f"{route.name} reads {unknown}, which is not among what is tried")
            if response.status_code in (404, 405):
                break
    assert not wrong, "\n".join(wrong)


def test_a_name_that_a_page_reads_and_nobody_tries_is_seen(world: World, heard: set[str]) -> None:
    address = next(one for one in running.every_route() if one.name == "caseworker:work").address(world)
    running.client_of(world, "responsible").get(address, {"hvem": "alle"})
    assert heard & set(ASKED)
    assert heard - (set(ASKED) - {"hvem"}) == {"hvem"}


def test_a_bad_search_finds_nothing_and_says_so(world: World) -> None:
    """The search has no key, for it does nothing; what is searched for is posted all the same."""
    client, route = running.client_of(world, "responsible"), next(one for one in running.every_route() if one.name == "caseworker:search")
    wrong = []
    for what, value in HOSTILE.items():
        with running.taken_back():
            began = time.monotonic()
            response: Any = client.post(route.address(world), _bytes({"q": value}))
            wrong += _amiss(route, what, {}, response, time.monotonic() - began, 0)
        assert response.status_code == 200
    assert not wrong, "\n".join(wrong)


# ------------------------------------------------------------------------------------------------ planted faults


def test_a_form_that_fails_on_a_bad_day_is_seen(world: World, monkeypatch: pytest.MonkeyPatch) -> None:
    def fails(self: Any, value: Any) -> Any:
        raise ValueError(value)

    monkeypatch.setattr(fields.Date, "to_python", fails)
    assert any("500" in one for one in fuzzed(world, "responsible", only="caseworker:new_note")[1])


def test_a_form_that_loses_what_was_typed_is_seen(world: World, monkeypatch: pytest.MonkeyPatch) -> None:
    from mestring.web.components import forms as ours

    monkeypatch.setattr(ours.Form, "shown", property(lambda self: [ours.Field(one, one, "textarea") for one in self.fields]))
    assert any("not given back" in one for one in fuzzed(world, "responsible", only="caseworker:new_note")[1])


def test_an_error_in_english_is_seen(world: World, monkeypatch: pytest.MonkeyPatch) -> None:
    def english(self: fields.Date, value: object) -> date | None:
        if isinstance(value, date):
            return value
        if value in self.empty_values:
            return None
        raise ValidationError("Enter a valid date.")

    monkeypatch.setattr(fields.Date, "to_python", english)
    assert any("in English" in one for one in fuzzed(world, "responsible", only="caseworker:new_note")[1])
