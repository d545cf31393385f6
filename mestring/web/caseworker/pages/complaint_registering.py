"""What a new complaint may be of, what it may stand on and who may make it; and the questions its right rests on."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from mestring.cases.models import Case, Document
from mestring.complaints import standing
from mestring.decisions.models import Decision
from mestring.decisions.proposals import Asked
from mestring.people.models import Representation
from mestring.web.components import fields
from mestring.web.components.forms import Form

ASKS = "ask_"
"""What the names of the questions about the right to complain begin with in a form."""
YES_NO = [("ja", "Ja"), ("nej", "Nej"), ("", "Ved ikke")]


def decisions_of(case: Case) -> list[Decision]:
    """What can be complained of, the newest first."""
    return list(Decision.objects.filter(application__case=case).select_related("application").order_by("-decided_on", "-pk"))


def documents_of(case: Case) -> list[Document]:
    """Papers that the complaint may stand on, the newest first."""
    return list(case.documents.filter(error_on=None).order_by("-happened_on", "-pk")[:50])


def representations_of(case: Case) -> list[Representation]:
    """Those who act, or acted, for the citizen."""
    return list(case.citizen.representations.filter(kind__in=Representation.ACTS_FOR).order_by("pk"))


def add_questions(form: Form, decision: Decision | None, *, known: Mapping[str, Any] | None = None) -> list[str]:
    """Ask what the right to complain rests on. Answers the names of the fields added."""
    if decision is None:
        return []
    asked = standing.right(decision, {}).asked
    initial = known if known is not None else standing.known_answers(decision)
    for one in asked:
        name = f"{ASKS}{one.id}"
        form.fields[name] = _question(one)
        form.initial.setdefault(name, _typed(initial.get(one.id)))
    return [f"{ASKS}{one.id}" for one in asked]


def known_answers(decision: Decision | None) -> dict[str, str]:
    """What was answered about the right to complain when the decision was made, by the names of the form's fields."""
    return {f"{ASKS}{fact}": _typed(value) for fact, value in standing.known_answers(decision).items()} if decision else {}


def _question(one: Asked) -> fields.Choice:
    choices = YES_NO if one.type == "yes_no" else [*one.options, ("", "Ved ikke")]
    return fields.Choice(one.label, choices, shape="tiles" if one.type == "yes_no" else "radios", required=False)


def _typed(value: Any) -> str:
    return "ja" if value is True else "nej" if value is False else str(value or "")


def answers(decision: Decision | None, values: Mapping[str, Any]) -> dict[str, Any]:
    """What was answered about the right to complain."""
    if decision is None:
        return {}
    return standing.reads(standing.right(decision, {}).asked, {name.removeprefix(ASKS): str(value) for name, value in values.items() if name.startswith(ASKS)})
