"""What of the decide page is folded away: what is answered and in order takes a line, what is missing or wrong stands open."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from mestring.decisions.gates import Code, Gate
from mestring.decisions.gathering import Outlook
from mestring.decisions.models import TOUCHES
from mestring.web.components import deciding
from mestring.web.components.forms import Field, Form

WIDE = 90
"""How much of what is written stands in the line."""
_MENDED_IN = {Code.BASIS: "outcome", Code.NOTICE: "period", Code.CAP: "period", Code.PAYMENT: "payment", Code.PLAN: "plan"}
"""The part in which what a gate asks for is written."""


@dataclass(frozen=True, slots=True)
class Fold:
    """A part of the page. Shapes: `words` are what is chosen in it, in a line, empty for nothing; `open` is that it must be seen; `moot` that the outcome asks nothing of it."""

    words: str
    open: bool
    moot: bool = False


def of_row(part: str, title: str, fields: Iterable[Field], stands: Outlook, form: Form, on: date) -> Fold:
    """A row of the choice. Nothing is folded before something is kept, nor what is not answered while anything is missing."""
    kept, names = stands.preparation, {one.name for one in fields}
    if kept is None or not kept.outcome:
        return Fold("", True)
    said = {pair.label: pair.value for pair in deciding.chosen(kept, on)}
    words = _short(said.get(title, "") or (said.get("Gælder fra") or said.get("Sidste dag med hjælp") or "" if part == "period" else ""))
    lacking = {name for one in stands.lacks for name in one.fields} | {one.name for one in form.wrong}
    wrong = bool(names & lacking) or any(_MENDED_IN.get(one.code) == part for one in stands.open_gates)
    dated = part == "period" and kept.outcome in TOUCHES
    moot = not words and not kept.gives and part != "outcome" and not dated
    return Fold(words, wrong or _changed(form, names) or (not words and not moot and not _ready(stands)), moot)


def of_reasons(names: Iterable[str], stands: Outlook, form: Form) -> Fold:
    """The reasons, written or not asked for."""
    kept, names = stands.preparation, set(names)
    gate = _gate(stands, Code.REASONS)
    if kept is None or not kept.outcome or gate.is_open:
        return Fold("", True)
    wrong = any(one.name in names for one in form.wrong)
    to_read = any(f"reuse_{name}" in form.fields and not getattr(kept, name) for name in names)
    return Fold(deciding.gate(gate).passed_by, wrong or to_read or _changed(form, names))


def _gate(stands: Outlook, code: Code) -> Gate:
    return next(one for one in stands.gates if one.code == code)


def _ready(stands: Outlook) -> bool:
    """Whether nothing keeps it from being decided."""
    kept = stands.preparation
    explained = not stands.differences or bool(kept and kept.departure.strip())
    return not stands.lacks and not stands.open_gates and explained


def _changed(form: Form, names: Iterable[str]) -> bool:
    """Whether something was sent that the page did not begin with."""
    return form.posted and bool(set(names) & set(form.changed_data))


def _short(text: str) -> str:
    line = " · ".join(one.strip() for one in text.splitlines() if one.strip())
    return line if len(line) <= WIDE else f"{line[:WIDE].rsplit(' ', 1)[0]} …"
