"""The caseworker's pages and acts on many cases: questions to the database and milliseconds, as a restricted user with the log on.

    python bench/casework.py                        SQLite and PostgreSQL, 10,000 and 100,000 cases
    python bench/casework.py --cases 10000 --on sqlite

The rows are written in bulk, since only reading them is measured; the acts that are measured are the house's own, and so are the acts that prepare what is decided. Each
database is a new one in a folder of its own and is removed after. Milliseconds are of this machine; what holds elsewhere is the ratio of the two sizes and the number of
questions. On a machine that does other things at the same time, the least and the processor's own time say more than the median; PostgreSQL's own processor time is not in it.
"""

from __future__ import annotations

import argparse
import json
import os
import statistics
import sys
import time
from collections.abc import Callable
from datetime import date, timedelta
from pathlib import Path
from typing import Any
from uuid import uuid4

ROOT = Path(__file__).resolve().parent.parent
sys.path.insert(0, str(ROOT))
TODAY = date(2026, 11, 25)
TEAMS, WORKERS = 10, 10
ROUNDS = 40
BEFORE = (-1, -2, -3)
"""Rounds that are not counted."""
DECIDED = ROUNDS + len(BEFORE) + 1
"""How many applications it takes to measure a decision: one is decided once."""
CHOICE = {
    "outcome": "granted",
    "level": "3",
    "amount": "2,8",
    "unit": "hours_week",
    "begins_on": "01-12-2026",
    "follow_up_on": "01-03-2027",
    "payment": "Støtten er gratis.",
    "plan": "accepted",
    "plan_on": "25-11-2026",
    "gem": "afgoer",
}
"""What is posted from the page where it is decided."""
NOT_QUESTIONS = ("SAVEPOINT", "RELEASE", "BEGIN", "COMMIT", "ROLLBACK")


def seed(cases: int) -> None:
    """Write teams, caseworkers, citizens, cases, applications, journal and what is due, in bulk."""
    from django.db import connection
    from django.utils import timezone

    from mestring.cases.models import Application, Case, Due, Note
    from mestring.people import access, names
    from mestring.people.actions import employee as staff
    from mestring.people.models import Citizen, CitizenUnit, NamePart

    by = access.house(TODAY)
    teams = [
        staff.create_unit(by=by, on=TODAY, kind="team", name=f"Team {number}", address="Testvej 1, 7100 Vejle", phone="75 00 00 00") for number in range(TEAMS)
    ]
    workers = []
    for number in range(TEAMS * WORKERS):
        who = staff.employ(by=by, on=TODAY, name=f"Sagsbehandler {number}", username=f"worker{number}")
        staff.assign(who, by=by, on=TODAY, unit=teams[number % TEAMS], role="caseworker", since=date(2020, 1, 1))
        workers.append(who)
    size = 5000
    for start in range(0, cases, size):
        span = range(start, min(start + size, cases))
        citizens = Citizen.objects.bulk_create(
            [
                Citizen(
                    cpr=f"99{one:08}", first_name=f"Fornavn{one % 400}", last_name=f"Efternavn{one}", born_on=date(1950 + one % 55, 1 + one % 12, 1 + one % 28)
                )
                for one in span
            ]
        )
        NamePart.objects.bulk_create([NamePart(citizen=who, part=part) for who in citizens for part in sorted(names.parts(who.name))])
        CitizenUnit.objects.bulk_create([CitizenUnit(citizen=who, unit=teams[one % TEAMS], since=TODAY) for one, who in zip(span, citizens, strict=True)])
        made = Case.objects.bulk_create(
            [
                Case(citizen=who, team=teams[one % TEAMS], responsible=workers[one % (TEAMS * WORKERS)], opened_on=TODAY, number=f"26-{one:07}")
                for one, who in zip(span, citizens, strict=True)
            ]
        )
        applications = Application.objects.bulk_create(
            [
                Application(
                    case=case,
                    section="85",
                    words="Har brug for støtte i hverdagen.",
                    channel="form",
                    received_on=TODAY - timedelta(days=one % 60),
                    standard="vejle-2023",
                    deadline=TODAY + timedelta(days=one % 90 - 20),
                    promised=TODAY + timedelta(days=one % 90 - 20),
                    finding={"source": "Vejle 2023", "steps": [{"text": "Ansøgning modtaget", "value": ""}]},
                )
                for one, case in zip(span, made, strict=True)
            ]
        )
        Due.objects.bulk_create(
            [
                Due(
                    case=case,
                    citizen_id=case.citizen_id,
                    kind=kind,
                    thing=application.public_id,
                    team_id=case.team_id,
                    responsible_id=case.responsible_id,
                    section="85",
                    what="Ansøgning § 85",
                    next="Udred og afgør",
                    on=application.deadline,
                    source="Vejle 2023",
                    why=[{"text": "Ansøgning modtaget", "value": ""}],
                )
                for case, application in zip(made, applications, strict=True)
                for kind in ("application", "delay")
            ]
        )
        Note.objects.bulk_create(
            [
                Note(
                    case=case,
                    kind="phone",
                    subject="Samtale",
                    text="Talte om ugen.",
                    happened_on=TODAY,
                    written_at=timezone.now(),
                    written_by_id=case.responsible_id,
                )
                for case in made
                for _ in range(3)
            ]
        )
    with connection.cursor() as cursor:
        cursor.execute("ANALYZE")


