"""How a complaint stands by law: gathered from the decision's rows, asked of the proposals. Writes nothing."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, timedelta
from typing import Any

from mestring.cases.actions.application import reason_json
from mestring.complaints import proposals
from mestring.complaints.models import Complaint
from mestring.decisions.models import Consideration, Decision, Outcome
from mestring.decisions.proposals import Asked, Proposed, effect_date, notice_weeks
from mestring.rules import danish
from mestring.rules.rulebook import open_library

LAW = "law"
DAY = timedelta(days=1)


@dataclass(frozen=True, slots=True)
class Right:
    """Whether law lets the decision be complained of (klageadgang).

    Shapes: `allowed` is none while one of the questions in `missing` is unanswered. A council's own document can neither give nor take the right, so only law is asked.
    Source: RSL § 60; SEL §§ 82 a–d, 101 a, 109, 110.
    """

    allowed: bool | None
    source: str
    says: str
    asked: tuple[Asked, ...]
    missing: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class InTime:
    """Whether the complaint came in time, with why. `last_day` is none when nobody knows when the citizen had the decision; then it counts as in time."""

    in_time: bool
    last_day: date | None
    received: date | None
    sentence: str
    steps: list[dict[str, Any]] = field(default_factory=list)


def right(decision: Decision, answers: Mapping[str, Any]) -> Right:
    """Whether the decision can be complained of, by the law of the day it was made, and which questions that rests on."""
    on = decision.decided_on
    unanswered = proposals.complaint_right(LAW, decision.section, {}, on)
    found = proposals.complaint_right(LAW, decision.section, {**answers}, on) if answers else unanswered
    return Right(found.value, found.source, _says(found), unanswered.missing, tuple(one.id for one in found.missing))


def _says(found: Proposed) -> str:
    """The rule in its own words, and its exception where there is one."""
    exception = getattr(getattr(found.entry.rule, "exception", None), "text", "") if found.entry else ""
    return " ".join(part for part in (found.says, exception) if part)


def known_answers(decision: Decision) -> dict[str, Any]:
    """What was answered about the right to complain when the decision was made."""
    asked = {one.id for one in right(decision, {}).asked}
    held = Consideration.objects.filter(application=decision.application_id, section=decision.section).first() if asked else None
    return {fact: value for fact, value in held.values.items() if fact in asked} if held else {}


def reads(asked: tuple[Asked, ...], answers: Mapping[str, str]) -> dict[str, Any]:
    """What was answered, as the library reads it. A question left open is left out: unknown is never no."""
    found: dict[str, Any] = {}
    for one in asked:
        answer = answers.get(one.id, "")
        if one.type == "yes_no" and answer in ("ja", "nej"):
            found[one.id] = answer == "ja"
        elif one.type == "choice" and answer in dict(one.options):
            found[one.id] = answer
    return found


def in_time(decision: Decision, received_on: date, on: date, told_on: date | None = None) -> InTime:
    """Whether a complaint came within four weeks of the day the citizen had the decision.

    Shapes: `told_on` is the day the complainant says they had it, used when the house does not know.
    Source: RSL § 67.
    """
    had = decision.counts_from or told_on
    if had is None or had > received_on:
        why = "Det vides ikke, hvornår borgeren fik afgørelsen" if had is None else "Klagen kom, før afgørelsen regnes for modtaget"
        steps = [{"text": why, "source": "RSL § 67"}, {"text": "Klagen regnes for at være kommet", "value": "til tiden"}]
        last_day = proposals.complaint_last_day(had, on).value if had else None
        return InTime(True, last_day, had, f"{why}. Klagen regnes for at være kommet til tiden.", steps)
    found = proposals.in_time(had, received_on, on)
    last = proposals.complaint_last_day(had, on)
    steps = [*until(last), {"text": "Klagen kom", "value": danish.date_plain(received_on)}]
    return InTime(found.in_time, found.last_day, had, found.sentence, steps)


def timely(complaint: Complaint, on: date) -> InTime:
    """Whether the complaint came in time, by what is known on the day it is read: the day the citizen had the decision may become known after the complaint was registered.

    Source: RSL § 67.
    """
    if complaint.decision is None or complaint.decision_received_on:
        return InTime(complaint.in_time, complaint.last_day, complaint.decision_received_on, "", complaint.trace)
    return in_time(complaint.decision, complaint.received_on, on)


def until(proposed: Proposed) -> list[dict[str, Any]]:
    """The trace as plain data, as far as its day: what a rule also says about later steps is left out."""
    steps = [reason_json(one) for one in proposed.steps]
    day = danish.date_plain(proposed.value) if isinstance(proposed.value, date) else ""
    reached = max((place for place, one in enumerate(steps) if one["value"] == day), default=len(steps) - 1)
    return steps[: reached + 1]


def suspends(decision: Decision, received_on: date) -> tuple[date | None, str]:
    """The last day the old help goes on because of law's own notice, and the rule. A complaint suspends nothing else.

    Source: RSL § 72; SEL § 3 a, stk. 2.
    """
    if (
        decision.outcome not in (Outcome.REDUCED, Outcome.ENDED)
        or decision.as_wished
        or not notice_weeks(decision.section, decision.outcome, decision.decided_on)
    ):
        return None, ""
    had = decision.counts_from
    earliest = effect_date(decision.section, decision.outcome, had, received_on).date if had else decision.effect_on
    first = max((day for day in (decision.effect_on, earliest) if day), default=None)
    if first is None or first <= received_on:
        return None, ""
    return first - DAY, open_library().entry("sel-3a-appeal").source.label()


def review_due(received_on: date, on: date) -> Proposed:
    """The last day to review the complaint and send it on. Source: RSL § 66."""
    return proposals.complaint_review_due(received_on, on)


def shelter_first(decision: Decision, on: date) -> bool:
    """Whether the complaint is handed in at the shelter, whose leader decided. Source: SEL §§ 109, 110."""
    return proposals.shelter_first(decision.standard, decision.section, {}, on)
