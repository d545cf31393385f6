"""Situations around a complaint, made by the acts that make them in the house."""

from __future__ import annotations

from datetime import date
from typing import Any

from mestring.cases.models import Application
from mestring.complaints import actions
from mestring.complaints.models import Complaint
from mestring.decisions import actions as deciding
from mestring.decisions.models import Consideration, Decision, Preparation
from mestring.people.access import Actor
from tests.decisions import given_decision as known
from tests.given import TODAY

RECEIVED = date(2026, 12, 2)
REVIEW_DUE = date(2026, 12, 30)
WRITTEN = {
    "legal_basis": "Serviceloven § 85.",
    "considerations": "Karen klarer hverdagen med hjælp fra sin søster.\nStøtten skal bruges der, hvor behovet er størst.",
    "facts": "Karen handler ind og laver mad alene.",
}


def refused(by: Actor, *, section: str = "85", application: Application | None = None, told_on: date | None = TODAY) -> Decision:
    """A refusal, told by word on the day it was made unless told otherwise."""
    asked = application or known.asked_for(by, section)
    choice = known.prepared(asked, by, **known.REFUSED)
    deciding.pass_gate(asked, "hearing_done", reason="Karen kender alle oplysningerne.", by=by, on=TODAY)
    made = deciding.decide(asked, seen=choice.version, by=by, on=TODAY)
    if told_on:
        deciding.communicate_orally(made, words="Fortalt Karen i telefonen.", told_on=told_on, by=by, on=told_on)
    return made


def complaint(by: Actor, decision: Decision | None = None, *, received_on: date = RECEIVED, on: date | None = None, **more: Any) -> Complaint:
    """A complaint of a refusal, by telephone."""
    over = decision or refused(by)
    values = {"channel": "phone", "words": "Jeg kan ikke klare det alene.", **more}
    return actions.register_complaint(over.application.case, decision=over, received_on=received_on, by=by, on=on or received_on, **values)


def corrected(found: Complaint, by: Actor, *, on: date = RECEIVED, **chosen: Any) -> Decision:
    """The refusal made good by a new decision."""
    assert found.decision is not None
    application = found.decision.application
    own = Consideration.objects.get(application=application, section=application.section)
    for fact in own.judgements:
        deciding.judge_condition(own, fact, met=True, words="Klagen viser det.", seen=own.version, by=by, on=on)
    known.considered(application, by, on=on)
    known.unassessed(application, by)
    seen = Preparation.objects.get(application=found.decision.application).version
    values = {**known.GRANTED, **known.REASONS, "begins_on": date(2026, 12, 15), "departure": "Ny oplysning i klagen.", **chosen}
    return deciding.correct_decision(found.decision, because="Klagen viste, at behovet var overset.", seen=seen, by=by, on=on, **values)


def maintained(by: Actor, *, on: date = RECEIVED, **more: Any) -> Complaint:
    """A complaint whose decision is held on to."""
    found = complaint(by, **more)
    return actions.maintain(found, seen=found.version, by=by, on=on, **WRITTEN)


def forwarded(by: Actor, *, on: date = RECEIVED, **more: Any) -> Complaint:
    """A complaint the appeals board has."""
    return actions.forward(maintained(by, on=on, **more), by=by, on=on)


def early_help(by: Actor, *, specific: str = "nej", referred: str = "nej", section: str = "82a") -> Decision:
    """A refusal under chapter 15 a, with what was answered about the right to complain when it was made."""
    asked = known.asked_for(by, section)
    own = deciding.consider(asked, section, by=by, on=TODAY)
    for fact, value in (("applied_for_specific_service", specific), ("refused_with_reference_to_early_help", referred)):
        deciding.set_fact(own, fact, value=value, source="Ansøgningen", seen=own.version, by=by, on=TODAY)
    return refused(by, application=asked)
