"""The night's work on follow-ups: every day that is owed counted anew for 100,000 and 1,000,000 grants, and held against the same counted one by one.

    python bench/followups.py                        SQLite, 100,000 and 1,000,000 grants
    python bench/followups.py --grants 100000 --on postgresql

The rows are written in bulk, since only counting is measured. One grant in a thousand has a wrong day written, which the night must find and mend. Each database is a new one in a
folder of its own and is removed after. Seconds are of this machine.
"""

from __future__ import annotations

import argparse
import json
import os
import sys
import time
from datetime import date, timedelta
from pathlib import Path
from typing import Any

ROOT = Path(__file__).resolve().parent.parent
sys.path.insert(0, str(ROOT))
TODAY = date(2026, 11, 25)
RULES = (
    (("vejle-85-follow-up", "follow_up"), ("vejle-85-sparring", "peer_review")),
    (("rebild-97-follow-up", "follow_up"),),
    (("vejle-85-follow-up", "follow_up"), ("vejle-85-sparring", "peer_review")),
    (("vejle-107-follow-up", "follow_up"),),
)
"""The rhythms of every fourth grant."""
SECTIONS = ("85", "97", "85", "107")
SIZE = 20_000
WRONG = 1000
"""One grant in so many has a wrong day."""
AGAIN = 20_000
"""How many rows are counted one by one as well."""


def seed(grants: int) -> None:
    """Write cases with four grants each, their rhythms as they are by the rules, and what is due of them."""
    from django.db import connection

    from mestring.cases.models import Application, Case, Due
    from mestring.decisions.models import Decision, Grant
    from mestring.followups.models import GrantCadence
    from mestring.people import access
    from mestring.people.actions import employee as staff
    from mestring.people.models import Citizen
    from mestring.rules.kinds import Done
    from mestring.rules.rulebook import open_library

    by, library = access.house(TODAY), open_library()
    team = staff.create_unit(by=by, on=TODAY, kind="team", name="Team")
    who = staff.employ(by=by, on=TODAY, name="Sagsbehandler", username="worker")
    editions = {rule: library.standard(library.entry(rule).standard).edition for each in RULES for rule, _ in each}
    for begin in range(0, grants, SIZE):
        span = range(begin, min(begin + SIZE, grants))
        citizens = Citizen.objects.bulk_create([Citizen(cpr=f"99{one:08}", first_name="F", last_name=f"E{one}") for one in span[::4]])
        cases = Case.objects.bulk_create([Case(citizen=one, team=team, responsible=who, opened_on=TODAY, number=f"26-{one.pk:07}") for one in citizens])
        of = [cases[place // 4] for place in range(len(span))]
        days = [TODAY - timedelta(days=one * 7919 % 2000) for one in span]
        applications = Application.objects.bulk_create(
            Application(case=case, section=SECTIONS[one % 4], words="x", channel="form", received_on=day, standard="vejle-2023", state="decided", ended_on=day)
            for one, case, day in zip(span, of, days, strict=True)
        )
        decisions = Decision.objects.bulk_create(
            Decision(
                application=asked,
                section=asked.section,
                applied_for="x",
                capacity="caseworker",
                decided_by=who,
                decided_on=asked.received_on,
                outcome="granted",
                complaint_right=True,
                complaint_source="RSL § 60",
                standard="vejle-2023",
                edition=1,
                hash="0" * 64,
            )
            for asked in applications
        )
        made = Grant.objects.bulk_create(
            Grant(decision=one, case_id=case.pk, section=one.section, begins_on=one.decided_on, standard="vejle-2023", edition=1)
            for one, case in zip(decisions, of, strict=True)
        )
        cadences, due = [], []
        for one, grant in zip(span, made, strict=True):
            last = grant.begins_on + timedelta(days=90) if one % 3 and grant.begins_on + timedelta(days=90) <= TODAY else None
            for rule, kind in RULES[one % 4]:
                done = Done(last, last) if kind == "follow_up" else Done()
                owed = library.entry(rule).rule.owed(grant.begins_on, done, library.world).day  # type: ignore[union-attr]
                written = owed - timedelta(days=3) if owed and one % WRONG == 0 and kind == "follow_up" else owed
                common = {"case_id": grant.case_id, "kind": kind}
                cadences.append(
                    GrantCadence(
                        **common,
                        grant=grant,
                        rule=rule,
                        edition=editions[rule],
                        counted_from="started",
                        start=grant.begins_on,
                        covered=done.covered,
                        last=done.last,
                        owed_on=written,
                    )
                )
                if written:
                    due.append(Due(**common, thing=grant.public_id, team=team, responsible=who, section=grant.section, what="x", next="x", on=written, why=[]))
        GrantCadence.objects.bulk_create(cadences)
        Due.objects.bulk_create(due)
    with connection.cursor() as cursor:
        cursor.execute("ANALYZE")


def measure(grants: int) -> dict[str, float]:
    """Seconds to count all anew and find what is wrong, to mend it, and to do so when nothing is wrong; and how many rows one by one say otherwise."""
    from mestring.followups.actions import keep_all
    from mestring.followups.actions.keeping import _moved
    from mestring.followups.models import GrantCadence
    from mestring.people import access
    from mestring.rules.kinds import Done
    from mestring.rules.rulebook import open_library

    seed(grants)
    begun = time.perf_counter()
    found = list(_moved())
    counted = time.perf_counter() - begun
    wrong, library = set(found), open_library()
    rows = GrantCadence.objects.order_by("-pk").values_list("grant", "rule", "start", "covered", "last", "owed_on")[:AGAIN]
    other = 0
    for grant, rule, start, covered, last, written in rows:
        same = library.entry(rule).rule.owed(start, Done(covered, last), library.world).day == written  # type: ignore[union-attr]
        other += same == (grant in wrong and rule.endswith("follow-up"))
    begun = time.perf_counter()
    kept = keep_all(by=access.house(TODAY), on=TODAY)
    mended = time.perf_counter() - begun
    begun = time.perf_counter()
    again = keep_all(by=access.house(TODAY), on=TODAY)
    still = time.perf_counter() - begun
    return {
        "grants": grants,
        "rows": GrantCadence.objects.count(),
        "counted": counted,
        "found": len(set(found)),
        "moved": kept.moved,
        "mended": mended,
        "again": again.moved,
        "still": still,
        "other": other,
    }


def child(grants: int) -> None:
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "mestring.config.settings")
    import django

    django.setup()
    from django.core.management import call_command

    call_command("migrate", interactive=False, verbosity=0)
    print(json.dumps(measure(grants)))


def main() -> None:
    from bench import apart

    asked = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    asked.add_argument("--grants", type=int, action="append")
    asked.add_argument("--on", choices=("sqlite", "postgresql"), action="append")
    asked.add_argument("--child", action="store_true")
    given: Any = asked.parse_args()
    if given.child:
        child(given.grants[0])
        return
    for vendor in given.on or ["sqlite"]:
        print(
            f"\n{vendor:12}{'grants':>12}{'rows':>12}{'count all, s':>14}{'wrong, found':>14}{'count and mend, s':>19}{'nothing wrong, s':>18}{'one by one differs':>20}"
        )
        for grants in given.grants or [100_000, 1_000_000]:
            one = apart.run(__file__, vendor, "--grants", str(grants))
            print(
                f"{'':12}{one['grants']:>12,}{one['rows']:>12,}{one['counted']:>14.1f}{one['found']:>14,}{one['mended']:>19.1f}{one['still']:>18.1f}{one['other']:>14} of {AGAIN:,}"
            )


if __name__ == "__main__":
    main()