def timed(do: Callable[[int], Any], rounds: int = ROUNDS) -> dict[str, float]:
    """Questions of one round; of some more the least, the median and the 95th percentile, and the median of the processor's time. Unit: milliseconds."""
    from django.db import connection
    from django.test.utils import CaptureQueriesContext

    for number in BEFORE:
        do(number)
    with CaptureQueriesContext(connection) as queries:
        do(-9)
    asked = len([one for one in queries if not one["sql"].startswith(NOT_QUESTIONS)])
    took, worked = [], []
    for number in range(rounds):
        begun, busy = time.perf_counter(), time.process_time()
        do(number)
        worked.append((time.process_time() - busy) * 1000)
        took.append((time.perf_counter() - begun) * 1000)
    took.sort()
    return {"questions": asked, "least": took[0], "median": statistics.median(took), "p95": took[int(len(took) * 0.95)], "cpu": statistics.median(worked)}


def measure(cases: int) -> dict[str, dict[str, float]]:
    """What is measured, as one caseworker among many."""
    from django.test import Client

    from mestring.cases.actions import journal, writing
    from mestring.cases.letters import render, text
    from mestring.cases.models import Application, Case, Note
    from mestring.people import access
    from mestring.people.models import Account

    seed(cases)
    account = Account.objects.get(username="worker7")
    actor = access.actor_of(account, TODAY)
    client = Client(SERVER_NAME="127.0.0.1")
    client.force_login(account, backend="allauth.account.auth_backends.AuthenticationBackend")
    own = list(Case.objects.filter(responsible=account.employee_id).select_related("citizen", "team").order_by("pk")[: 2 * DECIDED])

    def get(address: str) -> None:
        answer = client.get(address)
        if answer.status_code != 200:
            raise RuntimeError(f"{address}: {answer.status_code}")

    def search(number: int) -> None:
        answer = client.post("/soeg-borger/", {"q": own[number % len(own)].citizen.last_name})
        if answer.status_code != 200 or own[number % len(own)].number not in answer.content.decode():
            raise RuntimeError("search")

    def write(number: int) -> None:
        journal.write_note(own[number % len(own)], by=actor, on=TODAY, kind=Note.Kind.PHONE, subject="Samtale", text="Ringede", happened_on=TODAY)

    letters = [
        writing.write_receipt([Application.objects.select_related("case__citizen", "case__team").get(case=case)], by=actor, on=TODAY) for case in own[:5]
    ]

    def letter(number: int) -> None:
        render.pdf(text.Letter.from_json(letters[number % len(letters)].content))

    return {
        "work list, 50 rows": timed(lambda number: get("/arbejde/")),
        "the team's list": timed(lambda number: get("/arbejde/?hvem=team")),
        "search by name": timed(search),
        "case page": timed(lambda number: get(f"/sag/{own[number % len(own)].public_id}/")),
        "write a note": timed(write),
        "letter as PDF": timed(letter),
        **deciding(own, client, actor),
    }


