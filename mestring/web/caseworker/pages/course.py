"""A course nobody had to decide: what is owed of it and why, what it came to, and why it ended."""

from __future__ import annotations

from datetime import date
from typing import Any

from django.urls import reverse

from mestring.delivery import proposals as delivering
from mestring.delivery.models import Order
from mestring.followups.courses import Course
from mestring.followups.models import Kind
from mestring.followups.models.follow_up import Basis, Outcome
from mestring.followups.models.follow_up import Form as How
from mestring.web.caseworker.pages import follow_up as page
from mestring.web.caseworker.pages import order as order_page
from mestring.web.components import days, fields
from mestring.web.components.case import Pair
from mestring.web.components.forms import Field, Form

ENDS = (
    ("Målene er nået", "Målene er nået"),
    ("Tiden er gået", "Tiden er gået"),
    ("Borgeren er blevet væk", "Borgeren er blevet væk"),
    ("Borgeren ønsker det ikke mere", "Borgeren ønsker det ikke mere"),
    ("Behovet peger på en anden støtte", "Behovet peger på en anden støtte"),
)
"""Why a course ends, as the provider reads it."""


class HoldCourse(Form):
    """A follow-up of a course that was held."""

    sure = fields.Check("Det er en anden end den, der er skrevet", required=False)
    held_on = fields.Date("Holdt den", example=fields.PAST)
    form = fields.Choice("Hvordan", [one for one in How.choices if one[0] not in page.RARE], shape="radios", missing="Vælg, hvordan den blev holdt.")
    present = fields.Text("Hvem var med?", required=False, hint="For eksempel borgeren og den, der leder gruppen")
    basis = fields.Choice("Grundlag", Basis.choices, required=False, blank="Ikke valgt")
    citizen_says = fields.LongText("Hvad siger borgeren selv?", required=False, limit=page.LONG, rows=3)
    provider_says = fields.LongText("Hvad siger de, der giver hjælpen?", required=False, limit=page.LONG, rows=3)
    agreed = fields.LongText("Hvad kom I frem til?", missing="Skriv det. Det er, hvad den næste begynder med.", limit=page.LONG, rows=4)
    outcome = fields.Choice("Resultat", Outcome.choices, shape="radios", missing="Vælg, hvad der skal ske.", judged=True)
    ended_because = fields.Choice("Hvorfor slutter forløbet?", ENDS, required=False, blank="Kun hvis det slutter")
    next_on = fields.Date("Næste gang senest", required=False)
    departs = fields.Text("Hvorfor på en anden måde, end standarden siger?", required=False)
    agreed_with = fields.Text("Hvem er den senere dag aftalt med?", required=False, hint="For eksempel den faglige konsulents navn")
    because = fields.LongText("Hvorfor senere?", required=False, limit=page.SHORT, rows=2)

    @property
    def shown(self) -> list[Field]:
        """The questions; whether it is another than a colleague's is asked only when there is one."""
        return [one for one in super().shown if one.name != "sure" or one.error or one.typed]


def initial(course: Course, on: date) -> dict[str, Any]:
    """What is filled in beforehand; a course is followed up on the citizen's plan, where the document says nothing else."""
    found = page.initial(course, Kind.FOLLOW_UP, on)
    found.setdefault("basis", Basis.CITIZEN_PLAN)
    return {name: value for name, value in found.items() if name not in ("extra", "extent")}


def about(course: Course, on: date) -> page.About:
    """The course, and what the document asks for before it ends."""
    order = course.order
    at = [order.case.public_id, order.public_id]
    pairs = [Pair("Forløbet", f"{order.unit.name}", address=order_page.address(order.case, order)), Pair("Siden", days.plain(course.since, on))]
    if order.last_day:
        pairs.append(Pair("Slutter", days.plain(order.last_day, on)))
    pairs.append(Pair("Formål", order.purpose))
    pairs += [Pair("Før det afsluttes", one.text, note=one.source) for one in delivering.before_ending(course.guide, order.section)]
    ends = [page.Next(one.duty.rstrip("."), one.day, one.source, "") for one in course.closings]
    if order.last_day:
        ends.append(page.Next("Sidste dag i forløbet", order.last_day, "Bestillingen slutter den dag af sig selv.", ""))
    return page.About(
        title=f"{page.title(Kind.FOLLOW_UP, order.section)}: forløbet hos {order.unit.name}",
        pairs=pairs,
        answer_address="",
        agree_address=reverse("caseworker:agree_course", args=at),
        ends=ends,
        others=[],
        measured="Bestilt og leveret",
        first=(course.step.day, course.step.why),
    )


def address(order: Order) -> str:
    """The page where a course is followed up."""
    return reverse("caseworker:course", args=[order.case.public_id, order.public_id])
