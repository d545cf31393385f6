"""Is the citizen covered: a section's conditions, what is asked about them, and the other sections to think of."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.urls import reverse

from mestring.cases.models import Application
from mestring.cases.proposals import Asked
from mestring.cases.states import ApplicationState
from mestring.decisions import gathering, proposals
from mestring.decisions.gathering import Outlook
from mestring.decisions.models import Consideration
from mestring.rules.facts import NONE
from mestring.rules.rulebook import open_library
from mestring.web.caseworker.pages import case as case_page
from mestring.web.caseworker.pages.decision_forms import Others, Weigh
from mestring.web.components import days, deciding, marks
from mestring.web.components.case import Person
from mestring.web.components.forms import Field
from mestring.web.components.marks import Mark

Fate = Consideration.Outcome
MARKS = {
    Fate.OPEN: marks.UNKNOWN,
    Fate.MET: Mark("judge", "✓", "Opfyldt"),
    Fate.NOT_MET: Mark("judge", "✕", "Ikke opfyldt"),
    Fate.NOT_RELEVANT: deciding.NOT_RELEVANT,
}
DERIVED = frozenset({"decision_effect", "fully_granted", "refused", "support_granted", "started", "granted", "moved_in", "has_died", "last_follow_up"})
"""Facts that follow from the choice, or from what comes after it."""
LATER = ("provider", "shelter")
"""Who answers what is known first when help has begun."""


@dataclass(frozen=True, slots=True)
class Question:
    """One thing to answer: the answer, where it is from or the words for it, and that there is none."""

    answer: Field
    beside: Field
    none: Field | None


@dataclass(frozen=True, slots=True)
class Other:
    """Another section law asks the authority to think of."""

    section: str
    name: str
    reason: str
    mark: Mark
    why: str
    address: str
    field: Field | None


@dataclass(frozen=True, slots=True)
class Border:
    """The borderline between § 85 and § 97."""

    sentence: str
    verdicts: list[tuple[str, Mark, str]]
    says: list[tuple[str, str]]


@dataclass(frozen=True)
class EligibilityPage:
    person: Person
    sign: str
    title: str
    standard: str
    applied: bool
    verdict: Mark
    sentence: str
    conditions: list[deciding.Condition]
    aside: list[deciding.Condition]
    questions: list[Question]
    more: list[Question]
    conclusion: list[Field]
    concluded: Mark
    others: list[Other]
    left: int
    border: Border | None
    writes: bool
    decide_address: str
    own_address: str


def address(application: Application, section: str = "") -> str:
    """The page of the section applied for, or of another."""
    at = [application.case.public_id, application.public_id]
    if section and section != application.section:
        return reverse("caseworker:weigh", args=[*at, section])
    return reverse("caseworker:eligibility", args=at)


def known(stands: Outlook, consideration: Consideration | None) -> dict[str, Any]:
    """What the rules may know when another section is weighed: the case's facts, and what is said about that section itself."""
    own = gathering.read_facts(consideration.values) | consideration.judged if consideration else {}
    return {**stands.facts, **own}


def asked(stands: Outlook, section: str, facts: Mapping[str, Any], consideration: Consideration | None) -> tuple[list[Asked], list[Asked]]:
    """What is asked: for the section's conditions, and what else the decision rests on. What has been answered stays, so that it can be mended."""
    application = stands.application
    seen = {one.id for one in proposals.required_facts(application.standard, section, "conditions")}
    answered = {*consideration.facts, *consideration.judgements} if consideration else set()
    own = deciding.asked_of(application.standard, section, facts, consideration, stands.judged_on)
    if section != application.section:
        return own, []
    by_choice = {fact for part in stands.proposal.level for choice in part.choices for fact in choice.facts}
    parts = stands.proposal
    wanted = [
        *parts.complaint.missing,
        *(fact for part in (*parts.extent, *parts.duration, *parts.follow_up, *parts.payment) for fact in part.missing),
        *parts.action_plan.missing,
    ]
    library = open_library()
    wanted += [_as_asked(fact) for fact in sorted(answered - seen) if fact in library.facts]
    if stands.situation.cap_used and gathering.SAME_NEED not in seen | answered:
        wanted.append(_as_asked(gathering.SAME_NEED))
    more = [one for one in dict.fromkeys(wanted) if one.id not in seen | by_choice | DERIVED and (one.answered_by not in LATER or one.id in answered)]
    return own, more


def _as_asked(fact: str) -> Asked:
    found = open_library().facts[fact]
    return Asked(found.id, found.label, found.type, tuple(found.options.items()), found.may_be_none, found.unit, found.answered_by)


def initial(consideration: Consideration | None) -> dict[str, Any]:
    """What stands, by field name."""
    if consideration is None:
        return {}
    return {"outcome": "" if consideration.is_open else consideration.outcome, "why": consideration.why, **_answers(consideration)}


def offered(application: Application, section: str, consideration: Consideration | None) -> dict[str, Any]:
    """What stands, and what the case says of the same facts under other sections, the latest: filled in, and known here once it is saved here."""
    others = Consideration.objects.filter(application__case=application.case_id).exclude(application=application, section=section).order_by("pk")
    own = {*consideration.facts, *consideration.judgements} if consideration else set()
    found: dict[str, dict[str, Any]] = {}
    for one in others:
        answers = _answers(one)
        for fact in {*one.facts, *one.judgements} - own:
            found[fact] = {name: answers[name] for name in (fact, f"{fact}_none", f"{fact}_from", f"{fact}_words") if name in answers}
            if fact in one.facts:
                found[fact][f"{fact}_from"] = f"{one.facts[fact]['from']} ({open_library().sections[one.section].sign})"
    return {name: value for answer in found.values() for name, value in answer.items()} | initial(consideration)


