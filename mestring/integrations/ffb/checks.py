"""Whether a bundle keeps the rules of the format. What is wrong is told by the type of the resource and the rule, and never by what it holds."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from mestring.integrations.ffb import codes, names
from mestring.integrations.ffb.resource import references
from mestring.integrations.ffb.shapes import BUNDLE, META, PROFILES, TYPES, Element, broken, is_uuid, one

PRIMARY = 1


@dataclass(frozen=True, slots=True, order=True)
class Fault:
    """A rule that is broken, by the type of the resource that breaks it."""

    type: str
    rule: str


Bundled = Mapping[str, dict[str, Any]]
"""The resources of a bundle by their key."""


def faults(bundle: dict[str, Any]) -> list[Fault]:
    """Every rule a bundle breaks; the rules between resources are asked only when each is whole by itself."""
    found = [Fault("Bundle", rule) for rule in broken(bundle, one(BUNDLE), "Bundle")]
    if found:
        return found
    for entry in bundle["entry"]:
        found += _alone(entry)
    return found or sorted(set(_together(bundle)))


def _alone(entry: dict[str, Any]) -> list[Fault]:
    """The rules of one resource: its type, id, meta, profile and elements."""
    resource = entry["resource"]
    kind = resource.get("resourceType")
    if not isinstance(kind, str) or kind not in TYPES:
        return [Fault("Bundle", "en ressource er af en type, rapporten ikke har")]
    found = list(broken(resource.get("meta"), one(META), f"{kind}.meta"))
    if not is_uuid(resource.get("id")):
        found.append(f"{kind}.id skal være et UUID")
    elif entry["fullUrl"] != f"{kind}/{resource['id']}":
        found.append("fullUrl skal være Type/id")
    if found:
        return [Fault(kind, rule) for rule in found]
    wanted, shape = PROFILES[_profile(resource)]
    if wanted != kind:
        return [Fault(kind, "meta.profile hører til en anden type")]
    body = {name: value for name, value in resource.items() if name not in ("resourceType", "id", "meta")}
    return [Fault(kind, rule) for rule in broken(body, Element(shape), kind)]


def _profile(resource: dict[str, Any]) -> str:
    found: str = resource["meta"]["profile"][0]
    return found


def _code(concept: dict[str, Any]) -> str:
    found: str = concept["coding"][0]["code"]
    return found


# ------------------------------------------------------------------------------------------------ between resources


def _together(bundle: dict[str, Any]) -> Iterator[Fault]:
    rows = [entry["resource"] for entry in bundle["entry"]]
    there: Bundled = {entry["fullUrl"]: entry["resource"] for entry in bundle["entry"]}
    if len(there) != len(rows):
        yield Fault("Bundle", "to ressourcer har samme id")
    patients = [key for key, row in there.items() if row["resourceType"] == "Patient"]
    if len(patients) != 1:
        yield Fault("Bundle", "præcis én borger")
        return
    stamp = datetime.fromisoformat(bundle["timestamp"])
    for row in rows:
        kind = row["resourceType"]
        if any(key not in there for key in references(row)):
            yield Fault(kind, "det, der henvises til, skal være i rapporten")
            continue
        if datetime.fromisoformat(row["meta"]["lastUpdated"]) > stamp:
            yield Fault(kind, "meta.lastUpdated er efter rapportens tid")
        if "subject" in row and row["subject"]["reference"] != patients[0]:
            yield Fault(kind, "subject er ikke borgeren")
        yield from (Fault(kind, rule) for rule in _RULES.get(_profile(row), _none)(row, there))


def _none(_: dict[str, Any], __: Bundled) -> Iterator[str]:
    yield from ()


def _refers(rows: list[dict[str, Any]], profile: str, there: Bundled, what: str) -> Iterator[str]:
    if any(_profile(there[one["reference"]]) != profile for one in rows):
        yield f"{what} henviser til en anden profil"


def _gathering(row: dict[str, Any], there: Bundled) -> Iterator[str]:
    yield from _refers([row["extension"][0]["valueReference"]], names.SERVICE_REQUEST, there, "BasedOnServiceRequest")
    yield from _refers([one["itemReference"] for one in row.get("finding", [])], names.CONDITION, there, "finding")
    yield from _refers([one for part in row.get("investigation", []) for one in part["item"]], names.CARE_EVALUATION, there, "investigation")


def _condition(row: dict[str, Any], _: Bundled) -> Iterator[str]:
    if ("severity" in row) != (_code(row["code"]) in codes.leveled()):
        yield "kl-reporting-ffb-condition-1: niveau netop under Aktivitet og deltagelse"
    if row.get("extension") and row["extension"][0]["valueDateTime"][:10] < row["recordedDate"][:10]:
        yield "sidst vurderet før den blev registreret"


def _goal(row: dict[str, Any], there: Bundled) -> Iterator[str]:
    yield from _refers(row["addresses"], names.CONDITION, there, "addresses")
    if any(_code(there[one["reference"]]["code"]) not in codes.leveled() for one in row["addresses"]):
        yield "kl-reporting-ffb-intervention-goal-1: kun emner under Aktivitet og deltagelse"
    if _ranks(row)[PRIMARY] != 1:
        yield "kl-reporting-ffb-intervention-goal-2: præcis ét primært emne"
    if len({one["reference"] for one in row["addresses"]}) != len(row["addresses"]):
        yield "et emne står to gange"
    if Counter(_code(one["measure"]) for one in row["target"]) != Counter([names.SEVERITY_MEASURE, names.KIND_MEASURE]):
        yield "target: forventet niveau og måltype, hver én gang"


def _ranks(row: dict[str, Any]) -> Counter[int]:
    return Counter(one["extension"][0]["valuePositiveInt"] for one in row.get("addresses", []))


def _care_plan(row: dict[str, Any], there: Bundled) -> Iterator[str]:
    extensions = Counter(one["url"] for one in row["extension"])
    if extensions[names.CASE_NUMBER] != 1:
        yield "præcis ét sagsnummer"
    dates = [one["valueReference"] for one in row["extension"] if one["url"] == names.FOLLOW_UP_DATE]
    yield from _refers(dates, names.FOLLOW_UP_ENCOUNTER, there, "FollowUpDate")
    yield from _refers(row.get("careTeam", []), names.SERVICE_PERFORMER, there, "careTeam")
    yield from _refers(row.get("addresses", []), names.TARGET_GROUP, there, "addresses")
    yield from _refers(row.get("goal", []), names.INTERVENTION_GOAL, there, "goal")
    evaluations = [one for part in row.get("activity", []) for one in part["outcomeReference"]]
    yield from _refers(evaluations, names.CARE_EVALUATION, there, "outcomeReference")
    yield from _in_order(row)
    if row["intent"] == "order" and row["status"] != "completed":
        if not dates:
            yield "kl-reporting-ffb-care-plan-1: dag for opfølgning"
        if not evaluations:
            yield "kl-reporting-ffb-care-plan-4: vurderet støttebehov"
        if not row.get("addresses"):
            yield "kl-reporting-ffb-care-plan-5: målgruppe"
    if _ranks(row)[PRIMARY] > 1:
        yield "kl-reporting-ffb-care-plan-2: højst én primær målgruppe"


def _in_order(row: dict[str, Any]) -> Iterator[str]:
    period = row["period"]
    if "end" in period and period["end"][:10] < period["start"][:10]:
        yield "period slutter, før den begynder"


def _intervention(row: dict[str, Any], there: Bundled) -> Iterator[str]:
    yield from _refers(row["basedOn"], names.CARE_PLAN, there, "basedOn")
    yield from _in_order(row)


def _follow_up(row: dict[str, Any], there: Bundled) -> Iterator[str]:
    yield from _refers(row["focus"], names.CARE_PLAN, there, "focus")


_RULES: Mapping[str, Callable[[dict[str, Any], Bundled], Iterator[str]]] = {
    names.INFORMATION_GATHERING: _gathering,
    names.CONDITION: _condition,
    names.INTERVENTION_GOAL: _goal,
    names.CARE_PLAN: _care_plan,
    names.INTERVENTION: _intervention,
    names.FOLLOW_UP: _follow_up,
}
