"""On what a decision rests: law before the standard, what is known before what isn't, the assessment, and the day the help begins."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date, timedelta
from typing import Any

import pytest

from mestring.audit.errors import FieldError
from mestring.cases.errors import DayInTheFuture
from mestring.cases.models import Application
from mestring.decisions import actions, letters, proposals
from mestring.decisions.errors import FieldMissing, GateNeedsFact, HearingDayOff
from mestring.decisions.gates import Gate, State
from mestring.decisions.gathering import Outlook, outlook
from mestring.decisions.models import Consideration, Preparation
from mestring.people.access import Actor
from mestring.rules.facts import NONE
from mestring.web.caseworker.pages import decide as decide_page
from mestring.web.caseworker.pages import eligibility as page
from tests import given
from tests.assessments import given_assessment
from tests.decisions import given_decision as known
from tests.given import TODAY

pytestmark = pytest.mark.django_db

NEEDS_SUPPORT = {"significant_impairment": True, "special_social_problems": False, "needs_support_85": True}
MAY_WALK = {"cannot_get_about_alone": True, "significant_impairment": True, "permanent_impairment": True, "companion_needs_no_special_skill": True}
NO_BAR = {"has_96": "nej", "caused_by_mental_illness": "nej", "caused_by_social_problems": "nej"}


def asked_by(by: Actor, born: date, section: str, standard: str) -> Application:
    whose = given.citizen(by, born_on=born)
    return known.asked_for(by, section, standard=standard, where=given.case(by, whose))


def answered(asked: Application, by: Actor, *, judged: Mapping[str, bool] | None = None, facts: Mapping[str, str] | None = None, outcome: str = "") -> None:
    own = actions.consider(asked, asked.section, by=by, on=TODAY)
    for fact, met in (judged or {}).items():
        actions.judge_condition(own, fact, met=met, words="Vurderet.", seen=own.version, by=by, on=TODAY)
    for fact, value in (facts or {}).items():
        actions.set_fact(own, fact, value=value, source="Samtale", seen=own.version, by=by, on=TODAY)
    if outcome:
        actions.conclude(own, outcome=outcome, why="Vurderet.", seen=own.version, by=by, on=TODAY)


def tried(asked: Application, **chosen: Any) -> Outlook:
    return outlook(asked, on=TODAY, draft=Preparation(application=asked, **chosen))


def gate(stands: Outlook, code: str) -> Gate:
    return next(one for one in stands.gates if one.code == code)


# ------------------------------------------------------------------------------------------------ law before the standard


def test_a_refusal_on_the_standard_alone_needs_an_individual_assessment_in_writing() -> None:
    by = given.caseworker()
    asked = known.asked_for(by)
    answered(asked, by, judged={**NEEDS_SUPPORT, "less_intrusive_not_enough": False}, outcome="not_met")
    own = Consideration.objects.get(application=asked)
    for fact in tried(asked).eligibility.missing:
        if fact.type == "judgement":
            actions.judge_condition(own, fact.id, met=True, words="Ja.", seen=own.version, by=by, on=TODAY)
    stands = tried(asked, outcome="refused")
    assert (stands.eligibility.by_law, stands.eligibility.by_standard) == ("met", "not_met")
    assert not gate(stands, "facts_sufficient").says.startswith("En betingelse")
    found = gate(stands, "basis_in_law")
    assert found.is_open
    assert found.by_reason
    assert found.rule == "SEL § 1, stk. 3"
    actions.prepare(asked, seen=0, by=by, on=TODAY, outcome="refused")
    actions.pass_gate(asked, "basis_in_law", reason="Karen klarer hverdagen med den hjælp, hun har.", by=by, on=TODAY)
    assert gate(outlook(asked, on=TODAY), "basis_in_law").state == State.BY_REASON


def test_help_is_not_granted_outside_law_whatever_reason_is_written() -> None:
    by = given.caseworker()
    asked = asked_by(by, date(2010, 3, 1), "107", given.VIBORG)
    assert tried(asked).eligibility.sentence == "Lovens betingelser for § 107 er ikke opfyldt."
    assert gate(tried(asked, outcome="granted"), "basis_in_law").is_open
    actions.prepare(asked, seen=0, by=by, on=TODAY, outcome="granted", departure="Han er næsten 18 år.")
    with pytest.raises(GateNeedsFact):
        actions.pass_gate(asked, "basis_in_law", reason="Han er næsten 18 år.", by=by, on=TODAY)


@pytest.mark.parametrize("section", ["82a", "82b", "83", "85", "95", "96", "98", "99", "102", "103", "104", "107", "108", "109", "110"])
def test_the_help_of_part_five_is_for_adults(section: str) -> None:
    assert proposals.eligibility("law", section, {"born": date(2008, 11, 26)}, TODAY).by_law == "not_met"
    assert proposals.eligibility("law", section, {"born": date(2008, 11, 25)}, TODAY).by_law != "not_met"


def test_to_be_an_adult_alone_meets_no_section() -> None:
    assert proposals.eligibility("law", "105", {"born": date(1990, 1, 1)}, TODAY).by_law == ""


def test_law_is_told_before_the_standard() -> None:
    facts = {"born": date(1957, 3, 1), "cannot_get_about_alone": False, "first_granted_97": NONE}
    found = proposals.eligibility("rebild-2015", "97", facts, TODAY)
    assert found.sentence == "Lovens betingelser for § 97 er ikke opfyldt."
    judged = {**NEEDS_SUPPORT, "less_intrusive_not_enough": False}
    assert proposals.eligibility("vejle-2023", "85", {"born": date(1990, 1, 1), **judged}, TODAY).sentence.startswith("Lovens betingelser for § 85 er opfyldt.")


# ------------------------------------------------------------------------------------------------ what is known, and what isn't


def test_a_refusal_waits_for_what_could_change_it() -> None:
    by = given.caseworker()
    asked = asked_by(by, date(1957, 3, 1), "97", given.VEJLE)
    answered(asked, by, judged=MAY_WALK, facts=NO_BAR, outcome="not_met")
    found = gate(tried(asked, outcome="refused"), "facts_sufficient")
    assert found.is_open
    assert "Første bevilling af ledsagelse" in found.missing
    answered(asked, by, facts={"first_granted_97": "none"})
    found = gate(tried(asked, outcome="refused"), "facts_sufficient")
    assert found.state == State.BY_FACT
    assert found.says == "Lovens betingelser for § 97 er ikke opfyldt. Det, der ikke er besvaret, ændrer ikke resultatet."


def test_the_young_are_not_asked_about_a_right_kept_from_before_the_pension() -> None:
    by = given.caseworker()
    asked = asked_by(by, date(1988, 3, 1), "97", given.RANDERS)
    stands = outlook(asked, on=TODAY)
    assert "first_granted_97" not in {one.id for one in page.asked(stands, "97", stands.facts, None)[0]}
    old = asked_by(by, date(1957, 3, 1), "97", given.RANDERS)
    stands = outlook(old, on=TODAY)
    assert "first_granted_97" in {one.id for one in page.asked(stands, "97", stands.facts, None)[0]}


def test_a_rate_nobody_knows_is_one_condition_and_the_rest_is_asked() -> None:
    by = given.caseworker()
    asked = asked_by(by, date(1980, 3, 1), "100", given.REBILD)
    stands = outlook(asked, on=TODAY)
    assert {"permanent_impairment", "early_pension_before_2003"} <= {one.id for one in page.asked(stands, "100", stands.facts, None)[0]}
    facts = {"expense_covered_by_other_law": "nej", "early_pension_before_2003": "nej", "monthly_expense": "1.000 kr."}
    answered(asked, by, judged={"permanent_impairment": True, "expense_caused_by_impairment": True}, facts=facts, outcome="met")
    found = gate(tried(asked, outcome="granted"), "facts_sufficient")
    assert found.is_open
    assert found.by_reason
    assert "Satsen mangler for 2026" in found.missing


def test_the_old_are_refused_100_though_the_rate_is_missing() -> None:
    assert proposals.eligibility("rebild-2015", "100", {"born": date(1950, 1, 1), "pension_deferred": False}, TODAY).by_law == "not_met"


def test_what_the_case_says_of_the_same_fact_is_filled_in_and_known_once_it_is_saved() -> None:
    by = given.caseworker()
    first = known.asked_for(by)
    answered(first, by, judged={"significant_impairment": True}, facts={"has_96": "nej"})
    second = known.asked_for(by, "82b", where=first.case)
    filled = page.offered(second, "82b", None)
    assert (filled["significant_impairment"], filled["significant_impairment_words"]) == ("ja", "Vurderet.")
    assert (filled["has_96"], filled["has_96_from"]) == ("nej", "Samtale (§ 85)")
    assert "significant_impairment" not in outlook(second, on=TODAY).facts
    answered(second, by, judged={"significant_impairment": False})
    assert page.offered(second, "82b", Consideration.objects.get(application=second))["significant_impairment"] == "nej"


# ------------------------------------------------------------------------------------------------ the assessment


def test_where_the_standard_asks_for_an_assessment_it_is_finished_or_a_reason_says_why_not() -> None:
    by = given.caseworker()
    asked = known.asked_for(by)
    found = gate(tried(asked, outcome="granted"), "assessment_finished")
    assert found.is_open
    assert found.by_reason
    assert "VUM 2.0" in found.missing
    assert found.rule.startswith("Vejle 2023")
    given_assessment.finished(by, asked.case)
    assert gate(tried(asked, outcome="granted"), "assessment_finished").state == State.BY_FACT


# ------------------------------------------------------------------------------------------------ the day the help begins and ends


def test_the_age_is_that_of_the_first_day_with_help() -> None:
    by = given.caseworker()
    asked = asked_by(by, date(1960, 1, 1), "103", given.VEJLE)
    assert tried(asked).eligibility.by_law != "not_met"
    stands = tried(asked, outcome="granted", begins_on=date(2027, 1, 15))
    assert stands.eligibility.by_law == "not_met"
    assert gate(stands, "basis_in_law").is_open
    young = asked_by(by, date(2009, 1, 1), "107", given.VIBORG)
    assert tried(young).eligibility.by_law == "not_met"
    assert tried(young, outcome="granted", begins_on=date(2027, 1, 1)).eligibility.by_law != "not_met"


def test_help_ends_by_the_age_law_sets() -> None:
    by = given.caseworker()
    asked = asked_by(by, date(1961, 3, 1), "103", given.VEJLE)
    begins = {"outcome": "granted", "begins_on": known.STARTS}
    last = date(2028, 2, 29)
    assert gate(tried(asked, **begins), "duration_cap").missing == "Skriv en sidste dag, senest 29. februar 2028."
    assert gate(tried(asked, **begins, ends_on=last + timedelta(days=1)), "duration_cap").is_open
    assert not gate(tried(asked, **begins, ends_on=last + timedelta(days=1)), "duration_cap").by_reason
    assert gate(tried(asked, **begins, ends_on=last), "duration_cap").state == State.BY_FACT
    assert gate(tried(asked, **begins, follow_up_on=date(2027, 12, 1)), "duration_cap").state == State.BY_FACT
    assert gate(tried(asked, outcome="granted"), "duration_cap").says == "Længste tid regnes ud, når den første dag er valgt."


def test_accompaniment_given_before_the_age_is_kept_and_needs_no_end() -> None:
    cap = proposals.grant_cap("vejle-2023", "97", TODAY, TODAY, {"born": date(1961, 3, 1), "first_granted_97": NONE})
    assert cap.last_day is None


# ------------------------------------------------------------------------------------------------ as much as law gives


@pytest.mark.parametrize(
    ("amount", "unit", "is_open"), [(1450, "hours_month", True), (1500, "hours_month", False), (300, "hours_week", True), (350, "hours_week", False)]
)
def test_fewer_hours_than_law_gives_are_given_only_when_the_citizen_wants_fewer(amount: int, unit: str, is_open: bool) -> None:
    by = given.caseworker()
    asked = asked_by(by, date(1988, 3, 1), "97", given.RANDERS)
    found = gate(tried(asked, outcome="granted", begins_on=known.STARTS, amount=amount, unit=unit), "basis_in_law")
    assert (found.is_open, found.by_reason) == (is_open, is_open)


def test_more_hours_than_law_gives_is_a_departure() -> None:
    by = given.caseworker()
    asked = asked_by(by, date(1988, 3, 1), "97", given.RANDERS)
    assert any("20 timer om måneden er mere end de 15 timer" in one for one in tried(asked, outcome="granted", amount=2000, unit="hours_month").differences)


# ------------------------------------------------------------------------------------------------ what the council's document speaks of


def test_a_section_the_document_does_not_speak_of_rests_on_law_alone() -> None:
    by = given.caseworker()
    asked = asked_by(by, date(1988, 3, 1), "97", given.RANDERS)
    stands = outlook(asked, on=TODAY)
    assert stands.guide == "law"
    said = [one.source for title, parts in stands.proposal.parts if title != "Hvem afgør" for one in parts]
    assert not [one for one in said if "Randers" in one]
    assert decide_page.initial(stands, asked.case)["legal_basis"] == "Serviceloven § 97"
    choice = actions.prepare(asked, seen=0, by=by, on=TODAY, outcome="refused")
    letter = letters.preview(outlook(asked, on=TODAY), by=by, on=TODAY)
    assert choice
    assert "Randers Kommune:" not in str(letter)


def test_a_document_is_cited_by_its_own_title_and_year() -> None:
    by = given.caseworker()
    asked = asked_by(by, date(1988, 3, 1), "107", given.VIBORG)
    assert decide_page.initial(outlook(asked, on=TODAY), asked.case)["legal_basis"] == "Serviceloven § 107\nViborg Kommune: Kvalitetsstandarder 2020"


# ------------------------------------------------------------------------------------------------ the plan, the hearing and the complaint


@pytest.mark.parametrize("standard", [given.RANDERS, given.VEJLE])
def test_a_plan_the_standard_promises_is_asked_for_at_every_age(standard: str) -> None:
    by = given.caseworker()
    asked = asked_by(by, date(1950, 3, 1), "85", standard)
    found = gate(tried(asked, outcome="granted"), "action_plan_offered")
    assert found.is_open
    assert found.by_reason


def test_a_plan_is_offered_on_a_day_that_has_been() -> None:
    by = given.caseworker()
    with pytest.raises(DayInTheFuture):
        actions.prepare(known.asked_for(by), seen=0, by=by, on=TODAY, plan="offered", plan_on=date(2030, 1, 1))


def test_less_time_to_answer_than_usual_needs_a_reason_and_the_last_day_is_a_working_day() -> None:
    by = given.caseworker()
    asked = known.asked_for(by)
    told: dict[str, Any] = {"planned": "Vi overvejer afslag.", "facts": [{"text": "Du klarer selv post.", "from": "Notat"}], "by": by, "on": TODAY}
    with pytest.raises(HearingDayOff) as off:
        actions.send_hearing(asked, due_on=date(2026, 11, 28), short_because="Haster.", **told)
    assert "30-11-2026" in off.value.message
    with pytest.raises(FieldMissing) as short:
        actions.send_hearing(asked, due_on=date(2026, 12, 8), **told)
    assert isinstance(short.value, FieldError)
    assert short.value.fields == ("short_because",)
    sent = actions.send_hearing(asked, due_on=date(2026, 12, 8), short_because="Karen har selv bedt om et hurtigt svar.", **told)
    assert sent.short_because == "Karen har selv bedt om et hurtigt svar."


def test_the_day_to_answer_that_is_proposed_is_a_working_day() -> None:
    assert actions.proposed_answer_day(date(2026, 11, 25)) == date(2026, 12, 9)
    assert actions.proposed_answer_day(date(2026, 12, 11)) == date(2026, 12, 28)


def test_the_letter_says_nothing_of_a_complaint_nobody_can_see_the_right_to() -> None:
    by = given.caseworker()
    asked = known.asked_for(by, "82b")
    actions.prepare(asked, seen=0, by=by, on=TODAY, outcome="refused")
    stands = outlook(asked, on=TODAY)
    assert stands.situation.complaint_right is None
    assert gate(stands, "complaint_guidance").is_open
    letter = letters.preview(stands, by=by, on=TODAY)
    assert "klage" not in str(letter).lower().replace("no_complaint", "")
