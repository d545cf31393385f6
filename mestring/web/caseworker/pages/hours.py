"""The hour bank of a grant as the authority sees it: the account, the companions, what is agreed."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from django.urls import reverse

from mestring.cases.models import Case
from mestring.decisions.models import Grant
from mestring.delivery import hours
from mestring.delivery.models import CompanionChoice, HourUse, OtherAccompaniment, SavingAgreement
from mestring.delivery.proposals import hours as proposed
from mestring.delivery.states import CompanionState
from mestring.people import access
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
    """Shapes: `takes_off` says that the standard takes other accompaniment off the hours; `may_write` that the reader may."""

    person: Person
    account: lengths.HourAccount
    agreed: list[Pair]
    companions: list[Companion]
    near: proposed.Nearness
    used: list[Used]
    asks: bool
    takes_off: bool
    may_write: bool


def build(case: Case, grant: Grant, on: date) -> BankPage:
    """Everything the page shows, in a number of questions that does not grow with it."""
    writes = access.gives(case.ties, "order.place") and grant.runs
    choices = CompanionChoice.objects.filter(grant=grant).select_related("decided_by", "proposed_by", "grant").order_by("-pk")[:SHOWN]
    uses = HourUse.objects.filter(order__grant=grant).not_in_error().select_related("order__unit").order_by("-day", "-pk")[:SHOWN]
    return BankPage(
        person=case_page.person(case, on, back=f"Sag {case.number}", back_address=reverse("caseworker:case", args=[case.public_id])),
        account=lengths.account(hours.of_grant(grant, on), on),
        agreed=_agreed(grant, on),
        companions=[_companion(case, one, writes, on) for one in choices],
        near=proposed.nearness(grant.standard),
        used=[Used(one.day, lengths.hours(one.minutes), one.what, one.order.unit.name, format_money(one.expenses) if one.expenses else "") for one in uses],
        asks=proposed.asks_agreement(grant.standard),
        takes_off=proposed.takes_off_other(grant.standard),
        may_write=writes,
    )


def _agreed(grant: Grant, on: date) -> list[Pair]:
    """What is agreed, as far as the standard asks for it."""
    found = []
    if proposed.asks_agreement(grant.standard):
        one = SavingAgreement.objects.filter(grant=grant).select_related("agreed_by").first()
        note = f"Aftalt {days.plain(one.agreed_on, on)} af {one.agreed_by.name}" if one else ""
        found.append(Pair("Opsparing", f"Fra {days.plain(one.since, on)}" if one else "Ikke aftalt", note=note))
    if proposed.takes_off_other(grant.standard):
        other = OtherAccompaniment.objects.filter(grant=grant).select_related("written_by").first()
        if other:
            note = f"{other.told}. Skrevet {days.plain(other.written_on, on)} af {other.written_by.name}"
            found.append(Pair("Anden individuel ledsagelse", f"{lengths.hours(other.minutes)} om måneden", note=note))
    return found


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
