"""What the pages of the provider register show: the list, one offer, and what a file would do to it."""

from __future__ import annotations

import base64
import binascii
import zlib
from dataclasses import dataclass
from datetime import date
from itertools import groupby
from typing import Any

from django.core.paginator import Page, Paginator

from mestring.people import tilbudsportal
from mestring.people.actions.provider import LABELS, Change, Plan, Planned
from mestring.people.errors import Fault, FileFaults
from mestring.people.models import DayRate, Offer
from mestring.rules import danish
from mestring.rules.money import format_money
from mestring.rules.rulebook import open_library
from mestring.web.components import days, fields
from mestring.web.components.case import Pair
from mestring.web.components.forms import Filter
from mestring.web.components.lists import Tag

LISTED = 50
SHOWN = 200
"""Changes and faults that are shown of a file; the rest are counted."""
MISSING = "Takst mangler"
CARRIED = 2_300_000
"""What a form may carry along of a file, packed. Unit: characters."""


def _offered() -> list[tuple[str, str]]:
    return [(section.id, section.sign) for section in open_library().sections.values() if section.applied_for]


class OfferFilter(Filter):
    """Which offers of the register to show."""

    paragraf = fields.Choice("Paragraf", _offered, required=False, blank="Alle")


@dataclass(frozen=True, slots=True)
class OfferRow:
    """One offer of the list, in words."""

    offer: Offer
    sections: str
    places: str
    rates: list[str]
    approval: Tag
    ended: str


@dataclass(frozen=True)
class ListPage:
    """Shapes: `groups` are the offers of the page by their provider."""

    groups: list[tuple[str, list[OfferRow]]]
    page: Page[Offer]
    filter: OfferFilter
    total: int


def listed(chosen: OfferFilter, number: str, on: date) -> ListPage:
    """The page of that number; the nearest there is when there is none."""
    offers = Offer.objects.by_provider().with_rates()
    if section := chosen.given.get("paragraf"):
        offers = offers.under(section[0])
    page = Paginator(offers, LISTED).get_page(number)
    groups = [(name, [_row(one, on) for one in found]) for name, found in groupby(page.object_list, key=lambda one: one.unit.name)]
    return ListPage(groups, page, chosen, page.paginator.count)


def _row(offer: Offer, on: date) -> OfferRow:
    ended = f"Slutter {days.short(offer.until, on)}" if offer.until and offer.until >= on else f"Sluttede {days.short(offer.until, on)}" if offer.until else ""
    return OfferRow(offer, signs(offer.sections), places(offer.places), [rate(one) for one in offer.rates_on(on)], approval(offer, on), ended)


@dataclass(frozen=True)
class OfferPage:
    """Shapes: `rates` are all there have been, the newest first, each with whether it is in force."""

    offer: Offer
    pairs: list[Pair]
    approval: Tag
    rates: list[tuple[DayRate, str, bool]]
    missing: bool


def of_offer(offer: Offer, on: date) -> OfferPage:
    """One offer, with its rates fetched already."""
    in_force = {one.pk for one in offer.rates_on(on)}
    history = sorted(offer.rates.all(), key=lambda one: (one.valid_from, one.pk), reverse=True)
    pairs = [
        Pair("Paragraffer", signs(offer.sections)),
        Pair("Målgrupper", ", ".join(offer.target_groups)),
        Pair("Pladser", places(offer.places)),
        Pair("Adresse", offer.address),
        Pair("Tilbuds-id", offer.tilbudsportal_id),
        Pair("CVR", offer.cvr),
        Pair("P-nummer", offer.p_number),
        Pair("I registret fra", days.plain(offer.since, on)),
    ]
    if offer.until:
        pairs.append(Pair("Til og med", days.plain(offer.until, on)))
    return OfferPage(offer, pairs, approval(offer, on), [(one, rate(one), one.pk in in_force) for one in history], not in_force)


# ------------------------------------------------------------------------------------------------ in words


def signs(sections: list[str]) -> str:
    """`§ 85, § 107`."""
    known = open_library().sections
    return ", ".join(known[one].sign if one in known else f"§ {one}" for one in sections)


def places(count: int | None) -> str:
    """How many there is room for; nothing told is no limit told."""
    return "Ingen grænse oplyst" if count is None else str(count)


def rate(one: DayRate) -> str:
    """`1.250 kr. pr. døgn`."""
    return f"{format_money(one.amount)} pr. {one.get_per_display()}"


