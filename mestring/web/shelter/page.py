"""The shelter's pages: the cases put before its leader, and one of them."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from django.urls import reverse

from mestring.decisions.gathering import Outlook
from mestring.decisions.models import Decision, Outcome, Referral
from mestring.decisions.states import ReferralState
from mestring.people.access import Actor
from mestring.rules.rulebook import open_library
from mestring.web.components import days, deciding, lists
from mestring.web.components.case import Flag, Gates, Pair
from mestring.web.components.lists import Tag
from mestring.web.components.marks import Mark

MOST = 100


@dataclass(frozen=True, slots=True)
class Line:
    """A case in the list. Shapes: `due` is how long there is to answer the citizen, while it waits."""

    referral: Referral
    who: str
    sign: str
    due: lists.Due | None
    state: Mark | Tag


@dataclass(frozen=True)
class ReferralsPage:
    waiting: list[Line]
    answered: list[Line]

    @property
    def seen(self) -> list[Referral]:
        """Those that are shown, to be logged."""
        return [line.referral for line in (*self.waiting, *self.answered)]


def referrals(by: Actor, on: date) -> ReferralsPage:
    """Those that wait, the nearest deadline first, and those that were decided while their cases can still be seen."""
    rows = Referral.objects.before(by).select_related("application__case__citizen", "unit", "decision")
    waiting = list(rows.waiting().order_by("application__deadline", "pk")[:MOST])
    answered = list(rows.filter(state=ReferralState.DECIDED).order_by("-answered_on", "-pk")[:MOST])
    return ReferralsPage([_line(one, on) for one in waiting], [_line(one, on) for one in answered])


def _line(one: Referral, on: date) -> Line:
    application = one.application
    waits = one.waits
    state: Mark | Tag = deciding.OUTCOMES[Outcome(one.decision.outcome)] if one.decision else Tag(str(one.get_state_display()))
    due = lists.due(application.deadline, on) if waits and application.deadline else None
    return Line(one, application.case.citizen.name, open_library().sections[application.section].sign, due, state)


@dataclass(frozen=True)
class ReferralPage:
    """Shapes: `replaces` says what was decided before, when it is to be corrected; `may_decide` that it waits."""

    title: str
    lead: str
    due: lists.Due | None
    flags: list[Flag]
    words: str
    sent: str
    chosen: list[Pair]
    reasons: list[Pair]
    differences: list[str]
    conditions: list[deciding.Condition]
    aside: list[deciding.Condition]
    sentence: str
    shut: Gates
    passed: Gates
    replaces: str
    case_address: str
    ask_more: bool
    may_decide: bool
    answer: str


def referral(one: Referral, stands: Outlook, on: date, *, wrong: Decision | None) -> ReferralPage:
    """Everything that is shown of a case."""
    application, case = one.application, one.application.case
    section = open_library().sections[application.section]
    age = case.citizen.age(on)
    own = stands.consideration
    conditions = deciding.conditions(stands.eligibility, own.facts if own else {}, own.judgements if own else {})
    shut, passed = deciding.split([deciding.gate(gate) for gate in stands.gates])
    shown = one.decision or stands.preparation
    waits = one.waits
    return ReferralPage(
        title=f"{case.citizen.name}{f', {age} år' if age is not None else ''} · {section.sign} {section.title(application.received_on).lower()}",
        lead=f"Sag {case.number} · sagsbehandler {case.responsible.name if case.responsible else 'ingen'} · ansøgt {days.plain(application.received_on, on)}",
        due=lists.due(application.deadline, on) if waits and application.deadline else None,
        flags=[Flag("Navne- og adressebeskyttelse", "Adressen må ikke gives videre.", "lock", stop=True)] if case.citizen.is_protected(on) else [],
        words=one.words,
        sent=f"Forelagt {days.in_text(one.sent_on, on)} af {one.sent_by.name}",
        chosen=deciding.chosen(shown, on) if shown and shown.outcome else [],
        reasons=deciding.reasons(shown) if shown else [],
        differences=list(stands.differences),
        conditions=[each for each in conditions if not each.role],
        aside=[each for each in conditions if each.role],
        sentence=stands.eligibility.sentence,
        shut=shut,
        passed=passed,
        replaces=f"{wrong.get_outcome_display()} {days.in_text(wrong.decided_on, on)}" if wrong and waits else "",
        case_address=reverse("caseworker:case", args=[case.public_id]),
        ask_more=bool(stands.open_gates or (stands.differences and shown and not shown.departure.strip())),
        may_decide=waits,
        answer=_answer(one, on),
    )


def _answer(one: Referral, on: date) -> str:
    if one.answered_on is None:
        return ""
    return f"{one.get_state_display()} {days.in_text(one.answered_on, on)} af {one.answered_by.name if one.answered_by else 'en anden'}."
