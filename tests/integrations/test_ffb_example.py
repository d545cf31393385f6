"""KL's public example, held against what KL says is reported of each step: what is new, updated and unchanged, with codes, levels, ranks and days, written here by hand.

Steps 3, 4 and 5 are one day, and so one report. In two things the house says more or less than KL's text, as KL's own files do: an assessment that is begun anew is reported
when it is begun, and it holds only the topics judged anew.
"""

from __future__ import annotations

from collections import Counter
from datetime import date
from typing import Any

import pytest

from mestring.integrations.ffb import checks, names
from tests.integrations import given_ffb as known
from tests.integrations.given_ffb import (
    ASSESSMENT,
    CHANGE,
    CLOSING,
    COMPETENCE,
    CONTACT,
    DAILY,
    DAY_OFFER,
    DEVELOP,
    DEVELOPMENTAL,
    EATING,
    ENDS_AND_REFERS,
    FOLLOW_UP,
    GOES_ON,
    HEALTHY,
    HOME,
    INFORMATION,
    LEVELS,
    LIGHT,
    LIGHT_NEED,
    LIMIT,
    MAINTAIN,
    MODERATE,
    MUNICIPALITY,
    NO_NEED,
    NONE_IMPAIRED,
    OPENING,
    PHYSICAL,
    SEVERE,
    SHOPPING,
    SOCIAL,
    SUICIDAL,
    TRANSPORT,
    WITHOUT_LEVEL,
    WORK,
    Told,
)

pytestmark = pytest.mark.django_db
NEW, UPDATED, UNCHANGED = "new", "updated", "unchanged"
MAY_28, MAY_29, JUNE_18, AUGUST_29, AUGUST_30 = "2021-05-28", "2021-05-29", "2021-06-18", "2021-08-29", "2021-08-30"
Said = tuple[Any, ...]


@pytest.fixture
def told() -> Told:
    return known.tell()


# ------------------------------------------------------------------------------------------------ what a resource says, in short


def code(concept: dict[str, Any]) -> str:
    return str(concept["coding"][0]["code"])


def said(row: dict[str, Any], there: dict[str, dict[str, Any]]) -> Said:
    """What one resource says, with what it refers to said in short."""

    def topic(ref: dict[str, Any]) -> str:
        return code(there[ref["reference"]]["code"])

    def plan(ref: dict[str, Any]) -> Said:
        found = there[ref["reference"]]
        return code(there[found["careTeam"][0]["reference"]]["category"][0]), found["period"]["start"]

    def ranks(rows: list[dict[str, Any]]) -> frozenset[tuple[str, int]]:
        return frozenset((topic(one), one["extension"][0]["valuePositiveInt"]) for one in rows)

    def period(found: dict[str, Any]) -> Said:
        return found["start"], found.get("end")

    match row["meta"]["profile"][0]:
        case names.CITIZEN:
            return ("citizen", row["identifier"][0]["value"], row["managingOrganization"]["identifier"]["value"])
        case names.SERVICE_REQUEST:
            return ("request", row["extension"][0]["extension"][0]["valueIdentifier"]["value"], row["status"])
        case names.INFORMATION_GATHERING:
            needs = [code(there[one["reference"]]["valueCodeableConcept"]) for part in row.get("investigation", []) for one in part["item"]]
            return ("gathering", row["status"], row["effectiveDateTime"], frozenset(topic(one["itemReference"]) for one in row.get("finding", [])), *needs)
        case names.CONDITION:
            asserted = [one["valueDateTime"] for one in row.get("extension", [])]
            return ("condition", code(row["code"]), code(row["severity"]) if "severity" in row else None, row["recordedDate"], *asserted)
        case names.TARGET_GROUP:
            return ("group", code(row["code"]), row["recordedDate"])
        case names.CARE_EVALUATION:
            return ("need", code(row["valueCodeableConcept"]), row["effectiveDateTime"], row["status"])
        case names.INTERVENTION_GOAL:
            targets = {code(one["measure"]): code(one["detailCodeableConcept"]) for one in row["target"]}
            return ("goal", ranks(row["addresses"]), targets[names.SEVERITY_MEASURE], targets[names.KIND_MEASURE], row["lifecycleStatus"])
        case names.CARE_PLAN:
            dates = [there[one["valueReference"]["reference"]]["period"]["start"] for one in row["extension"] if one["url"] == names.FOLLOW_UP_DATE]
            offer = code(there[row["careTeam"][0]["reference"]]["category"][0])
            need = code(there[row["activity"][0]["outcomeReference"][0]["reference"]]["valueCodeableConcept"])
            return ("plan", offer, row["status"], period(row["period"]), ranks(row["addresses"]), need, *dates)
        case names.INTERVENTION:
            return ("intervention", code(row["activity"][0]["detail"]["code"]), plan(row["basedOn"][0]), period(row["period"]), row["status"])
        case names.SERVICE_PERFORMER:
            return ("performer", code(row["category"][0]))
        case names.FOLLOW_UP_ENCOUNTER:
            return ("encounter", row["period"]["start"])
        case names.FOLLOW_UP:
            return ("follow-up", plan(row["focus"][0]), code(row["valueCodeableConcept"]), row["effectiveDateTime"], row["status"])
    raise AssertionError(row["meta"])


