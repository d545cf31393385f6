"""The register of what providers offer: kept by hand, or taken in from Tilbudsportalen's file. Nothing here is about a citizen."""

from __future__ import annotations

import json
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import date
from hashlib import sha256
from typing import Any

from django.core.serializers.json import DjangoJSONEncoder
from django.db import IntegrityError, transaction

from mestring.audit import acts, versions
from mestring.audit.errors import FieldError
from mestring.people import access, tilbudsportal
from mestring.people.access import Actor
from mestring.people.actions.employee import create_unit
from mestring.people.errors import DatesTheWrongWay, Fault, FileFaults, NotAProvider, OfferExists, RegisterMoved, approved_from
from mestring.people.models import DayRate, Offer, Unit
from mestring.rules import danish, money
from mestring.rules.rulebook import open_library

CHANGEABLE = (
    "name", "tilbudsportal_id", "sections", "target_groups", "places", "approved", "approved_on", "approved_until", "cvr", "p_number", "address",
)  # fmt: skip
LABELS = {
    "name": "Navn", "tilbudsportal_id": "Tilbuds-id", "sections": "Paragraffer", "target_groups": "Målgrupper", "places": "Pladser", "approved": "Godkendt",
    "approved_on": "Godkendt fra", "approved_until": "Godkendt til", "cvr": "CVR", "p_number": "P-nummer", "address": "Adresse", "unit": "Leverandør",
}  # fmt: skip
"""What each field is called, on the screen and in a file."""


@transaction.atomic
def register_offer(unit: Unit, *, by: Actor, on: date, since: date | None = None, **values: Any) -> Offer:
    """Add what a provider offers. Raises: NotAProvider, FieldError, OfferExists."""
    access.require(by, "providers.change")
    if unit.kind != Unit.Kind.PROVIDER:
        raise NotAProvider
    made = Offer(unit=unit, since=since or on, **{name: _tidy(values[name]) for name in CHANGEABLE if name in values})
    _check(made)
    _is_nobody_elses(made)
    made.save()
    acts.record("register_offer", made, by=by, on=on, unit=unit.public_id, version=made.version)
    return made


@transaction.atomic
def change_offer(offer: Offer, *, seen: int, by: Actor, on: date, **values: Any) -> None:
    """Correct what is known about an offer, on the version that was seen. Raises: FieldError, OfferExists, Conflict."""
    access.require(by, "providers.change")
    told = {name: _tidy(values[name]) for name in CHANGEABLE if name in values}
    changed = {name: value for name, value in told.items() if value != getattr(offer, name)}
    if not changed:
        return
    wanted = Offer(pk=offer.pk, **{name: getattr(offer, name) for name in (*CHANGEABLE, "since", "until")})
    for name, value in changed.items():
        setattr(wanted, name, value)
    _check(wanted)
    _is_nobody_elses(wanted)
    versions.write(offer, seen=seen, **changed)
    acts.record("change_offer", offer, by=by, on=on, version=offer.version, fields=sorted(changed))


@transaction.atomic
def set_rate(offer: Offer, *, per: str, amount: int, valid_from: date, by: Actor, on: date, source: str = "") -> DayRate:
    """Say what an offer costs from a day on; said again of the same day and unit it is a correction, and the trace keeps what stood.

    Unit: `amount` in øre.
    Raises: FieldError.
    """
    access.require(by, "providers.change")
    if per not in DayRate.Per.values:
        raise FieldError("per", "Takstenhed", "vælg, hvad taksten er for.")
    if not 0 < amount <= DayRate.MOST:
        raise FieldError("amount", "Takst", f"skriv et beløb over 0 kr. og højst {money.format_money(DayRate.MOST)}")
    stood = offer.rates.filter(per=per, valid_from=valid_from).values_list("amount", flat=True).first()
    made, _ = DayRate.objects.update_or_create(offer=offer, per=per, valid_from=valid_from, defaults={"amount": amount, "source": source.strip()})
    acts.record("set_rate", offer, by=by, on=on, per=per, valid_from=valid_from, amount=amount, **({} if stood in (None, amount) else {"before": stood}))
    return made


@transaction.atomic
def end_offer(offer: Offer, *, until: date | None, by: Actor, on: date) -> None:
    """Say an offer's last day; none says that it goes on after all. Raises: DatesTheWrongWay."""
    access.require(by, "providers.change")
    if until and until < offer.since:
        raise DatesTheWrongWay
    Offer.objects.filter(pk=offer.pk).update(until=until)
    offer.until = until
    acts.record("end_offer", offer, by=by, on=on, until=until)


def _tidy(value: Any) -> Any:
    return value.strip() if isinstance(value, str) else value


