"""What the case page tells of the case's complaints."""

from __future__ import annotations

from datetime import date

from mestring.cases.models import Case
from mestring.complaints import standing
from mestring.complaints.actions.next import BOARD, next_step
from mestring.complaints.models import BoardReason, Complaint
from mestring.complaints.states import ComplaintState as State
from mestring.people import access
from mestring.web.caseworker.pages import case as case_page
from mestring.web.caseworker.pages.complaint_named import address, title
from mestring.web.components import days
from mestring.web.components.case import Event, Need, Stage


def none_of(case: Case) -> None:
    """It is known already that the case has no complaint."""
    vars(case)["_known_complaints"] = []


def known(case: Case) -> list[Complaint]:
    """A case's complaints, asked once for each page; none for whoever sees the case by a relation that does not show them."""
    kept: list[Complaint] | None = vars(case).get("_known_complaints")
    if kept is None:
        rows = Complaint.objects.filter(case=case).select_related("decision__application", "answer", "receipt", "restarted", "representation").order_by("pk")
        kept = list(rows) if access.gives(case.ties, "complaint.see") else []
        for one in kept:
            one.case = case
        vars(case)["_known_complaints"] = kept
    return kept


def events(case: Case, on: date) -> list[Event]:
    """What has happened with the case's complaints, for its timeline. What is due stands there from the work list's own rows."""
    found: list[Event] = []
    for one in known(case):
        where, words = address(one), title(one)
        said = case_page.short(one.words)
        late = "" if standing.timely(one, on).in_time or one.right is False else "Kom efter fristen. "
        found.append(Event(one.received_on, words, "act", f"{late}{said}", one.who, "Se klagen", where))
        if one.reviewed_on:
            found.append(Event(one.reviewed_on, f"Genvurdering: {State(one.review_outcome).label.lower()}", "act", link="Se klagen", link_address=where))
        if one.forwarded_on:
            found.append(Event(one.forwarded_on, f"Klagen blev sendt til {BOARD}", "act", f"{len(one.index)} papirer", link="Se klagen", link_address=where))
        if one.board_outcome and one.board_received_on:
            reasons = "; ".join(str(BoardReason(code).label) for code in one.board_reasons)
            found.append(
                Event(one.board_received_on, f"{BOARD}: {one.get_board_outcome_display().lower()}", "act", reasons, link="Se klagen", link_address=where)
            )
        if one.state in (State.WITHDRAWN, State.LAPSED, State.ANSWERED) and one.ended_on:
            found.append(Event(one.ended_on, f"Klage: {one.get_state_display().lower()}", "act", one.ended_because, link="Se klagen", link_address=where))
    return found


def needs(case: Case, on: date) -> list[Need]:
    """What is missing in the case's complaints before their next step. What waits for somebody else is not missing."""
    found = []
    for one in known(case):
        step = next_step(one)
        if step and not step.waits:
            by = f"Senest {days.in_text(step.on, on)} ({step.source})." if step.on else ""
            found.append(Need(f"{step.step}: {title(one).lower()}", address(one), by, act=step.step))
    return found


def stages(case: Case) -> list[Stage]:
    """The complaint's step of the case's way; only if there is one."""
    every = known(case)
    waiting = [one for one in every if next_step(one)]
    if waiting:
        newest = waiting[-1]
        return [Stage("Klage", "now", newest.get_state_display())]
    if every:
        return [Stage("Klage", "done", every[-1].get_state_display())]
    return []