def told_of(told: Told) -> dict[date, Counter[tuple[str, Said]]]:
    """What each report said, and whether it was new, updated or unchanged since the reports before it."""
    known_of: dict[str, dict[str, Any]] = {}
    found = {}
    for day, made in told.sent.items():
        there = {entry["fullUrl"]: entry["resource"] for entry in made["entry"]} if made else {}
        counted: Counter[tuple[str, Said]] = Counter()
        for key, row in there.items():
            body = {name: value for name, value in row.items() if name != "meta"}
            how = NEW if key not in known_of else UNCHANGED if known_of[key] == body else UPDATED
            counted[how, said(row, there)] += 1
            known_of[key] = body
        found[day] = counted
    return found


# ------------------------------------------------------------------------------------------------ what KL says

CITIZEN: Said = ("citizen", "0101814321", MUNICIPALITY)
CONDITIONS: dict[str, Said] = {
    **{topic: ("condition", topic, None, MAY_28) for topic in WITHOUT_LEVEL},
    CONTACT: ("condition", CONTACT, MODERATE, MAY_28),
    WORK: ("condition", WORK, LIGHT, MAY_28),
    EATING: ("condition", EATING, SEVERE, MAY_28),
    SHOPPING: ("condition", SHOPPING, MODERATE, MAY_28),
    TRANSPORT: ("condition", TRANSPORT, SEVERE, MAY_28),
}
CONTACT_ANEW: Said = ("condition", CONTACT, LIGHT, MAY_28, JUNE_18)
ALL = frozenset(CONDITIONS)
NEED: Said = ("need", LIGHT_NEED, MAY_29, "final")
GOALS: list[Said] = [
    ("goal", frozenset({(CONTACT, 1), (WORK, 2), (TRANSPORT, 2)}), LIGHT, MAINTAIN, "active"),
    ("goal", frozenset({(SHOPPING, 1)}), NONE_IMPAIRED, DEVELOP, "active"),
    ("goal", frozenset({(EATING, 1)}), SEVERE, LIMIT, "active"),
]
GOAL_ANEW: Said = ("goal", frozenset({(CONTACT, 1), (WORK, 2), (TRANSPORT, 2)}), NONE_IMPAIRED, DEVELOP, "active")
RANKS = frozenset({(DEVELOPMENTAL, 1), (PHYSICAL, 2), (SUICIDAL, 2)})
GROUPS: list[Said] = [("group", one, MAY_29) for one in (DEVELOPMENTAL, PHYSICAL, SUICIDAL)]
PERFORMERS: list[Said] = [("performer", HOME), ("performer", DAY_OFFER)]
ENCOUNTER: Said = ("encounter", AUGUST_29)
PLAN_1: Said = ("plan", HOME, "active", (MAY_29, None), RANKS, LIGHT_NEED, AUGUST_29)
PLAN_2: Said = ("plan", DAY_OFFER, "active", (MAY_29, None), RANKS, LIGHT_NEED, AUGUST_29)
PLAN_2_OVER: Said = ("plan", DAY_OFFER, "completed", (MAY_29, JUNE_18), RANKS, LIGHT_NEED)
PLAN_3: Said = ("plan", DAY_OFFER, "active", (JUNE_18, None), RANKS, LIGHT_NEED, AUGUST_29)


def given(how: str, *rows: Said) -> list[tuple[str, Said]]:
    return [(how, row) for row in rows]


def test_the_opening_is_not_reported(told: Told) -> None:
    assert told.sent[OPENING] is None


def test_the_topics_are_reported_with_the_citizen_the_gathering_and_the_request(told: Told) -> None:
    assert told_of(told)[INFORMATION] == Counter(
        given(NEW, CITIZEN, ("request", told.case.number, "active"), ("gathering", "in-progress", MAY_28, ALL), *CONDITIONS.values())
    )
    assert len(CONDITIONS) == 15
    assert [code for code, level in LEVELS.items() if level == 3] == [EATING, TRANSPORT]


