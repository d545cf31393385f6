"""An assessment is begun by the standard's method, filled with what matters, finished when nothing is missing, and never edited after."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any

import pytest
from django.db import IntegrityError, transaction

from mestring.assessments import actions, catalogue, readiness
from mestring.assessments.errors import (
    AnotherCase,
    AssessmentFinished,
    AssessmentNotFinished,
    DraftThere,
    LevelUnknown,
    NeedOfAnotherMethod,
    NotAskedFor,
    NotReady,
    StandardMissing,
)
from mestring.assessments.models import Assessment, NeedRevision, TopicEntry
from mestring.assessments.states import AssessmentState
from mestring.audit.errors import Conflict, NotAllowed
from mestring.audit.models import Entry
from mestring.cases.actions.case import close_case
from mestring.cases.errors import CaseClosed
from mestring.people.access import Actor
from tests import given
from tests.assessments import given_assessment as ga

pytestmark = pytest.mark.django_db
ON = given.TODAY


@pytest.fixture
def by() -> Actor:
    return given.caseworker()


# ---------------------------------------------------------------------------------------------- begun


def test_vejle_assesses_by_vum_2_and_viborg_by_vum_1(by: Actor) -> None:
    assert actions.start_assessment(ga.case_of_another(by), by=by, on=ON, application=None, standard=given.VEJLE).method == "vum2"
    case = ga.case_of_another(by)
    viborg = ga.application(by, case, standard=given.VIBORG)
    made = actions.start_assessment(case, by=by, on=ON, application=viborg)
    assert (made.method, made.standard, made.application) == ("vum1", given.VIBORG, viborg)


def test_the_applications_standard_goes_before_the_one_told(by: Actor) -> None:
    case = ga.case_of_another(by)
    made = actions.start_assessment(case, by=by, on=ON, application=ga.application(by, case, standard=given.VIBORG), standard=given.VEJLE)
    assert made.standard == given.VIBORG


def test_where_the_standard_asks_for_none_an_assessment_takes_a_method_and_a_reason(by: Actor) -> None:
    case = ga.case_of_another(by)
    application = ga.application(by, case, standard=given.VEJLE, section="82b")
    with pytest.raises(NotAskedFor, match="82 b"):
        actions.start_assessment(case, by=by, on=ON, application=application)
    with pytest.raises(NotAskedFor, match="hvorfor"):
        actions.start_assessment(case, by=by, on=ON, application=application, method="vum2", because="  ")
    made = actions.start_assessment(case, by=by, on=ON, application=application, method="vum2", because="Borgeren søger også § 85.")
    assert (made.method, made.because) == ("vum2", "Borgeren søger også § 85.")


def test_another_method_than_the_standards_takes_a_reason(by: Actor) -> None:
    with pytest.raises(NotAskedFor):
        ga.draft(by, method="vum1")
    assert ga.draft(by, method="vum1", because="Borgeren flyttede fra Viborg midt i udredningen.").method == "vum1"


def test_a_case_has_one_draft_by_a_method(by: Actor) -> None:
    first = ga.draft(by)
    with pytest.raises(DraftThere) as error:
        ga.draft(by, first.case)
    assert error.value.found == str(first.public_id)
    with pytest.raises(IntegrityError), transaction.atomic():
        Assessment.objects.create(case=first.case, method="vum2", standard=given.VEJLE, started_on=ON)


def test_an_assessment_needs_a_standard_and_its_own_cases_application(by: Actor) -> None:
    with pytest.raises(StandardMissing):
        actions.start_assessment(ga.case_of_another(by), by=by, on=ON)
    with pytest.raises(AnotherCase):
        actions.start_assessment(ga.case_of_another(by), by=by, on=ON, application=ga.application(by, ga.case_of_another(by), standard=given.VIBORG))


def test_nothing_is_begun_or_written_in_a_closed_case(by: Actor) -> None:
    made = ga.filled(by)
    close_case(made.case, by=by, on=ON, because="Borgeren er flyttet.")
    with pytest.raises(CaseClosed):
        ga.draft(by, made.case, method="vum1", because="x")
    with pytest.raises(CaseClosed):
        actions.finish_assessment(made, by=by, on=ON)


def test_what_was_finished_last_stands_beside_and_is_not_copied(by: Actor) -> None:
    old = ga.finished(by, on=ON - timedelta(days=400))
    new = ga.draft(by, old.case)
    assert new.previous == old
    assert not new.topics.exists()
    assert (new.need, new.need_level) == ("", None)


def test_a_stranger_can_neither_see_nor_write(by: Actor) -> None:
    made = ga.filled(by)
    stranger = given.caseworker(given.unit("Et andet team"), "Fremmed Person")
    entry = made.topics.get()
    for act in (
        lambda: actions.start_assessment(made.case, by=stranger, on=ON, standard=given.VEJLE),
        lambda: actions.save_topic(made, ga.ECONOMY, seen=1, level=1, text="x", by=stranger, on=ON),
        lambda: actions.choose_topics(made, [ga.SLEEP], by=stranger, on=ON),
        lambda: actions.drop_topic(entry, by=stranger, on=ON),
        lambda: actions.add_statement(entry, who="citizen", text="x", said_on=ON, by=stranger, on=ON),
        lambda: actions.save_need(made, seen=made.version, need="x", by=stranger, on=ON),
        lambda: actions.add_target_group(made, ga.ANXIETY, by=stranger, on=ON),
        lambda: actions.add_diagnosis(made, text="x", source="y", by=stranger, on=ON),
        lambda: actions.finish_assessment(made, by=stranger, on=ON),
        lambda: actions.revise(made, by=stranger, on=ON),
    ):
        with pytest.raises(NotAllowed):
            act()
    assert not Assessment.objects.visible_to(stranger).exists()
    assert not TopicEntry.objects.visible_to(stranger).exists()
    assert Assessment.objects.visible_to(by).get() == made


# ---------------------------------------------------------------------------------------------- concluded


def test_the_two_scales_are_kept_apart(by: Actor) -> None:
    vum2, vum1 = ga.draft(by), ga.vum1(by)
    with pytest.raises(NeedOfAnotherMethod):
        actions.save_need(vum2, seen=1, overall="C", by=by, on=ON)
    with pytest.raises(NeedOfAnotherMethod):
        actions.save_need(vum1, seen=1, need_level=2, by=by, on=ON)
    for made, wrong in ((vum2, {"overall": "C"}), (vum1, {"need_level": 2})):
        with pytest.raises(IntegrityError), transaction.atomic():
            Assessment.objects.filter(pk=made.pk).update(**wrong)


def test_a_need_is_a_step_of_the_scale(by: Actor) -> None:
    with pytest.raises(LevelUnknown):
        actions.save_need(ga.draft(by), seen=1, need_level=5, by=by, on=ON)
    with pytest.raises(LevelUnknown):
        actions.save_need(ga.vum1(by), seen=1, overall="F", by=by, on=ON)


def test_low_levels_may_give_a_high_overall_for_it_is_no_average(by: Actor) -> None:
    made = ga.vum1(by)
    for theme in ("community_life", "social_life", "health"):
        actions.save_topic(made, theme, seen=0, level=1, text="Lidt besværet.", by=by, on=ON)
    made = actions.save_need(made, seen=made.version, overall="D", need="Problemerne er tilsammen komplekse.", by=by, on=ON)
    assert actions.finish_assessment(made, by=by, on=ON).overall == "D"


def test_the_loser_of_a_race_gets_both_conclusions_and_none_is_lost(by: Actor) -> None:
    made = ga.draft(by)
    actions.save_need(made, seen=1, need="Første tekst.", by=by, on=ON)
    with pytest.raises(Conflict) as error:
        actions.save_need(made, seen=1, need="Anden tekst.", by=by, on=ON)
    assert (error.value.theirs["need"], error.value.yours["need"], error.value.version) == ("Første tekst.", "Anden tekst.", 2)
    actions.save_need(made, seen=2, need="Anden tekst.", by=by, on=ON)
    assert [one.values["need"] for one in NeedRevision.objects.visible_to(by).newest_first()] == ["Anden tekst.", "Første tekst."]


def test_saving_what_stands_already_changes_nothing(by: Actor) -> None:
    made = ga.draft(by)
    first = actions.save_need(made, seen=1, need="Det samme.", by=by, on=ON)
    acts = Entry.objects.count()
    again = actions.save_need(made, seen=1, need="Det samme.", by=by, on=ON)
    assert again.version == first.version == 2
    assert (NeedRevision.objects.count(), Entry.objects.count()) == (1, acts)


# ---------------------------------------------------------------------------------------------- finished


def test_a_whole_assessment_can_be_finished(by: Actor) -> None:
    made = ga.finished(by)
    assert (made.state, made.finished_on, made.finished_by_id) == (AssessmentState.FINISHED, ON, by.employee)
    entry = Entry.objects.get(act="finish_assessment")
    assert (entry.detail["from"], entry.detail["to"], entry.case) == ("draft", "finished", str(made.case.public_id))


def test_what_is_missing_is_said_in_the_order_it_is_to_be_mended(by: Actor) -> None:
    made = ga.draft(by)
    with pytest.raises(NotReady) as error:
        actions.finish_assessment(made, by=by, on=ON)
    assert error.value.missing == ["mindst ét emne", "støttebehovet, fra intet til fuldstændigt", "en beskrivelse af støttebehovet"]
    actions.choose_topics(made, [ga.SHOPPING, ga.ECONOMY, ga.SLEEP], by=by, on=ON)
    actions.save_topic(made, ga.SLEEP, seen=1, level=None, text="Sover tre timer.", by=by, on=ON)
    texts = [one.text for one in readiness.missing(made)]
    assert texts[:4] == [
        "din faglige vurdering af ”Varetage økonomi”",
        "niveau for ”Varetage økonomi”",
        "din faglige vurdering af ”Købe ind”",
        "niveau for ”Købe ind”",
    ]


@pytest.mark.parametrize(
    ("spoil", "missing"),
    [
        ({"level": None}, "niveau for ”Varetage økonomi”"),
        ({"text": ""}, "din faglige vurdering af ”Varetage økonomi”"),
    ],
)
def test_a_filled_topic_under_activity_and_participation_must_have_a_level_and_a_text(by: Actor, spoil: dict[str, Any], missing: str) -> None:
    made = ga.filled(by)
    actions.save_topic(made, ga.ECONOMY, seen=2, **{"level": 2, "text": "Tekst.", "by": by, "on": ON, **spoil})
    with pytest.raises(NotReady) as error:
        actions.finish_assessment(made, by=by, on=ON)
    assert error.value.missing == [missing]


def test_vum_1_must_have_an_overall_letter(by: Actor) -> None:
    made = ga.vum1(by)
    actions.save_topic(made, "community_life", seen=0, level=1, text="Lidt besværet.", by=by, on=ON)
    made = actions.save_need(made, seen=made.version, need="Støtte.", by=by, on=ON)
    with pytest.raises(NotReady, match="fra A til E"):
        actions.finish_assessment(made, by=by, on=ON)


def test_a_finished_assessment_is_never_edited(by: Actor) -> None:
    made = ga.finished(by)
    entry = made.topics.get()
    for act in (
        lambda: actions.save_topic(made, ga.ECONOMY, seen=2, level=1, text="x", by=by, on=ON),
        lambda: actions.choose_topics(made, [ga.SLEEP], by=by, on=ON),
        lambda: actions.drop_topic(entry, by=by, on=ON),
        lambda: actions.add_statement(entry, who="citizen", text="x", said_on=ON, by=by, on=ON),
        lambda: actions.save_need(made, seen=made.version, need="x", by=by, on=ON),
        lambda: actions.add_target_group(made, ga.ANXIETY, by=by, on=ON),
        lambda: actions.add_diagnosis(made, text="x", source="y", by=by, on=ON),
        lambda: actions.finish_assessment(made, by=by, on=ON),
    ):
        with pytest.raises(AssessmentFinished):
            act()


def test_what_was_read_before_it_was_finished_gives_no_right_to_write_after(by: Actor) -> None:
    made = ga.filled(by)
    read_before = Assessment.objects.get(pk=made.pk)
    actions.finish_assessment(made, by=by, on=ON)
    assert read_before.is_draft
    with pytest.raises(AssessmentFinished):
        actions.save_topic(read_before, ga.ECONOMY, seen=2, level=0, text="x", by=by, on=ON)


def test_a_finished_assessment_has_a_day_and_a_need_in_the_database(by: Actor) -> None:
    made = ga.finished(by)
    for wrong in ({"finished_on": None}, {"need": ""}):
        with pytest.raises(IntegrityError), transaction.atomic():
            Assessment.objects.filter(pk=made.pk).update(**wrong)


def test_a_new_one_takes_the_place_of_the_finished(by: Actor) -> None:
    old = ga.finished(by, on=ON - timedelta(days=30))
    new = actions.revise(old, by=by, on=ON)
    assert (new.previous, new.method, new.standard) == (old, old.method, old.standard)
    assert Assessment.objects.current_of(old.case) == old
    with pytest.raises(AssessmentNotFinished):
        actions.revise(new, by=by, on=ON)
    assert Assessment.objects.visible_to(by).of_case(old.case).first() == new


def test_the_current_assessment_is_the_last_finished(by: Actor) -> None:
    old = ga.finished(by, on=ON - timedelta(days=30))
    new = ga.finished(by, old.case, on=ON)
    assert Assessment.objects.visible_to(by).current_of(old.case) == new
    assert new.previous == old


def test_the_log_holds_nothing_of_what_was_written(by: Actor) -> None:
    canary = "KANARIE-3f1"
    made = ga.filled(by, text=canary)
    entry = made.topics.get()
    statement = actions.add_statement(entry, who="relatives", name=canary, text=canary, occasion=canary, said_on=ON, by=by, on=ON)
    actions.mark_statement_in_error(statement, because=canary, by=by, on=ON)
    actions.save_need(made, seen=made.version, need=canary, wishes=canary, by=by, on=ON)
    actions.drop_diagnosis(actions.add_diagnosis(made, text=canary, source=canary, by=by, on=ON), by=by, on=ON)
    actions.drop_target_group(actions.add_target_group(made, ga.ANXIETY, by=by, on=ON), by=by, on=ON)
    written = " ".join(f"{row.act} {row.thing_id} {row.detail}" for row in Entry.objects.all())
    assert canary not in written
    assert ga.ANXIETY not in written
    assert ga.ECONOMY not in written


def test_the_methods_have_the_topics_of_their_sources() -> None:
    vum2, vum1 = catalogue.topics("vum2"), catalogue.topics("vum1")
    assert (len(vum2), sum(one.takes_level for one in vum2.values())) == (67, 31)
    assert (len(vum1), [one.id for one in vum1.values() if not one.takes_level]) == (11, ["surroundings"])
    assert [one.label for one in catalogue.scale("vum1")] == ["Intet problem", "Let problem", "Moderat problem", "Svært problem", "Fuldstændigt problem"]
    assert [one.label for one in catalogue.need_scale()] == [
        "Intet støttebehov",
        "Let støttebehov",
        "Moderat støttebehov",
        "Højt støttebehov",
        "Fuldstændigt støttebehov",
    ]
    assert len(catalogue.target_groups()) == 45


def test_no_day_is_asked_for(by: Actor) -> None:
    long_ago = date(2024, 6, 3)
    made = ga.finished(by, ga.case_of_another(by), on=long_ago)
    assert (made.started_on, made.finished_on) == (long_ago, long_ago)
