"""Every screen answers, says what it must, asks the database as often as it is known to, and sends the right headers."""

from __future__ import annotations

import re
import tomllib
from pathlib import Path

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import URLPattern, URLResolver, get_resolver

from mestring.web.shell.doors import OPEN_SPACES
from tests.web.screens import MACHINES, SCREENS, STATES

COUNTS = tomllib.loads((Path(__file__).parent / "query_counts.toml").read_text(encoding="utf-8"))
ALL = {**SCREENS, **MACHINES}

pytestmark = pytest.mark.django_db


def named_views(patterns: list[URLPattern | URLResolver], prefix: str = "") -> list[str]:
    found = []
    for pattern in patterns:
        if isinstance(pattern, URLResolver):
            found += named_views(pattern.url_patterns, f"{pattern.namespace}:" if pattern.namespace else prefix)
        else:
            found.append(f"{prefix}{pattern.name}")
    return found


def test_every_open_address_has_a_screen_in_the_tests_and_a_query_count() -> None:
    """Those behind log-in have theirs in `tests/web/work`, those of the log-in itself in `tests/people`."""
    views = {name for name in named_views(get_resolver().url_patterns) if name.partition(":")[0] in OPEN_SPACES} - {"shell:demo_day"}
    assert views == set(ALL)
    assert views == set(COUNTS)


@pytest.mark.parametrize("name", ALL)
def test_screen(name: str, client: Client) -> None:
    client.get(ALL[name])  # what is read once for each process is read now
    with CaptureQueriesContext(
        connection,
    ) as queries:
        response = client.get(ALL[name])
    assert response.status_code in (200, 302) if name in MACHINES else response.status_code == 200
    assert len(queries) == COUNTS[name]
    assert len(queries) < 15
    if name in SCREENS:
        text = response.content.decode()
        assert text.startswith('<!doctype html>\n<html lang="da">')
        assert text.count("<h1") == 1
        assert re.search(r"<title>[^<]+ – Mestring, Vejle Kommune</title>", text)
        assert "Vejle Kommune" in text
        assert "<c-" not in text
        assert "{%" not in text
        assert "{{" not in text
        assert ">None<" not in text


@pytest.mark.parametrize("name", [*SCREENS, *STATES])
def test_security_headers(name: str, client: Client) -> None:
    response = client.get(SCREENS.get(name) or STATES[name])
    policy = dict(part.strip().split(" ", 1) for part in response["Content-Security-Policy"].split(";") if part.strip())
    assert "unsafe" not in response["Content-Security-Policy"]
    assert policy["default-src"] == "'none'"
    assert policy["script-src"] == "'self'"
    assert policy["style-src"] == "'self'"
    assert policy["frame-ancestors"] == "'none'"
    assert response["X-Content-Type-Options"] == "nosniff"
    assert response["Referrer-Policy"] == "same-origin"
    assert not response.cookies


@pytest.mark.parametrize("name", [*SCREENS, *STATES])
def test_nothing_on_a_page_breaks_the_policy(name: str, client: Client) -> None:
    text = client.get(SCREENS.get(name) or STATES[name]).content.decode()
    assert not re.search(r"\sstyle=", text)
    assert not re.search(r"\son[a-z]+=", text)
    assert not re.search(r"<style|javascript:", text)
    assert not re.search(r"<script(?! src=\"/statisk/)", text)
    assert not re.search(r'(?:src|href|action)="(?:https?:)?//(?!testserver/)', text)


@pytest.mark.parametrize("name", [*SCREENS, *STATES])
def test_ids_are_unique_and_labels_point_somewhere(name: str, client: Client) -> None:
    text = client.get(SCREENS.get(name) or STATES[name]).content.decode()
    ids = re.findall(r'\sid="([^"]+)"', text)
    assert sorted(one for one in set(ids) if ids.count(one) > 1) == []
    pointed = {one for found in re.findall(r'\s(?:for|aria-labelledby|aria-describedby)="([^"]+)"', text) for one in found.split()}
    assert pointed - set(ids) == set()


def test_only_reading_is_allowed(client: Client) -> None:
    for address in SCREENS.values():
        assert client.post(address).status_code == 405


def test_a_page_that_has_not_changed_is_not_sent_again(client: Client) -> None:
    first = client.get("/lov/satser/")
    again = client.get("/lov/satser/", headers={"if-none-match": first["ETag"]})
    assert again.status_code == 304


def test_a_fault_of_ours_says_so_in_danish(client: Client, monkeypatch: pytest.MonkeyPatch) -> None:
    from mestring.web.public import searching

    def broken() -> None:
        raise RuntimeError("planted")

    monkeypatch.setattr(searching, "index", broken)
    client.raise_request_exception = False
    response = client.get("/soeg/?q=107")
    assert response.status_code == 500
    assert "Fejlen er hos os, ikke hos dig" in response.content.decode()
    assert "planted" not in response.content.decode()


def test_the_page_for_our_fault_comes_even_when_the_frame_is_broken(client: Client, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture) -> None:
    from mestring.web.shell import installation

    def broken(on: object) -> None:
        raise RuntimeError("planted")

    monkeypatch.setattr(installation, "home", broken)
    client.raise_request_exception = False
    response = client.get("/ord/")
    assert response.status_code == 500
    assert "Fejlen er hos os, ikke hos dig" in response.content.decode()


def test_a_host_we_do_not_know_gets_a_danish_page(client: Client) -> None:
    response = client.get("/", headers={"host": "evil.example"})
    assert response.status_code == 400
    assert "Vi kan ikke læse det, du sendte" in response.content.decode()


def test_the_forbidden_page_says_the_same_as_one_that_is_not_there() -> None:
    from django.core.exceptions import PermissionDenied
    from django.test import RequestFactory

    from mestring.web.shell import errors

    response = errors.forbidden(RequestFactory().get("/"), PermissionDenied())
    assert response.status_code == 403
    assert "Siden findes ikke, eller du har ikke adgang" in response.content.decode()