def test_the_need_the_goals_and_the_grant_are_one_days_report(told: Told) -> None:
    assert told_of(told)[ASSESSMENT] == Counter(
        given(UNCHANGED, CITIZEN, ("request", told.case.number, "active"), *CONDITIONS.values())
        + given(UPDATED, ("gathering", "completed", MAY_29, ALL, LIGHT_NEED))
        + given(NEW, NEED, *GOALS, *GROUPS, *PERFORMERS, ENCOUNTER, PLAN_1, PLAN_2)
        + given(
            NEW,
            ("intervention", DAILY, (HOME, MAY_29), (MAY_29, None), "active"),
            ("intervention", HEALTHY, (HOME, MAY_29), (MAY_29, None), "active"),
            ("intervention", SOCIAL, (DAY_OFFER, MAY_29), (MAY_29, None), "active"),
        )
    )


def test_the_change_ends_one_plan_begins_another_and_tells_of_both_follow_ups(told: Told) -> None:
    assert told_of(told)[CHANGE] == Counter(
        given(
            UNCHANGED, CITIZEN, ("request", told.case.number, "active"), CONDITIONS[WORK], CONDITIONS[TRANSPORT], NEED, *GROUPS, *PERFORMERS, ENCOUNTER, PLAN_1
        )
        + given(UPDATED, CONTACT_ANEW, PLAN_2_OVER, ("intervention", SOCIAL, (DAY_OFFER, MAY_29), (MAY_29, JUNE_18), "completed"))
        + given(NEW, ("gathering", "in-progress", JUNE_18, frozenset({CONTACT})), GOAL_ANEW, PLAN_3)
        + given(
            NEW,
            ("intervention", COMPETENCE, (DAY_OFFER, JUNE_18), (JUNE_18, None), "active"),
            ("follow-up", (HOME, MAY_29), GOES_ON, JUNE_18, "final"),
            ("follow-up", (DAY_OFFER, MAY_29), ENDS_AND_REFERS, JUNE_18, "final"),
        )
    )


def test_the_closing_ends_everything_with_no_need_left(told: Told) -> None:
    assert told_of(told)[CLOSING] == Counter(
        given(UNCHANGED, CITIZEN, ("request", told.case.number, "active"), CONTACT_ANEW, *GROUPS, *PERFORMERS)
        + given(NEW, ("need", NO_NEED, AUGUST_30, "final"))
        + given(
            UPDATED,
            ("gathering", "completed", AUGUST_30, frozenset({CONTACT}), NO_NEED),
            ("plan", HOME, "completed", (MAY_29, AUGUST_30), RANKS, NO_NEED),
            ("plan", DAY_OFFER, "completed", (JUNE_18, AUGUST_30), RANKS, NO_NEED),
            ("intervention", DAILY, (HOME, MAY_29), (MAY_29, AUGUST_30), "completed"),
            ("intervention", HEALTHY, (HOME, MAY_29), (MAY_29, AUGUST_30), "completed"),
            ("intervention", COMPETENCE, (DAY_OFFER, JUNE_18), (JUNE_18, AUGUST_30), "completed"),
        )
    )


def test_every_report_keeps_the_rules_of_the_format(told: Told) -> None:
    for made in told.sent.values():
        assert made is None or checks.faults(made) == []


def test_what_did_not_change_was_last_changed_before(told: Told) -> None:
    """A resource says when it was changed: on the day of the report when it was new or updated, before it when it was not. A plan also when it was followed up."""
    seen: dict[str, dict[str, Any]] = {}
    for day, made in told.sent.items():
        if made is None:
            continue
        for entry in made["entry"]:
            row = entry["resource"]
            body = {name: value for name, value in row.items() if name != "meta"}
            changed = seen.get(entry["fullUrl"]) != body
            if row["resourceType"] not in ("Patient", "ServiceRequest", "CarePlan"):
                assert (row["meta"]["lastUpdated"][:10] == day.isoformat()) == changed, row["meta"]
            assert row["meta"]["lastUpdated"] <= made["timestamp"]
            seen[entry["fullUrl"]] = body


def test_a_day_reported_again_when_much_has_happened_since_says_the_same(told: Told) -> None:
    for day, made in told.sent.items():
        assert known.reported(told, day) == made
    assert FOLLOW_UP not in told.sent
