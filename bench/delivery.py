"""The provider's pages and acts on many orders: questions to the database and milliseconds, as a restricted user with the log on; and the house's own round.

    python bench/delivery.py                         SQLite and PostgreSQL, 10,000 and 100,000 orders with ten visits each
    python bench/delivery.py --orders 10000 --on sqlite

The rows are written in bulk, since only reading them is measured; the acts that are measured are the house's own. Each database is a new one in a folder of its own and is
removed after. Milliseconds are of this machine; what holds elsewhere is the ratio of the two sizes and the number of questions.
"""

from __future__ import annotations

import argparse
import json
import os
import sys
import time as watch
from datetime import date, time, timedelta
from pathlib import Path
from typing import Any

ROOT = Path(__file__).resolve().parent.parent
sys.path.insert(0, str(ROOT))
TODAY = date(2026, 11, 25)
UNITS, WORKERS = 100, 20
VISITS = 10
"""Of each order: eight held lately, today's and one to come."""
ROUNDS = 40


def seed(orders: int) -> None:
    """Write providers with people, citizens with cases and grants, orders that run, and their visits, in bulk."""
    from django.db import connection
    from django.utils import timezone

    from mestring.cases.models import Application, Case
    from mestring.decisions.models import Decision, Grant
    from mestring.delivery.models import Order, Visit
    from mestring.people import access
    from mestring.people.actions import employee as staff
    from mestring.people.models import Citizen, Relation

    by = access.house(TODAY)
    team = staff.create_unit(by=by, on=TODAY, kind="team", name="Team", address="Testvej 1, 7100 Vejle", phone="75 00 00 00")
    caseworker = staff.employ(by=by, on=TODAY, name="Sagsbehandler", username="caseworker")
    staff.assign(caseworker, by=by, on=TODAY, unit=team, role="caseworker", since=date(2020, 1, 1))
    units = [staff.create_unit(by=by, on=TODAY, kind="provider", name=f"Leverandør {number}") for number in range(UNITS)]
    workers = []
    for number in range(UNITS * WORKERS):
        who = staff.employ(by=by, on=TODAY, name=f"Medarbejder {number}", username=f"provider{number}")
        staff.assign(who, by=by, on=TODAY, unit=units[number % UNITS], role="provider", since=date(2020, 1, 1))
        workers.append(who)
    size = 5000
    for start in range(0, orders, size):
        span = range(start, min(start + size, orders))
        citizens = Citizen.objects.bulk_create(
            [
                Citizen(cpr=f"99{one:08}", first_name=f"Fornavn{one % 400}", last_name=f"Efternavn{one}", born_on=date(1950 + one % 55, 1 + one % 12, 1))
                for one in span
            ]
        )
        cases = Case.objects.bulk_create(
            [Case(citizen=who, team=team, responsible=caseworker, opened_on=TODAY, number=f"26-{one:07}") for one, who in zip(span, citizens, strict=True)]
        )
        common = {"section": "85", "standard": "vejle-2023"}
        asked = Application.objects.bulk_create(
            [Application(case=case, words="x", channel="form", received_on=TODAY, state="decided", ended_on=TODAY, finding={}, **common) for case in cases]
        )
        decided = Decision.objects.bulk_create(
            [
                Decision(
                    application=one,
                    applied_for="x",
                    outcome="granted",
                    capacity="caseworker",
                    decided_by=caseworker,
                    decided_on=TODAY - timedelta(days=200),
                    complaint_right=True,
                    complaint_source="x",
                    edition=1,
                    hash="x",
                    begins_on=TODAY - timedelta(days=180),
                    **common,
                )
                for one in asked
            ]
        )
        grants = Grant.objects.bulk_create(
            [
                Grant(decision=one, case=case, amount=280, unit="hours_week", begins_on=TODAY - timedelta(days=180), edition=1, **common)
                for one, case in zip(decided, cases, strict=True)
            ]
        )
        made = [
            Order(
                number=f"{case.number}-1",
                case=case,
                citizen=who,
                grant=grant,
                unit=units[one % UNITS],
                state="running",
                purpose="x",
                amount=280,
                measure="hours_week",
                begins_on=grant.begins_on,
                started_on=grant.begins_on,
                answer_by=TODAY,
                answered_on=TODAY,
                placed_on=TODAY - timedelta(days=190),
                placed_by=caseworker,
                edition=1,
                **common,
            )
            for one, who, case, grant in zip(span, citizens, cases, grants, strict=True)
        ]
        since = timezone.now() - timedelta(days=2000)
        relations = Relation.objects.bulk_create(
            [Relation(case=one.case.public_id, kind="order", unit=one.unit, since=since, order=one.public_id) for one in made]
        )
        for one, relation in zip(made, relations, strict=True):
            one.relation = relation
        made = Order.objects.bulk_create(made)
        Visit.objects.bulk_create(
            [
                _visit(one, number, workers[(place % UNITS) + UNITS * (place // UNITS % WORKERS)])
                for place, one in zip(span, made, strict=True)
                for number in range(VISITS)
            ]
        )
    with connection.cursor() as cursor:
        cursor.execute("ANALYZE")


def _visit(order: Any, number: int, worker: Any) -> Any:
    from mestring.delivery.models import Visit

    day = TODAY + timedelta(days=7 * (number - VISITS + 2))
    past = day < TODAY
    registered = {"state": "held", "minutes": 60, "registered_on": day, "registered_by": worker} if past else {}
    return Visit(order=order, day=day, at=time(9), planned=60, form="home", worker=worker, planned_by=worker, **registered)


def measure(orders: int) -> dict[str, dict[str, float]]:
    """What is measured, as one of a provider's people among many, and as the house."""
    from django.test import Client

    from bench.casework import timed
    from mestring.delivery.actions import keep_orders, register_visit
    from mestring.delivery.models import Order, Visit
    from mestring.people import access
    from mestring.people.models import Account

    seed(orders)
    account = Account.objects.get(username="provider7")
    actor = access.actor_of(account, TODAY)
    client = Client(SERVER_NAME="127.0.0.1")
    client.force_login(account, backend="allauth.account.auth_backends.AuthenticationBackend")
    own = list(Order.objects.provided_by(actor).order_by("pk")[:200])
    planned = iter(
        list(Visit.objects.provided_by(actor).filter(day=TODAY).select_related("order__relation", "order__citizen", "order__unit").order_by("pk")[:200])
    )

    def get(address: str) -> None:
        answer = client.get(address)
        if answer.status_code != 200:
            raise RuntimeError(f"{address}: {answer.status_code}")

    def register(number: int) -> None:
        register_visit(next(planned), state="held", minutes=60, form="home", goals=(), by=actor, on=TODAY)

    return {
        "today": timed(lambda number: get("/dag/")),
        "today, everybody's": timed(lambda number: get("/dag/?hvem=alle")),
        "the week": timed(lambda number: get("/uge/")),
        "orders": timed(lambda number: get("/bestillinger/")),
        "one order": timed(lambda number: get(f"/bestilling/{own[number % len(own)].public_id}/")),
        "register a visit": timed(register, 30),
        "the house's round": timed(lambda number: keep_orders(by=access.house(TODAY), on=TODAY, decided_since=TODAY - timedelta(days=7)), 5),
        "the house's night": timed(lambda number: keep_orders(by=access.house(TODAY), on=TODAY), 3),
    }


def child(orders: int) -> None:
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
        print(json.dumps(measure(orders)))


def main() -> None:
    from bench import apart

    asked = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    asked.add_argument("--orders", type=int, action="append", help="how many; at least 10,000, so that each provider has some")
    asked.add_argument("--on", choices=("sqlite", "postgresql"), action="append")
    asked.add_argument("--child", action="store_true")
    given = asked.parse_args()
    sizes = given.orders or [10_000, 100_000]
    if given.child:
        child(sizes[0])
        return
    for vendor in given.on or ["sqlite", "postgresql"]:
        begun = watch.perf_counter()
        found = {size: apart.run(__file__, vendor, "--orders", str(size)) for size in sizes}
        print(f"\n{vendor}, {watch.perf_counter() - begun:.0f} s in all")
        for name in found[sizes[0]]:
            parts = [found[size][name] for size in sizes]
            told = "".join(
                f"{size:>9,} orders{int(one['questions']):>4} questions{one['median']:>9.1f} ms (p95 {one['p95']:.1f})"
                for size, one in zip(sizes, parts, strict=True)
            )
            print(f"{name:20}{told}" + (f"{parts[1]['cpu'] / max(parts[0]['cpu'], 0.01):>8.2f}" if len(parts) == 2 else ""))


if __name__ == "__main__":
    main()
