"""The application's page, and the kinds a form asks for."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.urls import reverse

from mestring.cases import proposals
from mestring.cases.actions.application import published, steps_of, treatment_start, untold
from mestring.cases.models import Application, Hold
from mestring.cases.models.inquiry import Channel
from mestring.cases.states import ApplicationState, LetterState
from mestring.decisions.models import Decision
from mestring.decisions.proposals import guide
from mestring.people import access
from mestring.rules.finding import Step
from mestring.rules.rulebook import open_library
from mestring.web.caseworker.pages import case as case_page
from mestring.web.caseworker.pages import progress
from mestring.web.components import days, deciding, fields, lists, traces
from mestring.web.components.case import Need, Pair, Person
from mestring.web.components.forms import Form


@dataclass(frozen=True, slots=True)
class Untold:
    """A day to answer by that the citizen has not been told of. Shapes: `address` is the letter that tells of it, empty when it must be written."""

    day: date
    address: str


@dataclass(frozen=True)
class ApplicationPage:
    person: Person
    title: str
    due: lists.Due | None
    steps: tuple[Step, ...]
    begins: proposals.Proposed | None
    begins_due: lists.Due | None
    begins_steps: tuple[Step, ...]
    notice: proposals.Proposed | None
    untold: Untold | None
    paused: Hold | None
    open: bool
    may_change: bool
    pairs: list[Pair]
    receipt: Form
    offered: proposals.Proposed | None
    offer: Form
    step: Need | None


def build(found: Application, on: date) -> ApplicationPage:
    """What the page shows."""
    case = found.case
    section = open_library().sections.get(found.section)
    is_open = found.state == ApplicationState.RECEIVED
    begins = treatment_start(found, on)
    return ApplicationPage(
        person=case_page.person(case, on, back=f"Sag {case.number}", back_address=reverse("caseworker:case", args=[case.public_id])),
        title=found.titled(f"{section.named(found.received_on)} ({section.sign})" if section else ""),
        due=lists.due(found.deadline, on, done_on=found.ended_on) if found.deadline else None,
        steps=traces.steps(steps_of(found)),
        begins=begins,
        begins_due=lists.due(begins.value, on, done_on=found.ended_on) if begins else None,
        begins_steps=deciding.steps(begins.steps) if begins else (),
        notice=proposals.notice_by(found.deadline, on) if found.deadline and is_open else None,
        untold=_untold(found) if is_open else None,
        paused=next((hold for hold in found.holds.all() if hold.kind == Hold.Kind.PAUSE and hold.until is None), None),
        open=is_open,
        may_change=is_open and access.gives(case.ties, "application.change"),
        pairs=_pairs(found, on),
        receipt=Form(),
        offered=published(found, on) if is_open and found.deadline is None and found.finding and not any(one.after for one in found.holds.all()) else None,
        offer=Form(),
        step=_step(found, on) if is_open and access.gives(case.ties, "application.change") else None,
    )


def _step(found: Application, on: date) -> Need | None:
    """The next step toward a decision."""
    (read,) = progress.with_signs(Application.objects.filter(pk=found.pk))
    return next((one for one in progress.needs(found.case, [read], progress.known([read]), on) if one.act), None)


def _untold(found: Application) -> Untold | None:
    new = untold(found)
    if new is None or new.after is None:
        return None
    draft = new.letter if new.letter and new.letter.state == LetterState.DRAFT else None
    return Untold(new.after, reverse("caseworker:letter", args=[found.case.public_id, draft.public_id]) if draft else "")


def _pairs(found: Application, on: date) -> list[Pair]:
    standard = open_library().standard(found.standard)
    came = f"{days.in_text(found.received_on, on)}, {Channel(found.channel).said}"
    ended = f", {days.plain(found.ended_on, on)}" if found.ended_on else ""
    if found.own_initiative:
        pairs = [Pair("Begyndt af kommunen", days.in_text(found.received_on, on))]
    else:
        pairs = [Pair("Modtaget", came), *([Pair("Søgt af", found.sent_by)] if found.sent_by else []), Pair("Ønsker", found.get_wish_display())]
    if found.kind_label and not found.own_initiative:
        pairs.append(Pair("Ansøgningens art", found.kind_label))
    pairs.append(Pair("Status", f"{found.get_state_display()}{ended}", found.ended_because))
    decided = Decision.objects.standing().filter(application=found).order_by("-pk").first() if found.state == ApplicationState.DECIDED else None
    if decided:
        where = reverse("caseworker:decision", args=[found.case.public_id, found.public_id, decided.public_id])
        pairs.append(Pair("Afgørelsen", f"{decided.get_outcome_display()}, {days.plain(decided.decided_on, on)}", address=where))
    if found.section and guide(found.standard, found.section) == "law":
        pairs.append(
            Pair("Afgøres efter", f"Loven alene: {standard.short} omtaler ikke paragraffen", address=reverse("public:law_section", args=[found.section]))
        )
        return pairs
    where = reverse("public:section", args=[found.standard, found.section]) if found.section else ""
    pairs.append(Pair("Afgøres efter", f"{standard.short}, udgave {found.edition}", address=where))
    return pairs


def address(found: Application) -> str:
    """The application's page."""
    return reverse("caseworker:application", args=[found.case.public_id, found.public_id])


def add_kinds(form: Form, standard: str, sections: list[str], on: date) -> list[str]:
    """Ask for the kind of each section whose deadline depends on it. Answers the names of the fields added."""
    added = []
    for section in sections:
        found = open_library().sections.get(section)
        if found is None:
            continue
        kinds = proposals.kinds(standard, section, on)
        if len({(kind.entry, kind.length) for kind in kinds}) > 1:
            name = f"kind_{section}"
            choices = [(kind.id, kind.label) for kind in kinds]
            form.fields[name] = fields.Choice(
                f"Hvad er det for en ansøgning om {found.sign}?", choices, shape="radios", missing="Vælg det, der passer. Fristen afhænger af det."
            )
            added.append(name)
    return added


def kinds_unasked(form: Form, asks: list[str], sent: Mapping[str, Any]) -> bool:
    """Whether the form was sent before it had asked for the kinds: then it comes back with them, and nothing is wrong yet."""
    return any(name not in sent for name in asks) and not any(name in sent for name in asks)