def deciding(own: list[Any], client: Any, actor: Any) -> dict[str, dict[str, float]]:
    """The page where it is decided, the act, and the page posted: all prepared beforehand through the acts, so that only the deciding is measured."""
    from django.urls import reverse

    from mestring.cases.models import Application
    from mestring.decisions.actions import decide
    from tests.decisions.given_decision import prepared

    rows = Application.objects.filter(case__in=own).select_related("case__citizen", "case__team").order_by("pk")
    ready = [(one, prepared(one, actor, on=TODAY)) for one in rows]
    by_act, by_post = iter(ready[:DECIDED]), iter(ready[DECIDED:])

    def address(one: Any) -> str:
        return reverse("caseworker:decide", args=[one.case.public_id, one.public_id])

    def page(number: int) -> None:
        answer = client.get(address(ready[number % len(ready)][0]))
        if answer.status_code != 200:
            raise RuntimeError(f"decide: {answer.status_code}")

    def act(number: int) -> None:
        application, choice = next(by_act)
        decide(application, seen=choice.version, by=actor, on=TODAY)

    def post(number: int) -> None:
        application, choice = next(by_post)
        answer = client.post(address(application), {"key": str(uuid4()), "version": choice.version, **CHOICE})
        if answer.status_code != 303 or answer["Location"] == address(application):
            raise RuntimeError(f"decide, posted: {answer.status_code}")

    return {"page to decide on": timed(page), "decide, the act": timed(act), "decide, posted": timed(post)}


def child(cases: int) -> None:
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "mestring.config.settings")
    import django

    django.setup()
    from datetime import datetime
    from zoneinfo import ZoneInfo

    from django.conf import settings
    from django.core.management import call_command

    from mestring.audit import clock

    settings.ALLOWED_HOSTS = ["127.0.0.1"]
    call_command("migrate", interactive=False, verbosity=0)
    call_command("collectstatic", interactive=False, verbosity=0)
    with clock.at(datetime(2026, 11, 25, 12, tzinfo=ZoneInfo("Europe/Copenhagen"))):
        print(json.dumps(measure(cases)))


def main() -> None:
    from bench import apart

    asked = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    asked.add_argument("--cases", type=int, action="append", help="how many; at least 9,000, so that one caseworker has enough to decide")
    asked.add_argument("--on", choices=("sqlite", "postgresql"), action="append")
    asked.add_argument("--child", action="store_true")
    given = asked.parse_args()
    sizes = given.cases or [10_000, 100_000]
    if given.child:
        child(sizes[0])
        return
    for vendor in given.on or ["sqlite", "postgresql"]:
        found = {size: apart.run(__file__, vendor, "--cases", str(size)) for size in sizes}
        print(f"\n{vendor}")
        print(
            f"{'':22}"
            + "".join(f"{f'{size:,} cases':>22}{'least':>10}{'median':>8}{'p95':>8}{'CPU ms':>8}" for size in sizes)
            + (f"{'ratio':>8}" if len(sizes) == 2 else "")
        )
        for name in found[sizes[0]]:
            parts = [found[size][name] for size in sizes]
            line = f"{name:22}" + "".join(
                f"{int(one['questions']):>12} questions{one['least']:>10.1f}{one['median']:>8.1f}{one['p95']:>8.1f}{one['cpu']:>8.1f}" for one in parts
            )
            print(line + (f"{parts[1]['cpu'] / parts[0]['cpu']:>8.2f}" if len(parts) == 2 else ""))


if __name__ == "__main__":
    main()
