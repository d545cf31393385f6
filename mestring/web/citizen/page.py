"""The citizen's page about a case, in plain words."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime

from mestring.audit.models import LookUp
from mestring.cases.actions.application import steps_of
from mestring.cases.models import Application, Case, Letter
from mestring.cases.states import ApplicationState, CaseState, LetterState
from mestring.people import access
from mestring.people.access import Actor, Role
from mestring.rules.finding import Step
from mestring.rules.rulebook import open_library
from mestring.web.components import traces


@dataclass(frozen=True)
class Asked:
    """One thing applied for: what, what happens, and why that day."""

    what: str
    answer: str
    steps: tuple[Step, ...]
    deadline: date | None


@dataclass(frozen=True)
class OwnCase:
    case: Case
    own: bool
    closed: bool
    asked: list[Asked]
    letters: list[Letter]
    contact: str


@dataclass(frozen=True)
class Line:
    """One look: when, what for, in which role and unit."""

    at: datetime
    purpose: str
    who: str


def build(case: Case, actor: Actor, on: date) -> OwnCase:
    """What the page says about one case."""
    applications = list(case.applications.exclude(state=ApplicationState.NAMED).order_by("-received_on", "-pk").prefetch_related("holds"))
    letters = list(case.letters.filter(state=LetterState.SENT).order_by("-written_at"))
    who = case.responsible.name if case.responsible else case.team.name
    phone = f", telefon {case.team.phone}" if case.team.phone else ""
    return OwnCase(case, case.citizen_id == actor.citizen, case.state == CaseState.CLOSED, [_asked(one, on) for one in applications], letters, f"{who}{phone}")


def _asked(one: Application, on: date) -> Asked:
    section = open_library().sections.get(one.section)
    what = f"{section.plain_title or section.title} ({section.sign})" if section else "Hjælp"
    runs = one.deadline if one.state == ApplicationState.RECEIVED and one.deadline and one.deadline >= on else None
    return Asked(what, _answer(one, on), traces.steps(steps_of(one)) if runs else (), runs)


def _answer(one: Application, on: date) -> str:
    if one.state == ApplicationState.DECIDED:
        return "Der er truffet en afgørelse. Læs brevet nedenfor."
    if one.state == ApplicationState.WITHDRAWN:
        return "Ansøgningen er trukket tilbage."
    if one.state == ApplicationState.FORWARDED:
        return "Ansøgningen er sendt til den myndighed, den hører til."
    if one.deadline is None:
        return "Vi ser på, hvilken hjælp det drejer sig om. Vi skriver, hvornår du får svar."
    if one.deadline < on:
        return "Du skulle have haft svar. Ring til os, så siger vi, hvornår svaret kommer."
    return ""


def line(one: LookUp) -> Line:
    """A row of the log as the citizen reads it."""
    relation = access.tie_label(one.relation)
    role = str(Role(one.role).label) if one.role in Role.values else ""
    own = relation in (access.Tie.SELF.label, access.Tie.REPRESENTATIVE.label)
    return Line(one.at, access.action_label(one.action), relation if own else ", ".join(part for part in (relation or role, one.unit_name) if part))
