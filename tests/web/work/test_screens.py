"""Every page behind log-in answers, is whole, breaks no policy, and asks the database as often as it is known to."""

from __future__ import annotations

import csv
import html
import re
import tomllib
from pathlib import Path
from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from tests.promises.running import Route, client_of, every_route, taken_back
from tests.web.test_screens import ALL
from tests.world import World

MATRIX = Path(__file__).parents[2] / "promises/access_matrix.csv"
COUNTS_FILE = Path(__file__).parent / "query_counts.toml"
COUNTS: dict[str, int] = tomllib.loads(COUNTS_FILE.read_text(encoding="utf-8"))
NOT_QUESTIONS = ("SAVEPOINT", "RELEASE", "ROLLBACK", "BEGIN", "COMMIT")
ORDER = ("responsible", "leader", "committee", "administrator", "self", "shelter", "provider")
"""Who is asked for a page: the first of these who may see it."""
ROUTES = {route.name: route for route in every_route()}


def seen_by() -> dict[str, str]:
    """For each page behind log-in, somebody who may see it."""
    found = {}
    with MATRIX.open(encoding="utf-8", newline="") as file:
        for row in csv.DictReader(file):
            if row["method"] == "GET" and row["route"] not in ALL and row["route"] in ROUTES and ":" in row["route"]:
                who = next((one for one in ORDER if row[one].split("/")[0] == "ok"), None)
                if who:
                    found[row["route"]] = who
    return found


SEEN_BY = seen_by()


def asked(client: Client, route: Route, world: World) -> Any:
    with taken_back():
        return client.get(route.address(world))


def test_every_page_behind_log_in_has_a_query_count() -> None:
    assert set(COUNTS) == set(SEEN_BY)


@pytest.mark.django_db
@pytest.mark.parametrize("name", sorted(SEEN_BY))
def test_screen(name: str, world: World) -> None:
    client, route = client_of(world, SEEN_BY[name]), ROUTES[name]
    asked(client, route, world)  # what is read once for each process is read now
    with CaptureQueriesContext(connection) as queries:
        response = asked(client, route, world)
    assert response.status_code in (200, 302, 303), response.status_code
    questions = [one["sql"] for one in queries if not one["sql"].startswith(NOT_QUESTIONS)]
    assert len(questions) == COUNTS.get(name), f'"{name}" = {len(questions)}\n' + "\n".join(questions)
    policy = response["Content-Security-Policy"]
    assert "unsafe" not in policy or not response["Content-Type"].startswith("text/html")
    assert "no-store" in response["Cache-Control"]
    if response.status_code != 200 or not response["Content-Type"].startswith("text/html"):
        return
    text = response.content.decode()
    assert text.startswith('<!doctype html>\n<html lang="da">')
    assert text.count("<h1") == 1
    assert re.search(r"<title>[^<]+ – Mestring, [^<]+</title>", text)
    for left in ("{%", "{{", ">None<", "Traceback", "&lt;django"):
        assert left not in text
    assert not re.search(r"\sstyle=|\son[a-z]+=\"|<style|javascript:", text)
    assert not re.search(r"<script(?! src=\"/statisk/)", text)
    ids = re.findall(r'\sid="([^"]+)"', text)
    assert sorted(one for one in set(ids) if ids.count(one) > 1) == []
    pointed = {one for found in re.findall(r'\s(?:for|aria-labelledby|aria-describedby)="([^"]+)"', text) for one in found.split()}
    assert pointed - set(ids) == set()
    assert len(re.findall(r'class="[^"]*button-primary', text)) <= 1, "one primary button a page"


@pytest.mark.django_db
@pytest.mark.parametrize("who", ["responsible", "leader", "committee"])
@pytest.mark.parametrize("name", ["caseworker:case", "caseworker:application", "caseworker:decision", "committee:meeting"])
def test_no_link_leads_its_reader_to_a_page_that_is_not_theirs(name: str, who: str, world: World) -> None:
    client = client_of(world, who)
    with taken_back():
        page = client.get(ROUTES[name].address(world))
        if page.status_code != 200:
            return
        links = set(re.findall(r'href="(/[^"#]*)', page.content.decode())) - {"/konto/log-ud/"}
        assert links
        assert sorted(one for one in links if not one.startswith("/statisk/") and client.get(html.unescape(one)).status_code == 404) == []
