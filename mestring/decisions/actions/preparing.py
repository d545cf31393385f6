"""The choice beside the proposal, the recommendation, and gates passed with a reason."""

from __future__ import annotations

from datetime import date
from typing import Any

from django.db import transaction

from mestring.audit import acts, clock, versions
from mestring.audit.errors import Conflict, MoveNotAllowed
from mestring.cases.errors import DayInTheFuture
from mestring.cases.models import Application
from mestring.decisions import gates
from mestring.decisions.actions.considering import may_prepare
from mestring.decisions.errors import FieldMissing, GateNeedsFact
from mestring.decisions.gathering import outlook
from mestring.decisions.models import CHOSEN, GatePass, Outcome, Plan, PlannedChange, Preparation, Recommendation, Unit
from mestring.people.access import Actor

_CHOICES = {"outcome": Outcome.values, "unit": Unit.values, "plan": Plan.values}


def readable(application: Application, chosen: dict[str, Any], *, on: date) -> dict[str, Any]:
    """The choice, tidied. Raises: FieldMissing for what can't be chosen, DayInTheFuture for an offer not made yet."""
    if unknown := set(chosen) - {*CHOSEN, "because"}:
        raise ValueError(f"not chosen in a decision: {', '.join(sorted(unknown))}")
    tidy = {name: value.strip() if isinstance(value, str) else value for name, value in chosen.items()}
    for name, allowed in _CHOICES.items():
        if tidy.get(name) and tidy[name] not in allowed:
            raise FieldMissing(name, "Valg", "vælg en af mulighederne på siden")
    if (offered := tidy.get("plan_on")) and offered > on:
        raise DayInTheFuture("plan_on", "Handleplan tilbudt", offered)
    begins, ends = tidy.get("begins_on"), tidy.get("ends_on")
    if begins and ends and ends < begins:
        raise FieldMissing("ends_on", "Slutter", f"skriv en dag fra {begins:%d-%m-%Y} og frem")
    if tidy.get("amount") is not None and "unit" in tidy and not tidy["unit"]:
        raise FieldMissing("unit", "Enhed", "vælg, hvad omfanget tælles i")
    if tidy.get("as_wished") and PlannedChange.objects.filter(application=application, initiative=PlannedChange.Initiative.AUTHORITY).exists():
        raise FieldMissing("as_wished", "Borgerens ønske", "ændringen er kommunens initiativ og kan ikke være borgerens eget ønske")
    return tidy


@transaction.atomic
def prepare(application: Application, *, seen: int, by: Actor, on: date, **chosen: Any) -> Preparation:
    """Keep the choice as it stands, on the version that was seen; 0 when there was none.

    Shapes: `chosen` are fields of `Choice`, and `because` for a correction; those left out stand as they were.
    Source: FVL §§ 22–24.
    Raises: FieldMissing, Conflict, CaseClosed, NotAwaitingDecision.
    """
    may_prepare(application, by)
    values = {**readable(application, chosen, on=on), "written_by_id": by.employee, "written_at": clock.now()}
    found, made = Preparation.objects.get_or_create(application=application, defaults=values)
    if not made:
        _in_order(found, values)
        try:
            versions.write(found, seen=seen, **values)
        except Conflict as conflict:
            hidden = ("written_by_id", "written_at")
            theirs, yours = ({name: value for name, value in side.items() if name not in hidden} for side in (conflict.theirs, conflict.yours))
            raise Conflict(theirs=theirs, yours=yours, version=conflict.version, thing=found) from None
    acts.record("prepare_decision", found, by=by, on=on, case=application.case.public_id, version=found.version, fields=sorted(chosen))
    return found


def _in_order(found: Preparation, values: dict[str, Any]) -> None:
    begins, ends = values.get("begins_on", found.begins_on), values.get("ends_on", found.ends_on)
    if begins and ends and ends < begins:
        raise FieldMissing("ends_on", "Slutter", f"skriv en dag fra {begins:%d-%m-%Y} og frem")


@transaction.atomic
def recommend(application: Application, *, text: str, seen: int, by: Actor, on: date, alternative: str = "", wish: str = "", tried: str = "") -> Recommendation:
    """Write what is recommended to the committee, on the version that was seen; 0 when there was none.

    Shapes: `wish` is the citizen's own words, `tried` what has been given before.
    Raises: FieldMissing, Conflict.
    """
    may_prepare(application, by)
    if not text.strip():
        raise FieldMissing("text", "Indstilling", "skriv, hvad du indstiller til")
    values: dict[str, Any] = {"text": text.strip(), "alternative": alternative.strip(), "wish": wish.strip(), "tried": tried.strip()}
    found, made = Recommendation.objects.get_or_create(application=application, defaults={**values, "written_on": on, "written_by_id": by.employee})
    if not made:
        versions.write(found, seen=seen, **values)
    acts.record("recommend", found, by=by, on=on, case=application.case.public_id, version=found.version)
    return found


@transaction.atomic
def pass_gate(application: Application, gate: str, *, reason: str, by: Actor, on: date) -> GatePass:
    """Pass a gate with a written reason, where the rule behind it leaves room for one.

    Raises: FieldMissing, GateNeedsFact, MoveNotAllowed when the gate isn't open.
    """
    may_prepare(application, by)
    if gate not in gates.LABELS:
        raise FieldMissing("gate", "Port", "vælg en af dem, der mangler")
    if not reason.strip():
        raise FieldMissing("reason", "Begrundelse", "skriv, hvorfor afgørelsen kan træffes alligevel")
    stands = next(one for one in outlook(application, on=on).gates if one.code == gate)
    if not stands.is_open:
        raise MoveNotAllowed
    if not stands.by_reason:
        raise GateNeedsFact(stands.label, stands.rule, stands.missing)
    made: GatePass = GatePass.objects.create(
        application=application, gate=gate, rule=stands.rule[:200], reason=reason.strip(), passed_on=on, passed_by_id=by.employee
    )
    acts.record("pass_gate", made, by=by, on=on, case=application.case.public_id, gate=gate)
    return made


@transaction.atomic
def withdraw_reason(application: Application, gate: str, *, by: Actor, on: date) -> None:
    """Take back the reason a gate was passed with: it is open again. Raises: MoveNotAllowed when there is none."""
    may_prepare(application, by)
    found = GatePass.objects.filter(application=application, gate=gate).by_reason().first()
    if found is None or not GatePass.objects.filter(pk=found.pk, withdrawn_on=None).update(withdrawn_on=on):
        raise MoveNotAllowed
    acts.record("withdraw_reason", found, by=by, on=on, case=application.case.public_id, gate=gate)
