"""A small invented world for rules made in a test: facts, closed days, rates, pension ages; and asking both ways at once."""

from __future__ import annotations

from datetime import date
from typing import Any

import numpy as np

from mestring.rules.calendar import Calendar, ClosedDay
from mestring.rules.facts import NONE, Case, Fact
from mestring.rules.finding import Answer, Source, Status
from mestring.rules.kinds import KINDS, Rule
from mestring.rules.world import PensionAges, Rate, RateValue, World
from tests.rules.cases import columns, plain_value

SOURCE = Source(cite="opfundet")
CALENDAR = Calendar(
    (
        ClosedDay("easter_monday", "2. påskedag", easter_offset=1),
        ClosedDay("good_friday", "Langfredag", easter_offset=-2),
        ClosedDay("constitution_day", "Grundlovsdag", month=6, day=5),
        ClosedDay("christmas_day", "Juledag", month=12, day=25),
        ClosedDay("boxing_day", "2. juledag", month=12, day=26),
    )
)
PENSION = PensionAges(((date(1900, 1, 1), 65 * 12, SOURCE), (date(1955, 7, 1), 67 * 12, SOURCE)))


def _rate(name: str, unit: str, **years: int) -> Rate:
    values = tuple(RateValue(date(int(year[1:]), 1, 1), date(int(year[1:]), 12, 31), value, SOURCE) for year, value in years.items())
    return Rate(name, name, unit, values, values[-1].valid_to)


RATES = {
    "low": _rate("low", "kr per month", y2019=54_500, y2020=55_600, y2022=57_400),
    "high": _rate("high", "kr per month", y2019=153_000, y2020=156_100, y2022=161_100),
    "amount": _rate("amount", "kr per month", y2019=102_000, y2020=104_000, y2022=107_400),
}


def _facts(*facts: Fact) -> dict[str, Fact]:
    return {fact.id: fact for fact in facts}


FACTS = _facts(
    *(Fact(name, "date", name) for name in ("born", "started", "received", "moved_in", "decision_received", "complaint_received", "saving_from", "event")),
    *(Fact(name, "date", name, may_be_none=True) for name in ("decided", "planned_end", "ended", "level_changed", "granted_97")),
    *(Fact(name, "date", name, may_be_none=True, absent=NONE) for name in ("last_follow_up", "last_review")),
    *(Fact(name, "yes_no", name) for name in ("urgent", "special", "agreed", "pensioner")),
    *(Fact(name, "judgement", name) for name in ("needs", "suits")),
    *(Fact(name, "integer", name) for name in ("times", "days", "level")),
    *(Fact(name, "money", name) for name in ("expense", "income", "housing_costs")),
    Fact("share", "percent", "share"),
    Fact("hours", "minutes", "hours"),
    Fact("less", "minutes", "less"),
    Fact("used", "monthly", "used"),
    Fact("kind", "choice", "kind", options={"new": "Ny", "change": "Ændring", "other": "Andet"}),
)
WORLD = World(CALENDAR, PENSION, RATES, FACTS, {"council": "kommunen"})


def rule(kind: str, **fields: Any) -> Rule:
    """A rule of a kind from its fields as a file writes them; it must be without problems."""
    made = KINDS[kind].model_validate({"kind": kind, **fields})
    assert list(made.problems(WORLD)) == []
    return made


def problems(kind: str, **fields: Any) -> list[str]:
    """What is wrong with a rule whose form is right."""
    return [what for _, what in KINDS[kind].model_validate({"kind": kind, **fields}).problems(WORLD)]


def ask(asked: Rule, on: date, **facts: Any) -> Answer:
    """The answer of `one`, which `many` must give too: alone, and as the middle of three rows of which the others know nothing."""
    answer = asked.one(Case(FACTS, facts, on), WORLD)
    names = list(dict.fromkeys([*asked.facts(), *facts]))
    for rows, place in (([facts], 0), ([{}, facts, {}], 1)):
        many = asked.many(columns_of(names, rows, on), WORLD)
        assert many.status()[place] == answer.status, f"one {answer.status.key}, many {Status(int(many.status()[place])).key}"
        for name, (values, known) in many.values.items():
            if name.endswith(("_low", "_high")) and name not in answer.values:
                continue
            got = values[place].item() if known is None or known[place] else None
            assert got == plain_value(answer.values.get(name)), f"{name}: one {answer.values.get(name)}, many {got}"
    return answer


def columns_of(names: list[str], rows: list[dict[str, Any]], on: date) -> Any:
    """Rows as columns of this world."""

    class _World:
        facts = FACTS

    return columns(_World, names, rows, on)  # type: ignore[arg-type]


def column(answer: Any, name: str) -> list[Any]:
    """A value of many, None where it isn't known."""
    values, known = answer.values[name]
    there = np.ones(len(values), bool) if known is None else known
    return [value if known_here else None for value, known_here in zip(values.tolist(), there.tolist(), strict=True)]
