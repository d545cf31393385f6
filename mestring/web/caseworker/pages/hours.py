"""The hour bank of a grant as the authority sees it: the account, the companions, what is agreed."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.urls import reverse

from mestring.cases.models import Case
from mestring.decisions.models import Grant
from mestring.delivery import hours
from mestring.delivery.models import CompanionChoice, HourUse, OtherAccompaniment, SavingAgreement
from mestring.delivery.proposals import hours as proposed
from mestring.delivery.states import CompanionState
from mestring.people import access
from mestring.rules import danish
from mestring.rules.money import format_money
from mestring.web.caseworker.pages import case as case_page
from mestring.web.components import days, fields, lengths, lists
from mestring.web.components.case import Pair, Person
from mestring.web.components.forms import Form

SHORT = 2000
SHOWN = 20
APPROVE, REFUSE = "approve", "refuse"
YES, NO = "yes", "no"
TONES = {CompanionState.PROPOSED: "soon", CompanionState.APPROVED: "ok", CompanionState.REFUSED: ""}


class Propose(Form):
    """Whom the citizen names as companion."""

    name = fields.Text("Navn", limit=120, missing="Skriv, hvem borgeren udpeger.")
    relation = fields.Text("Forhold til borgeren", hint="For eksempel nabo, ven eller søster", missing="Skriv, hvordan de kender hinanden.")
    close_relative = fields.Choice(
        "Står personen borgeren meget nær?",
        [(YES, "Ja"), (NO, "Nej")],
        shape="tiles",
        hint="Samlever, ægtefælle, forældre, børn, søskende eller andre, der er lige så nær",
        missing="Vælg ja eller nej.",
    )

    @property
    def near(self) -> bool:
        """Whether they are very near."""
        return bool(self.values["close_relative"] == YES)


class Answer(Form):
    """Yes or no to a companion."""

    way = fields.Choice("Kan personen ansættes?", [(APPROVE, "Ja, godkend"), (REFUSE, "Nej")], shape="tiles", missing="Vælg ja eller nej.")
    reason = fields.LongText("Begrundelse", required=False, limit=SHORT, rows=3, hint="Skrives ved nej, og når en meget nær person godkendes")


class Agree(Form):
    """Saving is agreed."""

    since = fields.Date("Fra og med", hint="Den måned, dagen ligger i, er den første, hvis timer gemmes")


class Other(Form):
    """Individual accompaniment by other help."""

    minutes = fields.Hours("Anden individuel ledsagelse om måneden", hint="Timer. Skriv 0, når der ingen er", most=44640, missing="Skriv timer, eller 0.")
    since = fields.Date("Fra og med", hint="Den måned, dagen ligger i, er den første, det gælder for. Månederne før bliver, som de er")
    told = fields.Text("Hvorfra vides det?", hint="For eksempel botilbuddets plan", missing="Skriv det kort.")


@dataclass(frozen=True, slots=True)
class Companion:
    """Somebody named as companion. Shapes: `address` is where it is answered, empty when it is or the reader may not."""

    choice: CompanionChoice
    tag: lists.Tag
    said: str
    address: str


@dataclass(frozen=True, slots=True)
class Used:
    """Hours that were used."""

    day: date
    hours: str
    what: str
    who: str
    expenses: str


@dataclass(frozen=True, slots=True)
class BankPage:
    """Shapes: `ended` says when help ended, empty while it is given; `other` is what was told of other accompaniment, the newest first; `takes_off` says that the standard takes it off the
    hours; `may_write` that the reader may.
    """

    person: Person
    account: lengths.HourAccount
    ended: str
    agreed: list[Pair]
    other: list[Pair]
    companions: list[Companion]
    near: proposed.Nearness
    used: list[Used]
    asks: bool
    takes_off: bool
    may_write: bool


def build(case: Case, grant: Grant, on: date) -> BankPage:
    """Everything the page shows, in a number of questions that does not grow with it."""
    grants = hours.account_of(grant)
    writes = access.gives(case.ties, "order.place") and grants[0].runs
    terms = hours.terms_of(grants, on)
    account = proposed.account(terms, hours.uses_of(grants), on)
    choices = CompanionChoice.objects.filter(grant__in=grants).select_related("decided_by", "proposed_by", "grant").order_by("-pk")[:SHOWN]
    uses = HourUse.objects.filter(order__grant__in=grants).not_in_error().select_related("order__unit").order_by("-day", "-pk")[:SHOWN]
    return BankPage(
        person=case_page.person(case, on, back=f"Sag {case.number}", back_address=reverse("caseworker:case", args=[case.public_id])),
        account=lengths.account(account, on),
        ended=days.plain(account.ended_on, on) if account.ended_on else "",
        agreed=_agreed(grants, on),
        other=_other(grants, terms.other, on),
        companions=[_companion(case, one, writes, on) for one in choices],
        near=proposed.nearness(grant.standard),
        used=[Used(one.day, lengths.hours(one.minutes), one.what, one.order.unit.name, format_money(one.expenses) if one.expenses else "") for one in uses],
        asks=proposed.asks_agreement(grant.standard),
        takes_off=proposed.takes_off_other(grant.standard),
        may_write=writes,
    )


def _agreed(grants: Sequence[Grant], on: date) -> list[Pair]:
    """What is agreed, as far as the standard asks for it."""
    if not proposed.asks_agreement(grants[0].standard):
        return []
    one = SavingAgreement.objects.filter(grant__in=grants).order_by("since").select_related("agreed_by").first()
    note = f"Aftalt {days.plain(one.agreed_on, on)} af {one.agreed_by.name}" if one else ""
    return [Pair("Opsparing", f"Fra {days.plain(one.since, on)}" if one else "Ikke aftalt", note=note)]


def _other(grants: Sequence[Grant], answers: proposed.Told, on: date) -> list[Pair]:
    """What was told of other accompaniment, the newest first; what something newer stands in place of, too."""
    if not proposed.takes_off_other(grants[0].standard):
        return []
    rows = list(OtherAccompaniment.objects.filter(grant__in=grants).order_by("-pk").select_related("written_by")[:SHOWN])
    told, holds = [], set()
    for one in rows:
        instead = " Erstattet af det, der er skrevet senere." if one.since in holds else ""
        holds.add(one.since)
        note = f"{one.told}. Skrevet {days.plain(one.written_on, on)} af {one.written_by.name}.{instead}"
        told.append(Pair(_from(one.since), f"{lengths.hours(one.minutes)} om måneden", note=note))
    answered = [(since, minutes) for since, minutes in answers if since not in holds] if len(rows) < SHOWN else []
    return told + [Pair(_from(since), f"{lengths.hours(minutes)} om måneden", note="Svaret, da hjælpen blev bevilget.") for since, minutes in answered[::-1]]


def other_so_far(grant: Grant, on: date) -> dict[str, Any]:
    """What the form begins with: the hours as they are told, from this month on; from the first day of help while nothing is told."""
    grants = hours.account_of(grant)
    told, begins = hours.told_of(grants, on), grants[-1].begins_on
    if not told:
        return {"since": begins}
    day = max(begins, min(on, grants[0].last_day or on))
    return {"since": max(begins, day.replace(day=1)), "minutes": proposed.told_for(told, day)}


def _from(month: date) -> str:
    return f"Fra {danish.MONTHS[month.month - 1]} {month.year}"


def _companion(case: Case, one: CompanionChoice, writes: bool, on: date) -> Companion:
    tag = lists.Tag(str(one.get_state_display()), TONES[CompanionState(one.state)])
    said = f"Skrevet {days.plain(one.proposed_on, on)} af {one.proposed_by.name}."
    if one.decided_on and one.decided_by:
        said = f"{tag.word} {days.plain(one.decided_on, on)} af {one.decided_by.name}. {one.reason}".strip()
    waits = writes and one.state == CompanionState.PROPOSED
    where = reverse("caseworker:answer_companion", args=[case.public_id, one.grant.public_id, one.public_id]) if waits else ""
    return Companion(one, tag, said, where)


def address(case: Case, grant: Grant) -> str:
    """The hour bank of a grant."""
    return reverse("caseworker:hour_bank", args=[case.public_id, grant.public_id])
