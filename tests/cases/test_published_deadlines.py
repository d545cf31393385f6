"""A deadline the council has published elsewhere than in its standard: written by the administrator, used from its day, corrected by a new row."""

from __future__ import annotations

from datetime import date

import pytest

from mestring.audit.errors import MoveNotAllowed, NotAllowed
from mestring.audit.models import Entry
from mestring.cases import envelopes
from mestring.cases.actions import application as acts
from mestring.cases.actions.deadlines import publish_deadline, withdraw_deadline
from mestring.cases.errors import DayMissing, DeadlineCorrectedAlready, DeadlineInStandard, DeadlineWrittenAlready, NothingPublished, TextMissing
from mestring.cases.models import Application, Due, PublishedDeadline
from tests import given
from tests.given import TODAY

pytestmark = pytest.mark.django_db
SITE = "Kommunens hjemmeside, vejle.example/frister"


def written(
    section: str = "107", number: int | None = 8, unit: str = "weeks", *, valid_from: date | None = date(2026, 1, 1), **more: object
) -> PublishedDeadline:
    values = {"standard": given.VEJLE, "where": SITE, "by": given.administrator(), "on": TODAY, **more}
    return publish_deadline(section=section, number=number, unit=unit, valid_from=valid_from, **values)


def test_an_application_gets_the_deadline_that_was_published_the_day_it_came_and_says_where_it_stands_and_who_wrote_it() -> None:
    row = written()
    made = given.application(given.caseworker(), section="107")
    assert made.deadline == made.promised == date(2027, 1, 20)
    assert Due.objects.get(thing=made.public_id, kind=Due.Kind.APPLICATION).on == date(2027, 1, 20)
    steps = made.finding["steps"]
    assert made.finding["source"] == f"Kommunens offentliggjorte frist: {SITE}"
    assert "8 uger fra modtagelsen: kommunens offentliggjorte frist for § 107" in [step["text"] for step in steps]
    assert steps[-1]["value"] == f"af {row.written_by.name} 25. november 2026, gælder fra 1. januar 2026"
    source = envelopes.deadline_source(made)
    assert source is not None
    assert source.label == f"Kommunens offentliggjorte frist: {SITE}"


def test_a_deadline_that_was_not_published_yet_is_not_used() -> None:
    written(valid_from=date(2026, 11, 26))
    made = given.application(given.caseworker(), section="107")
    assert made.deadline is None
    assert "ikke offentliggjort en frist" in made.finding["sentence"]
    with pytest.raises(NothingPublished):
        acts.use_published_deadline(made, by=given.caseworker(name="Bo Vang"), on=TODAY)


def test_the_latest_deadline_counts_and_an_older_one_for_what_came_before_it() -> None:
    written(number=8, valid_from=date(2026, 1, 1))
    written(number=10, unit="working_days", valid_from=date(2026, 11, 1))
    anne = given.caseworker()
    assert given.application(anne, section="107", received_on=date(2026, 10, 30)).deadline == date(2026, 12, 25)
    assert given.application(anne, section="107", received_on=date(2026, 11, 2)).deadline == date(2026, 11, 16)


def test_a_month_ends_on_its_last_day() -> None:
    written(number=1, unit="months")
    assert given.application(given.caseworker(), section="107", received_on=date(2026, 1, 31)).deadline == date(2026, 2, 28)


def test_the_standards_own_deadline_is_never_replaced() -> None:
    with pytest.raises(DeadlineInStandard):
        written(section="85", standard=given.VIBORG)
    with pytest.raises(DeadlineInStandard):
        written(section="141")
    assert not PublishedDeadline.objects.exists()


def test_one_councils_deadline_is_not_anothers() -> None:
    written()
    assert given.application(given.caseworker(), section="107", standard=given.RANDERS).deadline is None


@pytest.mark.parametrize(
    ("wrong", "error", "field"),
    [
        ({"number": None}, TextMissing, "number"),
        ({"number": 0}, TextMissing, "number"),
        ({"number": 105}, TextMissing, "number"),
        ({"unit": "years"}, TextMissing, "unit"),
        ({"where": " "}, TextMissing, "where"),
        ({"valid_from": None}, DayMissing, "valid_from"),
    ],
)
def test_what_is_missing_is_said_at_its_field(wrong: dict[str, object], error: type[Exception], field: str) -> None:
    with pytest.raises(error) as refused:
        written(**wrong)
    assert refused.value.fields == (field,)
    assert not PublishedDeadline.objects.exists()


def test_a_correction_is_a_new_row_and_the_promise_that_was_made_stands() -> None:
    wrong, anne = written(number=8), given.caseworker()
    promised = given.application(anne, section="107")
    row = written(number=6, replaces=wrong)
    assert list(PublishedDeadline.objects.standing("vejle", "107")) == [row]
    assert PublishedDeadline.objects.get(pk=wrong.pk).number == 8
    promised.refresh_from_db()
    assert promised.deadline == date(2027, 1, 20)
    assert given.application(anne, section="107").deadline == date(2027, 1, 6)
    with pytest.raises(DeadlineCorrectedAlready):
        written(number=7, replaces=wrong)
    with pytest.raises(TypeError):
        row.save()


def test_two_deadlines_from_one_day_are_refused_unless_one_corrects_the_other() -> None:
    written()
    with pytest.raises(DeadlineWrittenAlready):
        written(number=6)


def test_a_deadline_that_was_never_published_is_taken_away_with_a_reason() -> None:
    wrong = written()
    with pytest.raises(TextMissing):
        withdraw_deadline(wrong, because="", by=given.administrator(), on=TODAY)
    withdraw_deadline(wrong, because="Skrevet på den forkerte paragraf", by=given.administrator(), on=TODAY)
    assert not PublishedDeadline.objects.standing("vejle").exists()
    assert given.application(given.caseworker(), section="107").deadline is None
    assert list(Entry.objects.filter(thing="cases.publisheddeadline").order_by("pk").values_list("act", flat=True)) == ["publish_deadline", "withdraw_deadline"]


def test_an_application_without_a_day_takes_the_deadline_once() -> None:
    anne = given.caseworker()
    made = given.application(anne, section="107")
    written()
    acts.use_published_deadline(made, by=anne, on=TODAY)
    made.refresh_from_db()
    assert (made.deadline, made.promised) == (date(2027, 1, 20), date(2027, 1, 20))
    assert set(Due.objects.filter(thing=made.public_id).values_list("kind", flat=True)) == {Due.Kind.APPLICATION, Due.Kind.DELAY}
    with pytest.raises(MoveNotAllowed):
        acts.use_published_deadline(made, by=anne, on=TODAY)


def test_a_day_that_was_set_by_hand_is_not_overwritten() -> None:
    anne = given.caseworker()
    made = given.application(anne, section="107")
    acts.extend(made, by=anne, on=TODAY, reason="Vi venter på en udtalelse", new_day=date(2027, 3, 1))
    written()
    with pytest.raises(MoveNotAllowed):
        acts.use_published_deadline(Application.objects.get(pk=made.pk), by=anne, on=TODAY)


def test_only_the_administrator_writes_a_deadline() -> None:
    with pytest.raises(NotAllowed):
        written(by=given.leader())
    with pytest.raises(NotAllowed):
        withdraw_deadline(written(), because="Fejl", by=given.caseworker(), on=TODAY)