def _check(offer: Offer) -> None:
    """Raises: FieldError, for the first that can't be."""
    for name, remedy in _wrong(offer):
        raise FieldError(name, LABELS[name], remedy)


def _wrong(offer: Offer) -> Iterator[tuple[str, str]]:
    """What an offer can't be, by field."""
    known = open_library().sections
    if not offer.name:
        yield "name", "skriv, hvad tilbuddet hedder."
    if not offer.sections or any(one not in known for one in offer.sections):
        yield "sections", "skriv mindst én paragraf, for eksempel § 85."
    if offer.places is not None and offer.places < 0:
        yield "places", "skriv 0 eller mere, eller lad feltet være tomt."
    if offer.approved not in Offer.Approval.values:
        yield "approved", "vælg én af mulighederne."
    if offer.approved_on and offer.approved_until and offer.approved_until < offer.approved_on:
        yield "approved_until", approved_from(offer.approved_on)
    for name, count in (("cvr", 8), ("p_number", 10)):
        try:
            tilbudsportal.read_digits(getattr(offer, name), count)
        except ValueError:
            yield name, f"skriv {count} cifre, eller lad feltet være tomt."


def _is_nobody_elses(offer: Offer) -> None:
    """Raises: OfferExists."""
    if offer.tilbudsportal_id and Offer.objects.filter(tilbudsportal_id=offer.tilbudsportal_id).exclude(pk=offer.pk).exists():
        raise OfferExists


# ------------------------------------------------------------------------------------------------ a file


@dataclass(frozen=True, slots=True)
class Change:
    """One thing a file says otherwise than the register. Shapes: `field` is the offer's, `unit` for the provider, or `rate`; a rate is per, øre and the first day, or none."""

    field: str
    before: Any
    after: Any


@dataclass(slots=True)
class Planned:
    """What comes of one row. Shapes: `offer` is as it will be, and not saved yet; `changes` are none for what is new or stays as it was."""

    row: tilbudsportal.Row
    offer: Offer
    provider: str
    is_new: bool
    changes: list[Change] = field(default_factory=list)

    @property
    def stays(self) -> bool:
        return not self.is_new and not self.changes


@dataclass(slots=True)
class Plan:
    """What a file would do to the register.

    Shapes: `providers` are the names of those that would be made; `ignored` the columns that are not read; `absent` how many open offers with a number of Tilbudsportalen the
    file says nothing of.
    """

    rows: list[Planned]
    providers: list[str]
    ignored: list[str]
    absent: int

    @property
    def new(self) -> list[Planned]:
        return [one for one in self.rows if one.is_new]

    @property
    def changed(self) -> list[Planned]:
        return [one for one in self.rows if one.changes]

    @property
    def unchanged(self) -> int:
        return sum(one.stays for one in self.rows)

    @property
    def digest(self) -> str:
        """The same for two plans that would do the same."""
        said = [
            [
                one.row.tilbudsportal_id,
                one.is_new,
                one.provider,
                one.row.values if one.is_new else "",
                one.row.rate,
                [[c.field, c.before, c.after] for c in one.changes],
            ]
            for one in self.rows
            if not one.stays
        ]
        return sha256(json.dumps([said, self.providers], cls=DjangoJSONEncoder, sort_keys=True).encode()).hexdigest()


@transaction.atomic
def plan_offers(rows: str | bytes, *, by: Actor, on: date) -> Plan:
    """What a file of Tilbudsportalen's would do, without doing it. Raises: FileFaults, with everything there is to mend."""
    access.require(by, "providers.change")
    return _planned(tilbudsportal.read(rows), on)


@transaction.atomic
def import_offers(rows: str | bytes, *, by: Actor, on: date, seen: str = "") -> Plan:
    """Take a whole file of Tilbudsportalen's in, or nothing of it: what is new is added, what differs is changed, and what it says nothing of stays. Twice is once.

    Shapes: `seen` is the digest of the plan that was shown; without it nothing need have been shown.
    Raises: FileFaults, RegisterMoved.
    """
    access.require(by, "providers.change")
    plan = _planned(tilbudsportal.read(rows), on, held=True)
    if seen and plan.digest != seen:
        raise RegisterMoved
    try:
        with transaction.atomic():
            made = {_same(name): create_unit(by=by, on=on, kind=Unit.Kind.PROVIDER, name=name, own=False) for name in plan.providers}
            for one in plan.rows:
                if unit := made.get(_same(one.provider)):
                    one.offer.unit = unit
            _store(plan, on)
    except IntegrityError:  # another wrote the same provider or offer at the same moment
        raise RegisterMoved from None
    for one in plan.rows:
        if not one.stays:
            _trace(one, by=by, on=on)
    return plan


