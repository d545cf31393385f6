"""Assessments in the states they can be in, made by acts."""

from __future__ import annotations

from datetime import date
from itertools import count
from typing import Any

from mestring.assessments import actions, catalogue
from mestring.assessments.models import Assessment
from mestring.cases import proposals
from mestring.cases.models import Application, Case
from mestring.people.access import Actor
from tests import given

ECONOMY = "70443014-3faf-402d-abcf-396bfad32eb9"
"""Varetage økonomi, under Aktivitet og deltagelse."""
SHOPPING = "01770afa-cd17-41fe-a966-b8895e4d55d8"
SLEEP = "83376fdb-f55d-4dd9-944e-b49631a9836f"
"""Søvn, under Funktioner og forhold: no level."""
ANXIETY = "303deb9b-84f0-49d2-ab7a-f8b98eed40a2"
ISOLATION = "16075f99-3694-4878-a48d-b2f4b515cb76"


_people = count(1)


def case_of_another(by: Actor, *, on: date = given.TODAY) -> Case:
    """A case of somebody no other case is about."""
    return given.case(by, given.citizen(by, first_name=f"Karen {next(_people)}", on=on), on=on)


def application(by: Actor, case: Case, *, standard: str, section: str = "85") -> Application:
    """An application of the first kind that the standard tells apart."""
    kinds = proposals.kinds(standard, section, given.TODAY)
    return given.application(by, case, section=section, standard=standard, kind=kinds[0].id if kinds else "")


def draft(by: Actor, case: Case | None = None, *, on: date = given.TODAY, **more: Any) -> Assessment:
    """An assessment begun by the standard's own method."""
    return actions.start_assessment(case or case_of_another(by, on=on), by=by, on=on, **{"standard": given.VEJLE, **more})


def vum1(by: Actor, case: Case | None = None, **more: Any) -> Assessment:
    """An assessment by Viborg's method."""
    return draft(by, case, standard=given.VIBORG, **more)


def filled(by: Actor, case: Case | None = None, *, on: date = given.TODAY, level: int = 2, text: str = "Åbner ikke sin post alene.", **more: Any) -> Assessment:
    """A draft that lacks nothing."""
    made = draft(by, case, on=on, **more)
    topic = "community_life" if made.method == catalogue.VUM1 else ECONOMY
    actions.save_topic(made, topic, seen=0, level=level, text=text, by=by, on=on)
    need: dict[str, Any] = {"overall": "C"} if made.method == catalogue.VUM1 else {"need_level": 2}
    return actions.save_need(made, seen=made.version, need="Støtte til post og budget en gang om ugen.", by=by, on=on, **need)


def finished(by: Actor, case: Case | None = None, *, on: date = given.TODAY, **more: Any) -> Assessment:
    """A finished assessment."""
    return actions.finish_assessment(filled(by, case, on=on, **more), by=by, on=on)
