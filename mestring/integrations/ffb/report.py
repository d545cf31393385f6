"""The delivery report: for each citizen and each day with changes, one bundle of what changed that day and everything it refers to."""

from __future__ import annotations

import json
import os
from collections import Counter, defaultdict
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import date
from pathlib import Path
from typing import Any

from django.db import transaction

from mestring.audit import acts
from mestring.audit.errors import NotAllowed
from mestring.audit.models import Entry
from mestring.cases.models import AnonymousInquiry, Case
from mestring.integrations.ffb import checks, names
from mestring.integrations.ffb.checks import Fault
from mestring.integrations.ffb.history import History, end_of
from mestring.integrations.ffb.ids import stable
from mestring.integrations.ffb.resource import Resource, instant
from mestring.integrations.ffb.standing import KindOf, Lack, Standing, by_section, standing
from mestring.people.access import Actor
from mestring.people.models import Citizen

ORDER = ("Patient", "ServiceRequest", "ClinicalImpression", "Condition", "Observation", "Goal", "CarePlan", "CareTeam", "Encounter")


@dataclass
class Report:
    """What came of it: numbers, and which rule a bundle broke. Shapes: `without_number` and `anonymous` are people."""

    bundles: int = 0
    resources: int = 0
    refused: int = 0
    without_number: int = 0
    anonymous: int = 0
    lacks: set[tuple[Lack, str]] = field(default_factory=set)
    faults: Counter[Fault] = field(default_factory=Counter)

    @property
    def missing(self) -> dict[Lack, int]:
        """How many of each that was left out, in the order they are listed."""
        counted = Counter(lack for lack, _ in self.lacks)
        return {lack: counted[lack] for lack in Lack if counted[lack]}


def changed(history: History, day: date, municipality: str, kind_of: KindOf = by_section) -> tuple[Standing, list[Resource]]:
    """How a citizen's things stood at the end of a day, and those that were new or said something else than the last day anything was done before it.

    A number that became known that day makes everything new: nothing was sent without it.
    """
    now = standing(history, day, municipality, kind_of)
    before = history.before(day)
    earlier = standing(history, before, municipality, kind_of).resources if before and day not in history.numbered else {}
    same = {key for key, one in earlier.items() if key in now.resources and now.resources[key].body == one.body}
    return now, [one for key, one in now.resources.items() if key not in same]


def bundle(history: History, day: date, municipality: str, kind_of: KindOf = by_section) -> tuple[dict[str, Any] | None, Standing]:
    """The bundle of a citizen and a day, or none when nothing changed that can be reported."""
    now, new = changed(history, day, municipality, kind_of)
    if not new:
        return None, now
    wanted, waiting = {now.patient.key}, [one.key for one in new]
    while waiting:
        key = waiting.pop()
        wanted.add(key)
        waiting += now.resources[key].refers_to() - wanted
    chosen = sorted((now.resources[key] for key in wanted), key=lambda one: (ORDER.index(one.type), one.profile, one.id))
    touched = {one.key for one in new}
    last = history.last_at(day)
    entries = [{"fullUrl": one.key, "resource": {**one.as_json(), **(_meta(one, last, day) if one.key in touched else {})}} for one in chosen]
    stamp = instant(end_of(day))
    return {
        "resourceType": "Bundle",
        "id": stable("Bundle", history.citizen, day),
        "meta": {"lastUpdated": stamp, "profile": [names.DELIVERY_REPORT]},
        "type": "collection",
        "timestamp": stamp,
        "entry": entries,
    }, now


def _meta(one: Resource, last: Any, day: date) -> dict[str, Any]:
    """What changed that day says so, also when it followed from something else that was done."""
    at = one.at if one.at.date() == day else last
    return {"meta": {"lastUpdated": instant(at), "profile": [one.profile]}}


def touched(first: date, last: date, by: Actor) -> Iterator[tuple[Citizen, list[date]]]:
    """The citizens in whose cases anything was done in the days, each with those days."""
    rows = Entry.objects.filter(on__gte=first, on__lte=last)
    days: dict[int, set[date]] = defaultdict(set)
    of_case = {str(key): citizen for key, citizen in Case.objects.visible_to(by).values_list("public_id", "citizen")}
    for case, on in rows.exclude(case="").values_list("case", "on").distinct():
        if case in of_case:
            days[of_case[case]].add(on)
    for thing, on, detail in rows.filter(act="change_citizen").values_list("thing_id", "on", "detail"):
        if "cpr" in detail.get("fields", ()):
            for key in Citizen.objects.visible_to(by).filter(public_id=thing).values_list("pk", flat=True):
                days[key].add(on)
    for key in sorted(days):
        yield Citizen.objects.visible_to(by).get(pk=key), sorted(days[key])


def report(first: date, last: date, *, municipality: str, out: Path, by: Actor, on: date, kind_of: KindOf = by_section) -> Report:
    """Write a bundle for each citizen and each day with changes, both days included; one that breaks a rule of the format is not written.

    A citizen without a number, and an anonymous person, can't be reported and is counted. Done again it writes the same.
    Raises: NotAllowed for anybody but the house.
    """
    if not by.house:
        raise NotAllowed
    found = Report()
    out.mkdir(mode=0o700, parents=True, exist_ok=True)
    for citizen, days in touched(first, last, by):
        history = History(citizen, by)
        for day in days:
            made, now = bundle(history, day, municipality, kind_of)
            if made is None:
                continue
            if not citizen.cpr:
                found.without_number += 1
                break
            found.lacks |= now.lacks
            if faults := checks.faults(made):
                found.refused += 1
                found.faults.update(set(faults))
                continue
            _write(made, day, out, history, by, on)
            found.bundles += 1
            found.resources += len(made["entry"])
    # Of no unit of the house's own, and a number alone.
    asked = AnonymousInquiry.objects.filter(received_on__gte=first, received_on__lte=last)
    found.anonymous = asked.values("person").distinct().count()
    return found


@transaction.atomic
def _write(made: dict[str, Any], day: date, out: Path, history: History, by: Actor, on: date) -> None:
    """The file whole or not at all, and that it was made."""
    # Without the case's own id: that it was reported is no work on the case.
    acts.record("report_ffb", history.citizen, by=by, on=on, day=day, bundle=made["id"], resources=len(made["entry"]))
    path = out / f"{day.isoformat()}-{made['id']}.json"
    draft = path.with_suffix(".part")
    with os.fdopen(os.open(draft, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600), "w", encoding="utf-8") as file:
        json.dump(made, file, ensure_ascii=False, indent=1)
        file.flush()
        os.fsync(file.fileno())
    draft.replace(path)
