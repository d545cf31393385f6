"""The days that are owed are kept: for new grants, when the standard has a new edition, and no more when help is over."""

from __future__ import annotations

from datetime import date, timedelta
from random import Random

import pytest

from mestring.audit.errors import NotAllowed
from mestring.cases.actions.application import withdraw
from mestring.cases.models import Due
from mestring.decisions.models import Grant
from mestring.followups import actions, watching
from mestring.followups.actions.keeping import moved_of
from mestring.followups.models import AgreedDate, FollowUp, GrantCadence, Kind
from mestring.rules.kinds import Done
from mestring.rules.period import add_months
from mestring.rules.rulebook import open_library
from tests import given
from tests.decisions import given_decision as known
from tests.followups.given_follow_up import held, owing
from tests.given import TODAY

pytestmark = pytest.mark.django_db
FIRST = date(2027, 3, 1)
HOUSE = given.access.house(TODAY)


def day_of(grant: Grant, kind: str = Kind.FOLLOW_UP) -> date | None:
    return Due.objects.waiting().filter(thing=grant.public_id, kind=kind).values_list("on", flat=True).first()


def test_a_grant_is_taken_up_once_by_the_house_alone() -> None:
    anne = given.caseworker()
    known.granted(anne)
    with pytest.raises(NotAllowed):
        actions.take_up(by=anne, on=TODAY)
    assert [actions.take_up(by=HOUSE, on=TODAY) for _ in range(2)] == [1, 0]
    assert GrantCadence.objects.count() == 2


def test_a_rhythm_without_an_interval_is_taken_up_too_and_owes_nothing() -> None:
    anne = given.caseworker()
    asked = known.asked_for(anne, "85", standard=given.VIBORG)
    chosen = {**known.GRANTED, "level": "", "level_label": "", "follow_up_on": None, "follow_up": "Vi aftaler det.", "departure": "Aftalt med Karen."}
    grant = known.granted(anne, application=asked, **chosen)
    assert [actions.take_up(by=HOUSE, on=TODAY) for _ in range(2)] == [1, 0]
    assert [(one.rule, one.owed_on) for one in GrantCadence.objects.filter(grant=grant)] == [("", None)]
    assert Due.objects.waiting().get(thing=grant.public_id, kind=Kind.FOLLOW_UP).on is None


def test_a_day_that_is_another_by_the_rule_now_is_moved_and_the_list_says_from_what() -> None:
    grant = known.granted(given.caseworker())
    actions.take_up(by=HOUSE, on=TODAY)
    GrantCadence.objects.filter(rule="vejle-85-follow-up").update(owed_on=date(2027, 4, 1))
    Due.objects.filter(kind=Kind.FOLLOW_UP).update(on=date(2027, 4, 1))
    kept = actions.keep_all(by=HOUSE, on=TODAY)
    assert (kept.moved, day_of(grant)) == (1, FIRST)
    assert Due.objects.get(kind=Kind.FOLLOW_UP).why[-1]["text"] == "Regnet om: før 1. apr. 2027"
    assert actions.keep_all(by=HOUSE, on=TODAY).moved == 0


@pytest.mark.parametrize("change", [{"edition": 0}, {"rule": "vejle-85-follow-up-of-old"}])
def test_what_was_read_in_another_edition_or_by_a_rule_that_is_no_more_is_read_anew(change: dict[str, object]) -> None:
    grant = known.granted(given.caseworker())
    actions.take_up(by=HOUSE, on=TODAY)
    GrantCadence.objects.filter(rule="vejle-85-follow-up").update(**change)
    assert actions.keep_all(by=HOUSE, on=TODAY).moved == 1
    row = GrantCadence.objects.get(grant=grant, rule="vejle-85-follow-up")
    assert (row.edition, row.owed_on) == (open_library().standard(given.VEJLE).edition, FIRST)


def test_help_that_is_over_leaves_the_list() -> None:
    anne = given.caseworker()
    grant = known.granted(anne, **{**known.GRANTED, "ends_on": date(2027, 6, 30)})
    on = date(2027, 7, 1)
    actions.take_up(by=HOUSE, on=TODAY)
    assert actions.keep_all(by=given.access.house(date(2027, 6, 30)), on=date(2027, 6, 30)).settled == 0
    assert day_of(grant) == FIRST  # not held in time: to be seen as long as there is help
    assert actions.keep_all(by=given.access.house(on), on=on).settled == 2  # the follow-up, and that it ends
    assert day_of(grant) is None


def test_the_night_counts_the_same_as_one_by_one() -> None:
    random = Random("nat")
    library = open_library()
    for entry in (one for standard in library.standards.values() for one in standard.entries if one.rule and one.rule.recurs_from):
        rows = []
        for number in range(60):
            start = date(2018, 1, 1) + timedelta(days=random.randrange(3000))
            last = start + timedelta(days=random.randrange(1200)) if random.random() < 0.6 else None
            owed = entry.rule.owed(start, Done(last, last), library.world).day
            wrong = random.random() < 0.3
            rows.append((entry.id, number, library.standard(entry.standard).edition, start, last, last, date(1999, 1, 1) if wrong else owed))
        assert list(moved_of(entry.id, rows)) == [row[1] for row in rows if row[6] == date(1999, 1, 1)]


