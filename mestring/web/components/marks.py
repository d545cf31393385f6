"""Marks: what an answer or a step says at a glance. Colour is never alone: each mark has a shape and a word."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from mestring.rules.finding import Status


@dataclass(frozen=True, slots=True)
class Mark:
    """Shapes: met (a circle), not (a square), judge (a diamond), open (a dashed ring), soon (a triangle), said (a sheet with lines)."""

    shape: str
    sign: str
    word: str


KINDS = {
    "statement": "Oplysning",
    "condition": "Betingelser",
    "deadline": "Frist",
    "cadence": "Opfølgning i faste mellemrum",
    "trigger": "Pligt, når noget sker",
    "cap": "Grænse",
    "count": "Antal",
    "tiers": "Beløb efter interval",
    "table": "Tabel",
    "levels": "Niveauer",
    "balance": "Timebank",
    "payment": "Betaling",
    "price_table": "Pristabel",
    "notice": "Varsel",
    "complaint": "Klageadgang",
}

MET = Mark("met", "✓", "Opfyldt")
NOT_MET = Mark("not", "✕", "Ikke opfyldt")
TO_JUDGE = Mark("judge", "?", "Skal vurderes")
UNKNOWN = Mark("open", "–", "Mangler")
STATED = Mark("said", "≡", Status.STATED.label)
# The document says something, but not the date or the figure that was asked for.
WORDS_ONLY = Mark("open", "–", "Uden dato eller tal")

_STEPS = {"met": MET, "not_met": NOT_MET, "to_judge": TO_JUDGE, "unknown": UNKNOWN}


def of_step(mark: str) -> Mark:
    return _STEPS[mark]


def of_answer(status: Status, values: Mapping[str, Any]) -> Mark:
    """The mark of a whole answer: a yes or a no where the rule gives one, else how far it came."""
    if status == Status.TO_JUDGE or values.get("answer") == "to_judge":
        return TO_JUDGE
    if status == Status.STATED:
        return STATED
    if status != Status.DECIDED:
        return Mark("open", "–", status.label)
    if "answer" in values:
        return {"met": MET, "not_met": NOT_MET, "unknown": Mark("open", "–", Status.UNKNOWN.label)}[values["answer"]]
    if values.get("late") is True:
        return Mark("not", "!", "Fristen er overskredet")
    if values.get("kept") is False:
        return Mark("not", "✕", "Holder ikke")
    if values.get("kept") is True:
        return Mark("met", "✓", "Holder")
    if "allowed" in values:
        return Mark("met", "✓", "Ja") if values["allowed"] else Mark("not", "✕", "Nej")
    if values.get("overdue") is True:
        return Mark("not", "!", "Overskredet")
    if "owed" in values and values["owed"] is not None:
        return Mark("soon", "!", "Skal gøres") if values["owed"] else Mark("met", "✓", "Ikke nu")
    return Mark("met", "✓", status.label)
