"""Money as whole øre. Rates are exact; rounding is always named by the rule that rounds."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Any

import numpy.typing as npt

_KRONER = re.compile(r"(\d+)(?:,(\d{2}))? kr")


def parse_money(text: str) -> int:
    """Read `545 kr` or `93,38 kr`. Unit: øre. Raises: ValueError with the way it should be written."""
    found = _KRONER.fullmatch(text)
    if not found:
        raise ValueError(f"'{text}' er ikke et beløb; skriv fx '545 kr' eller '93,38 kr'")
    return int(found[1]) * 100 + int(found[2] or 0)


def format_money(ore: int) -> str:
    """`1.020 kr.` or `93,38 kr.`, as a letter writes it. Unit: øre in."""
    kroner, rest = divmod(abs(ore), 100)
    grouped = f"{kroner:,}".replace(",", ".")
    sign = "-" if ore < 0 else ""
    return f"{sign}{grouped},{rest:02d} kr." if rest else f"{sign}{grouped} kr."


@dataclass(frozen=True, slots=True)
class Rounding:
    """Rounding of an amount: to which unit, in which direction and at which moment.

    Shapes: `unit` in øre; `direction` is half_up, up or down; `moment` is before_lookup or result.
    """

    unit: int
    direction: str
    moment: str

    def apply(self, ore: int) -> int:
        """The rounded amount. Unit: øre in and out."""
        lift = {"half_up": self.unit // 2, "up": self.unit - 1, "down": 0}[self.direction]
        return (ore + lift) // self.unit * self.unit

    def apply_column(self, ore: npt.NDArray[Any]) -> npt.NDArray[Any]:
        """`apply` over a column, in the column's own type."""
        kind = ore.dtype.type
        lift = {"half_up": self.unit // 2, "up": self.unit - 1, "down": 0}[self.direction]
        rounded: npt.NDArray[Any] = ore + kind(lift)
        rounded //= kind(self.unit)
        rounded *= kind(self.unit)
        return rounded

    def __str__(self) -> str:
        way = {"half_up": "til nærmeste", "up": "op til nærmeste", "down": "ned til nærmeste"}[self.direction]
        return f"afrundet {way} {format_money(self.unit)}"
