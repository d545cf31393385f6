"""What the leader's pages show."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime

from django.urls import reverse

from mestring.audit.models import LookUp
from mestring.cases.models import Case
from mestring.insight import deadlines, follow_ups, orders
from mestring.insight.deadlines import Goal, Stuck
from mestring.insight.follow_ups import Kept
from mestring.insight.orders import AtProvider
from mestring.people import access, accounts
from mestring.people.access import Actor
from mestring.people.models import Relation, SampledLook
from mestring.rules.danish import MONTHS
from mestring.web.components import figures
from mestring.web.components.figures import GoalBars, Kpi, Load, Share


@dataclass(frozen=True)
class Overview:
    kpis: list[Kpi]
    bars: GoalBars | None
    goal: Goal
    past: int
    stuck: list[Stuck]
    loads: list[Load]
    unreviewed: int
    follow_ups: list[Kept]
    long_overdue: int
    providers: list[AtProvider]


def build(actor: Actor, on: date, *, standard: str) -> Overview:
    """The team in figures, against the goal of the standard."""
    goal = deadlines.goal(standard)
    months = deadlines.kept_by_month(actor, on)
    found = deadlines.loads(actor, on)
    stuck = deadlines.stuck(actor, on)
    unreviewed = sum(one.relation.reviewed_on is None for one in glasses(actor))
    this = months[-1]
    whole, late = sum(one.open for one in found), sum(one.late for one in found)
    unowned = next((one.open for one in found if one.name == deadlines.NOBODY), 0)
    work = reverse("caseworker:work")
    kpis = [
        Kpi(
            "Holdt inden fristen denne måned",
            str(this.kept) if this.all else "–",
            (f"af {this.all}" if this.all else "ingen frister endnu") + (f", {this.open} uden svar endnu" if this.open else ""),
            late=bool(this.all) and this.kept * 100 < this.all * goal.percent,
        ),
        Kpi("Over fristen", str(late), f"af {whole} frister", late=late > 0, link="Se dem" if late else "", link_address=f"{work}?hvem=team&naar=over"),
        Kpi("Uden ansvarlig", str(unowned), f"af {whole} frister", late=unowned > 0, link="Fordel dem" if unowned else "", link_address=f"{work}?hvem=ingen"),
        Kpi("Nødadgange at gennemgå", str(unreviewed), "", late=unreviewed > 0, link="Gennemgå", link_address=reverse("team_leader:glasses")),
    ]
    shares = [Share(MONTHS[one.first.month - 1], one.kept, one.all) for one in months]
    rows = [Load(one.name, one.cases, soon=one.soon, late=one.late) for one in found]
    bars = figures.goal_bars("Svar inden den offentliggjorte frist", shares, goal=goal.percent) if any(one.all for one in months) else None
    return Overview(
        kpis,
        bars,
        goal,
        deadlines.open_past_deadline(actor, on),
        stuck,
        figures.loads(rows),
        unreviewed,
        follow_ups.kept_by_section(actor, on),
        follow_ups.long_overdue(actor, on),
        orders.by_provider(actor, on),
    )


@dataclass(frozen=True)
class SampleRow:
    """One look of the sample."""

    sampled: SampledLook
    at: datetime
    who: str
    what: str
    relation: str
    case: Case | None


def sampled(drawn: Sequence[SampledLook], actor: Actor) -> list[SampleRow]:
    """Looks with who, what and by which relation; the case by its number only, and only when the leader may see it."""
    looks = {one.number: one for one in LookUp.objects.filter(number__in=[one.look for one in drawn])}
    people = accounts.names({one.actor for one in looks.values()})
    wanted = [one.case for one in looks.values() if one.case]
    cases = {str(one.public_id): one for one in Case.objects.visible_to(actor).select_related("citizen").filter(public_id__in=wanted)}
    rows = []
    for one in drawn:
        look = looks[one.look]
        what, relation = access.action_label(look.action), access.tie_label(look.relation)
        rows.append(SampleRow(one, look.at, people.get(look.actor, "Ukendt"), what, relation, cases.get(look.case)))
    return rows


@dataclass(frozen=True)
class Glass:
    """One broken glass in a case of the leader's."""

    relation: Relation
    case: Case

    @property
    def number(self) -> str:
        return str(self.case.number)


def glasses(actor: Actor) -> list[Glass]:
    """Glass broken in the cases of the leader's teams, the unreviewed first."""
    seen = Case.objects.visible_to(actor).filter(team__in=actor.leads)
    rows = Relation.objects.filter(kind=Relation.Kind.GLASS, case__in=seen.values("public_id")).select_related("employee", "reviewed_by")
    found = list(rows.order_by("reviewed_on", "-since")[:100])
    cases = {one.public_id: one for one in seen.select_related("citizen").filter(public_id__in=[one.case for one in found])}
    return sorted((Glass(one, cases[one.case]) for one in found), key=lambda one: one.relation.reviewed_on is not None)