def _same(name: str) -> str:
    """How a provider's name is told from another's."""
    return " ".join(name.casefold().split())


def _planned(file: tilbudsportal.File, on: date, *, held: bool = False) -> Plan:
    """Each row beside what stands, which nobody else changes meanwhile when it is `held`. Raises: FileFaults."""
    units = {_same(one.name): one for one in Unit.objects.all()}
    offers = Offer.objects.exclude(tilbudsportal_id="").select_related("unit").with_rates()
    standing = {one.tilbudsportal_id: one for one in (offers.select_for_update(no_key=True, of=("self",)) if held else offers)}
    plan = Plan([], [], file.ignored, 0)
    providers: dict[str, str] = {}
    faults: list[Fault] = []
    for row in file.rows:
        unit = units.get(_same(row.provider))
        if unit is None:
            providers.setdefault(_same(row.provider), row.provider)
        elif unit.kind != Unit.Kind.PROVIDER:
            faults.append(Fault(row.number, tilbudsportal.PROVIDER, f"{unit.name} er en enhed i kommunen og ikke en leverandør. Skriv leverandørens navn."))
            continue
        planned = _beside(row, unit, standing.get(row.tilbudsportal_id), on)
        faults += [Fault(row.number, LABELS[name], remedy[:1].upper() + remedy[1:]) for name, remedy in _wrong(planned.offer)]
        plan.rows.append(planned)
    if faults:
        raise FileFaults(faults)
    plan.providers = list(providers.values())
    named = {row.tilbudsportal_id for row in file.rows}
    plan.absent = sum(one.is_open(on) for key, one in standing.items() if key not in named)
    return plan


def _beside(row: tilbudsportal.Row, unit: Unit | None, stands: Offer | None, on: date) -> Planned:
    """What comes of a row, beside the offer that stands, if one does."""
    provider = unit.name if unit else row.provider
    if stands is None:
        made = Offer(tilbudsportal_id=row.tilbudsportal_id, since=on, **row.values)
        if unit:
            made.unit = unit
        return Planned(row, made, provider, is_new=True)
    changes = [Change(name, getattr(stands, name), value) for name, value in row.values.items() if value != getattr(stands, name)]
    if unit is None or unit.pk != stands.unit_id:
        changes.append(Change("unit", stands.unit.name, provider))
    if row.rate:
        per, amount, begins = row.rate
        there = next((one for one in stands.rates.all() if (one.per, one.valid_from) == (per, begins)), None)
        if there is None or there.amount != amount:
            changes.append(Change("rate", (per, there.amount, begins) if there else None, row.rate))
    for name, value in row.values.items():
        setattr(stands, name, value)
    if unit:
        stands.unit = unit
    return Planned(row, stands, provider, False, changes)


def _store(plan: Plan, on: date) -> None:
    """Write what differs, in as few questions as may be."""
    Offer.objects.bulk_create([one.offer for one in plan.new], batch_size=500)
    moved = [one for one in plan.changed if any(each.field != "rate" for each in one.changes)]
    for one in moved:
        one.offer.version += 1
    # Written as rows that are there already: updating many at once by their key takes far longer.
    written = [*CHANGEABLE, "unit", "version"]
    Offer.objects.bulk_create([one.offer for one in moved], batch_size=500, update_conflicts=True, unique_fields=["id"], update_fields=written)
    rates = [
        DayRate(
            offer=one.offer, per=one.row.rate[0], amount=one.row.rate[1], valid_from=one.row.rate[2], source=f"Tilbudsportalen, hentet {danish.date_plain(on)}"
        )
        for one in plan.rows
        if one.row.rate and (one.is_new or any(each.field == "rate" for each in one.changes))
    ]
    DayRate.objects.bulk_create(rates, batch_size=500, update_conflicts=True, unique_fields=["offer", "per", "valid_from"], update_fields=["amount", "source"])


def _trace(one: Planned, *, by: Actor, on: date) -> None:
    """One row of the trace for each offer that is new or changed."""
    rate: dict[str, Any] = {}
    if one.row.rate and (one.is_new or any(each.field == "rate" for each in one.changes)):
        per, amount, begins = one.row.rate
        rate = {"per": per, "amount": amount, "valid_from": begins}
        if stood := next((each.before for each in one.changes if each.field == "rate" and each.before), None):
            rate["before"] = stood[1]
    if one.is_new:
        acts.record("register_offer", one.offer, by=by, on=on, unit=one.offer.unit.public_id, version=one.offer.version, fetched=True, **rate)
    else:
        changed = sorted(each.field for each in one.changes)
        acts.record("change_offer", one.offer, by=by, on=on, version=one.offer.version, fields=changed, fetched=True, **rate)
