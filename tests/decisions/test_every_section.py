"""Every section one may apply for, in all five councils: it can be looked at before it is decided, and its letter is whole whatever it comes to."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

import pytest

from mestring.cases import proposals as case_proposals
from mestring.cases.letters.completeness import complete
from mestring.decisions import letters
from mestring.decisions.gathering import outlook
from mestring.decisions.models import Outcome, Preparation
from tests import given
from tests.decisions import given_decision as known
from tests.given import TODAY

pytestmark = pytest.mark.django_db
WHOLE = {
    **known.REASONS,
    "extent": "Efter aftale.",
    "begins_on": known.STARTS,
    "ends_on": date(2027, 5, 1),
    "follow_up_on": date(2027, 1, 4),
    "payment": "Hjælpen er gratis.",
    "plan": "offered",
}


@pytest.mark.parametrize("standard", [given.VEJLE, given.VIBORG, given.RANDERS, given.BALLERUP, given.REBILD])
def test_every_section_has_an_outlook_and_a_whole_letter(standard: str) -> None:
    by = given.caseworker()
    case = given.case(by)
    sections = [one.id for one in case_proposals.sections_offered(standard, TODAY) if one.may_be_applied_for]
    assert len(sections) > 10
    for section in sections:
        asked = known.asked_for(by, section, standard=standard, where=case)
        assert {gate.code.value for gate in outlook(asked, on=TODAY).open_gates} >= {"facts_sufficient"}, section
        for outcome in (Outcome.GRANTED, Outcome.PARTLY, Outcome.REFUSED):
            choice = Preparation(application=asked, outcome=outcome, **WHOLE)
            stands = replace(outlook(asked, on=TODAY, draft=choice), preparation=choice)
            left = {gate.code.value for gate in stands.open_gates}
            waits = {"facts_sufficient", "assessment_finished", "all_law_considered", "hearing_done", "complaint_guidance"}
            assert left <= waits, (section, outcome, left)
            letter = letters.preview(stands, by=by, on=TODAY)
            assert letter
            unseen = stands.situation.complaint_right is None
            assert ("complaint_guidance" in left) is unseen
            assert bool(complete(letter)) is unseen, (section, outcome)
            assert "§" not in letter.title