def approval(offer: Offer, on: date) -> Tag:
    """Whether the supervision has approved the offer, on a day."""
    if offer.approved == Offer.Approval.NOT_APPROVED:
        return Tag("Ikke godkendt", "late")
    if offer.approved != Offer.Approval.APPROVED:
        return Tag("Godkendelse ikke oplyst")
    if offer.approved_on and offer.approved_on > on:
        return Tag(f"Godkendt fra {days.short(offer.approved_on, on)}", "soon")
    if offer.approved_until and offer.approved_until < on:
        return Tag(f"Godkendelsen udløb {days.short(offer.approved_until, on)}", "late")
    return Tag(f"Godkendt til {days.short(offer.approved_until, on)}" if offer.approved_until else "Godkendt", "ok")


# ------------------------------------------------------------------------------------------------ a file


@dataclass(frozen=True)
class PlanPage:
    """What a file would do. Shapes: `new` and `changed` are rows of number, offer, provider and what is said of it; `more` are those that are not shown."""

    plan: Plan
    counts: str
    new: list[tuple[int, str, str, str]]
    changed: list[tuple[int, str, str, list[str]]]
    more: int
    providers: str
    ignored: str


def planned(plan: Plan, on: date) -> PlanPage:
    """Each change in words."""
    new = [(one.row.number, one.offer.name, one.provider, _first_rate(one)) for one in plan.new[:SHOWN]]
    changed = [(one.row.number, one.offer.name, one.provider, [_changed(each, on) for each in one.changes]) for one in plan.changed[:SHOWN]]
    more = len(plan.new) + len(plan.changed) - len(new) - len(changed)
    return PlanPage(plan, counts(plan), new, changed, more, danish.listing(plan.providers[:SHOWN]), danish.listing(f"”{one}”" for one in plan.ignored))


def counts(plan: Plan) -> str:
    """`2 nye, 1 ændret og 40 uændrede`."""
    said = ((len(plan.new), "ny", "nye"), (len(plan.changed), "ændret", "ændrede"), (plan.unchanged, "uændret", "uændrede"))
    return danish.listing(f"{count} {one if count == 1 else many}" for count, one, many in said)


def _first_rate(one: Planned) -> str:
    return _rate(one.row.rate) if one.row.rate else MISSING


def _rate(told: tuple[str, int, date]) -> str:
    per, amount, begins = told
    return f"{format_money(amount)} pr. {DayRate.Per(per).label} fra {days.typed(begins)}"


def _changed(change: Change, on: date) -> str:
    if change.field == "rate":
        return f"Takst: {_rate(change.before) if change.before else 'ingen fra den dag'} → {_rate(change.after)}"
    return f"{LABELS[change.field]}: {_said(change.field, change.before)} → {_said(change.field, change.after)}"


def _said(field: str, value: Any) -> str:
    if field == "sections":
        return signs(value)
    if field == "places":
        return places(value).lower()
    if field == "approved":
        return str(Offer.Approval(value).label).lower()
    if isinstance(value, date):
        return days.typed(value)
    if isinstance(value, list):
        return ", ".join(value) or "tom"
    return str(value or "tom")


def faults(error: FileFaults) -> tuple[list[Fault], int]:
    """The faults that are shown, and how many more there are."""
    return error.faults[:SHOWN], max(0, len(error.faults) - SHOWN)


def packed(content: bytes) -> str:
    """A file as a form carries it along until it is confirmed. Raises: FileFaults, when there is too much of it."""
    text = base64.b64encode(zlib.compress(content, 9)).decode("ascii")
    if len(text) > CARRIED:
        raise FileFaults([Fault(0, "", "Filen er for stor til at blive vist først. Del den i to, og hent dem hver for sig.")])
    return text


def unpacked(text: str) -> bytes:
    """What `packed` made, and never more than a file may be. Raises: FileFaults, when it was not made here."""
    try:
        unpack = zlib.decompressobj()
        content = unpack.decompress(base64.b64decode(text, validate=True), tilbudsportal.LARGEST + 1)
    except (binascii.Error, zlib.error, ValueError):
        raise FileFaults([Fault(0, "", "Filen kom ikke med. Vælg den igen.")]) from None
    if not unpack.eof:
        raise FileFaults([Fault(0, "", "Filen kom ikke helt med. Vælg den igen.")])
    return content
