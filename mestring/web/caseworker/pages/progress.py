"""How far a case has come toward its decisions: its timeline, what is missing, the steps of the way."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.db.models import Exists, OuterRef, QuerySet
from django.urls import reverse

from mestring.cases.models import Application, Case, Hold
from mestring.cases.states import ApplicationState, LetterState
from mestring.complaints.models import Complaint
from mestring.decisions.models import (
    AgendaItem,
    Consideration,
    Decision,
    Grant,
    Hearing,
    Preparation,
    Referral,
)
from mestring.decisions.states import DecisionState, HearingState, ReferralState
from mestring.followups.models import FollowUp
from mestring.people import access
from mestring.web.caseworker.pages.addresses import sign
from mestring.web.components import days
from mestring.web.components.case import Event, Need, Stage


@dataclass(frozen=True)
class Known:
    """Everything the case page needs of decisions. Shapes: `concluded` and `prepared` are the applications whose own section is concluded on, and whose choice is kept."""

    decisions: list[Decision]
    hearings: list[Hearing]
    items: list[AgendaItem]
    referrals: list[Referral]
    concluded: frozenset[int]
    prepared: frozenset[int]


def with_signs(applications: QuerySet[Application]) -> QuerySet[Application]:
    """Applications with how far each has come, so that only what there is is asked for."""

    def any_of(rows: QuerySet[Any]) -> Exists:
        return Exists(rows.filter(application=OuterRef("pk")))

    return applications.annotate(
        is_held=any_of(Hold.objects.all()),
        is_heard=any_of(Hearing.objects.all()),
        is_placed=any_of(AgendaItem.objects.all()),
        is_referred=any_of(Referral.objects.all()),
        is_concluded=any_of(Consideration.objects.filter(applied=True).exclude(outcome=Consideration.Outcome.OPEN)),
        is_prepared=any_of(Preparation.objects.exclude(outcome="")),
        has_complaint=Exists(Complaint.objects.filter(case=OuterRef("case"))),
    )


def having(sign: str, applications: Iterable[Application]) -> frozenset[int]:
    """Which of the applications, read `with_signs`, have the sign."""
    return frozenset(one.pk for one in applications if getattr(one, sign))


def known(applications: Sequence[Application]) -> Known:
    """What is known of decisions in applications read `with_signs`: at most four questions to the database, and none for what there is none of."""
    decided = [one.pk for one in applications if one.state == ApplicationState.DECIDED]
    found = Known(
        list(Decision.objects.filter(application__in=decided).select_related("decided_by", "letter", "grant").order_by("pk")),
        list(Hearing.objects.filter(application__in=having("is_heard", applications)).order_by("pk")),
        list(AgendaItem.objects.filter(application__in=having("is_placed", applications)).select_related("meeting").order_by("pk")),
        list(Referral.objects.filter(application__in=having("is_referred", applications)).select_related("unit", "sent_by", "answered_by").order_by("pk")),
        having("is_concluded", applications),
        having("is_prepared", applications),
    )
    by_key = {one.pk: one for one in applications}
    rows: list[Decision | Hearing | AgendaItem | Referral] = [*found.decisions, *found.hearings, *found.items, *found.referrals]
    for row in rows:
        row.application = by_key[row.application_id]
    return found


def events(case: Case, everything: Known, on: date) -> list[Event]:
    """What has happened and what comes, for the case's timeline. The sending of a letter stands there as the letter's own."""
    found: list[Event] = []
    for one in everything.decisions:
        found += _of_decision(case, one, on)
    for hearing in everything.hearings:
        found += _of_hearing(hearing, _to(case, "caseworker:hearing", hearing.application), on)
    for referral in everything.referrals:
        found += _of_referral(referral, _to(case, "caseworker:decide", referral.application))
    for item in everything.items:
        where = reverse("committee:meeting", args=[item.meeting.public_id])
        if item.state == "waiting":
            found.append(Event(item.meeting.day, "Udvalgsmøde", "future", "Sagen er på dagsordenen", link="Se mødet", link_address=where))
        else:
            found.append(Event(item.meeting.day, f"Udvalgsmøde: {item.get_state_display().lower()}", "act", item.minutes, link="Se mødet", link_address=where))
    return found


def followed_up(case: Case, everything: Known, *, ordered: bool) -> list[Event]:
    """The follow-ups that were held of what was given; nothing is asked where nothing was granted, nor ordered."""
    if not ordered and not any(getattr(one, "grant", None) for one in everything.decisions):
        return []
    reads = access.gives(case.ties, "follow_up.see")
    rows = FollowUp.objects.filter(case=case).not_in_error().select_related("held_by", "grant", "order").order_by("held_on", "pk")
    return [
        Event(
            one.held_on,
            f"{one.get_kind_display()} på {sign(one.section)}",
            "act",
            one.agreed[:220],
            one.held_by.name,
            "Læs" if reads else "",
            reverse("caseworker:held_follow_up", args=[case.public_id, one.public_id]) if reads else "",
        )
        for one in rows
    ]


def _to(case: Case, page: str, application: Application) -> tuple[str, str]:
    """The words and the address of a link to where a decision is prepared; none for who may not prepare it."""
    return ("Se", reverse(page, args=[case.public_id, application.public_id])) if access.gives(case.ties, "decision.prepare") else ("", "")


def _of_referral(one: Referral, link: tuple[str, str]) -> list[Event]:
    found = [Event(one.sent_on, f"{sign(one.application.section)} forelagt for {one.whom}", "act", one.words[:220], one.sent_by.name, *link)]
    if one.answered_on and one.state != ReferralState.DECIDED:
        by = one.answered_by.name if one.answered_by else ""
        found.append(Event(one.answered_on, f"{sign(one.application.section)} {one.get_state_display().lower()}", "act", one.answer[:220], by, *link))
    return found


def _of_decision(case: Case, one: Decision, on: date) -> list[Event]:
    where = reverse("caseworker:decision", args=[case.public_id, one.application.public_id, one.public_id])
    replaced = " (erstattet)" if one.state == DecisionState.REPLACED else ""
    what = f"{one.get_outcome_display()}: {sign(one.section)}{replaced}"
    found = [Event(one.decided_on, what, "act", one.get_capacity_display(), one.decided_by.name, "Se afgørelsen", where)]
    if one.told_on:
        found.append(Event(one.told_on, f"Afgørelse om {sign(one.section)} fortalt mundtligt", "act", one.told_how))
    grant: Grant | None = getattr(one, "grant", None)
    if grant and grant.runs and not replaced:
        if grant.begins_on > on:
            found.append(Event(grant.begins_on, f"{sign(one.section)} begynder", "future"))
        if grant.ends_on and grant.ends_on >= on:
            found.append(Event(grant.ends_on, f"{sign(one.section)} slutter", "future"))
    return found


def _of_hearing(one: Hearing, link: tuple[str, str], on: date) -> list[Event]:
    found = [Event(one.sent_on, "Partshøring sendt", "act", f"Svar senest {days.in_text(one.due_on, on)}", "", *link)]
    if one.answered_on:
        found.append(Event(one.answered_on, "Svar på partshøring", "act", one.answer[:220], "", *link))
    elif one.state == HearingState.LAPSED:
        found.append(Event(one.due_on, "Ingen svar på partshøring", "act", "", "", *link))
    return found


def needs(case: Case, applications: Iterable[Application], everything: Known, on: date) -> list[Need]:
    """What is missing before the next step toward a decision, and its letter."""
    if case.citizen.died_on:
        return [
            Need(f"Luk bevillingen af {sign(one.section)}", reverse("caseworker:close_grant", args=[case.public_id, one.grant.public_id]), "Borgeren er død.")
            for one in everything.decisions
            if getattr(one, "grant", None) and one.grant.runs
        ]
    found = []
    for one in applications:
        if one.state == ApplicationState.RECEIVED and one.section:
            found += _pending(case, one, everything, on)
    for decision in everything.decisions:
        if decision.state != DecisionState.REPLACED and (decision.letter is None or decision.letter.state == LetterState.RECALLED):
            where = reverse("caseworker:decision", args=[case.public_id, decision.application.public_id, decision.public_id])
            found.append(
                Need(f"Send brevet om {sign(decision.section)}", where, "Afgørelsen er truffet, men borgeren har den ikke på skrift.", act="Send brevet")
            )
    return found


def _pending(case: Case, one: Application, everything: Known, on: date) -> list[Need]:
    where = [case.public_id, one.public_id]
    item = next((each for each in everything.items if each.application_id == one.pk and each.state == "waiting"), None)
    found = []
    for hearing in everything.hearings:
        if hearing.application_id == one.pk and hearing.state == HearingState.SENT:
            found.append(Need("Borgerens svar på partshøringen", reverse("caseworker:hearing", args=where), f"Svar senest {days.in_text(hearing.due_on, on)}."))
    if one.pk not in everything.concluded:
        return [
            *found,
            Need(
                f"Vurdér målgruppen for {sign(one.section)}",
                reverse("caseworker:eligibility", args=where),
                "Er borgeren omfattet, og er andre muligheder overvejet (RSL § 5)?",
                act="Vurdér målgruppen",
            ),
        ]
    if item or any(each.application_id == one.pk and each.state == ReferralState.WAITING for each in everything.referrals):
        return found
    if one.pk not in everything.prepared:
        return [
            *found,
            Need(
                f"Forbered afgørelsen om {sign(one.section)}",
                reverse("caseworker:decide", args=where),
                "Vælg, hvad der skal gives, og skriv hvorfor.",
                act="Forbered afgørelsen",
            ),
        ]
    return [
        *found,
        Need(
            f"Træf afgørelsen om {sign(one.section)}",
            reverse("caseworker:decide", args=where),
            "Valget er gemt. Se, hvad der mangler, før det kan afgøres.",
            act="Træf afgørelsen",
        ),
    ]


def state_of(applications: Iterable[Application], everything: Known, on: date) -> list[Stage]:
    """The case's way from hearing to letter: what is done, what is now, and what comes only if it is needed."""
    pending = {one.pk for one in applications if one.state == ApplicationState.RECEIVED and one.section}
    standing = [one for one in everything.decisions if one.state != DecisionState.REPLACED]
    heard = [one for one in everything.hearings if not pending or one.application_id in pending]
    waiting = next((one for one in heard if one.state == HearingState.SENT), None)
    hearing = Stage("Partshøring", "now", f"svar senest {days.short(waiting.due_on, on)}") if waiting else Stage("Partshøring", "done" if heard else "skip")
    if pending:
        return [hearing, Stage("Afgørelse", "now" if pending & everything.concluded and not waiting else "next"), Stage("Brev")]
    if not standing:
        return [hearing, Stage("Afgørelse"), Stage("Brev")]
    last = standing[-1]
    unsent_ = [one for one in standing if one.letter is None or one.letter.state == LetterState.RECALLED]
    letter = Stage("Brev", "now") if unsent_ else Stage("Brev", "done", days.short(last.sent_on, on) if last.sent_on else "")
    return [hearing, Stage("Afgørelse", "done", days.short(last.decided_on, on)), letter]