def _answers(one: Consideration) -> dict[str, Any]:
    found: dict[str, Any] = {}
    values = gathering.read_facts(one.values)
    for fact, said in one.facts.items():
        value = values.get(fact)
        found[f"{fact}_from"] = said["from"]
        if value is NONE:
            found[f"{fact}_none"] = True
        else:
            found[fact] = "ja" if value is True else "nej" if value is False else value
    for fact, said in one.judgements.items():
        found |= {fact: "ja" if said["mark"] == "met" else "nej", f"{fact}_words": said["words"]}
    return found


def build(
    stands: Outlook, section: str, form: Weigh, asks: tuple[list[Asked], list[Asked]], on: date, *, writes: bool, others: Others | None = None
) -> EligibilityPage:
    """Everything the page shows. `others` is the form that says of the rest why they have no bearing; only the section applied for has it."""
    application = stands.application
    applied = section == application.section
    consideration = next((one for one in stands.considerations if one.section == section), None)
    facts = known(stands, consideration)
    found = stands.eligibility if applied else proposals.eligibility(application.standard, section, facts, on)
    by_name = {one.name: deciding.quiet(one) for one in form.shown}
    shown = deciding.conditions(found, consideration.facts if consideration else {}, consideration.judgements if consideration else {})
    about = open_library().sections[section]
    rest = _others(stands, others) if applied else []
    return EligibilityPage(
        person=case_page.person(application.case, on, back="Ansøgningen", back_address=_application(application)),
        sign=about.sign,
        title=about.title(application.received_on),
        standard=open_library().standard(stands.guide).short if stands.guide != "law" else "Afgøres efter loven alene",
        applied=applied,
        verdict=marks.of_step(found.eligible),
        sentence=f"{found.sentence}{_judged_on(stands, on) if applied else ''}",
        conditions=[one for one in shown if not one.role],
        aside=[one for one in shown if one.role],
        questions=[_question(one, by_name) for one in asks[0]],
        more=[_question(one, by_name) for one in asks[1]],
        conclusion=[by_name["outcome"], by_name["why"]],
        concluded=MARKS[Fate(consideration.outcome)] if consideration else marks.UNKNOWN,
        others=rest,
        left=sum(one.mark == marks.UNKNOWN for one in rest),
        border=_border(stands, on) if section in ("85", "97") and application.section in ("85", "97") else None,
        writes=writes and application.state in (ApplicationState.RECEIVED, ApplicationState.DECIDED),
        decide_address=reverse("caseworker:decide", args=[application.case.public_id, application.public_id]),
        own_address=address(application),
    )


def _judged_on(stands: Outlook, on: date) -> str:
    """The day the conditions are looked at, when it is another than today."""
    return "" if stands.judged_on == on else f" Set på den første dag med hjælp, {days.in_text(stands.judged_on, on)}."


def _question(one: Asked, by_name: Mapping[str, Field]) -> Question:
    beside = f"{one.id}_words" if one.type == "judgement" else f"{one.id}_from"
    return Question(by_name[one.id], by_name[beside], by_name.get(f"{one.id}_none"))


def others_form(stands: Outlook, data: Any = None) -> Others:
    """The form for the sections nobody has concluded on."""
    form = Others(data, mark="andre")
    done = {one.section for one in stands.considerations if not one.is_open}
    form.ask([(one.section, _called(one.section, stands), one.reason) for one in stands.neighbours if one.section not in done])
    return form


def _called(section: str, stands: Outlook) -> str:
    """The section as it is called the day its conditions are looked at."""
    about = open_library().sections[section]
    return f"{about.sign} {about.title(stands.judged_on)}"


def _others(stands: Outlook, form: Others | None) -> list[Other]:
    """Those law points to, and those somebody has taken up besides, the open ones first."""
    by_section = {one.section: one for one in stands.considerations if not one.applied}
    drawn = {one.name: deciding.quiet(one) for one in form.shown} if form else {}
    named = {one.section: (_called(one.section, stands), one.reason) for one in stands.neighbours}
    for section in by_section:
        named.setdefault(section, (_called(section, stands), "Taget op af sagsbehandleren."))
    found = []
    for section, (name, reason) in named.items():
        one = by_section.get(section)
        mark = MARKS[Fate(one.outcome)] if one else marks.UNKNOWN
        found.append(Other(section, name, reason, mark, one.why if one else "", address(stands.application, section), drawn.get(section)))
    return sorted(found, key=lambda one: one.mark != marks.UNKNOWN)


def _border(stands: Outlook, on: date) -> Border:
    facts = dict(stands.facts)
    for one in stands.considerations:
        if one.section in ("85", "97"):
            facts |= gathering.read_facts(one.values) | one.judged
    found = proposals.borderline_85_97(stands.application.standard, facts, on)
    verdicts = [
        ("§ 85 støtte", marks.of_step(found.support.eligible), found.support.sentence),
        ("§ 97 ledsagelse", marks.of_step(found.companion.eligible), found.companion.sentence),
    ]
    return Border(found.sentence, verdicts, [(one.text, one.source) for one in found.says])


def _application(application: Application) -> str:
    return reverse("caseworker:application", args=[application.case.public_id, application.public_id])