@pytest.mark.parametrize("seed", range(6))
def test_no_follow_up_is_owed_later_than_the_cadence_unless_it_was_agreed(seed: int) -> None:
    """Ten random acts on a grant; after each, what is owed is within six months of the last one held (three of the beginning), or an agreement says why not."""
    random, anne = Random(seed), given.caseworker()
    grant, on, last = known.granted(anne), FIRST - timedelta(days=40), None
    for _ in range(10):
        on += timedelta(days=random.randrange(1, 200))
        act = random.choice(["hold", "hold", "agree", "later", "error", "night"])
        if act == "hold":
            held(grant, anne, on=on, next_on=random.choice([None, on + timedelta(days=random.randrange(1, 90))]))
        elif act == "agree" and on <= (owing(grant, on).by_rule or on):
            actions.agree_date(grant, kind=Kind.FOLLOW_UP, day=on, by=anne, on=on)
        elif act == "later" and (owed := owing(grant, on).by_rule):
            later = max(owed, on) + timedelta(days=30)
            actions.agree_date(grant, kind=Kind.FOLLOW_UP, day=later, because="Ferie", agreed_with="Else, konsulent", by=anne, on=on)
        elif act == "error" and (newest := FollowUp.objects.counted().first()):
            actions.mark_in_error(newest, because="Forkert borger", by=anne, on=on)
        elif act == "night":
            actions.keep_all(by=given.access.house(on), on=on)
        last = FollowUp.objects.filter(kind=Kind.FOLLOW_UP).counted().values_list("held_on", flat=True).first()
        latest = add_months(last, 6) if last else FIRST
        day = day_of(grant)
        agreed = AgreedDate.objects.standing().first()
        assert day is not None
        assert day <= latest or (agreed and agreed.day == day and agreed.because and agreed.agreed_with)
        assert day == watching.of(Grant.objects.get(pk=grant.pk), on).owing(Kind.FOLLOW_UP).day


def test_what_is_owed_and_not_on_the_list_is_put_there_at_night() -> None:
    grant = known.granted(given.caseworker())
    actions.take_up(by=HOUSE, on=TODAY)
    Due.objects.filter(thing=grant.public_id).update(done_on=TODAY)
    assert actions.keep_all(by=HOUSE, on=TODAY).moved == 1
    assert (day_of(grant), day_of(grant, Kind.PEER_REVIEW)) == (FIRST, date(2027, 12, 1))


def test_help_whose_ending_is_set_aside_is_followed_up_again() -> None:
    anne = given.caseworker()
    grant = known.granted(anne)
    actions.take_up(by=HOUSE, on=TODAY)
    asked = known.actions.end_or_reduce(grant, intended="ended", because="Behovet er væk.", standard=given.VEJLE, by=anne, on=TODAY)
    heard = known.heard(asked, anne)
    after = heard.due_on + timedelta(days=1)
    known.actions.lapse_hearing(heard, by=anne, on=after)
    choice = known.prepared(asked, anne, on=after, outcome="ended", effect_on=after + timedelta(days=14), **known.REASONS)
    ended = known.actions.decide(asked, seen=choice.version, by=anne, on=after)
    assert (day_of(grant), day_of(grant, Kind.PEER_REVIEW)) == (None, None)
    known.actions.give_back(ended, by=anne, on=after)
    assert (day_of(grant), day_of(grant, Kind.PEER_REVIEW)) == (FIRST, date(2027, 12, 1))


# ------------------------------------------------------------------------------------------------ help that ends by itself

ENDS = date(2027, 11, 30)


def ending_of(grant: Grant) -> Due | None:
    return Due.objects.waiting().filter(thing=grant.public_id, kind=Due.Kind.ENDING).first()


def test_help_that_ends_by_itself_is_seen_to_so_early_that_an_application_can_be_decided() -> None:
    anne = given.caseworker()
    asked = known.asked_for(anne, "85", standard=given.VIBORG)
    chosen = {**known.GRANTED, "level": "", "level_label": "", "follow_up_on": date(2027, 3, 1), "departure": "Aftalt med Karen.", "ends_on": ENDS}
    grant = known.granted(anne, application=asked, **chosen)
    actions.take_up(by=HOUSE, on=TODAY)
    row = ending_of(grant)
    assert row is not None
    assert row.what == "§ 85 slutter 30. nov. 2027"
    lead = (ENDS - row.on).days
    assert row.why[1]["text"] == f"Så lang tid må en ansøgning tage: {lead} dage før"
    assert row.source.startswith("Viborg 2020")
    assert lead == 42  # the longest for § 85: where facts must be fetched


def test_it_is_seen_to_by_an_application_a_later_grant_or_a_follow_up_that_lets_it_end() -> None:
    anne = given.caseworker()
    grant = known.granted(anne, **{**known.GRANTED, "ends_on": ENDS})
    actions.take_up(by=HOUSE, on=TODAY)
    row = ending_of(grant)
    assert row is not None
    assert row.source == "Husets eget forslag"  # Vejle publishes no deadline for § 85 in its document
    near = row.on
    house = given.access.house(near)
    asked = known.asked_for(given.access.moved_to(anne, near), on=near, where=grant.case)
    actions.keep_all(by=house, on=near)
    assert ending_of(grant) is None
    withdraw(asked, by=anne, on=near, because="Karen vil vente.")
    actions.keep_all(by=house, on=near)
    assert ending_of(grant) is not None
    made = held(grant, anne, on=near, outcome="end", agreed="Målet er nået.")
    assert (made.begun, ending_of(grant)) == (None, None)
    assert actions.keep_all(by=house, on=near).moved == 0


def test_help_that_ends_long_from_now_is_ended_by_a_decision() -> None:
    anne = given.caseworker()
    grant = known.granted(anne, **{**known.GRANTED, "ends_on": ENDS})
    assert held(grant, anne, on=FIRST, outcome="end").begun is not None
