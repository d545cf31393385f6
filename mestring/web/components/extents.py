"""Granted, ordered and delivered, drawn side by side, and where the difference went."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import ROUND_HALF_UP, Decimal
from typing import Any

from mestring.delivery.measuring import DAYS, MINUTES, Figures, Gap
from mestring.delivery.states import VisitState
from mestring.web.components import days


@dataclass(frozen=True, slots=True)
class Bar:
    """One length. Shapes: `share` is in percent of the longest; `kind` is granted, ordered or delivered; `hours` and `a_week` are words."""

    label: str
    kind: str
    hours: str
    a_week: str
    share: int


@dataclass(frozen=True, slots=True)
class Missing:
    """What explains a part of the difference."""

    label: str
    hours: str
    explained: bool


@dataclass(frozen=True, slots=True)
class Extents:
    """Shapes: `period` says over which days; `note` what can't be told in hours; `missing_hours` how much less was delivered than ordered."""

    period: str
    bars: Sequence[Bar]
    missing: Sequence[Missing]
    missing_hours: str
    note: str


_LABELS = {
    VisitState.BY_CITIZEN: "Aflyst af borgeren",
    VisitState.NO_SHOW: "Borgeren kom ikke",
    VisitState.BY_PROVIDER: "Aflyst af leverandøren",
    "shorter": "Kortere end planlagt",
    VisitState.PLANNED: "Planlagt, men ikke registreret",
    "unplanned": "Ikke planlagt",
    "unused": "Ikke brugt: gemt, eller gået tabt",
}


def hours(minutes: Decimal | int) -> str:
    """`72,8 t`. Unit: minutes in."""
    return f"{_tenths(Decimal(minutes) / 60)} t"


def _tenths(number: Decimal) -> str:
    """`1.250,5`."""
    return f"{number.quantize(Decimal('0.1'), ROUND_HALF_UP):,}".replace(",", " ").replace(".", ",").replace(" ", ".")


_NAMES = {"granted": "Bevilget", "ordered": "Bestilt", "delivered": "Leveret"}


def length(amount: Decimal | int, unit: str) -> str:
    """`72,8 t`, `44 dage` or `6 gange`. Unit: minutes, days or times in."""
    if unit == MINUTES:
        return hours(amount)
    tenths = _tenths(Decimal(amount)).removesuffix(",0")
    one, several = ("dag", "dage") if unit == DAYS else ("gang", "gange")
    return f"{tenths} {one if tenths == '1' else several}"


def _bars(lengths: dict[str, Decimal | None], weeks: Decimal | None = None, unit: str = MINUTES) -> list[Bar]:
    told = {kind: amount for kind, amount in lengths.items() if amount is not None}
    longest = max(told.values(), default=Decimal(0)) or Decimal(1)
    return [
        Bar(_NAMES[kind], kind, length(amount, unit), f"{length(amount / weeks, unit).split()[0]}/uge" if weeks else "", int(amount * 100 / longest))
        for kind, amount in told.items()
    ]


def two(ordered: Decimal | None, delivered: Decimal) -> Extents:
    """A total of several orders: no difference is explained. Unit: minutes."""
    return Extents("", _bars({"ordered": ordered, "delivered": delivered}), (), "", "")


def of(found: Figures, on: date) -> Extents:
    """Figures as they are drawn."""
    lengths = {"granted": found.granted, "ordered": found.ordered, "delivered": found.delivered}
    bars = _bars(lengths, None if found.in_all else found.weeks, found.unit)
    missing = [
        Missing(f"{_LABELS[gap.kind]}{_times(gap.times)}", length(gap.minutes, found.unit), gap.kind not in ("unplanned", "unused", VisitState.PLANNED))
        for gap in found.gaps
        if gap.minutes
    ]
    weeks = int(found.weeks.quantize(Decimal(1), ROUND_HALF_UP))
    over = f"{weeks} uger, " if weeks > 1 else ""
    note = "" if found.ordered is not None else "Omfanget er ikke bestilt i noget, der kan tælles, så det leverede kan ikke holdes op imod det."
    less = length(found.missing, found.unit) if found.missing >= 1 and not found.in_all else ""
    return Extents(f"{over}{days.plain(found.first, on)} – {days.plain(found.last, on)}", bars, missing, less, note)


def _times(count: int) -> str:
    return "" if not count else ", 1 gang" if count == 1 else f", {count} gange"


def stored(figures: Mapping[str, Any], on: date) -> Extents | None:
    """Figures as they were kept with a status note; None when none were."""
    if not figures:
        return None
    gaps = tuple(Gap(one["kind"], one["times"], Decimal(one["minutes"])) for one in figures["gaps"])
    ordered = None if figures["ordered"] is None else Decimal(figures["ordered"])
    first, last = date.fromisoformat(figures["first"]), date.fromisoformat(figures["last"])
    return of(
        Figures(
            first, last, None, ordered, Decimal(figures["delivered"]), figures["held"], gaps, 0, figures.get("unit", MINUTES), figures.get("in_all", False)
        ),
        on,
    )
