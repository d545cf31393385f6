"""Topics: who said what, a level exactly where the method gives one, and no text is lost."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.db import IntegrityError, transaction

from mestring.assessments import actions
from mestring.assessments.errors import GroupThere, GroupUnknown, LevelNotHere, LevelUnknown, PrimaryThere, TopicMissing, TopicUnknown
from mestring.assessments.models import Diagnosis, TargetGroup, TopicEntry, TopicRevision
from mestring.audit.errors import Conflict, MoveNotAllowed
from mestring.audit.models import Entry
from mestring.cases.errors import DayInTheFuture, TextMissing
from mestring.people.access import Actor
from tests import given
from tests.assessments import given_assessment as ga

pytestmark = pytest.mark.django_db
ON = given.TODAY


@pytest.fixture
def by() -> Actor:
    return given.caseworker()


def test_a_level_under_functions_and_conditions_is_refused_by_act_and_by_database(by: Actor) -> None:
    made = ga.draft(by)
    with pytest.raises(LevelNotHere, match="Søvn"):
        actions.save_topic(made, ga.SLEEP, seen=0, level=2, text="x", by=by, on=ON)
    entry = actions.save_topic(made, ga.SLEEP, seen=0, level=None, text="Sover tre timer.", by=by, on=ON)
    with pytest.raises(IntegrityError), transaction.atomic():
        TopicEntry.objects.filter(pk=entry.pk).update(level=2)


def test_surroundings_get_no_figure_in_vum_1_and_disabilities_do(by: Actor) -> None:
    made = ga.vum1(by)
    with pytest.raises(LevelNotHere, match="omgivelser"):
        actions.save_topic(made, "surroundings", seen=0, level=1, text="x", by=by, on=ON)
    assert actions.save_topic(made, "mental_impairment", seen=0, level=3, text="Angst.", by=by, on=ON).level == 3


@pytest.mark.parametrize("level", [-1, 5, 99])
def test_a_level_is_from_0_to_4(by: Actor, level: int) -> None:
    with pytest.raises(LevelUnknown):
        actions.save_topic(ga.draft(by), ga.ECONOMY, seen=0, level=level, text="x", by=by, on=ON)


def test_level_0_is_a_level_and_not_a_missing_one(by: Actor) -> None:
    assert ga.finished(by, level=0).topics.get().level == 0


def test_a_topic_of_another_method_is_unknown(by: Actor) -> None:
    made = ga.draft(by)
    with pytest.raises(TopicUnknown):
        actions.save_topic(made, "community_life", seen=0, level=1, text="x", by=by, on=ON)
    with pytest.raises(TopicUnknown):
        actions.choose_topics(made, [ga.ECONOMY, "findes-ikke"], by=by, on=ON)
    assert not made.topics.exists()
    with pytest.raises(TopicMissing):
        actions.choose_topics(made, [], by=by, on=ON)


def test_only_chosen_topics_have_a_row(by: Actor) -> None:
    made = ga.draft(by)
    actions.choose_topics(made, [ga.ECONOMY, ga.ECONOMY, ga.SLEEP], by=by, on=ON)
    assert sorted(made.topics.values_list("topic", flat=True)) == sorted([ga.ECONOMY, ga.SLEEP])


def test_the_loser_of_a_race_gets_both_texts(by: Actor) -> None:
    made = ga.draft(by)
    first = actions.save_topic(made, ga.ECONOMY, seen=0, level=2, text="Min kollegas tekst.", by=by, on=ON)
    with pytest.raises(Conflict) as error:
        actions.save_topic(made, ga.ECONOMY, seen=1, level=3, text="Min tekst.", by=by, on=ON)
    assert error.value.theirs == {"level": 2, "text": "Min kollegas tekst.", "matters": True}
    assert error.value.yours == {"level": 3, "text": "Min tekst.", "matters": True}
    assert error.value.version == first.version
    assert TopicEntry.objects.get().text == "Min kollegas tekst."


def test_two_who_choose_the_same_topic_at_once_meet_as_a_conflict(by: Actor) -> None:
    made = ga.draft(by)
    actions.save_topic(made, ga.ECONOMY, seen=0, level=2, text="Den første.", by=by, on=ON)
    with pytest.raises(Conflict):
        actions.save_topic(made, ga.ECONOMY, seen=0, level=2, text="Den anden.", by=by, on=ON)


def test_every_saved_text_is_kept(by: Actor) -> None:
    made = ga.draft(by)
    seen = 0
    for text in ("Et", "Et to", "Et to tre"):
        seen = actions.save_topic(made, ga.ECONOMY, seen=seen, level=None, text=text, by=by, on=ON).version
    assert [one.text for one in TopicRevision.objects.visible_to(by).newest_first()] == ["Et to tre", "Et to", "Et"]


def test_a_save_sent_again_is_one_save(by: Actor) -> None:
    made = ga.draft(by)
    actions.choose_topics(made, [ga.ECONOMY], by=by, on=ON)
    first = actions.save_topic(made, ga.ECONOMY, seen=1, level=2, text="Teksten.", by=by, on=ON)
    acts = Entry.objects.count()
    again = actions.save_topic(made, ga.ECONOMY, seen=1, level=2, text="Teksten.", by=by, on=ON)
    assert again.version == first.version == 2
    assert (TopicRevision.objects.count(), Entry.objects.count()) == (1, acts)


def test_a_topic_taken_out_comes_back_with_its_text(by: Actor) -> None:
    made = ga.filled(by)
    entry = made.topics.get()
    actions.drop_topic(entry, by=by, on=ON)
    assert not made.topics.standing().exists()
    actions.choose_topics(made, [ga.ECONOMY], by=by, on=ON)
    assert made.topics.standing().get().text == entry.text


def test_what_is_written_on_a_topic_a_colleague_took_out_is_not_lost(by: Actor) -> None:
    made = ga.filled(by)
    entry = actions.drop_topic(made.topics.get(), by=by, on=ON)
    saved = actions.save_topic(made, ga.ECONOMY, seen=entry.version, level=3, text="Skrevet imens.", by=by, on=ON)
    assert (saved.text, saved.dropped_on) == ("Skrevet imens.", None)


# ---------------------------------------------------------------------------------------------- who said what


def test_a_statement_says_who_when_and_on_what_occasion(by: Actor) -> None:
    entry = ga.filled(by).topics.get()
    made = actions.add_statement(
        entry, who="relatives", name="Line, søster", text=" Har betalt huslejen. ", said_on=ON - timedelta(days=2), occasion="møde", by=by, on=ON
    )
    assert (made.text, made.name, made.get_who_display(), made.happened_on) == (
        "Har betalt huslejen.",
        "Line, søster",
        "Pårørende alene",
        ON - timedelta(days=2),
    )
    assert made.written_by_id == by.employee


def test_a_statement_needs_a_speaker_a_text_and_a_day_that_has_been(by: Actor) -> None:
    entry = ga.filled(by).topics.get()
    with pytest.raises(TextMissing, match="Ny oplysning fra"):
        actions.add_statement(entry, who="naboen", text="x", said_on=ON, by=by, on=ON)
    with pytest.raises(TextMissing, match="Oplysning"):
        actions.add_statement(entry, who="citizen", text=" ", said_on=ON, by=by, on=ON)
    with pytest.raises(DayInTheFuture):
        actions.add_statement(entry, who="citizen", text="x", said_on=ON + timedelta(days=1), by=by, on=ON)


def test_a_wrong_statement_is_marked_once_and_stays(by: Actor) -> None:
    entry = ga.filled(by).topics.get()
    made = actions.add_statement(entry, who="citizen", text="x", said_on=ON, by=by, on=ON)
    with pytest.raises(TextMissing):
        actions.mark_statement_in_error(made, because="", by=by, on=ON)
    actions.mark_statement_in_error(made, because="Sagt om en anden.", by=by, on=ON)
    assert (entry.statements.get().error_because, entry.statements.not_in_error().count()) == ("Sagt om en anden.", 0)
    with pytest.raises(MoveNotAllowed):
        actions.mark_statement_in_error(made, because="Igen.", by=by, on=ON)


# ---------------------------------------------------------------------------------------------- target groups and diagnoses


def test_at_most_one_target_group_is_primary(by: Actor) -> None:
    made = ga.draft(by)
    first = actions.add_target_group(made, ga.ANXIETY, primary=True, by=by, on=ON)
    with pytest.raises(PrimaryThere, match="Angst"):
        actions.add_target_group(made, ga.ISOLATION, primary=True, by=by, on=ON)
    other = actions.add_target_group(made, ga.ISOLATION, by=by, on=ON)
    with pytest.raises(IntegrityError), transaction.atomic():
        TargetGroup.objects.filter(pk=other.pk).update(primary=True)
    actions.drop_target_group(first, by=by, on=ON)
    actions.drop_target_group(other, by=by, on=ON)
    assert actions.add_target_group(made, ga.ISOLATION, primary=True, by=by, on=ON).primary


def test_a_target_group_is_chosen_once_and_from_the_list(by: Actor) -> None:
    made = ga.draft(by)
    actions.add_target_group(made, ga.ANXIETY, by=by, on=ON)
    with pytest.raises(GroupThere):
        actions.add_target_group(made, ga.ANXIETY, by=by, on=ON)
    with pytest.raises(GroupUnknown):
        actions.add_target_group(made, "9ed67228-b934-4677-9f7e-ebb0d80de44b", by=by, on=ON)  # a heading


def test_a_diagnosis_has_a_source_in_act_and_database(by: Actor) -> None:
    made = ga.draft(by)
    with pytest.raises(TextMissing, match="Kilde"):
        actions.add_diagnosis(made, text="Skizofreni", source=" ", by=by, on=ON)
    with pytest.raises(TextMissing, match="Diagnose"):
        actions.add_diagnosis(made, text=" ", source="Epikrise", by=by, on=ON)
    with pytest.raises(DayInTheFuture):
        actions.add_diagnosis(made, text="Skizofreni", source="Epikrise", made_on=ON + timedelta(days=1), by=by, on=ON)
    found = actions.add_diagnosis(made, text="Skizofreni", code="df20", source="Epikrise, psykiatrien", made_on=ON, by=by, on=ON)
    assert found.code == "DF20"
    with pytest.raises(IntegrityError), transaction.atomic():
        Diagnosis.objects.filter(pk=found.pk).update(source="")
    assert actions.drop_diagnosis(found, by=by, on=ON).dropped_on == ON
    assert not made.diagnoses.standing().exists()
