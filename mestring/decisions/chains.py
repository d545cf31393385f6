"""Help that goes on through several grants: changed, reduced, corrected, or given again the day after. Reads rows and writes nothing."""

from __future__ import annotations

from mestring.decisions.models import Grant
from mestring.decisions.whole import DAY


def chain(grant: Grant) -> list[Grant]:
    """The grant and those it went on from, the latest first."""
    found = [grant]
    rows = Grant.objects.filter(case=grant.case_id, section=grant.section).select_related("decision__application__case__citizen")
    others = {one.pk: one for one in rows if one.pk != grant.pk}
    while True:
        latest = found[-1]
        before = next((one for one in others.values() if one.ended_by_id == latest.decision_id or _goes_on(one, latest)), None)
        if before is None:
            return found
        found.append(others.pop(before.pk))


def begun(grants: list[Grant]) -> list[Grant]:
    """Those that were given; one that a correction came in place of may never have begun."""
    return [grants[0], *(one for one in grants[1:] if one.last_day is None or one.last_day >= one.begins_on)]


def _goes_on(one: Grant, latest: Grant) -> bool:
    """Whether help ended by its own day, and the other began the day after."""
    return one.runs and one.ends_on is not None and one.ends_on + DAY == latest.begins_on
